// Threat: a password alone that gets past a second factor: by racing it, guessing it, going round it, or reusing what was spent.
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, TOTP_SECRET, type World } from "../testing/world.ts";
import type { Assurance } from "./assurance.ts";

let world: World<keyof typeof authPermissions>;
let owner: Person;
let codes: string[];

const now = () => Date.now();
const codeNow = () => new TOTP({ secret: Secret.fromBase32(TOTP_SECRET) }).generate({ timestamp: now() });
const request = () => ({ ...world.request(), ip: `198.51.100.${Math.floor(Math.random() * 250)}` });

async function actorOf(token: string) {
  const admission = await world.auth.gate.admit(request(), token);
  if (!admission) throw new Error("no such session");
  return admission.actor;
}

async function challenge(): Promise<string> {
  const half = await world.auth.signIn.withPassword(request(), null, { email: owner.email, password: GOOD_PASSWORD });
  if (half.status !== "mfaRequired") throw new Error("no second factor was asked for");
  return half.challenge;
}

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());
beforeEach(async () => {
  owner = (await world.organization()).people[0] as Person;
  const actor = await actorOf(owner.token);
  const made = await world.auth.db.userWork(request(), actor, world.auth.mfa.regenerateRecoveryCodes);
  codes = made.recoveryCodes;
});

const succeeded = (results: PromiseSettledResult<unknown>[]) => results.filter(({ status }) => status === "fulfilled");

test("half-way through there is no session, and the methods are named", async () => {
  const half = await world.auth.signIn.withPassword(request(), null, { email: owner.email, password: GOOD_PASSWORD });
  expect(half).toEqual({ status: "mfaRequired", challenge: expect.any(String), methods: ["totp", "recoveryCode"] });
  const { challenge: token } = half as Extract<Assurance, { status: "mfaRequired" }>;
  expect(await world.auth.gate.admit(request(), token)).toBeNull();
});

test("a challenge is completed once, by twenty requests at once with twenty right codes", async () => {
  const token = await challenge();
  const [first = ""] = codes;
  const tries = Array.from({ length: 20 }, (_, index) =>
    world.auth.signIn.withCode(request(), token, {
      method: "recoveryCode",
      code: codes[index % codes.length] ?? first,
    }),
  );
  expect(succeeded(await Promise.allSettled(tries))).toHaveLength(1);
});

test("a recovery code is spent once, by twenty challenges at once", async () => {
  const tokens = await Promise.all(Array.from({ length: 5 }, challenge));
  const [code = ""] = codes;
  const tries = tokens.map((token) => world.auth.signIn.withCode(request(), token, { method: "recoveryCode", code }));
  expect(succeeded(await Promise.allSettled(tries))).toHaveLength(1);
});

test("a recovery code is taken as people type it", async () => {
  const typed = (codes[0] ?? "").toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
  const whole = await world.auth.signIn.withCode(request(), await challenge(), { method: "recoveryCode", code: typed });
  expect(whole.status).toBe("signedIn");
});

test("five wrong codes close the account's codes across challenges and kinds, and a right one would have opened them", async () => {
  for (let tries = 0; tries < 5; tries += 1) {
    const method = tries % 2 === 0 ? "totp" : "recoveryCode";
    const wrong = world.auth.signIn.withCode(request(), await challenge(), { method, code: "000000" });
    await expect(wrong).rejects.toMatchObject({ code: "mfa.code_wrong" });
  }
  const right = world.auth.signIn.withCode(request(), await challenge(), { method: "totp", code: codeNow() });
  await expect(right).rejects.toMatchObject({
    code: "limits.exceeded",
    details: { retryAfterSeconds: expect.any(Number) },
  });
});

test("a right code clears the budget of codes", async () => {
  for (let tries = 0; tries < 4; tries += 1) {
    await world.auth.signIn
      .withCode(request(), await challenge(), { method: "totp", code: "000000" })
      .catch((error: { code: string }) => expect(error.code).toBe("mfa.code_wrong"));
  }
  await world.auth.signIn.withCode(request(), await challenge(), { method: "totp", code: codeNow() });
  const wrong = world.auth.signIn.withCode(request(), await challenge(), { method: "totp", code: "000000" });
  await expect(wrong).rejects.toMatchObject({ code: "mfa.code_wrong" });
});

