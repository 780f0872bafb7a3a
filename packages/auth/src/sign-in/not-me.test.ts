// Threat: somebody who knows the password signs in from elsewhere, and the owner neither hears of it nor can throw them out.
import type { RequestInfo, Work } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import { isKnownDevice, markerOf } from "./devices.ts";

let world: World<keyof typeof authPermissions>;
let person: Person;
let laptop: string;
let thief: string;

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0";
const on = (marker: string): RequestInfo => ({
  ...world.request(),
  ip: `198.51.100.${Math.floor(Math.random() * 250)}`,
  userAgent: FIREFOX,
  device: digestOf(marker),
});
const signIn = async (marker: string, password = GOOD_PASSWORD): Promise<string> => {
  const assurance = await world.auth.signIn.withPassword(on(marker), null, { email: person.email, password });
  if (assurance.status !== "signedIn") throw new Error("a second factor was asked for");
  return assurance.session;
};
const mailsAbout = async (path: string) =>
  (await world.mailbox.list(person.email)).filter(({ links }) => links.some((href) => href.includes(path)));
const report = (token: string | null) =>
  world.auth.db.work(world.request(), (work) => world.auth.notMe.report(work, { token: token ?? "" }));
const isKnown = (marker: string) => world.auth.db.work(on(marker), (work) => isKnownDevice(work, person.userId));

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.signUp();
  laptop = newToken("device");
  thief = newToken("device");
});

test("the first sign-in of an account is not told, a known device is not, and one that is not known is", async () => {
  await signIn(laptop);
  await signIn(laptop);
  expect(await isKnown(laptop)).toBe(true);
  expect(await isKnown(thief)).toBe(false);
  await signIn(thief);
  const { text, subject } = await world.mailTo(person.email, "/not-me");
  expect(subject).toBe("A new sign-in to Gatehouse");
  expect(text).toMatch(/Firefox 120 on Windows · 198\.51\.100\.\d+ · \d+ \w+ \d{4}/);
  expect(await mailsAbout("/not-me")).toHaveLength(1);
});

test("a device is known to the person who signed in on it, and to nobody else", async () => {
  await signIn(laptop);
  const other = await world.signUp();
  const known = await world.auth.db.work(on(laptop), (work) => isKnownDevice(work, other.userId));
  expect(known).toBe(false);
});

test("of two first sign-ins at once, one is the first and the other is told", async () => {
  await Promise.all([signIn(laptop), signIn(thief)]);
  await world.mailTo(person.email, "/not-me");
  expect(await mailsAbout("/not-me")).toHaveLength(1);
});

test("the marker of a device opens nothing, and only its digest is kept", async () => {
  await signIn(laptop);
  expect(await world.auth.gate.admit(on(laptop), laptop)).toBeNull();
  const [row] = await world.database.admin`select d::text from auth.devices d where user_id = ${person.userId}`;
  expect(row?.d).toContain(digestOf(laptop));
  expect(row?.d).not.toContain(laptop);
});

test("a marker that is not ours is not taken over", () => {
  for (const cookie of [null, "", "1", "device_", `session_${"a".repeat(43)}`, `${laptop}x`]) {
    expect(markerOf(cookie)).toMatch(/^device_[\w-]{43}$/);
    expect(markerOf(cookie)).not.toBe(cookie);
  }
  expect(markerOf(laptop)).toBe(laptop);
});

test('"this was not me" ends every session, forgets the devices, voids the password, and mails the next one\'s link', async () => {
  await signIn(laptop);
  const theirs = await signIn(thief);
  const { token } = await world.mailTo(person.email, "/not-me");
  expect(await report(token)).toEqual({ status: "secured" });
  for (const session of [person.token, theirs]) {
    await expect.poll(() => world.auth.gate.admit(world.request(), session)).toBeNull();
  }
  expect(await isKnown(laptop)).toBe(false);
  await expect(signIn(thief)).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  const reset = await world.mailTo(person.email, "/reset-password");
  const password = "another way over the bridge";
  await world.auth.reset.choose(world.request(), { token: reset.token ?? "", password });
  expect(await signIn(laptop, password)).toMatch(/^session_/);
});

