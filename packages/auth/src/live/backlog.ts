import type { FeedEvent } from "@gatehouse/audit";
import { type LiveNoun, nounsOf } from "./notes.ts";

/** What waits to be told on one stream. */
export interface Waiting {
  /** Nouns by organization. */
  readonly changes: ReadonlyMap<string, ReadonlySet<LiveNoun>>;
  readonly isAccessChanged: boolean;
  /** The number of the newest event among them, or of the newest taken before. */
  readonly number: number;
}

/**
 * What happened and was not told yet, on one stream. It holds nouns and no events, so that a reader who is slow, or gone, costs no more
 * than one who listens.
 *
 * @param isMine whether the stream's person belongs to an organization
 */
export function createBacklog(isMine: (organizationId: string) => boolean) {
  let changes = new Map<string, Set<LiveNoun>>();
  let isAccessChanged = false;
  let number = 0;
  let wake = () => {};

  return {
    /** @param events in their order */
    add(events: readonly FeedEvent[]): void {
      for (const event of events) {
        const { organizationId } = event;
        number = Math.max(number, event.number);
        if (organizationId === null || !isMine(organizationId)) continue;
        const nouns = changes.get(organizationId) ?? new Set();
        for (const noun of nounsOf(event)) nouns.add(noun);
        changes.set(organizationId, nouns);
      }
      if (changes.size > 0) wake();
    },
    /** From which number on the stream tells. */
    begin(at: number): void {
      number = Math.max(number, at);
    },
    noteAccess(): void {
      isAccessChanged = true;
      wake();
    },
    take(): Waiting {
      const taken = { changes, isAccessChanged, number };
      changes = new Map();
      isAccessChanged = false;
      return taken;
    },
    /** Waits until there is something to tell, or the signal is aborted. */
    async wait(stop: AbortSignal): Promise<void> {
      if (changes.size > 0 || isAccessChanged || stop.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      stop.addEventListener("abort", resolve as () => void, { once: true });
      await promise;
      stop.removeEventListener("abort", resolve as () => void);
    },
  };
}

export type Backlog = ReturnType<typeof createBacklog>;
