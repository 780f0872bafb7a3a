import { useIntersection } from "@mantine/hooks";
import { useState } from "react";
import type { AuditEvent } from "./queries.ts";
import { type Held, holdBack, newerThan } from "./tail.ts";

export interface Tail extends Held<AuditEvent> {
  readonly isPaused: boolean;
  /** What the events are the answer to; the question before, until they are. */
  readonly about: string;
  /** How many of those shown came since these events were asked for. */
  readonly arrived: number;
  readonly toggle: () => void;
}

interface Hold {
  readonly about: string;
  readonly events: readonly AuditEvent[];
  /** Somebody asked for it; else it is theirs who read further down, and ends when nothing waits where they come back. */
  readonly isAsked: boolean;
}

/** What is further down counts as in sight: only what lies above, behind the head of the page too, does not. */
const ABOVE = { rootMargin: "-56px 0px 1000000px 0px" };

/** Whether the reader went past an element, down the page. */
export function useAway() {
  const { ref, entry } = useIntersection<HTMLDivElement>(ABOVE);
  return { ref, isAway: entry !== null && !entry.isIntersecting };
}

/**
 * The end of a log that grows while it is looked at, and that can be held. It is held by itself for as long as somebody reads further
 * down, where lines that come in above would move theirs.
 *
 * @param events all that are loaded, newest first
 * @param about what was asked for: another question begins anew, and is not held
 * @param isSettled whether the events are the answer to it already, and not still those before
 * @param isAway whether the newest are out of sight
 */
export function useTail(events: readonly AuditEvent[], about: string, isSettled: boolean, isAway: boolean): Tail {
  const [start, setStart] = useState<{ readonly about: string; readonly newest: string | null } | null>(null);
  const [held, setHeld] = useState<Hold | null>(null);
  if (isSettled && start?.about !== about) {
    setStart({ about, newest: events[0]?.id ?? null });
    setHeld(null);
  }
  const isPaused = held?.about === about;
  const holding = holdBack(events, isPaused ? held.events : null);
  if (isAway && isSettled && !isPaused) setHeld({ about, events, isAsked: false });
  else if (!isAway && isPaused && !held.isAsked && holding.waiting === 0) setHeld(null);
  return {
    ...holding,
    isPaused,
    about: start?.about ?? about,
    arrived: start?.about === about ? newerThan(holding.shown, start.newest) : 0,
    toggle: () => setHeld(isPaused ? null : { about, events, isAsked: true }),
  };
}
