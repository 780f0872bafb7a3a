import type { Begin, Work } from "@gatehouse/db";
import {
  type CredentialDeviceType,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { and, eq, lt } from "drizzle-orm";
import { CHALLENGE_SECONDS } from "../config.ts";
import type { AuthLimits } from "../deps.ts";
import { refusal } from "../errors.ts";
import { users } from "../users/schema.ts";
import {
  type Ceremony,
  type CeremonyAccount,
  type CeremonyPurpose,
  openCeremony,
  type RelyingParty,
  spendCeremony,
} from "./ceremony.ts";
import { credentialsOf } from "./passkeys.ts";
import { passkeys } from "./schema.ts";
import type { AssertionAnswer } from "./webauthn-json.ts";

/** A ceremony in a browser: what it is for, and the token that the browser carries, if any. */
export interface Carried {
  readonly purpose: CeremonyPurpose;
  readonly browser: string | null;
}

/** Whose passkey it was, and how it proves the person: RFC 8176 names. */
export interface Asserted {
  readonly owner: CeremonyAccount;
  readonly deviceType: CredentialDeviceType;
  /** The ceremony asked for this person's passkeys alone. */
  readonly isAsked: boolean;
}

/** Why a passkey was refused: for the log, never for the client. */
type Reason = "unknown" | "disabled" | "owner" | "response" | "counter";

/** What an authenticator proved, and for whom. */
interface Proof {
  readonly owner: CeremonyAccount;
  readonly counter: number;
  readonly backedUp: boolean;
  readonly deviceType: CredentialDeviceType;
}

/**
 * How a session is proven after a passkey that verified its user, which is every factor at once. A key that may leave its device
 * counts as held by software.
 *
 * @see RFC 8176 section 2; NIST SP 800-63B-4 section 3.1.7
 */
export const amrWith = (before: readonly string[], deviceType: CredentialDeviceType): readonly string[] => [
  ...new Set([...before, deviceType === "singleDevice" ? "hwk" : "swk", "user", "mfa"]),
];

/** A counter that does not rise means a copy, unless the authenticator keeps none: WebAuthn level 3 section 6.1.1. */
const isRisen = (stored: number, counter: number): boolean => counter > stored || (counter === 0 && stored === 0);

async function findPasskey({ tx }: Work, id: string) {
  const [row] = await tx
    .select({ passkey: passkeys, organizationId: users.personalOrganizationId, disabledAt: users.disabledAt })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.id, id));
  return row ?? null;
}

type Found = NonNullable<Awaited<ReturnType<typeof findPasskey>>>;

/** Writes what the authenticator said. @returns false when the passkey is gone, or was used meanwhile with this counter or a later one */
async function keepProof({ tx, now }: Work, id: string, { counter, backedUp }: Proof): Promise<boolean> {
  const isRising = counter === 0 ? eq(passkeys.counter, 0) : lt(passkeys.counter, counter);
  const kept = await tx
    .update(passkeys)
    .set({ counter, backedUp, lastUsedAt: now })
    .where(and(eq(passkeys.id, id), isRising))
    .returning({ id: passkeys.id });
  return kept.length > 0;
}

/** Whether the answer names its owner as registration did. Where nobody is known yet, it must. */
function namesOwner(userHandle: string | null | undefined, userId: string, account: CeremonyAccount | null): boolean {
  if (!userHandle) return account !== null;
  return Buffer.from(userHandle, "base64url").toString() === userId;
}

/** Whom a refusal is about: the person asked for, else whoever owns the passkey. */
function subjectOf({ account }: Ceremony, found: Found | null): { actorId?: string; organizationId?: string } {
  if (account !== null) return { actorId: account.userId, organizationId: account.personalOrganizationId };
  return found === null ? {} : { actorId: found.passkey.userId, organizationId: found.organizationId };
}

/** The one function that answers whether a passkey is right. */
export function createAssertions(limits: AuthLimits, relyingParty: RelyingParty) {
  async function verify(
    { challenge }: Ceremony,
    { passkey, organizationId }: Found,
    answer: AssertionAnswer,
  ): Promise<Proof | null> {
    const { id, rawId, type, response } = answer;
    const { clientDataJSON, authenticatorData, signature } = response;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      // The counter is judged after the signature, here and by the statement that stores it.
      credential: { id, publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")), counter: 0 },
    });
    const { newCounter: counter, credentialBackedUp: backedUp, credentialDeviceType: deviceType } = authenticationInfo;
    const owner = { userId: passkey.userId, personalOrganizationId: organizationId };
    return verified ? { owner, counter, backedUp, deviceType } : null;
  }

  async function judge(ceremony: Ceremony, found: Found | null, answer: AssertionAnswer): Promise<Proof | Reason> {
    if (found === null) return "unknown";
    const { account } = ceremony;
    const { userId, counter } = found.passkey;
    if (account !== null && account.userId !== userId) return "owner";
    if (!namesOwner(answer.response.userHandle, userId, account)) return "owner";
    // Whatever the library cannot read is refused like what it finds wrong.
    const proof = await verify(ceremony, found, answer).catch(() => null);
    if (proof === null) return "response";
    if (found.disabledAt !== null) return "disabled";
    return isRisen(counter, proof.counter) ? proof : "counter";
  }

  return {
    /**
     * Options for `navigator.credentials.get`, and the token that the browser carries meanwhile. Without an account, or for one that has
     * no passkey, they ask for any.
     */
    async begin(
      work: Work,
      { purpose, browser }: Carried,
      account: CeremonyAccount | null,
    ): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; browser: string }> {
      const allowed = account === null ? [] : await credentialsOf(work, account.userId);
      const asked = allowed.length > 0 ? account : null;
      const options = await generateAuthenticationOptions({
        rpID: relyingParty.id,
        timeout: CHALLENGE_SECONDS * 1000,
        userVerification: "required",
        ...(asked && { allowCredentials: allowed }),
      });
      const { challenge } = options;
      return { options, browser: await openCeremony(work, purpose, { browser, challenge, account: asked }) };
    },

    /**
     * Spends the ceremony, then the passkey's counter, and runs what it opens in the same transaction as the latter. A refusal spends
     * the budget of codes of the account, where it is known; a right passkey gets through whatever is left of it.
     *
     * @param begin opens a transaction for the answer: given by whoever holds the database
     * @throws AppError `auth.challenge_required` without a live ceremony of this purpose in this browser; `passkey.refused`;
     *   `limits.exceeded`
     */
    async verify<Result>(
      begin: Begin<Work>,
      { purpose, browser }: Carried,
      answer: AssertionAnswer,
      then: (work: Work, asserted: Asserted) => Promise<Result>,
    ): Promise<Result> {
      const ceremony = await begin((work) => spendCeremony(work, purpose, browser, answer.response.clientDataJSON));
      if (ceremony === null) throw refusal("auth.challenge_required");
      const found = await begin((work) => findPasskey(work, answer.id));
      const proof = await judge(ceremony, found, answer);
      const subject = subjectOf(ceremony, found);
      if (typeof proof === "string") {
        if (subject.actorId) await limits.spend("codeByAccount", subject.actorId);
        throw refusal("passkey.refused", {}, { ...subject, target: answer.id, reason: proof });
      }
      return begin(async (work) => {
        if (!(await keepProof(work, answer.id, proof))) {
          throw refusal("passkey.refused", {}, { ...subject, target: answer.id, reason: "counter" });
        }
        const { owner, deviceType } = proof;
        return then(work, { owner, deviceType, isAsked: ceremony.account !== null });
      });
    },
  };
}

export type Assertions = ReturnType<typeof createAssertions>;
