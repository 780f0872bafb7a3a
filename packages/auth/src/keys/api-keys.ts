import type { TenantWork } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { requireHeld } from "../access/role-rules.ts";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { users } from "../users/schema.ts";
import { newApiKey } from "./format.ts";
import { type OutcomesView, readOutcomes } from "./outcomes.ts";
import { apiKeys } from "./schema.ts";

/** A key as its organization may see it. Dates travel as ISO strings. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string;
  /** Its first and last characters. */
  readonly hint: string;
  /** Permissions and groups of them; of these it may what its maker holds. */
  readonly permissions: readonly string[];
  /** Where it may be used from; none: from anywhere. */
  readonly ipRanges: readonly string[];
  /** The member whose rights it borrows. */
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly lastUsedIp: string | null;
  /** The key that it took the place of. */
  readonly replaces: string | null;
  /** Until when it works beside its successor; null for a key that has none. */
  readonly rotatedUntil: string | null;
}

/** A key among the others. */
export interface ListedKey extends ApiKeyView {
  /** What its maker is called. */
  readonly createdByName: string;
}

/** A key that was made a moment ago: the one time that it is shown. */
export interface MadeKey extends ApiKeyView {
  readonly key: string;
}

/** What makes a key. */
export interface NewApiKey {
  readonly name: string;
  readonly permissions: readonly string[];
  readonly expiresInDays: number;
  readonly ipRanges?: readonly string[] | undefined;
}

/** What becomes of a key; what is left out stays. */
export interface ApiKeyChange {
  readonly apiKeyId: string;
  readonly name?: string | undefined;
  readonly ipRanges?: readonly string[] | undefined;
}

type Row = typeof apiKeys.$inferSelect;
/** What a key and its successor have in common. */
type Terms = Pick<Row, "name" | "permissions" | "ipRanges" | "expiresAt" | "replaces">;

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

const viewOf = (row: Row): ApiKeyView => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  permissions: row.permissions,
  ipRanges: row.ipRanges,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedIp: row.lastUsedIp,
  replaces: row.replaces,
  rotatedUntil: row.rotatedUntil?.toISOString() ?? null,
});

const isKey = ({ organizationId }: TenantWork, apiKeyId: string) =>
  and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, apiKeyId));

async function requireKey(work: TenantWork, apiKeyId: string): Promise<Row> {
  const [row] = await work.tx.select().from(apiKeys).where(isKey(work, apiKeyId));
  if (!row) throw refusal("api_key.not_found");
  return row;
}

/** Writes a new key of the actor's. */
async function insertKey({ tx, now, actor, organizationId }: TenantWork, terms: Terms): Promise<MadeKey> {
  const { key, digest, hint } = newApiKey();
  const place = { id: newId("apk"), organizationId, createdBy: actor.userId, createdAt: now };
  const values = { ...terms, ...place, digest, hint, lastUsedAt: null, lastUsedIp: null, rotatedUntil: null };
  await tx
    .insert(apiKeys)
    .values(values)
    .catch((error: unknown) => {
      // Whoever was removed a moment ago makes no more keys.
      throw brokenConstraint(error) === "api_keys_maker" ? refusal("organization.not_found") : error;
    });
  return { ...viewOf(values), key };
}

