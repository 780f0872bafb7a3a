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

/**
 * The end of a log that grows while it is looked at, and that can be held.
 *
 * @param events all that are loaded, newest first
 * @param about what was asked for: another question begins anew, and is not held
 * @param isSettled whether the events are the answer to it already, and not still those before
 */
export function useTail(events: readonly AuditEvent[], about: string, isSettled: boolean): Tail {
  const [start, setStart] = useState<{ readonly about: string; readonly newest: string | null } | null>(null);
  const [held, setHeld] = useState<{ readonly about: string; readonly events: readonly AuditEvent[] } | null>(null);
  if (isSettled && start?.about !== about) {
    setStart({ about, newest: events[0]?.id ?? null });
    setHeld(null);
  }
  const isPaused = held?.about === about;
  const holding = holdBack(events, isPaused ? held.events : null);
  return {
    ...holding,
    isPaused,
    about: start?.about ?? about,
    arrived: start?.about === about ? newerThan(holding.shown, start.newest) : 0,
    toggle: () => setHeld(isPaused ? null : { about, events }),
  };
}
