import type { SignInAnswer } from "@gatehouse/auth/react";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { type Answers, client } from "../api/client.ts";
import { factors } from "../words/factors.ts";

/** The browser's own names for "the person said no", and for a ceremony that another one took the place of. */
const WITHDRAWN: readonly string[] = ["NotAllowedError", "AbortError"];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** The server's types know no DOM: the same JSON, by the browser's names. */
type Asked = PublicKeyCredentialRequestOptionsJSON;

/** Loaded when a passkey is asked for, and not before. */
const load = () => import("@simplewebauthn/browser");

/** A refusal that the browser gave, in the shape of the server's, so that a page shows both alike. */
const refused = (says: string) =>
  Object.assign(new Error(says), { data: { appCode: "passkey.unusable", httpStatus: 400 } });

/** Runs what asks the browser for a passkey. @returns null when the person changed their mind */
async function ask<Answer>(run: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await run();
  } catch (error) {
    const names = [nameOf(error), nameOf(error instanceof Error ? error.cause : null)];
    if (names.some((name) => WITHDRAWN.includes(name))) return null;
    throw refused(names.includes("InvalidStateError") ? factors.passkeys.already : factors.passkeys.failed);
  }
}

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => typeof globalThis.PublicKeyCredential === "function";

/** Whether this browser can offer passkeys in a field. */
export const offersAutofill = async (): Promise<boolean> =>
  knowsPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;

/** Ends the ceremony that is under way, if there is one. */
export const stopAsking = async (): Promise<void> => (await load()).WebAuthnAbortService.cancelCeremony();

type Asserted = AuthenticationResponseJSON;

/**
 * Asks the browser for a passkey to sign in with: in a dialog of its own, or among what it offers in a field.
 *
 * @param isWanted asked once the server has answered: another ceremony may have begun meanwhile
 * @returns null when the person changed their mind
 */
export async function askForPasskey(
  how: "dialog" | "autofill",
  isWanted: () => boolean = () => true,
): Promise<Asserted | null> {
  const { startAuthentication } = await load();
  const optionsJSON = (await client.passkey.beginSignIn.mutate()) as Asked;
  if (!isWanted()) return null;
  return ask(() => startAuthentication({ optionsJSON, useBrowserAutofill: how === "autofill" }));
}

/** Shows the server what the passkey signed. */
export const finishSignIn = (answer: Asserted): Promise<SignInAnswer> => client.passkey.finishSignIn.mutate(answer);

/**
 * Signs in by a passkey: by itself, or as the second half of the sign-in that the browser carries.
 *
 * @returns null when the person changed their mind
 */
export async function signInWithPasskey(): Promise<SignInAnswer | null> {
  const answer = await askForPasskey("dialog");
  return answer && finishSignIn(answer);
}

/** Proves once more, by a passkey, that it is the person. @returns null when the person changed their mind */
export async function stepUpWithPasskey(): Promise<{ freshUntil: string } | null> {
  const { startAuthentication } = await load();
  const optionsJSON = (await client.passkey.beginStepUp.mutate()) as Asked;
  const answer = await ask(() => startAuthentication({ optionsJSON }));
  return answer && client.passkey.finishStepUp.mutate(answer);
}

/**
 * Adds a passkey to the account.
 *
 * @returns the passkey, and recovery codes to be shown once where it is the first factor; null when the person changed their mind
 */
export async function registerPasskey(): Promise<Answers["passkey"]["finishRegistration"] | null> {
  const { startRegistration } = await load();
  const optionsJSON = (await client.passkey.beginRegistration.mutate()) as PublicKeyCredentialCreationOptionsJSON;
  const answer = await ask(() => startRegistration({ optionsJSON }));
  return answer && client.passkey.finishRegistration.mutate(answer);
}
