// Threat: what was ended on one instance goes on working on another: under load, with its signals cut off, or with the database away.
import { setTimeout as sleep } from "node:timers/promises";
import { GOOD_PASSWORD } from "@gatehouse/auth/testing";
import { connect, type Database } from "@gatehouse/db";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../testing/house.ts";
import { createJar, type Jar } from "../testing/jar.ts";
import { dataOf } from "../testing/wire.ts";

/** Within this time what ended is refused on every instance. */
const WITHIN_MS = 1_000;
/** How long a test looks on after that. */
const LOOKS_ON_MS = 1_500;
/** The database's return is noticed within this time. */
const RECOVERS_MS = 10_000;
const VICTIMS = 3;

let house: House;
/** A second instance, whose LISTEN connection and whose other connections are in our hands. */
let other: House;
let signals: Wire;
let queries: Wire;
let db: Database;
const watches: Watch[] = [];

beforeAll(async () => {
  house = await openHouse();
  const { database, sealer } = house.world;
  [signals, queries] = await Promise.all([createWire(database.url), createWire(database.url)]);
  db = connect({ url: queries.url, clock: () => new Date(), assumeRole: true });
  other = await openHouse({ beside: { database: { ...database, db, url: signals.url }, sealer } });
});
afterEach(async () => {
  await Promise.all(watches.splice(0).map((one) => one.end()));
  signals.mend();
  queries.mend();
});
afterAll(async () => {
  await other.close();
  await db.close();
  await Promise.all([signals.close(), queries.close()]);
  await house.close();
});

/** Somebody signed in twice: on a desk that stays, and elsewhere with everything that a session can be carried by. */
interface Person {
  readonly desk: Jar;
  readonly carriers: Readonly<Record<string, Record<string, string>>>;
  /** The access token of the client that is no browser. */
  readonly token: string;
}

async function createPerson(): Promise<Person> {
  const { email } = await house.world.signUp();
  const [desk, away] = [createJar(), createJar()];
  for (const jar of [desk, away]) await jar.call(house, "auth.signIn", { email, password: GOOD_PASSWORD });
  const { accessToken } = dataOf(await away.call(house, "token.issue", { name: "Script" })) as { accessToken: string };
  const session = `gatehouse_session=${away.cookies.get("gatehouse_session")}`;
  const access = `gatehouse_access=${away.cookies.get("gatehouse_access")}`;
  const carriers = {
    "the session's cookie": { Cookie: session },
    "the access token's cookie": { Cookie: access },
    "both cookies": { Cookie: `${session}; ${access}` },
    "a bearer": { Authorization: `Bearer ${accessToken}` },
  };
  return { desk, carriers, token: accessToken };
}

interface Seen {
  readonly carrier: string;
  readonly sentAt: number;
  readonly status: number;
}
interface Watch {
  readonly seen: readonly Seen[];
  end(): Promise<void>;
}

/** Calls the other instance without a pause, by each of the carriers. */
function watch({ carriers }: Person): Watch {
  const seen: Seen[] = [];
  let isOver = false;
  const callers = Object.entries(carriers).map(async ([carrier, headers]) => {
    while (!isOver) {
      const sentAt = performance.now();
      const { status } = await other.call("session.list", {}, { headers });
      seen.push({ carrier, sentAt, status });
    }
  });
  const one = {
    seen,
    async end() {
      isOver = true;
      await Promise.all(callers);
    },
  };
  watches.push(one);
  return one;
}

/** The statuses of what was sent from a moment on, by carrier. */
function statusesSince({ seen }: Watch, from: number): Record<string, number[]> {
  const later = Map.groupBy(
    seen.filter(({ sentAt }) => sentAt >= from),
    ({ carrier }) => carrier,
  );
  return Object.fromEntries(
    [...later].map(([carrier, some]) => [carrier, [...new Set(some.map((one) => one.status))]]),
  );
}
const each = (person: Person, status: number) =>
  Object.fromEntries(Object.keys(person.carriers).map((carrier) => [carrier, [status]]));

