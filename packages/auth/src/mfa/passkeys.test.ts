// Threat: a passkey that somebody plants in another's account, or one that locks its owner out when it is added or lost.
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createAuthenticator, type Twist } from "../testing/authenticator.ts";
import { createBrowser } from "../testing/browser.ts";
import { addPasskey, createPasskeyHolder, refusalOf } from "../testing/passkeys.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;
let skew = 0;
const clock = () => new Date(Date.now() + skew);

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock });
});
afterAll(() => world.close());

const events = async (person: Person, action: string) => [
  ...(await world.database.admin<{ detail: Record<string, unknown>; target: string | null }[]>`
    select detail, target from audit.events where actor_id = ${person.userId} and action = ${action} order by at`),
];

test("the options ask for a discoverable passkey with a verified user, bound to the host of the application", async () => {
  const { browser, passkey, person } = await createPasskeyHolder(world);
  const options = await (await browser.call()).passkey.beginRegistration();
  expect(options).toMatchObject({
    rp: { id: "localhost" },
    user: { name: person.email },
    attestation: "none",
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    excludeCredentials: [{ id: passkey.id, type: "public-key", transports: ["internal", "hybrid"] }],
  });
  expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
});

test("the first passkey brings ten recovery codes, ends the other sessions, raises this one, and the owner is told", async () => {
  const person = await world.signUp();
  const other = await world.auth.db.work(world.request(), (work) =>
    world.auth.sessions.start(work, { userId: person.userId, amr: ["pwd"] }),
  );
  const browser = createBrowser(world, person.token);
  const { passkey, recoveryCodes } = await addPasskey(browser, createAuthenticator());
  expect(passkey).toMatchObject({
    name: "Passkey",
    backedUp: true,
    transports: ["internal", "hybrid"],
    lastUsedAt: null,
  });
  expect(recoveryCodes).toHaveLength(10);
  for (const token of [other, person.token]) {
    await expect.poll(() => world.auth.gate.admit(world.request(), token)).toBeNull();
  }
  const admission = await world.auth.gate.admit(world.request(), browser.jar.get("session") ?? "");
  expect(admission?.actor).toMatchObject({ factors: ["passkey"], amr: ["pwd", "swk", "user", "mfa"] });
  expect(browser.jar.has("ceremony")).toBe(false);
  const mail = await world.mailTo(person.email);
  expect(mail.text).toContain("A passkey was added, and ten recovery codes were made.");
  expect(await events(person, "passkey.added")).toMatchObject([{ target: passkey.id }]);
});

test("a second passkey leaves the recovery codes as they are", async () => {
  const { browser } = await createPasskeyHolder(world);
  const second = await addPasskey(browser, createAuthenticator({ counts: true }));
  expect(second).toEqual({ passkey: expect.objectContaining({ name: "Security key", backedUp: false }) });
  expect(await (await browser.call()).mfa.status()).toEqual({ totp: false, passkeys: 2, recoveryCodesLeft: 10 });
});

test("an authenticator that holds a passkey of the account makes no second one", async () => {
  const { browser, authenticator } = await createPasskeyHolder(world);
  const options = await (await browser.call()).passkey.beginRegistration();
  expect(() => authenticator.create(options)).toThrow("InvalidStateError");
});

test("adding one needs a fresh session", async () => {
  const { browser } = await createPasskeyHolder(world);
  skew = 11 * 60_000;
  const late = (await browser.call()).passkey.beginRegistration();
  expect(await refusalOf(late).finally(() => (skew = 0))).toBe("access.step_up_required");
});

const CROOKED: readonly (readonly [string, Twist])[] = [
  ["made on another page", { origin: "https://localhost.evil.test" }],
  ["made for another host name", { rpId: "evil.test" }],
  ["without a verified user", { userVerified: false }],
  ["that is an assertion", { type: "webauthn.get" }],
];

