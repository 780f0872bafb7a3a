import { z } from "zod";
import { nameInput } from "../input.ts";

/** Characters of base64url. A credential's id has at most 1023 bytes: WebAuthn level 3 section 4. */
const MAX_CREDENTIAL_ID = 1_364;
const MAX_BYTES = 64_000;
const MAX_TRANSPORTS = 10;
const MAX_TRANSPORT = 32;

const bytes = z.base64url().min(1).max(MAX_BYTES);
const transports = z.array(z.string().max(MAX_TRANSPORT)).max(MAX_TRANSPORTS);

/** A passkey's id: the credential's id, base64url. */
export const passkeyIdInput = z.string().min(1).max(MAX_CREDENTIAL_ID);

/** What both answers of an authenticator have in common. What its extensions say is not read. */
const credential = {
  id: passkeyIdInput,
  rawId: passkeyIdInput,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).nullish(),
  clientExtensionResults: z.unknown().optional(),
};

/** `RegistrationResponseJSON` of WebAuthn level 3 section 5.1, and a name for the passkey. */
export const registrationInput = z.strictObject({
  ...credential,
  name: nameInput.optional(),
  response: z.strictObject({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: transports.nullish(),
    // What the attestation object says too: it is believed, these are not.
    authenticatorData: bytes.nullish(),
    publicKey: bytes.nullish(),
    publicKeyAlgorithm: z.number().nullish(),
  }),
});

/** `AuthenticationResponseJSON` of WebAuthn level 3 section 5.1. */
export const assertionInput = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
    attestationObject: bytes.nullish(),
  }),
});

export type RegistrationAnswer = z.output<typeof registrationInput>;
export type AssertionAnswer = z.output<typeof assertionInput>;
