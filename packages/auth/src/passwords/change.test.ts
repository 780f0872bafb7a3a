// Threat: a thief at an open session makes the account theirs, guesses the password there, or stays signed in after it changed.
import { randomInt } from "node:crypto";
import type { RequestInfo } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

const NEW_PASSWORD = "another way over the bridge";
let world: World<keyof typeof authPermissions>;
let person: Person;
let actor: Actor;
let request: RequestInfo;

const verify = (password: string) => world.auth.passwords.verify(request, person.email, password);
const change = (currentPassword: string, newPassword = NEW_PASSWORD) =>
  world.auth.passwordChange.change(request, actor, { currentPassword, newPassword });
const isAdmitted = async (token: string) => (await world.auth.gate.admit(request, token)) !== null;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.signUp("Wilhelmina Wren");
  request = { ...world.request(), ip: `198.18.${randomInt(256)}.${randomInt(256)}` };
  const admission = await world.auth.gate.admit(request, person.token);
  if (!admission) throw new Error("the session is not admitted");
  actor = admission.actor;
});

test("the new password is in force, the old one is not, the other sessions end, and the owner is told", async () => {
  const other = await world.auth.db.work(request, (work) =>
    world.auth.sessions.start(work, { userId: person.userId, amr: ["pwd"] }),
  );
  expect(await change(GOOD_PASSWORD)).toEqual({ status: "changed" });
  await expect(verify(NEW_PASSWORD)).resolves.toMatchObject({ userId: person.userId });
  await expect(verify(GOOD_PASSWORD)).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  await expect.poll(() => isAdmitted(other)).toBe(false);
  expect(await isAdmitted(person.token)).toBe(true);
  expect((await world.mailTo(person.email)).subject).toMatch(/password/i);
  const [event] = await world.database.admin`
    select actor_id from audit.events where action = 'password.changed' and actor_id = ${person.userId}`;
  expect(event).toBeDefined();
});

test.each([
  ["wilhelmina wren", "password.personal"],
  ["too short", "password.too_short"],
  ["aaaaaaaaaaaaaaaaaaaa", "password.too_common"],
])("the new password %j is refused on its field, and no guess is spent on it", async (password, code) => {
  await world.database.admin`delete from limits.counters`;
  await expect(change(GOOD_PASSWORD, password)).rejects.toMatchObject({
    code,
    details: { fieldErrors: { password: [expect.any(String)] } },
  });
  expect(await world.database.admin`select from limits.counters`).toHaveLength(0);
  await expect(verify(GOOD_PASSWORD)).resolves.toMatchObject({ userId: person.userId });
});

test("guesses at the current password and at the sign-in share one budget", async () => {
  for (let guesses = 0; guesses < 5; guesses += 1) {
    await expect(change("not the password at all")).rejects.toMatchObject({ code: "auth.credentials_wrong" });
    await expect(verify("not the password at all")).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  }
  await expect(change(GOOD_PASSWORD)).rejects.toMatchObject({ code: "limits.exceeded" });
  await expect(verify(GOOD_PASSWORD)).rejects.toMatchObject({ code: "limits.exceeded" });
});

test("after twenty changes at once one of the new passwords is right, and no other", async () => {
  const passwords = Array.from({ length: 20 }, (_, at) => `${NEW_PASSWORD} ${at}`);
  const results = await Promise.allSettled(passwords.map((password) => change(GOOD_PASSWORD, password)));
  expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
  await world.database.admin`delete from limits.counters`;
  const fits = [];
  for (const [at, password] of passwords.entries()) {
    request = { ...request, ip: `198.19.0.${at}` };
    fits.push(
      await verify(password).then(
        () => true,
        () => false,
      ),
    );
  }
  expect(fits.filter(Boolean)).toHaveLength(1);
}, 60_000);