test.each(CROOKED)("a passkey %s is refused, remembered, and the ceremony is spent", async (_how, twist) => {
  const person = await world.signUp();
  const browser = createBrowser(world, person.token);
  const options = await (await browser.call()).passkey.beginRegistration();
  const crooked = (await browser.call()).passkey.finishRegistration(createAuthenticator().create(options, twist));
  expect(await refusalOf(crooked)).toBe("passkey.refused");
  expect(await events(person, "passkey.refused")).toMatchObject([{ detail: { reason: "response" } }]);
  const straight = (await browser.call()).passkey.finishRegistration(createAuthenticator().create(options));
  expect(await refusalOf(straight)).toBe("mfa.not_begun");
  expect((await (await browser.call()).passkey.list({})).items).toEqual([]);
});

test("a passkey for a challenge that nobody gave is refused", async () => {
  const browser = createBrowser(world, (await world.signUp()).token);
  const options = await (await browser.call()).passkey.beginRegistration();
  const forged = createAuthenticator().create(options, { challenge: Buffer.alloc(32).toString("base64url") });
  expect(await refusalOf((await browser.call()).passkey.finishRegistration(forged))).toBe("mfa.not_begun");
});

test("a certificate of the maker is refused unread", async () => {
  const browser = createBrowser(world, (await world.signUp()).token);
  const options = await (await browser.call()).passkey.beginRegistration();
  const answer = createAuthenticator().create(options);
  const object = isoCBOR.decodeFirst<Map<string, unknown>>(
    new Uint8Array(Buffer.from(answer.response.attestationObject, "base64url")),
  );
  object.set("fmt", "packed").set("attStmt", new Map([["x5c", [new Uint8Array([0x30])]]]));
  const attestationObject = Buffer.from(isoCBOR.encode(object as Map<string, string>)).toString("base64url");
  const attested = { ...answer, response: { ...answer.response, attestationObject } };
  expect(await refusalOf((await browser.call()).passkey.finishRegistration(attested))).toBe("passkey.refused");
});

test("a ceremony counts in the browser that began it, for the person who began it", async () => {
  const person = await world.signUp();
  const browser = createBrowser(world, person.token);
  const answer = createAuthenticator().create(await (await browser.call()).passkey.beginRegistration());
  const elsewhere = createBrowser(world, person.token);
  expect(await refusalOf((await elsewhere.call()).passkey.finishRegistration(answer))).toBe("mfa.not_begun");
  await (await elsewhere.call()).passkey.beginRegistration();
  expect(await refusalOf((await elsewhere.call()).passkey.finishRegistration(answer))).toBe("mfa.not_begun");
  browser.jar.set("session", (await world.signUp()).token);
  expect(await refusalOf((await browser.call()).passkey.finishRegistration(answer))).toBe("mfa.not_begun");
});

test("ceremonies in two tabs of one browser do not disturb each other", async () => {
  const browser = createBrowser(world, (await world.signUp()).token);
  const first = await (await browser.call()).passkey.beginRegistration();
  await (await browser.call()).passkey.beginRegistration();
  const { passkey } = await (await browser.call()).passkey.finishRegistration(createAuthenticator().create(first));
  expect(passkey.name).toBe("Passkey");
});

test("a credential that belongs to somebody is taken from nobody", async () => {
  const browser = createBrowser(world, (await world.signUp()).token);
  const authenticator = createAuthenticator();
  const answer = authenticator.create(await (await browser.call()).passkey.beginRegistration());
  await (await browser.call()).passkey.finishRegistration(answer);
  // The same credential with the challenge of another person: without attestation nothing signs it.
  const thief = await world.signUp();
  const den = createBrowser(world, thief.token);
  const { challenge } = await (await den.call()).passkey.beginRegistration();
  const clientData = { type: "webauthn.create", challenge, origin: "http://localhost:5173", crossOrigin: false };
  const clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString("base64url");
  const stolen = { ...answer, response: { ...answer.response, clientDataJSON } };
  expect(await refusalOf((await den.call()).passkey.finishRegistration(stolen))).toBe("passkey.refused");
  expect(await events(thief, "passkey.refused")).toMatchObject([{ detail: { reason: "known" }, target: answer.id }]);
});