/** Waits until every carrier was answered so by an instance that knows the person from memory. */
async function settled({ token }: Person, { seen }: Watch): Promise<void> {
  const isKnown = () => other.world.auth.gate.recall(token, null) !== null;
  await expect.poll(isKnown, { timeout: RECOVERS_MS, interval: 20 }).toBe(true);
  const from = performance.now();
  const answered = () => Object.keys(statusesSince({ seen } as Watch, from)).length;
  await expect.poll(answered, { timeout: RECOVERS_MS, interval: 20 }).toBe(4);
}

/** Ends every session of a person but the one at the desk. @returns when that was acknowledged */
async function revoke({ desk }: Person): Promise<number> {
  const answer = await desk.call(house, "session.revokeOthers");
  expect(answer.status, answer.text).toBe(200);
  return performance.now();
}

test("under load, what is ended on one instance is refused by the other within a second, and nothing else is", async () => {
  const [bystander, ...victims] = await Promise.all(Array.from({ length: VICTIMS + 1 }, createPerson));
  if (!bystander) throw new Error("nobody is there");
  const quiet = watch(bystander);
  const watched = victims.map((victim) => ({ victim, answers: watch(victim) }));
  for (const { victim, answers } of watched) await settled(victim, answers);
  const startedAt = performance.now();
  for (const { victim, answers } of watched) {
    const endedAt = await revoke(victim);
    await sleep(WITHIN_MS + LOOKS_ON_MS);
    expect(statusesSince(answers, endedAt + WITHIN_MS)).toEqual(each(victim, 401));
  }
  expect(statusesSince(quiet, startedAt)).toEqual(each(bystander, 200));
}, 60_000);

test("with its LISTEN connection killed the instance asks the database; what ended meanwhile is refused, and not revived when it hears again", async () => {
  const [bystander, victim] = [await createPerson(), await createPerson()];
  const [quiet, answers] = [watch(bystander), watch(victim)];
  await settled(bystander, quiet);
  await settled(victim, answers);
  signals.cut();
  const cutAt = performance.now();
  const endedAt = await revoke(victim);
  await sleep(WITHIN_MS + LOOKS_ON_MS);
  expect(other.world.auth.gate.recall(bystander.token, null)).toBeNull();
  expect(statusesSince(quiet, cutAt)).toEqual(each(bystander, 200));
  signals.mend();
  await settled(bystander, quiet);
  await sleep(LOOKS_ON_MS);
  expect(statusesSince(answers, endedAt + WITHIN_MS)).toEqual(each(victim, 401));
  expect(statusesSince(quiet, cutAt)).toEqual(each(bystander, 200));
}, 60_000);

test("with the database away nothing is accepted that was not checked, and what ended meanwhile is refused on its return", async () => {
  const [bystander, victim] = [await createPerson(), await createPerson()];
  const [quiet, answers] = [watch(bystander), watch(victim)];
  await settled(bystander, quiet);
  await settled(victim, answers);
  signals.cut();
  queries.cut();
  const cutAt = performance.now();
  await revoke(victim);
  await sleep(WITHIN_MS + LOOKS_ON_MS);
  for (const [person, some] of [
    [bystander, quiet],
    [victim, answers],
  ] as const) {
    expect(statusesSince(some, cutAt + WITHIN_MS)).toEqual(each(person, 503));
  }
  const mendedAt = performance.now();
  signals.mend();
  queries.mend();
  await settled(bystander, quiet);
  await sleep(LOOKS_ON_MS);
  for (const statuses of Object.values(statusesSince(answers, mendedAt))) expect(statuses).not.toContain(200);
  const afterwards = performance.now();
  await settled(bystander, quiet);
  expect(statusesSince(quiet, afterwards)).toEqual(each(bystander, 200));
  expect(statusesSince(answers, afterwards)).toEqual(each(victim, 401));
}, 60_000);
