// Threat: a limit that costs a statement a call, or, to cost less, lets more through; on two instances, or while the counters are away.

import { connect, type Database } from "@gatehouse/db";
import { createTestDatabase, createWire, type TestDatabase, type Wire } from "@gatehouse/db/testing";
import { systemClock } from "@gatehouse/kernel";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createLimits, type Limits } from "./limits.ts";
import { limitsMigrations } from "./migrations.ts";

const rules = {
  calls: { points: 60, seconds: 600, lease: 12 },
  uneven: { points: 10, seconds: 600, lease: 4 },
  short: { points: 4, seconds: 1, lease: 2 },
};
const KEY = "key_01";
const exceeded = { code: "limits.exceeded", status: "TOO_MANY_REQUESTS" };

let world: TestDatabase;
let wire: Wire;
let db: Database;
let limits: Limits<keyof typeof rules>;
const open: { stop(): void }[] = [];
const another = () => {
  const made = createLimits(db, rules);
  open.push(made);
  return made;
};

beforeAll(async () => {
  world = await createTestDatabase([limitsMigrations]);
  wire = await createWire(world.url);
  db = connect({ url: wire.url, clock: systemClock, max: 2, assumeRole: true });
});
afterAll(async () => {
  await db.close();
  await wire.close();
  await world.close();
});
beforeEach(async () => {
  await world.admin`truncate limits.counters`;
  limits = another();
});
afterEach(() => {
  wire.mend();
  for (const made of open.splice(0)) made.stop();
});

const passed = (calls: readonly PromiseSettledResult<unknown>[]) =>
  calls.filter(({ status }) => status === "fulfilled").length;

test("a call in many asks the store, the others spend what it handed out", async () => {
  await limits.spend("calls", KEY);
  wire.takeStatements();
  for (let call = 1; call < 12; call += 1) await limits.spend("calls", KEY);
  expect(wire.takeStatements()).toBe(0);
  await limits.spend("calls", KEY);
  expect(wire.takeStatements()).toBeGreaterThan(0);
});

test("each call says how many points are left and when they are fresh", async () => {
  expect(await limits.spend("calls", KEY)).toEqual({ limit: 60, remaining: 59, resetSeconds: 600 });
  expect(await limits.spend("calls", KEY)).toMatchObject({ remaining: 58 });
  expect(await limits.spend("calls", "key_02")).toMatchObject({ remaining: 59 });
});

test("of 200 calls at once exactly as many pass as there are points, on one instance", async () => {
  const calls = await Promise.allSettled(Array.from({ length: 200 }, () => limits.spend("calls", KEY)));
  expect(passed(calls)).toBe(60);
  for (const call of calls) if (call.status === "rejected") expect(call.reason).toMatchObject(exceeded);
});

test("two instances together let no more through, and lose no more than a handful each", async () => {
  const other = another();
  const calls = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) => (index % 3 ? limits : other).spend("calls", KEY)),
  );
  expect(passed(calls)).toBe(60);
  await Promise.all([limits.spend("calls", "key_02"), other.spend("calls", "key_02")]);
  const rest = await Promise.allSettled(Array.from({ length: 200 }, () => limits.spend("calls", "key_02")));
  expect(passed(rest) + 1).toBe(48);
});

test("points that no handful divides are handed out to the last one", async () => {
  const calls = await Promise.allSettled(Array.from({ length: 30 }, () => limits.spend("uneven", KEY)));
  expect(passed(calls)).toBe(10);
});

test("a refusal says how long to wait, is remembered once in a window, and costs no statement afterwards", async () => {
  const calls = await Promise.allSettled(Array.from({ length: 61 }, () => limits.spend("calls", KEY)));
  const refused = calls.find((call) => call.status === "rejected");
  expect(refused?.reason).toMatchObject({ ...exceeded, audit: "limits.exceeded", details: { limit: 60 } });
  expect(refused?.reason.details.retryAfterSeconds).toBeGreaterThan(590);
  wire.takeStatements();
  const again = await limits.spend("calls", KEY).catch((error: unknown) => error);
  expect(again).toMatchObject(exceeded);
  expect(again).toHaveProperty("audit", undefined);
  expect(wire.takeStatements()).toBe(0);
  await expect(another().spend("calls", KEY)).rejects.toMatchObject({ ...exceeded, audit: undefined });
});

test("points are fresh when their time is over, and what was held of the old ones is not added to them", async () => {
  for (let call = 0; call < 3; call += 1) await limits.spend("short", KEY);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const calls = await Promise.allSettled(Array.from({ length: 10 }, () => limits.spend("short", KEY)));
  expect(passed(calls)).toBe(4);
});

test("a reset gives all points back", async () => {
  await Promise.allSettled(Array.from({ length: 61 }, () => limits.spend("calls", KEY)));
  await limits.reset("calls", KEY);
  expect(await limits.spend("calls", KEY)).toMatchObject({ remaining: 59 });
});

test("while the store is away nobody passes who has nothing in hand, and it goes on when it is back", async () => {
  await limits.spend("calls", KEY);
  wire.cut();
  for (let call = 1; call < 12; call += 1) await limits.spend("calls", KEY);
  await expect(limits.spend("calls", KEY)).rejects.toMatchObject({ code: "limits.unavailable" });
  await expect(limits.spend("calls", "key_02")).rejects.toMatchObject({ code: "limits.unavailable" });
  wire.mend();
  await expect
    .poll(
      () =>
        limits.spend("calls", KEY).then(
          () => "passed",
          () => "refused",
        ),
      { timeout: 10_000 },
    )
    .toBe("passed");
}, 20_000);