test("twenty answers to one ceremony add one passkey", async () => {
  const browser = createBrowser(world, (await world.signUp()).token);
  const options = await (await browser.call()).passkey.beginRegistration();
  const caller = await browser.call();
  const tries = Array.from({ length: 20 }, () =>
    caller.passkey.finishRegistration(createAuthenticator().create(options)),
  );
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await (await browser.call()).mfa.status()).toEqual({ totp: false, passkeys: 1, recoveryCodesLeft: 10 });
});

test("the list is the owner's, newest first, page by page", async () => {
  const { browser, passkey } = await createPasskeyHolder(world);
  const { passkey: second } = await addPasskey(browser, createAuthenticator());
  await createPasskeyHolder(world);
  const { passkey: caller } = await browser.call();
  const page = await caller.list({ limit: 1 });
  expect(page).toEqual({ items: [second], nextCursor: expect.any(String) });
  expect(await caller.list({ limit: 1, cursor: page.nextCursor })).toEqual({ items: [passkey], nextCursor: null });
  expect(await caller.list({ cursor: "nonsense" })).toEqual({ items: [], nextCursor: null });
});

test("a passkey is renamed and removed by its owner alone", async () => {
  const { browser, passkey } = await createPasskeyHolder(world);
  const stranger = createBrowser(world, (await createPasskeyHolder(world)).browser.jar.get("session") ?? null);
  const theirs = (await stranger.call()).passkey;
  expect(await refusalOf(theirs.rename({ passkeyId: passkey.id, name: "Mine" }))).toBe("passkey.not_found");
  expect(await refusalOf(theirs.remove({ passkeyId: passkey.id }))).toBe("passkey.not_found");
  const renamed = await (await browser.call()).passkey.rename({ passkeyId: passkey.id, name: "  My phone " });
  expect(renamed).toEqual({ ...passkey, name: "My phone" });
});

test("with the last passkey the recovery codes and the other sessions go, and the password alone signs in again", async () => {
  const { browser, passkey, person } = await createPasskeyHolder(world);
  const other = await world.auth.db.work(world.request(), (work) =>
    world.auth.sessions.start(work, { userId: person.userId, amr: ["pwd", "otp"] }),
  );
  const caller = await browser.call();
  expect(await caller.passkey.remove({ passkeyId: passkey.id })).toEqual({ status: "removed" });
  expect(await caller.mfa.status()).toEqual({ totp: false, passkeys: 0, recoveryCodesLeft: 0 });
  await expect.poll(() => world.auth.gate.admit(world.request(), other)).toBeNull();
  const newest = async () => (await world.mailTo(person.email)).text;
  await expect.poll(newest, { timeout: 10_000 }).toContain("A passkey was removed.");
  const fresh = createBrowser(world);
  const answer = await (await fresh.call()).auth.signIn({ email: person.email, password: GOOD_PASSWORD });
  expect(answer).toEqual({ status: "signedIn" });
});

test("removing one needs a fresh session", async () => {
  const { browser, passkey } = await createPasskeyHolder(world);
  skew = 11 * 60_000;
  const late = (await browser.call()).passkey.remove({ passkeyId: passkey.id });
  expect(await refusalOf(late).finally(() => (skew = 0))).toBe("access.step_up_required");
});

test("an owner who adds a passkey may work at once", async () => {
  const { organizationId, people } = await world.organization();
  const [owner] = people as [Person];
  await world.database.admin`delete from auth.totp where user_id = ${owner.userId}`;
  const browser = createBrowser(world, owner.token);
  const work = async () => (await browser.call()).organization.get({ organizationId });
  expect(await refusalOf(work())).toBe("access.mfa_enrollment_required");
  await addPasskey(browser, createAuthenticator());
  expect(await work()).toMatchObject({ id: organizationId });
});
