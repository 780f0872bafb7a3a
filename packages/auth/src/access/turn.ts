import type { Begin, TenantWork } from "@gatehouse/db";
import { sql } from "drizzle-orm";
import { TURN } from "../config.ts";
import { refusal } from "../errors.ts";

/** Opens a work of an organization when it is its turn. */
export type InTurn = <Result>(
  organizationId: string,
  begin: Begin<TenantWork>,
  fn: (work: TenantWork) => Promise<Result>,
) => Promise<Result>;

/** Why a work could not begin, where it could not. */
type Fault = { readonly error: unknown } | null;

/** PostgreSQL's code for a lock that was waited for too long. */
const LOCK_NOT_AVAILABLE = "55P03";

const busy = () => refusal("organization.busy", { retryAfterSeconds: TURN.retryAfterSeconds });

/**
 * Keeps others waiting until this work ends. It comes before any row is held, so that nobody waits in a ring. No lock of the work is waited
 * for longer than this one.
 */
async function takeTurn({ tx, organizationId }: TenantWork, waitMs: number): Promise<void> {
  try {
    await tx.execute(sql`
      select set_config('lock_timeout', ${String(waitMs)}, true),
        pg_advisory_xact_lock(hashtextextended(${`organization:${organizationId}`}, 7140313))`);
  } catch (error) {
    throw (error as { cause?: { code?: unknown } }).cause?.code === LOCK_NOT_AVAILABLE ? busy() : error;
  }
}

/** Waits for what never fails. @throws AppError `organization.busy` where it takes too long */
async function inTime<Result>(before: Promise<Result>, waitMs: number): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(busy()), waitMs);
  try {
    return await Promise.race([before, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes the turns of this process: of the works that take one, those of one organization go one after the other, on all instances. Whoever
 * waits for another of the same process waits without a connection, of which there are few for everybody. Where one cannot begin, those
 * behind it are told so too, or each of them would wait for the database by itself, one after the other.
 *
 * @param waitMs milliseconds for each of the waits: for those of this process, and for those of the others
 * @returns it throws AppError `organization.busy` beside what the work throws
 */
export function createTurns(waitMs: number = TURN.waitMs): InTurn {
  const last = new Map<string, Promise<Fault>>();

  return async (organizationId, begin, fn) => {
    const before = last.get(organizationId) ?? Promise.resolve(null);
    let stage: "waits" | "begins" | "runs" = "waits";
    const run = async () => {
      const fault = await inTime(before, waitMs);
      if (fault) throw fault.error;
      stage = "begins";
      return begin(async (work) => {
        await takeTurn(work, waitMs);
        stage = "runs";
        return fn(work);
      });
    };
    const mine = run();
    const own: Promise<Fault> = mine.then(
      () => null,
      (error: unknown) => (stage === "begins" ? { error } : null),
    );
    // Whoever gave up waiting is over when those before are: the next one would take a connection to wait with.
    const over = own.then(async (fault) => fault ?? (await before));
    last.set(organizationId, over);
    void over.then(() => last.get(organizationId) === over && last.delete(organizationId));
    return mine;
  };
}
