// Threat: a database that goes away at the worst moment takes the process with it, keeps its callers waiting, or lets what a dead
// transaction still says run inside another's, with that one's tenant. Half of these laws hold by tooling/patches/postgres@*.patch.
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@gatehouse/kernel";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Database } from "./connect.ts";
import { createTestDatabase, createWire, type TestDatabase, type Wire } from "./testing.ts";
import type { Work } from "./work.ts";

const request = { id: "req_1", ip: null, userAgent: null };

let world: TestDatabase;
let wire: Wire;
let db: Database;
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
const EVENTS = ["unhandledRejection", "uncaughtException"] as const;

beforeAll(async () => {
  world = await createTestDatabase([]);
  await world.admin`create table public.marks (mark text)`;
  await world.admin`grant all on public.marks to gatehouse_app`;
});
afterAll(() => world.close());
beforeEach(async () => {
  unhandled.length = 0;
  for (const event of EVENTS) process.on(event, note);
  wire = await createWire(world.url);
  db = connect({ url: wire.url, clock: systemClock, max: 2, assumeRole: true });
});
afterEach(async () => {
  wire.mend();
  await db.close();
  await wire.close();
  await sleep(20);
  for (const event of EVENTS) process.off(event, note);
  expect(unhandled).toEqual([]);
});

