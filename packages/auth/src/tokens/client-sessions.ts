import type { Work } from "@gatehouse/db";
import { type Actor, newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { SESSION } from "../config.ts";
import { sessions } from "../sessions/schema.ts";
import { users } from "../users/schema.ts";
import type { TokenSubject } from "./access-tokens.ts";

type SessionRow = typeof sessions.$inferSelect;

const subjectOf = (row: SessionRow, version: number): TokenSubject => ({
  userId: row.userId,
  sessionId: row.id,
  kind: row.kind,
  impersonator: null,
  digest: row.digest,
  amr: row.amr,
  authenticatedAt: row.authenticatedAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  version,
});

/** Starts a session that no cookie opens: nobody ever holds the token whose digest stands in its row. */
export async function startSession(work: Work, actor: Actor, name: string): Promise<string> {
  const { tx, now, request } = work;
  const endsAt = new Date(now.getTime() + SESSION.absoluteSeconds * 1000);
  const id = newId("ses");
  await tx.insert(sessions).values({
    id,
    kind: "token",
    name,
    digest: digestOf(newToken("session")),
    userId: actor.userId,
    // The sign-in is the browser's: an organization that asks for a newer one asks for it here too.
    createdAt: new Date(actor.signedInAt),
    expiresAt: new Date(now.getTime() + SESSION.idleSeconds * 1000),
    endsAt,
    lastSeenAt: now,
    ip: request.ip,
    userAgent: request.userAgent,
    amr: [...actor.amr],
    authenticatedAt: new Date(actor.authenticatedAt),
  });
  return id;
}

/** A live session of a family, and what an access token of it says. */
export async function readSubject({ tx, now }: Work, sessionId: string): Promise<TokenSubject | null> {
  const [found] = await tx
    .select({ row: sessions, version: users.accessVersion })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), gt(sessions.expiresAt, now), isNull(users.disabledAt)));
  return found ? subjectOf(found.row, found.version) : null;
}

/** Activity moves the idle end, never past the absolute one. */
export async function touch({ tx, now, request }: Work, sessionId: string): Promise<void> {
  const idleEnd = new Date(now.getTime() + SESSION.idleSeconds * 1000).toISOString();
  await tx
    .update(sessions)
    .set({
      expiresAt: sql`least(${idleEnd}::timestamptz, ${sessions.endsAt})`,
      lastSeenAt: now,
      ip: request.ip,
      userAgent: request.userAgent,
    })
    .where(eq(sessions.id, sessionId));
}
