import type { Database } from "@gatehouse/db";
import { digestOf } from "@gatehouse/kernel/secrets";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { exceeded, refusal } from "./errors.ts";
import { createLeases, type Leases } from "./leases.ts";
import { type Spent, wholeSeconds } from "./spent.ts";
import { storeOn } from "./store.ts";
import { startUpkeep } from "./upkeep.ts";

/** So many points, fresh every so many seconds, counted from the first one spent. */
export interface LimitRule {
  readonly points: number;
  readonly seconds: number;
  /** Points that an instance takes at a time, and spends from memory. What one holds, another cannot spend. Default: one by one. */
  readonly lease?: number;
}

/** The process's limits, by name. Call it outside a work: a rollback must not give points back. */
export interface Limits<Name extends string> {
  /**
   * Takes one point of this key.
   *
   * @param key what is counted, in clear: it is stored as a digest
   * @throws AppError `limits.exceeded`, details `{ limit, retryAfterSeconds }`, also for each further call until then;
   *   `limits.unavailable` when the store is away or silent: without a count nobody passes
   */
  spend(name: Name, key: string): Promise<Spent>;
  /**
   * Gives back all points of this key, for example after a correct sign-in. Instances that refuse the key from
   * memory follow within 5 s.
   *
   * @throws AppError `limits.unavailable`
   */
  reset(name: Name, key: string): Promise<void>;
  /** Ends the timers. */
  stop(): void;
}

/** What `relaxed` multiplies the points by: enough for a browser suite from one address, and still a limit. */
const RELAXED_TIMES = 1_000;

/**
 * Limits on PostgreSQL, counted atomically, shared by all instances, alive over a restart.
 *
 * @param rules points and seconds by name; a name is stored in clear beside the digest of the key
 * @param options `relaxed` multiplies all points by 1000
 */
export function createLimits<Name extends string>(
  db: Database,
  rules: Readonly<Record<Name, LimitRule>>,
  { relaxed = false }: { relaxed?: boolean } = {},
): Limits<Name> {
  const store = storeOn(db.sql);
  const limiters = new Map(
    Object.entries<LimitRule>(rules).map(([name, rule]) => [name, limiterOf(store, name, rule, relaxed)]),
  );
  const get = (name: Name): RateLimiterPostgres => {
    const limiter = limiters.get(name);
    if (!limiter) throw new Error(`no limit is named ${JSON.stringify(name)}`);
    return limiter;
  };
  const leases = new Map<Name, Leases>();
  for (const [name, { lease }] of Object.entries<LimitRule>(rules) as [Name, LimitRule][]) {
    if (lease !== undefined) leases.set(name, createLeases(get(name), lease));
  }
  const upkeep = startUpkeep(store, [...limiters.values()], [...leases.values()]);
  return {
    spend: (name, key) => leases.get(name)?.spend(key) ?? spend(get(name), key),
    async reset(name, key) {
      const limiter = get(name);
      leases.get(name)?.forget(key);
      await limiter.delete(digestOf(key)).catch(() => {
        throw refusal("limits.unavailable");
      });
    },
    stop: () => upkeep.stop(),
  };
}

function limiterOf(store: ReturnType<typeof storeOn>, name: string, rule: LimitRule, relaxed: boolean) {
  const points = rule.points * (relaxed ? RELAXED_TIMES : 1);
  return new RateLimiterPostgres({
    storeClient: store,
    storeType: "client",
    schemaName: "limits",
    tableName: "counters",
    tableCreated: true,
    clearExpiredByTimeout: false, // its timer cannot be stopped: see upkeep.ts
    keyPrefix: name,
    points,
    duration: rule.seconds,
    // One past the last point: whoever took the last one may be right, and resets it.
    inMemoryBlockOnConsumed: points + 1,
  });
}

async function spend(limiter: RateLimiterPostgres, key: string): Promise<Spent> {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(digestOf(key));
    return { limit: limiter.points, remaining: remainingPoints, resetSeconds: wholeSeconds(msBeforeNext) };
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw refusal("limits.unavailable");
    const facts = { limit: limiter.points, retryAfterSeconds: wholeSeconds(reason.msBeforeNext) };
    throw exceeded(facts, reason.consumedPoints === limiter.points + 1);
  }
}
