// Threat: somebody keeps an owner out by guessing, or learns from who is shut out which address has an account.
import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newEmail } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { createJar, type Jar } from "../testing/jar.ts";
import { type Answer, errorOf } from "../testing/wire.ts";

const AT_ONCE = 20;
const WRONG = "not the right password";
const house = await openHouse();
const nobody = newEmail();
let owner: Person;
/** The owner's browser, signed in before. */
let laptop: Jar;
/** The browser of somebody else, with an account of their own. */
let eves: Jar;

const signIn = (jar: Jar, email: string, password = GOOD_PASSWORD) =>
  jar.call(house, "auth.signIn", { email, password });
/** A browser that nobody has signed in on, though it says so. */
const stranger = (marker?: string) => createJar(marker === undefined ? {} : { gatehouse_device: marker });
async function browserOf(person: Person): Promise<Jar> {
  const jar = createJar();
  expect((await signIn(jar, person.email)).status).toBe(200);
  expect(jar.cookies.get("gatehouse_device")).toMatch(/^device_/);
  return jar;
}

/** What a client can tell two answers apart by, but for the ids of the requests and how many seconds have passed. */
const seenIn = ({ status, headers, json }: Answer) => {
  const { date: _date, "x-request-id": _id, "retry-after": _after, "ratelimit-reset": _reset, ...others } = headers;
  const error = (json as { error?: { data: object } } | null)?.error;
  return { status, others, error: { ...error, data: { ...error?.data, requestId: "", retryAfterSeconds: 0 } } };
};

beforeAll(async () => {
  const eve = await house.world.signUp();
  owner = await house.world.signUp();
  [laptop, eves] = [await browserOf(owner), await browserOf(eve)];
  for (const email of [owner.email, nobody]) {
    for (let guesses = 0; guesses < 100; guesses += AT_ONCE) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => signIn(createJar(), email, WRONG)));
      expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(401));
    }
  }
}, 120_000);
afterAll(house.close);

test("after a hundred guesses from everywhere no stranger gets in, whatever marker they show, and an address without an account looks the same", async () => {
  const markers = [undefined, newToken("device"), "device_nonsense", eves.cookies.get("gatehouse_device")];
  const answers = [];
  for (const marker of markers) {
    for (const email of [owner.email, nobody]) answers.push(await signIn(stranger(marker), email));
  }
  expect(errorOf(answers[0] as Answer)?.data.appCode).toBe("limits.exceeded");
  for (const answer of answers) expect(seenIn(answer)).toEqual(seenIn(answers[0] as Answer));
}, 60_000);

test("the owner's own device signs in, and the session that it holds steps up", async () => {
  const again = stranger(laptop.cookies.get("gatehouse_device"));
  expect((await signIn(again, owner.email)).status).toBe(200);
  const proven = await again.call(house, "auth.stepUp", { method: "password", secret: GOOD_PASSWORD });
  expect(proven.status, proven.text).toBe(200);
  expect((await signIn(stranger(), owner.email)).status).toBe(429);
}, 60_000);

test("a known device is refused its eleventh guess, as a stranger is", async () => {
  const known = stranger(eves.cookies.get("gatehouse_device"));
  const { email } = await house.world.signUp();
  const own = await browserOf({ ...owner, email });
  const statuses = [];
  for (let guesses = 0; guesses < 11; guesses += 1) statuses.push((await signIn(own, email, WRONG)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  expect((await signIn(known, email)).status).toBe(200);
}, 60_000);

test("a link from the mailbox opens the account for everybody", async () => {
  await house.call("auth.requestPasswordReset", { email: owner.email });
  const { token } = await house.world.mailTo(owner.email, "/reset-password");
  const password = "another way over the bridge";
  expect((await house.call("auth.resetPassword", { token, password })).status).toBe(200);
  expect((await signIn(stranger(), owner.email, password)).status).toBe(200);
}, 60_000);
