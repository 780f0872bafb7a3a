import type { Database, RequestInfo, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { digestOf, newToken, type Sealer } from "@gatehouse/kernel/secrets";
import { eq } from "drizzle-orm";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { sessions } from "../sessions/schema.ts";
import { users } from "../users/schema.ts";
import type { AccessTokens, TokenSubject } from "./access-tokens.ts";
import { readSubject, startSession, touch } from "./client-sessions.ts";
import { repeat, rotate } from "./rotation.ts";
import { refreshTokens } from "./schema.ts";

/** What a client that is not a browser gets. */
export interface ClientTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

interface RefreshDeps {
  readonly db: Database;
  readonly sealer: Sealer;
  readonly mail: AuthMail;
  readonly accessTokens: AccessTokens;
  /** Ends a session everywhere; from the sessions slice. */
  readonly endSession: (work: Work, sessionId: string) => Promise<boolean>;
}

const PURPOSE = "refresh";

/** Tokens for clients that are not browsers: a session of its own for each, kept alive by refresh tokens that are used once. */
export function createRefresh({ db, sealer, mail, accessTokens, endSession }: RefreshDeps) {
  /** Derived, so that whoever repeats a token soon gets the same successor, and yet only digests are stored. */
  const successorOf = (token: string): string => `${PURPOSE}_${sealer.mac("refresh-successor", token)}`;

  async function sign(subject: TokenSubject, refreshToken: string): Promise<ClientTokens> {
    const { token: accessToken, expiresInSeconds: expiresIn } = await accessTokens.issue(subject);
    return { accessToken, refreshToken, expiresIn };
  }

  async function exchange(work: Work, token: string, successor: string): Promise<TokenSubject | null> {
    const spent = await rotate(work, token, successor);
    if (spent !== null) {
      await touch(work, spent);
      return readSubject(work, spent);
    }
    const repeated = await repeat(work, token, successor);
    if (repeated === null) return null;
    if (!repeated.isReuse) return repeated.subject;
    await endFamily(work, repeated.subject);
    return null;
  }

  async function endFamily(work: Work, { sessionId, userId }: TokenSubject): Promise<void> {
    const [owner] = await work.tx
      .select({ email: users.email, organizationId: users.personalOrganizationId, name: sessions.name })
      .from(users)
      .innerJoin(sessions, eq(sessions.userId, users.id))
      .where(eq(sessions.id, sessionId));
    if (!owner || !(await endSession(work, sessionId))) return;
    const { email, organizationId, name } = owner;
    await record(work, "token.reused", { outcome: "refused", actorId: userId, organizationId, target: sessionId });
    await mail.send(work, "tokenReused", { to: email, name: name ?? "" });
  }

  return {
    /**
     * Starts a session for another client, beside the browser's: proven as that one was, and not fresh.
     *
     * @throws AppError `token.browser_required` when the actor is no browser's
     */
    async issue(request: RequestInfo, actor: Actor, { name }: { name: string }): Promise<ClientTokens> {
      if (actor.client !== "browser") throw refusal("token.browser_required");
      const refreshToken = newToken(PURPOSE);
      const subject = await db.userWork(request, actor, async (work) => {
        const sessionId = await startSession(work, actor, name);
        await work.tx.insert(refreshTokens).values({ digest: digestOf(refreshToken), sessionId, createdAt: work.now });
        await record(work, "token.issued", { target: sessionId, personal: { name } });
        return readSubject(work, sessionId);
      });
      if (subject === null) throw refusal("auth.session_required");
      return sign(subject, refreshToken);
    },

    /**
     * Exchanges a refresh token for its successor and an access token. Of many at once with the same token one rotates it; all get the
     * same successor.
     *
     * @throws AppError `token.refresh_invalid` for a token that is unknown, too old, or reused (which ends its session)
     * @see RFC 9700 section 4.14.2; RFC 6749 section 6
     */
    async refresh(request: RequestInfo, token: string): Promise<ClientTokens> {
      const successor = successorOf(token);
      const subject = await db.work(request, (work) => exchange(work, token, successor));
      if (subject === null) throw refusal("token.refresh_invalid");
      return sign(subject, successor);
    },
  };
}
