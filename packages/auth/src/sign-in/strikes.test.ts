// Threat: somebody at an unlocked browser, guessing their way into what a step-up guards.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;
let person: Person;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());
beforeEach(async () => {
  person = await world.signUp();
});

const actorOf = async (token: string) => (await world.auth.gate.admit(world.request(), token))?.actor ?? null;

async function prove(token: string, secret: string) {
  const actor = await actorOf(token);
  if (!actor) throw new Error("no session");
  return world.auth.stepUp.prove(world.request(), actor, { method: "password", secret });
}
const wrong = (token: string) =>
  expect(prove(token, "not the password at all")).rejects.toMatchObject({ code: "auth.credentials_wrong" });

test("the fifth wrong proof in a row ends the session, that one alone, and tells the owner", async () => {
  const other = await world.auth.db.work(world.request(), (work) =>
    world.auth.sessions.start(work, { userId: person.userId, amr: ["pwd"] }),
  );
  for (let tries = 0; tries < 4; tries += 1) await wrong(person.token);
  expect(await actorOf(person.token)).not.toBeNull();
  await wrong(person.token);
  await expect.poll(() => actorOf(person.token)).toBeNull();
  expect(await actorOf(other)).not.toBeNull();
  expect((await world.mailTo(person.email, "/not-me")).text).toContain("failed five times");
  const [event] = await world.database.admin`
    select detail from audit.events where action = 'session.suspicious' and actor_id = ${person.userId}`;
  expect(event?.detail).toEqual({ sign: "step_up_failures" });
});

test("a right proof gives the budget back", async () => {
  for (let tries = 0; tries < 4; tries += 1) await wrong(person.token);
  const { token } = await prove(person.token, GOOD_PASSWORD);
  for (let tries = 0; tries < 4; tries += 1) await wrong(token);
  expect(await actorOf(token)).not.toBeNull();
});

test("ten wrong proofs at once end the session once", async () => {
  await Promise.allSettled(Array.from({ length: 9 }, () => prove(person.token, "not the password at all")));
  await expect.poll(() => actorOf(person.token)).toBeNull();
  await world.mailTo(person.email, "/not-me");
  expect(await world.mailbox.list(person.email)).toHaveLength(1);
});

test("guesses of others, which close the account's budget, do not end an owner's session", async () => {
  const stranger = () =>
    world.auth.signIn.withPassword(world.request(), null, { email: person.email, password: "not the password at all" });
  for (let tries = 0; tries < 10; tries += 1) await stranger().catch(() => {});
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(prove(person.token, GOOD_PASSWORD)).rejects.toMatchObject({ code: "limits.exceeded" });
  }
  expect(await actorOf(person.token)).not.toBeNull();
});
