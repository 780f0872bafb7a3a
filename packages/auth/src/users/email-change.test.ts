// Threat: whoever holds a session for a minute moves the account to an address of their own, and its owner cannot get it back.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World<keyof typeof authPermissions>;
let person: Person;
let old: string;
let next: string;
let now = new Date("2026-11-22T10:00:00Z");
let count = 0;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock: () => now });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.signUp();
  old = person.email;
  count += 1;
  next = `next-${count}@example.test`;
});

const emailChange = () => world.auth.account.emailChange;
const actorOf = async (token: string) => {
  const admission = await world.auth.gate.admit(world.request(), token);
  if (!admission) throw new Error("no session");
  return admission.actor;
};
const ask = async (email: string, token = person.token) =>
  emailChange().request(world.request(), await actorOf(token), { email });
const work = <Input, Output>(fn: (work: never, input: Input) => Promise<Output>, input: Input): Promise<Output> =>
  world.auth.db.work(world.request(), (opened) => fn(opened as never, input));
const confirm = (token: string | null) => work(emailChange().confirm, { token: token ?? "" });
const cancel = (token: string | null) => work(emailChange().cancel, { token: token ?? "" });
const emailOf = async (userId: string) =>
  (await world.database.admin`select email from auth.users where id = ${userId}`)[0]?.email;
const invalid = { code: "auth.link_invalid" };
/** The mail queue of a busy machine. */
const PATIENT = { timeout: 10_000 };
const arrived = (email: string, subject: string) =>
  expect.poll(async () => (await world.mailbox.list(email))[0]?.subject ?? "", PATIENT).toContain(subject);
const succeeded = (results: PromiseSettledResult<unknown>[]) => results.filter(({ status }) => status === "fulfilled");
/** Asks and waits for both letters. */
async function asked(email = next) {
  const before = (await emailOf(person.userId)) as string;
  await ask(email);
  const letters = [await world.mailTo(email, "/confirm-email"), await world.mailTo(before, "/cancel-email")];
  return { confirmation: letters[0]?.token ?? null, cancellation: letters[1]?.token ?? null };
}

test("nothing changes before the new address confirms, and the letter to the old one does not repeat the new one", async () => {
  const { confirmation } = await asked();
  expect(await emailOf(person.userId)).toBe(old);
  expect((await world.mailTo(old, "/cancel-email")).text).not.toContain(next);
  expect(await confirm(confirmation)).toEqual({ status: "changed" });
  expect(await emailOf(person.userId)).toBe(next);
  const signedIn = await world.auth.signIn.withPassword(world.request(), null, {
    email: next,
    password: GOOD_PASSWORD,
  });
  expect(signedIn.status).toBe("signedIn");
});

test("a known address is answered as an unknown one, and its owner is told instead", async () => {
  const other = await world.signUp();
  expect(await ask(other.email)).toEqual(await ask(next));
  const { subject, text } = await world.mailTo(other.email);
  expect(subject).toBe("You already have an account at Gatehouse");
  expect(text).not.toMatch(/confirm-email/);
  await world.mailTo(old, "/cancel-email");
});

test("the address that the account has is refused on its field", async () => {
  await expect(ask(old)).rejects.toMatchObject({
    code: "request.invalid",
    details: { fieldErrors: { email: [expect.any(String)] } },
  });
});

test("a confirmation is spent once, by twenty requests at once, and a newer one voids the older", async () => {
  const { confirmation: older } = await asked(`first-${next}`);
  const { confirmation: newer } = await asked();
  await expect(confirm(older)).rejects.toMatchObject(invalid);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => confirm(newer)));
  expect(succeeded(tries)).toHaveLength(1);
  expect(await emailOf(person.userId)).toBe(next);
});

test("of two accounts that confirm one address at once, one gets it", async () => {
  const first = await asked();
  const mover = person;
  person = await world.signUp();
  old = person.email;
  await ask(next);
  await expect.poll(async () => (await world.mailbox.list(next)).length, PATIENT).toBe(2);
  const second = await world.mailTo(next, "/confirm-email");
  const tries = await Promise.allSettled([confirm(first.confirmation), confirm(second.token)]);
  expect(succeeded(tries)).toHaveLength(1);
  const emails = [await emailOf(mover.userId), await emailOf(person.userId)];
  expect(emails.filter((email) => email === next)).toHaveLength(1);
});

test("an address that got an account meanwhile is not taken over", async () => {
  const { confirmation } = await asked();
  const other = await world.signUp();
  await world.database.admin`update auth.users set email = ${next} where id = ${other.userId}`;
  await expect(confirm(confirmation)).rejects.toMatchObject(invalid);
  expect(await emailOf(person.userId)).toBe(old);
});

test("the old mailbox's link to a new password is void once the address changed", async () => {
  await work(world.auth.reset.request, { email: old });
  const reset = await world.mailTo(old, "/reset-password");
  const { confirmation } = await asked();
  await confirm(confirmation);
  const chosen = world.auth.reset.choose(world.request(), {
    token: reset.token ?? "",
    password: "a way under the bridge",
  });
  await expect(chosen).rejects.toMatchObject(invalid);
});

