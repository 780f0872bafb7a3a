// Threat: an account that was closed and still has a way in.

import type { Work } from "@gatehouse/db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import { accountOf } from "./accounts.ts";

let world: World<keyof typeof authPermissions>;
let other: World<keyof typeof authPermissions>;
let person: Person;

beforeAll(async () => {
  const policy = definePolicy(authPermissions);
  world = await createWorld({ policy });
  other = await createWorld({ policy, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  person = await world.signUp();
});

const REQUEST = { id: "cli", ip: null, userAgent: null };
const inWork = <Result>(fn: (work: Work) => Promise<Result>) => world.auth.db.work(REQUEST, fn);
const disable = () => inWork(async (work) => world.auth.account.disable(work, await accountOf(work, person.userId)));
const enable = () => inWork(async (work) => world.auth.account.enable(work, await accountOf(work, person.userId)));
const signIn = () =>
  world.auth.signIn.withPassword(world.request(), null, { email: person.email, password: GOOD_PASSWORD });

test("a disabled account is refused on every instance within a second, and its password is answered as a wrong one", async () => {
  expect(await other.auth.gate.admit(world.request(), person.token)).not.toBeNull();
  await disable();
  await expect.poll(() => other.auth.gate.admit(world.request(), person.token)).toBeNull();
  await expect(signIn()).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  await enable();
  expect((await signIn()).status).toBe("signedIn");
  expect(await world.auth.gate.admit(world.request(), person.token)).toBeNull();
});

test("a second half that waited while the account was disabled opens nothing", async () => {
  const owner = (await world.organization()).people[0] as Person;
  const actor = (await world.auth.gate.admit(world.request(), owner.token))?.actor;
  if (!actor) throw new Error("no session");
  const { recoveryCodes } = await world.auth.db.userWork(
    world.request(),
    actor,
    world.auth.mfa.regenerateRecoveryCodes,
  );
  person = owner;
  const half = await signIn();
  if (half.status !== "mfaRequired") throw new Error("no second factor was asked for");
  await disable();
  const code = { method: "recoveryCode", code: recoveryCodes[0] ?? "" } as const;
  const whole = world.auth.signIn.withCode(world.request(), half.challenge, code);
  await expect(whole).rejects.toMatchObject({ code: "auth.credentials_wrong" });
});

test("sign-ins that race the disabling leave no session that works", async () => {
  for (let round = 0; round < 5; round += 1) {
    person = await world.signUp();
    const [, ...tries] = await Promise.allSettled([disable(), signIn(), signIn(), signIn()]);
    for (const tried of tries) {
      if (tried.status !== "fulfilled" || tried.value.status !== "signedIn") continue;
      const { session } = tried.value;
      await expect.poll(() => world.auth.gate.admit(world.request(), session)).toBeNull();
    }
    expect(await world.database.admin`select from auth.sessions where user_id = ${person.userId}`).toHaveLength(0);
  }
});

test("disabling twice is once, and the log says that nobody signed in did it", async () => {
  await disable();
  await disable();
  const events = await world.database.admin`
    select actor_id, organization_id, request_id from audit.events where action = 'account.disabled' and target = ${person.userId}`;
  expect([...events]).toEqual([{ actor_id: null, organization_id: person.personalOrganizationId, request_id: "cli" }]);
});
