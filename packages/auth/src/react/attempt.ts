import { useRef, useState } from "react";
import { type Refusal, refusalOf } from "./refusal.ts";

/** One proof on its way. `retryAt` is the moment, in epoch milliseconds, before which nothing is sent again. */
export type AttemptState =
  | { readonly step: "idle" }
  | { readonly step: "submitting" }
  | { readonly step: "accepted" }
  | { readonly step: "refused"; readonly refusal: Refusal; readonly retryAt: number | null };

/** What may happen to it. `at` is epoch milliseconds: time comes in. */
export type AttemptEvent =
  /** `isExempt`: this way is not the one that has to wait; a passkey gets through while guesses may not. */
  | { readonly type: "submitted"; readonly at: number; readonly isExempt?: boolean }
  | { readonly type: "accepted" }
  /** The person changed their mind, in a dialog of the browser's for example: nothing was sent. */
  | { readonly type: "withdrawn" }
  | { readonly type: "refused"; readonly refusal: Refusal; readonly at: number };

export const IDLE: AttemptState = { step: "idle" };

/**
 * The attempt as a table: the state after an event. Whatever cannot happen in a state leaves it as it was,
 * so that a double click sends once, a wait is kept, and a late answer undoes nothing.
 *
 * @returns the very same object where nothing changes
 */
export function nextAttempt(state: AttemptState, event: AttemptEvent): AttemptState {
  if (event.type === "submitted") {
    const isWaiting = state.step === "refused" && state.retryAt !== null && event.at < state.retryAt;
    const isBarred = isWaiting && event.isExempt !== true;
    return state.step === "submitting" || state.step === "accepted" || isBarred ? state : { step: "submitting" };
  }
  if (state.step !== "submitting") return state;
  if (event.type === "accepted") return { step: "accepted" };
  if (event.type === "withdrawn") return IDLE;
  const { retryAfterSeconds } = event.refusal;
  const retryAt = retryAfterSeconds === null ? null : event.at + retryAfterSeconds * 1000;
  return { step: "refused", refusal: event.refusal, retryAt };
}

/** Holds a table's state: `step` applies an event to the newest state, and says whether anything changed. */
export function useTable<State, Event>(next: (state: State, event: Event) => State, initial: State) {
  const [state, setState] = useState(initial);
  const latest = useRef(state);
  const step = (event: Event): boolean => {
    const before = latest.current;
    latest.current = next(before, event);
    setState(latest.current);
    return latest.current !== before;
  };
  return { state, latest, step };
}

/**
 * Sends something that the server may refuse, at most once at a time.
 *
 * @returns the state, and `attempt`, which resolves to whether it was accepted and never rejects; what it
 * sends answers null when the person withdrew
 */
export function useAttempt() {
  const { state, step } = useTable(nextAttempt, IDLE);
  const attempt = async (send: () => Promise<unknown>, isExempt = false): Promise<boolean> => {
    if (!step({ type: "submitted", at: Date.now(), isExempt })) return false;
    try {
      const answer = await send();
      step({ type: answer === null ? "withdrawn" : "accepted" });
      return answer !== null;
    } catch (error) {
      step({ type: "refused", refusal: refusalOf(error), at: Date.now() });
      return false;
    }
  };
  return { state, attempt };
}