const ask = () => db.work(request, async ({ tx }) => (await tx.execute(sql`select 1 as one`)).length);
const took = async (promise: Promise<unknown>): Promise<{ ms: number; code: unknown }> => {
  const began = performance.now();
  const code = await promise.then(
    () => null,
    (error: Error & { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code ?? error.message,
  );
  return { ms: performance.now() - began, code };
};

const mark = (text: string) => sql`insert into public.marks values (${text})`;
const marks = async () => (await world.admin<{ mark: string }[]>`select mark from public.marks`).map((row) => row.mark);
const pidOf = async ({ tx }: Work) =>
  (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]?.pid ?? 0;

test("a database that goes away at a connection's first statement fails that statement alone", async () => {
  for (const first of [ask, () => db.sql`select 1`]) {
    wire.cutAtNextStatement();
    expect((await took(first())).code).not.toBeNull();
    wire.mend();
  }
});

test("a database that goes away in the middle of a work fails it, and the next work after its return succeeds", async () => {
  const failing = db.work(request, async ({ tx }) => {
    await tx.execute(mark("lost"));
    wire.cut();
    await tx.execute(mark("lost too"));
  });
  expect((await took(failing)).code).toBe("CONNECTION_CLOSED");
  wire.mend();
  expect(await ask()).toBe(1);
  expect(await marks()).toEqual([]);
});

test.each([1, 2])(
  "a backend that is killed under a statement fails that work, and no later one of %i connections",
  async (max) => {
    const few = connect({ url: world.url, clock: systemClock, max, assumeRole: true });
    for (let kill = 0; kill < 3; kill += 1) {
      const failing = few.work(request, async (work) => {
        const pid = await pidOf(work);
        setTimeout(() => void world.admin`select pg_terminate_backend(${pid})`.then(), 20);
        await work.tx.execute(sql`select pg_sleep(5)`);
      });
      expect((await took(failing)).code).toMatch(/^CONNECTION_CLOSED|ECONNRESET|57P01$/);
      const after = await Promise.all(Array.from({ length: 4 }, () => few.work(request, pidOf)));
      expect(after).not.toContain(0);
    }
    await few.close();
  },
);

test("what a work says after its connection was killed runs nowhere, least of all inside the work that came after", async () => {
  const one = connect({ url: world.url, clock: systemClock, max: 1, assumeRole: true });
  const killed = Promise.withResolvers<void>();
  const other = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  const dead = one.work(request, async (work) => {
    await world.admin`select pg_terminate_backend(${await pidOf(work)})`;
    killed.resolve();
    await other.promise;
    const { code } = await took(work.tx.execute(mark("from the dead")));
    done.resolve();
    return code;
  });
  // Listened to at once: the news of the killing may come before the answer of the statement that killed it.
  const ended = dead.catch(() => {});
  await killed.promise;
  await ended;
  const living = one.work(request, async ({ tx }) => {
    await tx.execute(mark("from the living"));
    other.resolve();
    await done.promise;
    return (await tx.execute<{ mark: string }>(sql`select mark from public.marks`)).map((row) => row.mark);
  });
  expect(await living).toEqual(["from the living"]);
  expect(await marks()).toEqual(["from the living"]);
  await world.admin`delete from public.marks`;
  await one.close();
});

test.each(["commit", "rollback"])("a work that is kept beyond its %s says nothing any more", async (end) => {
  const one = connect({ url: world.url, clock: systemClock, max: 1, assumeRole: true });
  let kept: Work | undefined;
  await one
    .work(request, async (work) => {
      kept = work;
      if (end === "rollback") throw new Error("no");
    })
    .catch(() => {});
  const { tx } = kept as Work;
  expect((await took(tx.execute(mark("too late")))).code).toBe("TRANSACTION_ENDED");
  await one.work(request, async () => {
    expect((await took(tx.execute(mark("later still")))).code).toBe("TRANSACTION_ENDED");
  });
  expect(await marks()).toEqual([]);
  await one.close();
});

test("while the database is behind a door that closes at once, every question fails within two and a half seconds", async () => {
  await ask();
  wire.cut();
  const answers = await Promise.all(Array.from({ length: 20 }, () => took(ask())));
  for (const { ms, code } of answers) {
    expect(code).not.toBeNull();
    expect(ms).toBeLessThan(2_500);
  }
  wire.mend();
  expect(await ask()).toBe(1);
});

test("a database that takes a connection and is silent fails the question within two and a half seconds", async () => {
  wire.hold();
  const { ms, code } = await took(ask());
  expect(code).toBe("CONNECT_TIMEOUT");
  expect(ms).toBeLessThan(2_500);
});

test("a database that hangs lets no work wait longer than two seconds, also on a connection that stands", async () => {
  expect(await ask()).toBe(1);
  wire.hold();
  const waits = await Promise.all(Array.from({ length: 4 }, () => took(ask())));
  for (const { ms, code } of waits) {
    expect(code).toBe("CONNECT_TIMEOUT");
    expect(ms).toBeLessThan(2_500);
  }
});

test("a database that falls silent under open connections fails every question in time, and runs none of them afterwards", async () => {
  await Promise.all([ask(), ask()]);
  wire.hold();
  let ran = 0;
  const work = () =>
    db.work(request, async ({ tx }) => {
      ran += 1;
      await tx.execute(mark("too late"));
    });
  const answers = await Promise.all(Array.from({ length: 12 }, () => took(work())));
  for (const { ms, code } of answers) {
    expect(code).toMatch(/^CONNECT_TIMEOUT$|^CONNECTION_/);
    expect(ms).toBeLessThan(2_500);
  }
  wire.mend();
  await expect.poll(() => ask().catch(() => 0), { timeout: 5_000 }).toBe(1);
  expect(ran).toBe(0);
  expect(await marks()).toEqual([]);
}, 30_000);

test("a work that waits for a connection longer than two seconds is told, and is not begun when its turn comes", async () => {
  const one = connect({ url: world.url, clock: systemClock, max: 1, assumeRole: true });
  const slow = one.work(request, async ({ tx }) => void (await tx.execute(sql`select pg_sleep(3)`)));
  let ran = false;
  const waiting = one.work(request, async () => {
    ran = true;
  });
  const { ms, code } = await took(waiting);
  expect(code).toBe("CONNECT_TIMEOUT");
  expect(ms).toBeLessThan(2_500);
  await slow;
  await one.work(request, async () => {});
  expect(ran).toBe(false);
  await one.close();
});
