import type { PasskeyView } from "../mfa/passkeys.ts";
import { type Authenticator, createAuthenticator } from "./authenticator.ts";
import { type Browser, createBrowser } from "./browser.ts";
import type { Person, World } from "./world.ts";

/** A person with a passkey, in the browser that added it. */
export interface PasskeyHolder {
  readonly person: Person;
  readonly browser: Browser;
  readonly authenticator: Authenticator;
  readonly passkey: PasskeyView;
  readonly recoveryCodes: readonly string[];
}

/** Adds a passkey to the session in the browser. */
export async function addPasskey(browser: Browser, authenticator: Authenticator) {
  const options = await (await browser.call()).passkey.beginRegistration();
  return (await browser.call()).passkey.finishRegistration(authenticator.create(options));
}

/** A new account whose only second factor is a passkey. */
export async function createPasskeyHolder<Permission extends string>(
  world: World<Permission>,
  authenticator: Authenticator = createAuthenticator(),
): Promise<PasskeyHolder> {
  const person = await world.signUp();
  const browser = createBrowser(world, person.token);
  const { passkey, recoveryCodes = [] } = await addPasskey(browser, authenticator);
  return { person, browser, authenticator, passkey, recoveryCodes };
}

/** The code of the refusal that a procedure ends in. @throws Error when it is not refused */
export async function refusalOf(answer: Promise<unknown>): Promise<string> {
  const outcome = await answer.then(
    () => null,
    (error: { cause?: { code?: string } }) => error.cause?.code ?? String(error),
  );
  if (outcome === null) throw new Error("it was not refused");
  return outcome;
}