test("cancelled before the confirmation, nothing is left of the change, and the account is locked to its mailbox", async () => {
  const { confirmation, cancellation } = await asked();
  expect(await cancel(cancellation)).toEqual({ status: "cancelled" });
  await expect(confirm(confirmation)).rejects.toMatchObject(invalid);
  await expect.poll(() => world.auth.gate.admit(world.request(), person.token)).toBeNull();
  const signIn = world.auth.signIn.withPassword(world.request(), null, { email: old, password: GOOD_PASSWORD });
  await expect(signIn).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  const { token } = await world.mailTo(old, "/reset-password");
  expect(
    await world.auth.reset.choose(world.request(), { token: token ?? "", password: "a way under the bridge" }),
  ).toEqual({
    status: "reset",
  });
});

test("cancelled after it, the old address is back for whichever of the two letters is opened, once", async () => {
  const { confirmation, cancellation } = await asked();
  await confirm(confirmation);
  await expect.poll(async () => (await world.mailbox.list(old)).length, PATIENT).toBe(2);
  const later = (await world.mailTo(old, "/cancel-email")).token;
  expect(later).not.toBe(cancellation);
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => cancel(cancellation)));
  expect(succeeded(tries)).toMatchObject([{ value: { status: "restored" } }]);
  expect(await emailOf(person.userId)).toBe(old);
  await expect(cancel(later)).rejects.toMatchObject(invalid);
  await world.mailTo(old, "/reset-password");
  await arrived(next, "no longer belongs");
});

test("the old address may take it back for seven days after the confirmation, and no longer", async () => {
  const started = now;
  const { confirmation, cancellation } = await asked();
  now = new Date(started.getTime() + DAY_MS / 2);
  await confirm(confirmation);
  now = new Date(started.getTime() + 7.5 * DAY_MS + 1);
  await expect(cancel(cancellation)).rejects.toMatchObject(invalid);
  now = new Date(started.getTime() + 7.5 * DAY_MS - 1);
  expect(await cancel(cancellation)).toEqual({ status: "restored" });
});

test("whoever changes the address twice does not shake off the first one, and cannot take it back from there", async () => {
  const first = await asked();
  await confirm(first.confirmation);
  const second = await asked(`far-${next}`);
  await confirm(second.confirmation);
  // The thief's own link restores the thief's own address, and leaves the owner's link alone.
  expect(await cancel(second.cancellation)).toEqual({ status: "restored" });
  expect(await emailOf(person.userId)).toBe(next);
  expect(await cancel(first.cancellation)).toEqual({ status: "restored" });
  expect(await emailOf(person.userId)).toBe(old);
});

test("once the owner took the account back, no link of a later change works", async () => {
  const first = await asked();
  await confirm(first.confirmation);
  const second = await asked(`far-${next}`);
  expect(await cancel(first.cancellation)).toEqual({ status: "restored" });
  await expect(confirm(second.confirmation)).rejects.toMatchObject(invalid);
  await expect(cancel(second.cancellation)).rejects.toMatchObject(invalid);
});

test("an old address that has an account of its own by now cannot be brought back, and the link is not spent", async () => {
  const { confirmation, cancellation } = await asked();
  await confirm(confirmation);
  const other = await world.signUp();
  const { email: before } = other;
  await world.database.admin`update auth.users set email = ${old} where id = ${other.userId}`;
  await expect(cancel(cancellation)).rejects.toMatchObject({ code: "account.email_taken" });
  await actorOf(person.token);
  await world.database.admin`update auth.users set email = ${before} where id = ${other.userId}`;
  expect(await cancel(cancellation)).toEqual({ status: "restored" });
});

test("a token of one purpose is refused for another, and still works for its own", async () => {
  const { confirmation, cancellation } = await asked();
  await expect(cancel(confirmation)).rejects.toMatchObject(invalid);
  await expect(confirm(cancellation)).rejects.toMatchObject(invalid);
  await expect(work(world.auth.notMe.report, { token: cancellation ?? "" })).rejects.toMatchObject(invalid);
  expect(await confirm(confirmation)).toEqual({ status: "changed" });
  expect(await cancel(cancellation)).toEqual({ status: "restored" });
});

// Last, because its letters keep the queue busy for a while.
test("a sixth change in an hour is refused, for the account and for the address that gets the mail", async () => {
  for (let tries = 0; tries < 5; tries += 1) await ask(`${tries}-${next}`);
  await expect(ask(next)).rejects.toMatchObject({ code: "limits.exceeded" });
  for (let tries = 0; tries < 5; tries += 1) await ask("flooded@example.test", (await world.signUp()).token);
  const sixth = await world.signUp();
  await expect(ask("flooded@example.test", sixth.token)).rejects.toMatchObject({ code: "limits.exceeded" });
});
