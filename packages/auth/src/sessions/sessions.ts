import type { EventFacts } from "@gatehouse/audit";
import type { UserWork, Work } from "@gatehouse/db";
import type { Impersonator } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { and, desc, eq, gt, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { GATE, STEP_UP_SECONDS } from "../config.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { FoundSession, Gate, SessionFinders } from "../gate/gate.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { accountOf } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { type Device, deviceOf } from "./device.ts";
import { createSession, type ValidSession, validateSession } from "./lucia.ts";
import { NOWHERE, type Places } from "./places.ts";
import { type SessionKind, sessions } from "./schema.ts";
import type { Watch } from "./watch.ts";

/** One place where a person is signed in. Dates travel as ISO strings. */
export interface SessionView {
  readonly id: string;
  readonly current: boolean;
  readonly kind: SessionKind;
  /** What its owner calls the client; null for a browser. */
  readonly name: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly endsAt: string;
  /** Where it was last seen, and where the operator's database of places has that. */
  readonly ip: string | null;
  readonly place: string | null;
  readonly device: Device;
  readonly amr: readonly string[];
}

/** How the gate finds sessions. Each is looked at when it is seen again, and may be ended. */
export function createFinders({ look: passes }: Pick<Watch, "look">): SessionFinders {
  const look = async (work: Work, session: ValidSession): Promise<FoundSession | null> =>
    (await passes(work, session)) ? seen(work, session) : null;

  return {
    async byToken(work, token) {
      const session = await validateSession(work, token);
      return session && look(work, session);
    },
    // An access token names its session. Activity of this kind does not move the idle end.
    async byId(work, sessionId) {
      const [found] = await work.tx
        .select({ row: sessions, personalOrganizationId: users.personalOrganizationId })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(eq(sessions.id, sessionId), gt(sessions.expiresAt, work.now), isNull(users.disabledAt)));
      if (!found) return null;
      return look(work, { ...found.row, personalOrganizationId: found.personalOrganizationId, renewedUntil: null });
    },
  };
}

const impersonatorOf = (session: ValidSession): Impersonator | null => {
  const { impersonatorId: userId, impersonatorSessionId: sessionId, expiresAt } = session;
  return userId !== null && sessionId !== null ? { userId, sessionId, until: expiresAt.getTime() } : null;
};

/** Notes that a session was seen and from where, at most once a minute unless that changed. */
async function seen(work: Work, session: ValidSession): Promise<FoundSession> {
  const { now, request } = work;
  const hasMoved = request.ip !== null && request.ip !== session.ip;
  if (hasMoved || now.getTime() - session.lastSeenAt.getTime() >= GATE.memorySeconds * 1000) {
    const moved = hasMoved ? { ip: request.ip } : {};
    await work.tx
      .update(sessions)
      .set({ lastSeenAt: now, ...moved })
      .where(eq(sessions.id, session.id));
  }
  return {
    sessionId: session.id,
    userId: session.userId,
    personalOrganizationId: session.personalOrganizationId,
    kind: session.kind,
    impersonator: impersonatorOf(session),
    digest: session.digest,
    createdAt: session.createdAt.getTime(),
    expiresAt: session.expiresAt.getTime(),
    amr: session.amr,
    authenticatedAt: session.authenticatedAt.getTime(),
    freshUntil: session.freshUntil?.getTime() ?? 0,
    renewedUntil: session.renewedUntil,
  };
}

const viewOf = (row: typeof sessions.$inferSelect, currentId: string, places: Places): SessionView => ({
  id: row.id,
  current: row.id === currentId,
  kind: row.kind,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  ip: row.ip,
  place: places(row.ip)?.label ?? null,
  device: deviceOf(row.userAgent),
  amr: row.amr,
});

/** Forgets sessions that are over, and what the gate no longer needs to hear. Called by a schedule. */
async function sweep({ tx, now }: Work): Promise<void> {
  await tx.delete(sessions).where(lt(sessions.expiresAt, now));
  await tx.execute(
    sql`delete from auth.epochs where at < ${new Date(now.getTime() - 2 * GATE.epochSeconds * 1000).toISOString()}`,
  );
  await tx.execute(sql`delete from auth.pending_sign_ups where expires_at < ${now.toISOString()}`);
  await tx.execute(sql`delete from auth.links where expires_at < ${now.toISOString()}`);
  await tx.execute(sql`delete from auth.challenges where expires_at < ${now.toISOString()}`);
}