/** The API keys of an organization: programs act by them, with at most the rights of the member who made them. */
export function createApiKeys(gate: Pick<Gate, "end">, policy: Policy) {
  /** Nobody gives a key what they lack; what the policy does not know, nobody holds. */
  function requireGrantable(work: TenantWork, names: readonly string[]): string[] {
    const unknown = names.filter((name) => policy.resolve([name]).size === 0);
    requireHeld(work, new Set([...policy.resolve(names), ...unknown]));
    return [...new Set(names)];
  }

  return {
    /** The keys of the organization, newest first, those that ended lately included. */
    async list(work: TenantWork, page: Page): Promise<{ items: ListedKey[]; nextCursor: string | null }> {
      const { cursor, limit } = keyset(page);
      const rows = await work.tx
        .select({ key: apiKeys, createdByName: users.name })
        .from(apiKeys)
        .innerJoin(users, eq(users.id, apiKeys.createdBy))
        .where(
          and(eq(apiKeys.organizationId, work.organizationId), cursor === null ? undefined : lt(apiKeys.id, cursor)),
        )
        .orderBy(desc(apiKeys.id))
        .limit(limit + 1);
      return pageOf(
        rows,
        limit,
        ({ key }) => key.id,
        ({ key, createdByName }) => ({ ...viewOf(key), createdByName }),
      );
    },

    /**
     * Makes a key.
     *
     * @returns it, this once
     * @throws AppError `access.permission_missing`, with `missing`: what the actor does not hold
     */
    async create(work: TenantWork, { name, permissions, expiresInDays, ipRanges = [] }: NewApiKey): Promise<MadeKey> {
      const named = requireGrantable(work, permissions);
      const expiresAt = after(work.now, expiresInDays * DAY_MS);
      const made = await insertKey(work, {
        name,
        permissions: named,
        ipRanges: [...ipRanges],
        expiresAt,
        replaces: null,
      });
      const detail = { permissions: named, expiresAt: made.expiresAt };
      await record(work, "api_key.created", { target: made.id, detail });
      return made;
    },

    /**
     * Gives a key a successor: with its name, permissions, addresses and length of life, and of the actor's own making. The old one works
     * on for a while. Of many at once, one does.
     *
     * @param overlapHours 0 ends the old one now
     * @throws AppError `api_key.not_found`, `api_key.rolled`; `access.permission_missing` for what the key names and the actor does not hold
     */
    async roll(
      work: TenantWork,
      { apiKeyId, overlapHours }: { apiKeyId: string; overlapHours: number },
    ): Promise<MadeKey> {
      const rotatedUntil = after(work.now, overlapHours * HOUR_MS);
      const [old] = await work.tx
        .update(apiKeys)
        .set({ rotatedUntil })
        .where(and(isKey(work, apiKeyId), isNull(apiKeys.rotatedUntil)))
        .returning();
      if (!old) {
        await requireKey(work, apiKeyId);
        throw refusal("api_key.rolled");
      }
      const { name, ipRanges } = old;
      const expiresAt = after(work.now, old.expiresAt.getTime() - old.createdAt.getTime());
      const permissions = requireGrantable(work, old.permissions);
      const made = await insertKey(work, { name, permissions, ipRanges, expiresAt, replaces: old.id });
      const detail = { successor: made.id, rotatedUntil: rotatedUntil.toISOString() };
      await record(work, "api_key.rolled", { target: old.id, detail });
      return made;
    },

    /** Changes a key's name, or where it may be used from. @throws AppError `api_key.not_found` */
    async update(work: TenantWork, { apiKeyId, name, ipRanges }: ApiKeyChange): Promise<ApiKeyView> {
      const change = { ...(name !== undefined && { name }), ...(ipRanges && { ipRanges: [...ipRanges] }) };
      if (Object.keys(change).length === 0) return viewOf(await requireKey(work, apiKeyId));
      const [row] = await work.tx.update(apiKeys).set(change).where(isKey(work, apiKeyId)).returning();
      if (!row) throw refusal("api_key.not_found");
      await record(work, "api_key.updated", { target: row.id, detail: { changed: Object.keys(change) } });
      return viewOf(row);
    },

    /** Ends a key, on every instance. @throws AppError `api_key.not_found` */
    async revoke(work: TenantWork, { apiKeyId }: { apiKeyId: string }): Promise<{ status: "revoked" }> {
      const [row] = await work.tx.delete(apiKeys).where(isKey(work, apiKeyId)).returning({ id: apiKeys.id });
      if (!row) throw refusal("api_key.not_found");
      await gate.end(work, { key: row.id });
      await record(work, "api_key.revoked", { target: row.id });
      return { status: "revoked" };
    },

    /** How often a key was used, and refused for what, in 30 days. @throws AppError `api_key.not_found` */
    async outcomes(work: TenantWork, { apiKeyId }: { apiKeyId: string }): Promise<OutcomesView> {
      await requireKey(work, apiKeyId);
      return readOutcomes(work, apiKeyId);
    },
  };
}
