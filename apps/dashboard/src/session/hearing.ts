import { createContext, use } from "react";

const Hearing = createContext(false);

/** Says to everything below whether this tab hears what happens. */
export const HearingProvider = Hearing;

/** Whether this tab is told at once of what happens; else its pages ask now and then. */
export const useHears = (): boolean => use(Hearing);