/** Where a person is signed in, and the ways out. */
export function createSessions(gate: Gate, stepUpSeconds: number = STEP_UP_SECONDS, places: Places = NOWHERE) {
  const freshUntilOf = ({ now }: Work): Date => new Date(now.getTime() + stepUpSeconds * 1000);

  async function endRow(work: Work, id: string): Promise<void> {
    await work.tx.delete(sessions).where(eq(sessions.id, id));
    await gate.end(work, { session: id });
  }

  async function endOfImpersonator(work: UserWork, { userId: actorId, sessionId }: Impersonator): Promise<void> {
    const { personalOrganizationId: organizationId } = await accountOf(work, actorId);
    await endRow(work, sessionId);
    await record(work, "session.ended", { actorId, organizationId, target: sessionId });
    const { userId: target, sessionId: impersonation } = work.actor;
    const facts = { actorId, organizationId: null, target, detail: { sessionId: impersonation } };
    await record(work, "instance.impersonation_ended", facts);
  }

  async function endAll(work: Work, userId: string, which?: SQL, facts: EventFacts = {}): Promise<{ revoked: number }> {
    const rows = await work.tx
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), which))
      .returning({ id: sessions.id });
    for (const { id } of rows) {
      await gate.end(work, { session: id });
      await record(work, "session.revoked", { ...facts, target: id });
    }
    return { revoked: rows.length };
  }

  async function listOf(
    { tx, now, actor }: UserWork,
    userId: string,
    page: Page,
  ): Promise<{ items: SessionView[]; nextCursor: string | null }> {
    const { cursor, limit } = keyset(page);
    const after = cursor === null ? undefined : lt(sessions.id, cursor);
    const rows = await tx
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now), after))
      .orderBy(desc(sessions.id))
      .limit(limit + 1);
    return pageOf(
      rows,
      limit,
      (row) => row.id,
      (row) => viewOf(row, actor.sessionId, places),
    );
  }

  return {
    /** @returns the token of a new session, for the cookie; it is fresh */
    start: (work: Work, proof: { userId: string; amr: readonly string[] }): Promise<string> =>
      createSession(work, { ...proof, freshUntil: freshUntilOf(work) }),

    /**
     * Raises the actor's session: from now on it is fresh, and proven as given. Its token changes; the old one is dead.
     *
     * @throws AppError `auth.session_required` when the session ended meanwhile
     */
    async raise(work: UserWork, amr: readonly string[]): Promise<{ token: string; freshUntil: Date }> {
      const token = newToken("session");
      const freshUntil = freshUntilOf(work);
      const mine = eq(sessions.id, work.actor.sessionId);
      const [before] = await work.tx.select({ digest: sessions.digest }).from(sessions).where(mine).for("update");
      if (!before) throw refusal("auth.session_required");
      await work.tx
        .update(sessions)
        .set({ digest: digestOf(token), amr: [...amr], authenticatedAt: work.now, freshUntil })
        .where(mine);
      await gate.end(work, { token: before.digest });
      return { token, freshUntil };
    },

    /** Ends the actor's own session. Whoever acts as somebody else is signed out too: no way back is left in the browser. */
    async end(work: UserWork): Promise<{ status: "signedOut" }> {
      const { sessionId, impersonator } = work.actor;
      await endRow(work, sessionId);
      await record(work, "session.ended", { target: sessionId });
      if (impersonator !== null) await endOfImpersonator(work, impersonator);
      return { status: "signedOut" };
    },

    /** The live sessions of the actor, newest first. */
    list: (work: UserWork, page: Page) => listOf(work, work.actor.userId, page),
    /** The same of anybody, for whoever runs the installation. */
    listOf,

    /** Ends one session, whoever asks. @returns false when it was gone already */
    async endOne(work: Work, sessionId: string): Promise<boolean> {
      const rows = await work.tx.delete(sessions).where(eq(sessions.id, sessionId)).returning({ id: sessions.id });
      if (rows.length > 0) await gate.end(work, { session: sessionId });
      return rows.length > 0;
    },

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
    revokeOthers: (work: UserWork): Promise<{ revoked: number }> =>
      endAll(work, work.actor.userId, ne(sessions.id, work.actor.sessionId)),

    /** Ends every session of a person. @param facts where the events stand, in a work that has no actor */
    endAll: (work: Work, userId: string, facts?: EventFacts): Promise<{ revoked: number }> =>
      endAll(work, userId, undefined, facts),

    sweep,
  };
}

export type Sessions = ReturnType<typeof createSessions>;