test("a new password by link does not get past the second factor, and ends every session", async () => {
  await world.auth.db.work(request(), (work) => world.auth.reset.request(work, { email: owner.email }));
  const { token } = await world.mailTo(owner.email, "/reset-password");
  const password = "another way over the bridge";
  const tries = Array.from({ length: 20 }, () => world.auth.reset.choose(request(), { token: token ?? "", password }));
  expect(succeeded(await Promise.allSettled(tries))).toHaveLength(1);
  await expect.poll(() => world.auth.gate.admit(request(), owner.token)).toBeNull();
  const half = await world.auth.signIn.withPassword(request(), null, { email: owner.email, password });
  expect(half.status).toBe("mfaRequired");
});

test("a session that is raised has a new token, and the old one is dead at once", async () => {
  const actor = await actorOf(owner.token);
  const raised = await world.auth.stepUp.prove(request(), actor, { method: "totp", secret: codeNow() });
  await expect.poll(() => world.auth.gate.admit(request(), owner.token)).toBeNull();
  const after = await actorOf(raised.token);
  expect(after).toMatchObject({ sessionId: actor.sessionId, amr: ["pwd", "otp"] });
  expect(after.freshUntil).toBe(raised.freshUntil.getTime());
});

test("whoever has a second factor cannot step up with the password", async () => {
  const actor = await actorOf(owner.token);
  const weaker = world.auth.stepUp.prove(request(), actor, { method: "password", secret: GOOD_PASSWORD });
  await expect(weaker).rejects.toMatchObject({ code: "mfa.method_wrong" });
});

test("whoever has none steps up with the password, and a wrong one is refused", async () => {
  const plain = await world.signUp();
  const actor = await actorOf(plain.token);
  const wrong = world.auth.stepUp.prove(request(), actor, { method: "password", secret: `${GOOD_PASSWORD}!` });
  await expect(wrong).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  const raised = await world.auth.stepUp.prove(request(), actor, { method: "password", secret: GOOD_PASSWORD });
  expect(raised.freshUntil.getTime()).toBeGreaterThan(now());
});

test("the code that confirmed an enrolment is spent, the other sessions end, and this one goes on under a new token", async () => {
  const person = await world.signUp();
  const actor = await actorOf(person.token);
  const other = await world.auth.db.work(request(), (work) =>
    world.auth.sessions.start(work, { userId: person.userId, amr: ["pwd"] }),
  );
  const { secret } = await world.auth.db.userWork(request(), actor, world.auth.mfa.beginTotp);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now() });
  const enrolled = await world.auth.mfa.confirmTotp(request(), actor, `${code.slice(0, 3)}-${code.slice(3)}`);
  expect(enrolled.recoveryCodes).toHaveLength(10);
  await expect.poll(() => world.auth.gate.admit(request(), other)).toBeNull();
  await expect.poll(() => world.auth.gate.admit(request(), person.token)).toBeNull();
  const raised = await actorOf(enrolled.token);
  expect(raised.factors).toEqual(["totp"]);
  const again = world.auth.stepUp.prove(request(), raised, { method: "totp", secret: code });
  await expect(again).rejects.toMatchObject({ code: "mfa.code_wrong" });
});

test("a sign-in that is half-way by the old password comes no further once a new one is chosen", async () => {
  const half = await challenge();
  await world.auth.db.work(request(), (work) => world.auth.reset.request(work, { email: owner.email }));
  const { token } = await world.mailTo(owner.email, "/reset-password");
  await world.auth.reset.choose(request(), { token: token ?? "", password: "another way over the bridge" });
  const whole = world.auth.signIn.withCode(request(), half, { method: "recoveryCode", code: codes[0] ?? "" });
  await expect(whole).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  expect(await world.database.admin`select from auth.sessions where user_id = ${owner.userId}`).toHaveLength(0);
});
