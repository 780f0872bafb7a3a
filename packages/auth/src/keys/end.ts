import type { OrganizationWork } from "@gatehouse/db";
import { and, eq } from "drizzle-orm";
import { record } from "../events.ts";
import { apiKeys } from "./schema.ts";

/**
 * Ends the keys that a member made, before the membership goes that would take them along: the log says of each that it ended. The end of
 * the membership itself tells every instance.
 */
export async function endKeysOf(work: OrganizationWork, userId: string): Promise<void> {
  const theirs = and(eq(apiKeys.organizationId, work.organizationId), eq(apiKeys.createdBy, userId));
  const ended = await work.tx.delete(apiKeys).where(theirs).returning({ id: apiKeys.id });
  for (const { id } of ended) await record(work, "api_key.revoked", { target: id, detail: { memberId: userId } });
}
