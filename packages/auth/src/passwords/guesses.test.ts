// Threat: whoever guesses at an account, or only pretends to, keeps its owner out; or a marker of a device buys a stranger more guesses.
import { randomInt } from "node:crypto";
import type { RequestInfo } from "@gatehouse/db";
import { AppError, newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createAuthenticator } from "../testing/authenticator.ts";
import { createBrowser } from "../testing/browser.ts";
import { createPasskeyHolder } from "../testing/passkeys.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

const WRONG = "nine lanterns under the bridge";
const AT_ONCE = 20;
let world: World<keyof typeof authPermissions>;
let owner: Person;
/** A device on which the owner signed in. */
let laptop: string;

const newIp = () => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(1, 255)}`;
const newMarker = () => digestOf(newToken("device"));
const from = (device?: string, ip = newIp()): RequestInfo => ({
  ...world.request(),
  ip,
  ...(device !== undefined && { device }),
});

const verify = (request: RequestInfo, password: string, email = owner.email) =>
  world.auth.passwords.verify(request, email, password).then(
    () => "right",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
async function guess(times: number, request: () => RequestInfo, email = owner.email): Promise<string[]> {
  const answers: string[] = [];
  while (answers.length < times) {
    const some = Math.min(AT_ONCE, times - answers.length);
    answers.push(...(await Promise.all(Array.from({ length: some }, () => verify(request(), WRONG, email)))));
  }
  return answers;
}
const signInOn = (device: string, person = owner) =>
  world.auth.signIn.withPassword(from(device), null, { email: person.email, password: GOOD_PASSWORD });
/** As if the quarter of an hour were over, of which there are many in a day. */
const forgetQuarter = () =>
  world.database
    .admin`delete from limits.counters where key like 'passwordByDevice:%' or key like 'passwordByAddressAndIp:%'`;
/** Every counter by its name, with what was taken from it. */
const spent = async () => {
  const rows = await world.database.admin<{ name: string; points: number }[]>`
    select split_part(key, ':', 1) as name, points from limits.counters order by 1, 2`;
  return rows.map(({ name, points }) => `${name} ${points}`);
};

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());
beforeEach(async () => {
  owner = await world.signUp();
  laptop = newMarker();
  await signInOn(laptop);
  await world.database.admin`delete from limits.counters`;
});

describe("once a hundred guesses from everywhere have closed an account", () => {
  beforeEach(async () => {
    expect(new Set(await guess(100, () => from()))).toEqual(new Set(["auth.credentials_wrong"]));
    expect(await verify(from(), GOOD_PASSWORD)).toBe("limits.exceeded");
  }, 60_000);

  test("its owner gets in on a device that it knows, time and again, and nobody else does", async () => {
    for (let times = 0; times < 3; times += 1) expect(await verify(from(laptop), GOOD_PASSWORD)).toBe("right");
    expect(await verify(from(), GOOD_PASSWORD)).toBe("limits.exceeded");
  }, 60_000);

  test("a marker that was invented, that knows another account, or that the owner forgot, opens nothing", async () => {
    const eve = await world.signUp();
    const eves = newMarker();
    await signInOn(eves, eve);
    await world.database.admin`delete from auth.devices where user_id = ${owner.userId}`;
    for (const device of [newMarker(), eves, laptop]) {
      expect(await verify(from(device), GOOD_PASSWORD)).toBe("limits.exceeded");
    }
  }, 60_000);

  test("a new password by link opens it, for the very place and device that is shut out", async () => {
    const ip = newIp();
    const phone = newMarker();
    await world.auth.db.work(from(), (work) => world.auth.reset.request(work, { email: owner.email }));
    const { token } = await world.mailTo(owner.email, "/reset-password");
    await guess(10, () => from(laptop, ip));
    const password = "another way over the bridge";
    await world.auth.reset.choose(from(phone, ip), { token: token ?? "", password });
    expect(await verify(from(phone, ip), password)).toBe("right");
  }, 60_000);

  test("a passkey opens it", async () => {
    const authenticator = createAuthenticator({ counts: false });
    const { person } = await createPasskeyHolder(world, authenticator);
    await guess(100, () => from(), person.email);
    expect(await verify(from(), GOOD_PASSWORD, person.email)).toBe("limits.exceeded");
    const browser = createBrowser(world);
    const options = await (await browser.call()).passkey.beginSignIn();
    const answer = await (await browser.call()).passkey.finishSignIn(authenticator.get(options));
    expect(answer).toEqual({ status: "signedIn" });
  }, 60_000);
});

describe("on a device that the account knows", () => {
  test("the eleventh guess within 15 minutes is refused though it be right, from wherever the device is", async () => {
    expect(new Set(await guess(10, () => from(laptop)))).toEqual(new Set(["auth.credentials_wrong"]));
    expect(await verify(from(laptop), GOOD_PASSWORD)).toBe("limits.exceeded");
    expect(await verify(from(newMarker()), GOOD_PASSWORD)).toBe("right");
  });

  test("no more than a hundred in a day are answered", async () => {
    for (let quarter = 0; quarter < 10; quarter += 1) {
      await forgetQuarter();
      expect(new Set(await guess(10, () => from(laptop)))).toEqual(new Set(["auth.credentials_wrong"]));
    }
    await forgetQuarter();
    expect(await verify(from(laptop), GOOD_PASSWORD)).toBe("limits.exceeded");
  }, 60_000);

  test("guesses count for it alone: the guesses of others are neither spent nor given back", async () => {
    await guess(3, () => from());
    const others = await spent();
    expect(others).toEqual([...Array(3).fill("passwordByAddressAndIp 1"), "passwordByAccount 3"].toSorted());
    await guess(2, () => from(laptop));
    expect(await spent()).toEqual([...others, "passwordByDevice 2", "passwordByDeviceAndDay 2"].toSorted());
    expect(await verify(from(laptop), GOOD_PASSWORD)).toBe("right");
    expect(await spent()).toEqual(others);
  });
});

test("whatever marker comes with it, a stranger's guess leaves the same traces for an account and for none", async () => {
  const eve = await world.signUp();
  const eves = newMarker();
  await signInOn(eves, eve);
  const nobody = `${newId("usr").toLowerCase()}@example.test`;
  for (const device of [undefined, newMarker(), eves, laptop]) {
    const traces = [];
    for (const email of [device === laptop ? eve.email : owner.email, nobody]) {
      await world.database.admin`delete from limits.counters`;
      const ip = newIp();
      const answers = await guess(11, () => from(device, ip), email);
      traces.push([answers.toSorted(), await spent()]);
    }
    expect(traces[0]).toEqual(traces[1]);
  }
}, 60_000);
