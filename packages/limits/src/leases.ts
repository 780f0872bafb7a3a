import { digestOf } from "@gatehouse/kernel/secrets";
import { type RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { exceeded, refusal } from "./errors.ts";
import { type Spent, wholeSeconds } from "./spent.ts";

/** Points of one key that the store handed to this process, to be spent from memory. */
interface Lease {
  left: number;
  /** What the store still had when it handed them out. */
  readonly beyond: number;
  /** On the monotonic clock: when the store counts anew. */
  readonly until: number;
}

/** How many of the points that were asked for there were: the store counts all that is asked, also beyond its end. */
const grantedOf = ({ consumedPoints }: RateLimiterRes, points: number, size: number): number =>
  Math.min(size, Math.max(0, points - (consumedPoints - size)));

/**
 * Points by the handful, for what is called so often that a statement for each would weigh. Never more are handed out than there are, to
 * all instances together; what one of them holds, another cannot spend.
 *
 * @param size points in a handful
 */
export function createLeases(limiter: RateLimiterPostgres, size: number) {
  const held = new Map<string, Lease>();
  const asking = new Map<string, Promise<void>>();

  async function take(key: string): Promise<RateLimiterRes> {
    try {
      return await limiter.consume(digestOf(key), size);
    } catch (reason) {
      if (reason instanceof RateLimiterRes) return reason;
      throw refusal("limits.unavailable");
    }
  }

  async function ask(key: string): Promise<void> {
    const taken = await take(key);
    const { consumedPoints, remainingPoints, msBeforeNext } = taken;
    // Refused from memory, nothing was counted.
    const left = consumedPoints === 0 ? 0 : grantedOf(taken, limiter.points, size);
    if (left === 0) {
      const isFirst = consumedPoints > 0 && consumedPoints - size < limiter.points + size;
      throw exceeded({ limit: limiter.points, retryAfterSeconds: wholeSeconds(msBeforeNext) }, isFirst);
    }
    held.set(key, { left, beyond: remainingPoints, until: performance.now() + msBeforeNext });
  }

  /** One handful at a time, whoever waits for it. */
  function askOnce(key: string): Promise<void> {
    const pending = asking.get(key) ?? ask(key).finally(() => void asking.delete(key));
    asking.set(key, pending);
    return pending;
  }

  return {
    /** Takes one point. @throws AppError as `Limits.spend` */
    async spend(key: string): Promise<Spent> {
      for (;;) {
        const lease = held.get(key);
        const ms = lease === undefined ? 0 : lease.until - performance.now();
        if (lease !== undefined && ms > 0 && lease.left > 0) {
          lease.left -= 1;
          return { limit: limiter.points, remaining: lease.left + lease.beyond, resetSeconds: wholeSeconds(ms) };
        }
        await askOnce(key);
      }
    },
    forget: (key: string): void => void held.delete(key),
    /** Lets go of what is over. */
    sweep(): void {
      const now = performance.now();
      for (const [key, { until }] of held) if (until <= now) held.delete(key);
    },
  };
}

export type Leases = ReturnType<typeof createLeases>;
