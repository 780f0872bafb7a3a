import { setTimeout as sleep } from "node:timers/promises";
import type { LIVE } from "../config.ts";
import { refusal } from "../errors.ts";

/** How many streams there may be, and how long they may take to end. */
export type SeatBounds = Pick<typeof LIVE, "perSession" | "perProcess" | "drainSeconds">;

const LOOK_EVERY_MS = 20;
const RETRY_AFTER_SECONDS = 10;

/** The open streams of a process: how many there are, and the end of all. */
export function createSeats({ perSession, perProcess, drainSeconds }: SeatBounds) {
  const taken = new Map<AbortController, string>();
  let isClosing = false;

  const countOf = (sessionId: string): number => [...taken.values()].filter((id) => id === sessionId).length;

  return {
    /**
     * Takes a seat until the controller is aborted.
     *
     * @throws AppError `live.too_many`; `server.unavailable` while the process is being stopped
     */
    take(sessionId: string, over: AbortController): void {
      if (isClosing) throw refusal("server.unavailable");
      if (taken.size >= perProcess || countOf(sessionId) >= perSession) {
        throw refusal("live.too_many", { retryAfterSeconds: RETRY_AFTER_SECONDS });
      }
      taken.set(over, sessionId);
    },
    leave(over: AbortController): void {
      over.abort();
      taken.delete(over);
    },
    /** Ends every stream, and lets none begin. Waits until they said so, but not for ever. */
    async close(): Promise<void> {
      isClosing = true;
      for (const over of taken.keys()) over.abort();
      const deadline = performance.now() + drainSeconds * 1000;
      while (taken.size > 0 && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
    },
  };
}
