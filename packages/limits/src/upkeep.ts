import type { RateLimiterPostgres } from "rate-limiter-flexible";
import type { Leases } from "./leases.ts";
import type { storeOn } from "./store.ts";

const FORGET_EVERY_MS = 5_000;
const CLEAR_EVERY_MS = 5 * 60_000;

/**
 * Deletes counters whose window has ended.
 *
 * @param nowMs milliseconds since 1970
 */
export async function clearExpired(store: ReturnType<typeof storeOn>, nowMs: number): Promise<void> {
  await store.query({ text: "delete from limits.counters where expire < $1", values: [nowMs] });
}

/**
 * Forgets, every 5 s, which keys are refused from memory, so that a reset on another instance is seen here too: a
 * refused key costs one query in 5 s. Clears the table, and the memory of handfuls, every 5 minutes.
 */
export function startUpkeep(
  store: ReturnType<typeof storeOn>,
  limiters: readonly RateLimiterPostgres[],
  leases: readonly Leases[],
) {
  const forget = setInterval(() => {
    for (const limiter of limiters) limiter.deleteInMemoryBlockedAll();
  }, FORGET_EVERY_MS).unref();
  // A failed clearing is made up for by the next one.
  const clear = setInterval(() => {
    for (const some of leases) some.sweep();
    void clearExpired(store, Date.now()).catch(() => {});
  }, CLEAR_EVERY_MS).unref();
  return {
    stop() {
      clearInterval(forget);
      clearInterval(clear);
    },
  };
}
