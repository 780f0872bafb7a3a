import type { UserWork, Work } from "@gatehouse/db";
import { and, desc, eq, gt, lt, ne, sql } from "drizzle-orm";
import { GATE } from "../config.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { FoundSession, Gate } from "../gate/gate.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { type Device, deviceOf } from "./device.ts";
import { createSession, validateSession } from "./lucia.ts";
import { sessions } from "./schema.ts";

/** One place where a person is signed in. Dates travel as ISO strings. */
export interface SessionView {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly endsAt: string;
  readonly ip: string | null;
  readonly device: Device;
}

/** Finds a live session by its token for the gate, and notes that it was seen, at most once a minute. */
export async function findSession(work: Work, token: string): Promise<FoundSession | null> {
  const session = await validateSession(work, token);
  if (session === null) return null;
  if (work.now.getTime() - session.lastSeenAt.getTime() >= GATE.memorySeconds * 1000) {
    await work.tx.update(sessions).set({ lastSeenAt: work.now }).where(eq(sessions.id, session.id));
  }
  return {
    sessionId: session.id,
    userId: session.userId,
    personalOrganizationId: session.personalOrganizationId,
    createdAt: session.createdAt.getTime(),
    expiresAt: session.expiresAt.getTime(),
    renewedUntil: session.renewedUntil,
  };
}

const viewOf = (row: typeof sessions.$inferSelect, currentId: string): SessionView => ({
  id: row.id,
  current: row.id === currentId,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  ip: row.ip,
  device: deviceOf(row.userAgent),
});

/** Forgets sessions that are over, and what the gate no longer needs to hear. Called by a schedule. */
async function sweep({ tx, now }: Work): Promise<void> {
  await tx.delete(sessions).where(lt(sessions.expiresAt, now));
  await tx.execute(
    sql`delete from auth.epochs where at < ${new Date(now.getTime() - 2 * GATE.epochSeconds * 1000).toISOString()}`,
  );
  await tx.execute(sql`delete from auth.pending_sign_ups where expires_at < ${now.toISOString()}`);
}

/** The live sessions of the actor, newest first. */
async function list(
  { tx, now, actor }: UserWork,
  page: Page,
): Promise<{ items: SessionView[]; nextCursor: string | null }> {
  const { cursor, limit } = keyset(page);
  const rows = await tx
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, actor.userId),
        gt(sessions.expiresAt, now),
        cursor === null ? undefined : lt(sessions.id, cursor),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => row.id,
    (row) => viewOf(row, actor.sessionId),
  );
}

/** Where a person is signed in, and the ways out. */
export function createSessions(gate: Gate) {
  async function endRow(work: Work, id: string): Promise<void> {
    await work.tx.delete(sessions).where(eq(sessions.id, id));
    await gate.end(work, { session: id });
  }

  return {
    /** @returns the token of a new session, for the cookie */
    start: (work: Work, userId: string): Promise<string> => createSession(work, userId),

    /** Ends the actor's own session. */
    async end(work: UserWork): Promise<{ status: "signedOut" }> {
      await endRow(work, work.actor.sessionId);
      await record(work, "session.ended", { target: work.actor.sessionId });
      return { status: "signedOut" };
    },

    list,

    /** @throws AppError `session.not_found`, for another person's session as for none */
    async revoke(work: UserWork, { sessionId }: { sessionId: string }): Promise<{ status: "revoked" }> {
      const [row] = await work.tx
        .delete(sessions)
        .where(and(eq(sessions.id, sessionId), eq(sessions.userId, work.actor.userId)))
        .returning({ id: sessions.id });
      if (!row) throw refusal("session.not_found");
      await gate.end(work, { session: row.id });
      await record(work, "session.revoked", { target: row.id });
      return { status: "revoked" };
    },

    /** Ends every session of the actor but the one that asks. */
    async revokeOthers(work: UserWork): Promise<{ revoked: number }> {
      const { userId, sessionId } = work.actor;
      const rows = await work.tx
        .delete(sessions)
        .where(and(eq(sessions.userId, userId), ne(sessions.id, sessionId)))
        .returning({ id: sessions.id });
      for (const { id } of rows) {
        await gate.end(work, { session: id });
        await record(work, "session.revoked", { target: id });
      }
      return { revoked: rows.length };
    },

    sweep,
  };
}

export type Sessions = ReturnType<typeof createSessions>;
