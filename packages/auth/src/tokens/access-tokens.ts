import { randomBytes } from "node:crypto";
import type { Clock, Impersonator } from "@gatehouse/kernel";
import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { ACCESS_TOKEN } from "../config.ts";
import type { SessionKind } from "../sessions/schema.ts";
import type { KeyRing } from "./key-ring.ts";
import { ALGORITHM } from "./signing-keys.ts";

/** What an access token speaks for. Times are milliseconds since the epoch. */
export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly kind: SessionKind;
  /** Who is really asking: the `act` of RFC 8693 section 4.1. */
  readonly impersonator: Pick<Impersonator, "userId"> | null;
  /** The digest of the session's own token. */
  readonly digest: string;
  readonly amr: readonly string[];
  readonly authenticatedAt: number;
  /** The end of the session, which the token never outlives. */
  readonly expiresAt: number;
  /** The person's access version. */
  readonly version: number;
}

/** A signed token, and for how long. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** What the gate keeps of a token whose signature and claims were verified. Whether its session still stands is another question. */
export interface AccessClaims {
  readonly kid: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly version: number;
  /** Which token of the session it goes with; null where it goes with the session as such. */
  readonly generation: string | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** RFC 9068 section 2.1. */
const TYPE = "at+jwt";
/** RFC 9068 section 2.2 asks who the token was issued to: our own clients are one. */
const CLIENT = "gatehouse";
const GENERATION_CHARACTERS = 16;
const JTI_BYTES = 16;
/** Headers that bring a key along or change the rules: RFC 8725 sections 3.10 and 3.12. */
const REFUSED_HEADERS = ["jku", "x5u", "jwk", "x5c", "x5t", "x5t#S256", "crit"];

/** Names one token of a session without telling its digest. A raised session has another, so that its older access tokens are dead. */
export const generationOf = (digest: string): string => digest.slice(0, GENERATION_CHARACTERS);

const isText = (value: unknown): value is string => typeof value === "string";

function claimsOf(kid: string, { sub, sid, ver, gen, exp }: JWTPayload): AccessClaims | null {
  if (!isText(sub) || !isText(sid) || typeof ver !== "number" || exp === undefined) return null;
  const generation = isText(gen) ? gen : null;
  return { kid, userId: sub, sessionId: sid, version: ver, generation, expiresAt: exp * 1000 };
}

interface AccessTokenDeps {
  readonly ring: KeyRing;
  /** `APP_ORIGIN`: issuer and audience in one. */
  readonly origin: string;
  readonly clock: Clock;
  /** Whether a session proven so has two factors: NIST SP 800-63B-4's second level, else the first. */
  readonly isMultiFactor: (amr: readonly string[]) => boolean;
}

/**
 * Access tokens: short-lived, signed, and without memberships, which would go stale.
 *
 * @see RFC 7519; RFC 8725; RFC 9068
 */
export function createAccessTokens({ ring, origin, clock, isMultiFactor }: AccessTokenDeps) {
  /** Only our own set has keys; nothing that the token brings along is looked at. */
  async function keyOf(header: JWTHeaderParameters) {
    const isBare = REFUSED_HEADERS.every((name) => !(name in header));
    const key = isBare && isText(header.kid) ? await ring.find(header.kid) : null;
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  return {
    /** @throws Error when no signing key can be read */
    async issue(subject: TokenSubject): Promise<IssuedToken> {
      const { kid, privateKey } = await ring.current();
      const now = Math.floor(clock().getTime() / 1000);
      const expiresAt = Math.min(now + ACCESS_TOKEN.seconds, Math.floor(subject.expiresAt / 1000));
      const token = await new SignJWT({
        iss: origin,
        aud: origin,
        client_id: CLIENT,
        sub: subject.userId,
        sid: subject.sessionId,
        ...(subject.kind !== "token" && { gen: generationOf(subject.digest) }),
        ...(subject.impersonator !== null && { act: { sub: subject.impersonator.userId } }),
        amr: subject.amr,
        acr: isMultiFactor(subject.amr) ? "aal2" : "aal1",
        auth_time: Math.floor(subject.authenticatedAt / 1000),
        ver: subject.version,
        iat: now,
        exp: expiresAt,
        jti: randomBytes(JTI_BYTES).toString("base64url"),
      })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
        .sign(privateKey);
      return { token, expiresInSeconds: expiresAt - now };
    },

    /**
     * Verifies a token by our rules: signature, type, issuer, audience, time. It does not say whether the session still stands.
     *
     * @returns null for whatever is not a token of ours, or no longer
     * @throws Error when the keys cannot be read
     */
    async verify(token: string): Promise<AccessClaims | null> {
      if (token.length > ACCESS_TOKEN.maxCharacters) return null;
      try {
        const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer: origin,
          audience: origin,
          requiredClaims: ["sub", "sid", "ver", "iat", "exp", "jti"],
          currentDate: clock(),
        });
        return claimsOf(String(protectedHeader.kid), payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },

    /** Whether the key that signed it is still in the set. */
    stands: (claims: AccessClaims): Promise<boolean> => ring.stands(claims.kid),
    /** The same by memory alone; false where memory may not know. */
    isKeyKnown: (claims: AccessClaims): boolean => ring.has(claims.kid),
  };
}

export type AccessTokens = ReturnType<typeof createAccessTokens>;
