import type { TenantWork } from "@gatehouse/db";
import { sql } from "drizzle-orm";

/**
 * Waits until no other work of the organization that took a turn goes on, and keeps others waiting until this one ends. It comes before any
 * row is held, so that nobody waits in a ring.
 */
export async function takeTurn({ tx, organizationId }: TenantWork): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`organization:${organizationId}`}, 7140313))`);
}
