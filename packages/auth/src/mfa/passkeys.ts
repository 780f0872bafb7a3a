import type { UserWork, Work } from "@gatehouse/db";
import { and, count, desc, eq, type SQL, sql } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Mfa } from "./mfa.ts";
import { passkeys } from "./schema.ts";

/** A passkey as its owner sees it. Dates travel as ISO strings. */
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  /** Kept by more than one device: losing one does not lose it. */
  readonly backedUp: boolean;
  readonly transports: readonly string[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export const passkeyViewOf = (row: typeof passkeys.$inferSelect): PasskeyView => ({
  id: row.id,
  name: row.name,
  backedUp: row.backedUp,
  transports: row.transports,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

/** How many passkeys a person has. */
export async function countPasskeys({ tx }: Work, userId: string): Promise<number> {
  const [row] = await tx.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.userId, userId));
  return row?.passkeys ?? 0;
}

/** The passkeys of a person as WebAuthn names them, to be allowed or excluded. */
export const credentialsOf = ({ tx }: Work, userId: string): Promise<{ id: string; transports: string[] }[]> =>
  tx.select({ id: passkeys.id, transports: passkeys.transports }).from(passkeys).where(eq(passkeys.userId, userId));

/** Ids do not sort by time and may be long: a cursor is the time and enough of the id to tell two of one instant apart. */
const idStart = sql`left(${passkeys.id}, 64)`;
const cursorOf = ({ createdAt, id }: typeof passkeys.$inferSelect): string =>
  `${createdAt.getTime()}.${id.slice(0, 64)}`;

function olderThan(cursor: string): SQL {
  const [, at = "0", id = ""] = /^(\d{1,13})\.(.*)$/.exec(cursor) ?? [];
  return sql`(${passkeys.createdAt}, ${idStart}) < (${new Date(Number(at)).toISOString()}::timestamptz, ${id})`;
}

/** The passkeys of a person, once they are there. */
export function createPasskeys(sessions: Sessions, mfa: Mfa) {
  const mine = ({ actor }: UserWork, id: string) => and(eq(passkeys.id, id), eq(passkeys.userId, actor.userId));

  return {
    /** The actor's passkeys, newest first. */
    async list(work: UserWork, page: Page): Promise<{ items: PasskeyView[]; nextCursor: string | null }> {
      const { cursor, limit } = keyset(page);
      const rows = await work.tx
        .select()
        .from(passkeys)
        .where(and(eq(passkeys.userId, work.actor.userId), cursor === null ? undefined : olderThan(cursor)))
        .orderBy(desc(passkeys.createdAt), desc(idStart))
        .limit(limit + 1);
      return pageOf(rows, limit, cursorOf, passkeyViewOf);
    },

    /** @throws AppError `passkey.not_found`, for another person's passkey as for none */
    async rename(work: UserWork, { passkeyId, name }: { passkeyId: string; name: string }): Promise<PasskeyView> {
      const [row] = await work.tx.update(passkeys).set({ name }).where(mine(work, passkeyId)).returning();
      if (!row) throw refusal("passkey.not_found");
      await record(work, "passkey.renamed", { target: passkeyId, personal: { name } });
      return passkeyViewOf(row);
    },

    /**
     * Removes a passkey, ends the other sessions and tells the owner. Recovery codes go with the last factor.
     *
     * @throws AppError `passkey.not_found`, for another person's passkey as for none
     */
    async remove(work: UserWork, { passkeyId }: { passkeyId: string }): Promise<{ status: "removed" }> {
      const [row] = await work.tx.delete(passkeys).where(mine(work, passkeyId)).returning();
      if (!row) throw refusal("passkey.not_found");
      await record(work, "passkey.removed", { target: passkeyId, personal: { name: row.name } });
      await mfa.tidy(work);
      await sessions.revokeOthers(work);
      await mfa.notify(work, "A passkey was removed.");
      return { status: "removed" };
    },
  };
}
