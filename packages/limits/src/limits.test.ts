// Threat: guessing in parallel, after a restart, on another instance, or while the counters are away.

import { createServer } from "node:net";
import { connect } from "@gatehouse/db";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { systemClock } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createLimits, type Limits } from "./limits.ts";
import { limitsMigrations } from "./migrations.ts";
import { storeOn } from "./store.ts";
import { clearExpired } from "./upkeep.ts";

const rules = {
  "signIn.address": { points: 10, seconds: 900 },
  "signUp.ip": { points: 3, seconds: 3600 },
  short: { points: 1, seconds: 1 },
};
const ADDRESS = "ada@example.com";

let world: TestDatabase;
let limits: Limits<keyof typeof rules>;
const open: { stop(): void }[] = [];
const another = (options?: { relaxed?: boolean }) => {
  const made = createLimits(world.db, rules, options);
  open.push(made);
  return made;
};
const exceeded = { code: "limits.exceeded", status: "TOO_MANY_REQUESTS" };

beforeAll(async () => {
  world = await createTestDatabase([limitsMigrations]);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.admin`truncate limits.counters`;
  limits = another();
});
afterEach(() => {
  for (const made of open.splice(0)) made.stop();
});

const spendAll = async (): Promise<void> => {
  for (let point = 0; point < 10; point += 1) await limits.spend("signIn.address", ADDRESS);
};

test("each call says how many points are left and when they are fresh", async () => {
  expect(await limits.spend("signUp.ip", "203.0.113.7")).toEqual({ limit: 3, remaining: 2, resetSeconds: 3600 });
  expect(await limits.spend("signUp.ip", "203.0.113.7")).toMatchObject({ remaining: 1 });
  expect(await limits.spend("signUp.ip", "203.0.113.8")).toMatchObject({ remaining: 2 });
});

test("of 100 calls at once exactly as many pass as there are points", async () => {
  const calls = await Promise.allSettled(Array.from({ length: 100 }, () => limits.spend("signIn.address", ADDRESS)));
  expect(calls.filter((call) => call.status === "fulfilled")).toHaveLength(10);
  for (const call of calls) if (call.status === "rejected") expect(call.reason).toMatchObject(exceeded);
});

test("a refusal says how long to wait, and is to be audited", async () => {
  await spendAll();
  const error = await limits.spend("signIn.address", ADDRESS).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ ...exceeded, audit: "limits.exceeded" });
  const { retryAfterSeconds } = (error as { details: { retryAfterSeconds: number } }).details;
  expect(retryAfterSeconds).toBeGreaterThan(890);
  expect(retryAfterSeconds).toBeLessThanOrEqual(900);
});

test("one name's points are not another's", async () => {
  await spendAll();
  await expect(limits.spend("signUp.ip", ADDRESS)).resolves.toMatchObject({ remaining: 2 });
});

test("a restart hands nobody fresh points", async () => {
  await spendAll();
  await expect(another().spend("signIn.address", ADDRESS)).rejects.toMatchObject(exceeded);
});

test("two instances share the points", async () => {
  const other = another();
  const calls = await Promise.allSettled(
    Array.from({ length: 40 }, (_, index) => (index % 2 ? limits : other).spend("signIn.address", ADDRESS)),
  );
  expect(calls.filter((call) => call.status === "fulfilled")).toHaveLength(10);
});

test("a refused key is refused from memory, without a query", async () => {
  await spendAll();
  const stored = () => world.admin<{ points: number }[]>`select points from limits.counters`;
  await expect(limits.spend("signIn.address", ADDRESS)).rejects.toMatchObject(exceeded);
  const before = await stored();
  for (let call = 0; call < 20; call += 1) {
    await expect(limits.spend("signIn.address", ADDRESS)).rejects.toMatchObject(exceeded);
  }
  expect(await stored()).toEqual(before);
  expect(before).toEqual([{ points: 11 }]);
});

