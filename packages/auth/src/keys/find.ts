import { asPerson, inTenant, type Work } from "@gatehouse/db";
import { addressRanges } from "@gatehouse/limits";
import { and, eq, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { API_KEYS } from "../config.ts";
import type { FoundKey, KeyFinders } from "../gate/key-gate.ts";
import { users } from "../users/schema.ts";
import { apiKeys } from "./schema.ts";

const anywhere = (): boolean => true;

/** With the version of its maker's access, by one statement: so it is known later whether anything came between. */
async function find({ tx }: Work, which: SQL): Promise<FoundKey | null> {
  const [found] = await tx
    .select({ row: apiKeys, version: users.accessVersion })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.createdBy))
    .where(and(which, isNull(users.disabledAt), isNull(users.deletesAt)));
  if (!found) return null;
  const { row, version } = found;
  const end = Math.min(row.expiresAt.getTime(), row.rotatedUntil?.getTime() ?? Number.POSITIVE_INFINITY);
  return {
    keyId: row.id,
    organizationId: row.organizationId,
    userId: row.createdBy,
    digest: row.digest,
    permissions: row.permissions,
    isFor: row.ipRanges.length === 0 ? anywhere : addressRanges(row.ipRanges),
    createdAt: row.createdAt.getTime(),
    endsAt: end,
    version,
    lastUsedAt: row.lastUsedAt?.getTime() ?? 0,
  };
}

/** How the gate finds keys: by what is presented, or by the name of one that was. */
export const keyFinders: KeyFinders = {
  // Row-level security shows a key to whoever presents it: nobody is known yet.
  async byDigest(work, digest) {
    await work.tx.execute(sql`select set_config('gatehouse.api_key', ${digest}, true)`);
    return find(work, eq(apiKeys.digest, digest));
  },
  byId: (work, { keyId, userId }) => asPerson(work, userId, () => find(work, eq(apiKeys.id, keyId))),

  async touch(work, { keyId, organizationId }) {
    const longAgo = new Date(work.now.getTime() - API_KEYS.seenSeconds * 1000);
    await inTenant(work, organizationId, ({ tx, now, request }) =>
      tx
        .update(apiKeys)
        .set({ lastUsedAt: now, lastUsedIp: request.ip })
        .where(and(eq(apiKeys.id, keyId), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, longAgo)))),
    );
  },
};
