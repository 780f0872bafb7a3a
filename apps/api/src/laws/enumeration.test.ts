// Threat: the time of an answer tells whether an address has an account, and where its password hash came from.
import { setTimeout } from "node:timers/promises";
import { newId } from "@gatehouse/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newEmail } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";

const SAMPLES = 300;
/** Calls at once. A sign-in mostly waits for its floor; a reset is work, and calls that wait for each other hide what is sought. */
const AT_ONCE = { signIn: 6, reset: 1 };
/** Two-sided p < 0.001. */
const CRITICAL_Z = 3.29;
const PLANTED_MS = 5;
/** The budget of guesses on an account is 100 a day. */
const ACCOUNTS = 6;
const BCRYPT = "$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

const house = await openHouse();
afterAll(house.close);

let known: string[];
let imported: string[];
const unknown = Array.from({ length: ACCOUNTS }, newEmail);

beforeAll(async () => {
  const { world } = house;
  known = (await Promise.all(unknown.map(() => world.signUp()))).map(({ email }) => email);
  const people = await Promise.all(unknown.map(() => world.signUp()));
  imported = people.map(({ email }) => email);
  for (const { userId } of people) {
    const passwordHash = await world.auth.passwords.importHash("bcrypt", BCRYPT, userId);
    await world.database.admin`update auth.users set password_hash = ${passwordHash} where id = ${userId}`;
  }
});

type Arm = (index: number) => Promise<unknown>;

/** Times every arm, one sample of each in turn, so that whatever the machine does meanwhile falls on all of them. */
async function interleaved(arms: readonly Arm[], atOnce: number): Promise<number[][]> {
  const times: number[][] = arms.map(() => []);
  const calls = Array.from({ length: SAMPLES }, (_, index) => arms.map((arm, which) => ({ arm, which, index }))).flat();
  const worker = async () => {
    for (let next = calls.shift(); next !== undefined; next = calls.shift()) {
      const startedAt = performance.now();
      await next.arm(next.index);
      times[next.which]?.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times;
}

/** The normal approximation of the Mann-Whitney U statistic, ties left out: times have none. */
function mannWhitneyZ(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((time) => ({ time, isA: true })), ...b.map((time) => ({ time, isA: false }))].sort(
    (left, right) => left.time - right.time,
  );
  const rankSum = ranked.reduce((sum, { isA }, index) => (isA ? sum + index + 1 : sum), 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const mean = (a.length * b.length) / 2;
  return (u - mean) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
}

const signIn = (addresses: () => readonly string[]) => (index: number) =>
  house.call("auth.signIn", { email: addresses()[index % ACCOUNTS], password: `not the password of ${index}` });

const reset = (address: (index: number) => string) => (index: number) =>
  house.call("auth.requestPasswordReset", { email: address(index) });

const planted =
  (arm: Arm): Arm =>
  async (index) => {
    await arm(index);
    await setTimeout(PLANTED_MS);
  };

test("a refused sign-in takes alike for an unknown address, a known one and an imported hash; 5 ms more would be seen", async () => {
  const [none = [], some = [], moved = [], leaking = []] = await interleaved(
    [signIn(() => unknown), signIn(() => known), signIn(() => imported), planted(signIn(() => unknown))],
    AT_ONCE.signIn,
  );
  expect(Math.abs(mannWhitneyZ(none, leaking)), "the test sees a planted leak").toBeGreaterThan(CRITICAL_Z);
  expect(Math.abs(mannWhitneyZ(none, some)), "unknown against known").toBeLessThan(CRITICAL_Z);
  expect(Math.abs(mannWhitneyZ(none, moved)), "unknown against imported").toBeLessThan(CRITICAL_Z);
}, 240_000);

test("asking for a reset takes alike for an unknown and a known address; 5 ms more would be seen", async () => {
  const people = await Promise.all(Array.from({ length: SAMPLES / 5 }, () => house.world.signUp()));
  const nobody = () => `${newId("usr").toLowerCase()}@example.test`;
  const somebody = (index: number) => people[index % people.length]?.email ?? "";
  const [none = [], some = [], leaking = []] = await interleaved(
    [reset(nobody), reset(somebody), planted(reset(nobody))],
    AT_ONCE.reset,
  );
  expect(Math.abs(mannWhitneyZ(none, leaking)), "the test sees a planted leak").toBeGreaterThan(CRITICAL_Z);
  expect(Math.abs(mannWhitneyZ(none, some)), "unknown against known").toBeLessThan(CRITICAL_Z);
}, 120_000);