test("a reset gives all points back, to a refused key too", async () => {
  await spendAll();
  await expect(limits.spend("signIn.address", ADDRESS)).rejects.toMatchObject(exceeded);
  await limits.reset("signIn.address", ADDRESS);
  expect(await limits.spend("signIn.address", ADDRESS)).toMatchObject({ remaining: 9 });
});

test("a reset on another instance is seen within five seconds", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const here = another();
    await spendAll();
    await expect(here.spend("signIn.address", ADDRESS)).rejects.toMatchObject(exceeded);
    await limits.reset("signIn.address", ADDRESS);
    vi.advanceTimersByTime(5_000);
    await expect(here.spend("signIn.address", ADDRESS)).resolves.toMatchObject({ remaining: 9 });
  } finally {
    vi.useRealTimers();
  }
});

test("points are fresh when their time is over", async () => {
  await limits.spend("short", "key");
  await expect(limits.spend("short", "key")).rejects.toMatchObject({ details: { retryAfterSeconds: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await expect(limits.spend("short", "key")).resolves.toMatchObject({ remaining: 0 });
});

test("the table names nobody: keys are digests", async () => {
  await limits.spend("signIn.address", ADDRESS);
  const rows = await world.admin<{ key: string }[]>`select * from limits.counters`;
  expect(rows.map((row) => row.key)).toEqual([`signIn.address:${digestOf(ADDRESS)}`]);
  expect(JSON.stringify(rows)).not.toContain("ada");
});

test("the tenant role can neither read nor mend a counter", async () => {
  const asTenant = (statement: string) =>
    world.admin.begin(async (tx) => {
      await tx`set local role gatehouse_tenant`;
      await tx.unsafe(statement);
    });
  await expect(asTenant("select * from limits.counters")).rejects.toMatchObject({ code: "42501" });
  await expect(asTenant("delete from limits.counters")).rejects.toMatchObject({ code: "42501" });
});

test("upkeep clears what has expired and nothing else", async () => {
  await limits.spend("short", "key");
  await limits.spend("signUp.ip", "203.0.113.7");
  await clearExpired(storeOn(world.db.sql), Date.now() + 60_000);
  expect(await world.admin`select from limits.counters where key like 'short:%'`).toHaveLength(0);
  expect(await world.admin`select from limits.counters where key like 'signUp.ip:%'`).toHaveLength(1);
});

test("relaxed limits are a thousand times wider", async () => {
  expect(await another({ relaxed: true }).spend("signUp.ip", "203.0.113.7")).toMatchObject({
    limit: 3_000,
    remaining: 2_999,
  });
});

const awayAt = async (url: string): Promise<number> => {
  const db = connect({ url, clock: systemClock, max: 1 });
  const away = createLimits(db, rules);
  const began = performance.now();
  await expect(away.spend("short", "key")).rejects.toMatchObject({
    code: "limits.unavailable",
    status: "SERVICE_UNAVAILABLE",
  });
  await expect(away.reset("short", "key")).rejects.toMatchObject({ code: "limits.unavailable" });
  const tookMs = performance.now() - began;
  away.stop();
  void db.sql.end({ timeout: 0 });
  return tookMs;
};

test("without the store nobody passes, and the answer comes in time", async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  expect(await awayAt(`postgres://nobody@127.0.0.1:${port}/none`)).toBeLessThan(6_000);
});

test("a store that takes the connection and is silent counts as away", async () => {
  const silent = createServer((socket) => socket.on("error", () => {}));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as { port: number };
  expect(await awayAt(`postgres://nobody@127.0.0.1:${port}/none`)).toBeLessThan(6_000);
  silent.close();
}, 15_000);

test("a store whose table is locked counts as away", async () => {
  await world.admin.begin(async (tx) => {
    await tx`lock table limits.counters in access exclusive mode`;
    await expect(limits.spend("short", "key")).rejects.toMatchObject({ code: "limits.unavailable" });
  });
}, 15_000);
