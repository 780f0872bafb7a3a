import type { Work } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { and, eq, gt, lte, sql } from "drizzle-orm";
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from "lucia";
import { ACCESS_TOKEN, CHALLENGE_SECONDS, DEVICE_SECONDS, SESSION } from "../config.ts";
import { users } from "../users/schema.ts";
import { cookieIn } from "./cookie-header.ts";
import { type SessionKind, sessions } from "./schema.ts";

/** A session that Lucia found valid. `renewedUntil` when it moved the idle end, so that the cookie is sent again. */
export interface ValidSession {
  readonly id: string;
  readonly userId: string;
  readonly personalOrganizationId: string;
  readonly kind: SessionKind;
  readonly impersonatorId: string | null;
  readonly impersonatorSessionId: string | null;
  readonly digest: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly ip: string | null;
  readonly expiresAt: Date;
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
  readonly freshUntil: Date | null;
  readonly renewedUntil: Date | null;
}

type SessionRow = typeof sessions.$inferSelect;
/** What travels through Lucia: a new session's proof on the way in, the row on the way out. */
interface Attributes {
  readonly row?: SessionRow;
  readonly amr?: readonly string[];
  readonly freshUntil?: Date;
}

/** Lucia reads the wall clock, everything else here the work's: instants cross between the two shifted by their difference. */
interface Shift {
  toLucia(at: Date): Date;
  fromLucia(at: Date): Date;
}

function shiftOf({ now }: Work): Shift {
  const ms = Date.now() - now.getTime();
  return { toLucia: (at) => new Date(at.getTime() + ms), fromLucia: (at) => new Date(at.getTime() - ms) };
}

/**
 * Lucia on our tables, for one work. What Lucia calls a session's id is the token in the cookie: this adapter stores and
 * looks up its digest alone. Lucia knows no absolute end, so the adapter keeps it.
 */
function adapterIn({ tx, now, request }: Work, shift: Shift): Adapter {
  const at = (token: string) => eq(sessions.digest, digestOf(token));
  const asLucia = (row: SessionRow, token: string): DatabaseSession => ({
    id: token,
    userId: row.userId,
    expiresAt: shift.toLucia(row.expiresAt),
    attributes: { row } satisfies Attributes,
  });
  return {
    async getSessionAndUser(token) {
      const [found] = await tx
        .select({ row: sessions, personalOrganizationId: users.personalOrganizationId })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(and(at(token), gt(sessions.endsAt, now), sql`${users.disabledAt} is null`));
      if (!found) return [null, null];
      const { personalOrganizationId } = found;
      return [asLucia(found.row, token), { id: found.row.userId, attributes: { personalOrganizationId } }];
    },
    async getUserSessions(userId) {
      const rows = await tx.select().from(sessions).where(eq(sessions.userId, userId));
      return rows.map((row) => asLucia(row, row.digest));
    },
    async setSession({ id: token, userId, attributes, ...session }) {
      const { amr = [], freshUntil = null } = attributes as Attributes;
      const expiresAt = shift.fromLucia(session.expiresAt);
      const endsAt = new Date(now.getTime() + SESSION.absoluteSeconds * 1000);
      await tx.insert(sessions).values({
        id: newId("ses"),
        digest: digestOf(token),
        userId,
        createdAt: now,
        expiresAt: expiresAt < endsAt ? expiresAt : endsAt,
        endsAt,
        lastSeenAt: now,
        ip: request.ip,
        userAgent: request.userAgent,
        amr: [...amr],
        authenticatedAt: now,
        freshUntil,
      });
    },
    async updateSessionExpiration(token, expiresAt) {
      await tx
        .update(sessions)
        .set({ expiresAt: sql`least(${shift.fromLucia(expiresAt).toISOString()}::timestamptz, ${sessions.endsAt})` })
        .where(at(token));
    },
    async deleteSession(token) {
      await tx.delete(sessions).where(at(token));
    },
    async deleteUserSessions(userId) {
      await tx.delete(sessions).where(eq(sessions.userId, userId));
    },
    async deleteExpiredSessions() {
      await tx.delete(sessions).where(lte(sessions.expiresAt, now));
    },
  };
}