test("a link to a new password that was mailed before is void", async () => {
  await world.auth.db.work(world.request(), (work) => world.auth.reset.request(work, { email: person.email }));
  const before = await world.mailTo(person.email, "/reset-password");
  await signIn(laptop);
  await signIn(thief);
  await report((await world.mailTo(person.email, "/not-me")).token);
  const stale = world.auth.reset.choose(world.request(), {
    token: before.token ?? "",
    password: "a way under the bridge",
  });
  await expect(stale).rejects.toMatchObject({ code: "auth.link_invalid" });
});

test("a half-way sign-in ends with it", async () => {
  const owner = (await world.organization()).people[0] as Person;
  person = owner;
  await world.database.admin`update auth.users set first_signed_in_at = created_at where id = ${owner.userId}`;
  const half = await world.auth.signIn.withPassword(on(thief), null, { email: owner.email, password: GOOD_PASSWORD });
  if (half.status !== "mfaRequired") throw new Error("no second factor was asked for");
  const actor = (await world.auth.gate.admit(world.request(), owner.token))?.actor;
  if (!actor) throw new Error("no session");
  const { recoveryCodes } = await world.auth.db.userWork(
    world.request(),
    actor,
    world.auth.mfa.regenerateRecoveryCodes,
  );
  const [first = "", second = ""] = recoveryCodes;
  const other = await world.auth.signIn.withPassword(on(thief), null, { email: owner.email, password: GOOD_PASSWORD });
  if (other.status !== "mfaRequired") throw new Error("no second factor was asked for");
  await world.auth.signIn.withCode(on(thief), other.challenge, { method: "recoveryCode", code: first });
  await report((await world.mailTo(owner.email, "/not-me")).token);
  const whole = world.auth.signIn.withCode(on(thief), half.challenge, { method: "recoveryCode", code: second });
  await expect(whole).rejects.toMatchObject({ code: "auth.credentials_wrong" });
});

test("a link is spent once, by twenty requests at once; the link of an older sign-in works beside it", async () => {
  await signIn(laptop);
  await signIn(thief);
  const older = (await world.mailTo(person.email, "/not-me")).token;
  await signIn(newToken("device"));
  await expect.poll(async () => (await mailsAbout("/not-me")).length, { timeout: 10_000 }).toBe(2);
  const newer = (await world.mailTo(person.email, "/not-me")).token;
  expect(newer).not.toBe(older);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => report(older)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await report(newer)).toEqual({ status: "secured" });
});

test("a token of one purpose is refused for another, and still works for its own", async () => {
  await signIn(laptop);
  await signIn(thief);
  const { token } = await world.mailTo(person.email, "/not-me");
  const elsewhere: ((work: Work, input: { token: string }) => Promise<unknown>)[] = [
    world.auth.account.emailChange.confirm,
    world.auth.account.emailChange.cancel,
    world.auth.factorResets.cancel,
    world.auth.signUp.verify,
  ];
  for (const spend of elsewhere) {
    const tried = world.auth.db.work(world.request(), (work) => spend(work, { token: token ?? "" }));
    await expect(tried).rejects.toMatchObject({ code: "auth.link_invalid" });
  }
  const chosen = world.auth.reset.choose(world.request(), { token: token ?? "", password: "a way under the bridge" });
  await expect(chosen).rejects.toMatchObject({ code: "auth.link_invalid" });
  expect(await report(token)).toEqual({ status: "secured" });
  const reset = await world.mailTo(person.email, "/reset-password");
  await expect(report(reset.token)).rejects.toMatchObject({ code: "auth.link_invalid" });
  await world.auth.reset.choose(world.request(), { token: reset.token ?? "", password: "a way under the bridge" });
});

test("a sign-in whose password was right a moment before leaves nothing behind", async () => {
  await signIn(laptop);
  await signIn(thief);
  const { token } = await world.mailTo(person.email, "/not-me");
  // Each waits out the floor of its answer, while the report comes between.
  const racing = Promise.allSettled(Array.from({ length: 6 }, () => signIn(thief)));
  await new Promise((resolve) => setTimeout(resolve, 340));
  await report(token);
  const results = await racing;
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "auth.credentials_wrong" });
  }
  expect(results.some(({ status }) => status === "rejected")).toBe(true);
  const left = await world.database.admin`select from auth.sessions where user_id = ${person.userId}`;
  expect(left).toHaveLength(0);
});
