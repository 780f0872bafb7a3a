import type { RequestInfo, Signals, Work } from "@gatehouse/db";
import type { Actor, Clock } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import { ACCESS_TOKEN } from "../config.ts";
import { type AccessClaims, type AccessTokens, generationOf } from "../tokens/access-tokens.ts";
import type { Admission, FoundSession } from "./gate.ts";
import { actorOf, type Memory } from "./memory.ts";
import { orUnavailable } from "./unavailable.ts";

/** The gate for access tokens. Signature and claims are verified once; that the session still stands is asked at every use. */
export interface TokenGate {
  /**
   * The actor of an access token from memory alone: no query, no signature.
   *
   * @param beside the session's own token where a browser carries both: a token of another session, or of an older one, is not taken
   * @returns null where memory cannot tell, and while the signals are silent
   */
  recall(token: string, beside: string | null): Actor | null;
  /**
   * Makes an actor of an access token alone: from memory, else by signature and database.
   *
   * @returns null for a token that is not ours, too old, or of a session that ended
   * @throws AppError `auth.unavailable` when that cannot be checked
   */
  admitToken(request: RequestInfo, token: string): Promise<Actor | null>;
  /**
   * Whether a browser may keep the access token that it carries beside this session's token, which was admitted a moment ago: of this very
   * session, and not about to expire. Remembers it for `recall`.
   *
   * @throws Error when the keys cannot be read
   */
  pair(token: string, beside: string): Promise<boolean>;
  /** Whether so little is left of a remembered access token that the browser should get the next. */
  isAging(token: string): boolean;
}

interface TokenGateDeps {
  readonly memory: Memory;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly tokens: AccessTokens;
  readonly ask: (request: RequestInfo, find: (work: Work) => Promise<FoundSession | null>) => Promise<Admission | null>;
  readonly findById: (work: Work, sessionId: string) => Promise<FoundSession | null>;
}

/** The part of the gate that knows access tokens. */
export function createTokenGate({ memory, signals, clock, tokens, ask, findById }: TokenGateDeps): TokenGate {
  const now = (): number => clock().getTime();
  const isAged = ({ expiresAt }: AccessClaims): boolean => expiresAt - now() <= ACCESS_TOKEN.renewSeconds * 1000;

  /** What was verified once need not be verified again, but its key may have been taken out of the set since. */
  async function claimsOf(token: string): Promise<AccessClaims | null> {
    const claims = memory.findToken(token, now())?.claims ?? (await tokens.verify(token));
    return claims !== null && (await tokens.stands(claims)) ? claims : null;
  }

  /** A browser's token belongs to one token of its session: raising the session leaves the older ones behind. */
  const belongs = ({ generation, userId }: AccessClaims, session: FoundSession): boolean =>
    userId === session.userId && generation === (session.kind === "token" ? null : generationOf(session.digest));

  async function check(request: RequestInfo, token: string): Promise<Actor | null> {
    const claims = await claimsOf(token);
    if (claims === null) return null;
    const admission = await ask(request, async (work) => {
      const session = await findById(work, claims.sessionId);
      return session !== null && belongs(claims, session) ? session : null;
    });
    if (admission === null) return null;
    const beside = memory.findToken(token, now())?.beside ?? null;
    memory.rememberToken(token, { claims, digest: admission.subject.digest, beside });
    return admission.actor;
  }

  function recall(token: string, beside: string | null): Actor | null {
    if (!signals.isCurrent()) return null;
    const at = now();
    const known = memory.findToken(token, at);
    if (known === null || !tokens.isKeyKnown(known.claims) || (beside !== null && known.beside !== beside)) return null;
    const entry = memory.findSession(known.digest, at);
    const access = entry && memory.accessOf(entry.userId, known.claims.version);
    return entry && access ? actorOf(entry, access) : null;
  }

  return {
    recall,
    admitToken: async (request, token) => recall(token, null) ?? orUnavailable(() => check(request, token)),
    async pair(token, beside) {
      const claims = await claimsOf(token);
      const digest = digestOf(beside);
      if (claims === null || isAged(claims) || claims.generation !== generationOf(digest)) return false;
      memory.rememberToken(token, { claims, digest, beside });
      return true;
    },
    isAging(token) {
      const known = memory.findToken(token, now());
      return known === null || isAged(known.claims);
    },
  };
}