interface UserAttributes {
  readonly personalOrganizationId: string;
}

const luciaIn = (work: Work, shift: Shift = shiftOf(work)) =>
  new Lucia<Attributes, UserAttributes>(adapterIn(work, shift), {
    sessionExpiresIn: new TimeSpan(SESSION.idleSeconds, "s"),
    getSessionAttributes: (attributes) => attributes as Attributes,
    getUserAttributes: (attributes) => attributes as UserAttributes,
  });

/** How a new session was proven, and until when it is fresh. */
export interface SessionProof {
  readonly userId: string;
  readonly amr: readonly string[];
  readonly freshUntil: Date;
}

/** Starts a session in the work. @returns its token (256 bits), for the cookie; the row keeps the digest */
export async function createSession(work: Work, { userId, amr, freshUntil }: SessionProof): Promise<string> {
  const attributes: Attributes = { amr, freshUntil };
  const session = await luciaIn(work).createSession(userId, attributes, { sessionId: newToken("session") });
  return session.id;
}

/** Finds a live session by its token, and moves its idle end once half of it has passed. */
export async function validateSession(work: Work, token: string): Promise<ValidSession | null> {
  // Lucia types attributes by a global augmentation, which would reach into every host: these casts stay in here instead.
  const shift = shiftOf(work);
  const found = await luciaIn(work, shift).validateSession(token);
  const session = found.session as (typeof found.session & Attributes) | null;
  const user = found.user as (typeof found.user & UserAttributes) | null;
  if (!session?.row || !user) return null;
  const { id, kind, impersonatorId, impersonatorSessionId } = session.row;
  const { digest, createdAt, lastSeenAt, ip, endsAt, amr, authenticatedAt, freshUntil } = session.row;
  const expiresAt = new Date(Math.min(shift.fromLucia(session.expiresAt).getTime(), endsAt.getTime()));
  return {
    id,
    kind,
    impersonatorId,
    impersonatorSessionId,
    digest,
    createdAt,
    lastSeenAt,
    ip,
    amr,
    authenticatedAt,
    freshUntil,
    userId: user.id,
    personalOrganizationId: user.personalOrganizationId,
    expiresAt,
    renewedUntil: session.fresh ? expiresAt : null,
  };
}

/** Cookies are read and written without a store. */
const NO_STORE = {} as Adapter;

/**
 * The cookies of this package. Aside is kept whose own session waits while the browser acts as somebody else. The challenge is a half-way sign-in, a ceremony is one of WebAuthn, and the device is known by its
 * marker after a sign-out too: they open nothing by themselves.
 */
export interface Cookies {
  /** @returns the token in a `Cookie` header, or null */
  read(kind: CookieKind, header: string): string | null;
  /** @returns a `Set-Cookie` value; without a token, one that removes the cookie */
  write(kind: CookieKind, token: string | null): string;
}

export type CookieKind = "session" | "access" | "aside" | "challenge" | "ceremony" | "device";

/**
 * HttpOnly, SameSite=Strict, Path=/; in production Secure with the `__Host-` prefix.
 *
 * @see RFC 6265bis section 4.1.3.2
 */
export function createCookies(secure: boolean): Cookies {
  const cookie = (kind: CookieKind, seconds: number) =>
    new Lucia(NO_STORE, {
      sessionExpiresIn: new TimeSpan(seconds, "s"),
      sessionCookie: {
        name: `${secure ? "__Host-" : ""}gatehouse_${kind}`,
        attributes: { secure, sameSite: "strict", path: "/" },
      },
    });
  const jar = {
    session: cookie("session", SESSION.idleSeconds),
    access: cookie("access", ACCESS_TOKEN.seconds),
    aside: cookie("aside", SESSION.idleSeconds),
    challenge: cookie("challenge", CHALLENGE_SECONDS),
    ceremony: cookie("ceremony", CHALLENGE_SECONDS),
    device: cookie("device", DEVICE_SECONDS),
  };
  return {
    read: (kind, header) => cookieIn(header, jar[kind].sessionCookieName),
    write: (kind, token) =>
      (token === null ? jar[kind].createBlankSessionCookie() : jar[kind].createSessionCookie(token)).serialize(),
  };
}
