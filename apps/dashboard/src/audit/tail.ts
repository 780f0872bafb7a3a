interface Identified {
  readonly id: string;
}

/** What of a log is shown, and what waits above it. */
export interface Held<Event> {
  readonly shown: readonly Event[];
  /** How many came since the log was held. */
  readonly waiting: number;
  /** Whether even more may have come: as many as are loaded are all new. */
  readonly isAtLeast: boolean;
}

/**
 * Keeps new events out of sight for as long as the log is held. What was older and is loaded meanwhile is shown.
 *
 * @param events all that are loaded, newest first
 * @param held those that were loaded when it was held; null while it is not
 */
export function holdBack<Event extends Identified>(
  events: readonly Event[],
  held: readonly Event[] | null,
): Held<Event> {
  if (held === null) return { shown: events, waiting: 0, isAtLeast: false };
  const waiting = newerThan(events, held[0]?.id ?? null);
  if (waiting === events.length && held.length > 0) return { shown: held, waiting, isAtLeast: true };
  return { shown: events.slice(waiting), waiting, isAtLeast: false };
}

/** How many events are newer than one of them: all, where it is not among them, or where there was none. */
export function newerThan(events: readonly Identified[], id: string | null): number {
  const index = events.findIndex((event) => event.id === id);
  return index < 0 ? events.length : index;
}
