import type { Database, RequestInfo, UserWork } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { decodeAttestationObject } from "@simplewebauthn/server/helpers";
import { CHALLENGE_SECONDS, PASSKEY } from "../config.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf } from "../users/accounts.ts";
import { amrWith } from "./assertion.ts";
import { type Ceremony, openCeremony, type RelyingParty, spendCeremony } from "./ceremony.ts";
import type { Mfa } from "./mfa.ts";
import { passkeyNameOf } from "./passkey-name.ts";
import { credentialsOf, type PasskeyView, passkeyViewOf } from "./passkeys.ts";
import { countRecoveryCodes, makeRecoveryCodes } from "./recovery-codes.ts";
import { passkeys } from "./schema.ts";
import type { RegistrationAnswer } from "./webauthn-json.ts";

/** A passkey that was added, the session's new token, and codes where the person had none. */
export interface PasskeyAdded {
  readonly passkey: PasskeyView;
  readonly recoveryCodes: string[] | null;
  readonly token: string;
}

interface RegistrationDeps {
  readonly db: Database;
  readonly relyingParty: RelyingParty;
  readonly sessions: Sessions;
  readonly mfa: Mfa;
}

type Verified = NonNullable<VerifiedRegistrationResponse["registrationInfo"]>;

const bytesOf = (base64url: string) => new Uint8Array(Buffer.from(base64url, "base64url"));

/**
 * No attestation is asked for, so that a browser sends none or the authenticator's own signature. Whatever comes with certificates
 * is refused unread: checking them would follow addresses that a stranger wrote.
 *
 * @see WebAuthn level 3 section 5.4.7
 */
function isUnattested({ response }: RegistrationAnswer): boolean {
  const attestation = decodeAttestationObject(bytesOf(response.attestationObject));
  const format = attestation.get("fmt");
  return format === "none" || (format === "packed" && attestation.get("attStmt").get("x5c") === undefined);
}

/** Adding passkeys: discoverable, so that they sign in by themselves, and always with a verified user. */
export function createPasskeyRegistration({ db, relyingParty, sessions, mfa }: RegistrationDeps) {
  async function verify(answer: RegistrationAnswer, { challenge }: Ceremony) {
    if (!isUnattested(answer)) return null;
    const { id, rawId, type, response } = answer;
    const { clientDataJSON, attestationObject } = response;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, clientExtensionResults: {}, response: { clientDataJSON, attestationObject } },
      expectedChallenge: challenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...PASSKEY.algorithms],
    });
    return registrationInfo?.credential.id === id ? registrationInfo : null;
  }

  async function store(work: UserWork, answer: RegistrationAnswer, made: Verified) {
    const { id, publicKey, counter } = made.credential;
    const transports = answer.response.transports ?? [];
    const [row] = await work.tx
      .insert(passkeys)
      .values({
        id,
        userId: work.actor.userId,
        name: answer.name ?? passkeyNameOf(made.aaguid, transports, work.request.userAgent),
        publicKey: Buffer.from(publicKey).toString("base64url"),
        counter,
        transports,
        backedUp: made.credentialBackedUp,
        createdAt: work.now,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw refusal("passkey.refused", {}, { reason: "known", target: id });
    await record(work, "passkey.added", { target: id, personal: { name: row.name } });
    return row;
  }

  return {
    /**
     * Options for `navigator.credentials.create`, and the token that the browser carries meanwhile.
     *
     * @param browser the token that it carries already, if any
     */
    async begin(
      work: UserWork,
      browser: string | null,
    ): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; browser: string }> {
      const { id: userId, email, name, personalOrganizationId } = await accountOf(work, work.actor.userId);
      const options = await generateRegistrationOptions({
        rpID: relyingParty.id,
        rpName: relyingParty.name,
        userID: new Uint8Array(Buffer.from(userId)),
        userName: email,
        userDisplayName: name,
        timeout: CHALLENGE_SECONDS * 1000,
        attestationType: "none",
        excludeCredentials: await credentialsOf(work, userId),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        supportedAlgorithmIDs: [...PASSKEY.algorithms],
      });
      const { challenge } = options;
      const account = { userId, personalOrganizationId };
      return { options, browser: await openCeremony(work, "passkey-registration", { browser, challenge, account }) };
    },

    /**
     * Adds the passkey, makes recovery codes for whoever has none, ends the other sessions and raises this one.
     *
     * @throws AppError `mfa.not_begun` without a live ceremony of this person in this browser; `passkey.refused`
     */
    async finish(
      request: RequestInfo,
      actor: Actor,
      browser: string | null,
      answer: RegistrationAnswer,
    ): Promise<PasskeyAdded> {
      const ceremony = await db.userWork(request, actor, (work) =>
        spendCeremony(work, "passkey-registration", browser, answer.response.clientDataJSON),
      );
      if (ceremony?.account?.userId !== actor.userId) throw refusal("mfa.not_begun");
      // Whatever the library cannot read is refused like what it finds wrong.
      const made = await verify(answer, ceremony).catch(() => null);
      if (!made) throw refusal("passkey.refused", {}, { reason: "response" });
      return db.userWork(request, actor, async (work) => {
        const row = await store(work, answer, made);
        const isWithout = (await countRecoveryCodes(work, actor.userId)) === 0;
        const recoveryCodes = isWithout ? await makeRecoveryCodes(work) : null;
        await sessions.revokeOthers(work);
        const { token } = await sessions.raise(work, amrWith(actor.amr, made.credentialDeviceType));
        await mfa.notify(work, `A passkey was added${isWithout ? ", and ten recovery codes were made" : ""}.`);
        return { passkey: passkeyViewOf(row), recoveryCodes, token };
      });
    },
  };
}
