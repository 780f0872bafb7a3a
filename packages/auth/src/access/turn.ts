import type { Begin, TenantWork } from "@gatehouse/db";
import { sql } from "drizzle-orm";

/** Opens a work of an organization when it is its turn. */
export type InTurn = <Result>(
  organizationId: string,
  begin: Begin<TenantWork>,
  fn: (work: TenantWork) => Promise<Result>,
) => Promise<Result>;

/** Keeps others waiting until this work ends. It comes before any row is held, so that nobody waits in a ring. */
async function takeTurn({ tx, organizationId }: TenantWork): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`organization:${organizationId}`}, 7140313))`);
}

/**
 * Makes the turns of this process: of the works that take one, those of one organization go one after the other, on all instances. Whoever
 * waits for another of the same process waits without a connection, of which there are few for everybody.
 */
export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (organizationId, begin, fn) => {
    const before = last.get(organizationId);
    const mine = Promise.resolve(before).then(() =>
      begin(async (work) => {
        await takeTurn(work);
        return fn(work);
      }),
    );
    const over = mine.catch(() => {});
    last.set(organizationId, over);
    try {
      return await mine;
    } finally {
      if (last.get(organizationId) === over) last.delete(organizationId);
    }
  };
}
