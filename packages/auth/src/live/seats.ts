import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@gatehouse/kernel";
import type { LIVE } from "../config.ts";
import { refusal } from "../errors.ts";

/** How many streams there may be, and how long they may take to end. */
export type SeatBounds = Pick<typeof LIVE, "perSession" | "perPerson" | "perProcess" | "drainSeconds">;

/** Whose stream it is. */
type Sitter = Pick<Actor, "sessionId" | "userId">;

const LOOK_EVERY_MS = 20;
const RETRY_AFTER_SECONDS = 10;

/** The open streams of a process: how many there are, and the end of all. */
export function createSeats({ perSession, perPerson, perProcess, drainSeconds }: SeatBounds) {
  const taken = new Map<AbortController, Sitter>();
  let isClosing = false;

  /** Whether too many are open already that are alike in this. */
  const isFull = (sitter: Sitter, name: keyof Sitter, most: number): boolean =>
    [...taken.values()].filter((other) => other[name] === sitter[name]).length >= most;

  return {
    /**
     * Takes a seat until the controller is aborted.
     *
     * @throws AppError `live.too_many`; `server.unavailable` while the process is being stopped
     */
    take({ sessionId, userId }: Sitter, over: AbortController): void {
      if (isClosing) throw refusal("server.unavailable");
      const sitter = { sessionId, userId };
      if (taken.size >= perProcess || isFull(sitter, "sessionId", perSession) || isFull(sitter, "userId", perPerson)) {
        throw refusal("live.too_many", { retryAfterSeconds: RETRY_AFTER_SECONDS });
      }
      taken.set(over, sitter);
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
