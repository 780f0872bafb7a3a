// Threat: an instance misses a signal without knowing it, and goes on admitting whom another has thrown out.
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@gatehouse/kernel";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connect } from "./connect.ts";
import { createSignals, type Listener, type Signals, signal } from "./signals.ts";
import { createTestDatabase, createWire, type TestDatabase, type Wire } from "./testing.ts";

const request = { id: "req_1", ip: null, userAgent: null };
const CHANNEL = "cups";

let world: TestDatabase;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await createTestDatabase([]);
  await world.admin`create table public.broken (at serial primary key, committed_at double precision not null)`;
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(() => world.close());

const send = (payload: string) => world.db.work(request, (work) => signal(work, CHANNEL, payload));

async function instance(url = world.url, listener: Partial<Listener> = {}): Promise<Signals & { heard: string[] }> {
  const heard: string[] = [];
  const signals = createSignals(url, true);
  signals.listen(CHANNEL, { onSignal: (payload) => void heard.push(payload), onConnected: async () => {}, ...listener });
  open.push(() => signals.stop());
  await signals.start();
  return { ...signals, heard };
}

async function wired(): Promise<Wire> {
  const wire = await createWire(world.url);
  open.push(() => wire.close());
  return wire;
}

async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > withinMs) throw new Error(`not within ${withinMs} ms`);
    await sleep(5);
  }
  return performance.now() - began;
}

const listening = () =>
  world.admin<{ pid: number }[]>`select pid from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse' and query ilike 'listen %'`;

test("a signal reaches every instance, its sender too, within a second of the commit", async () => {
  const [one, two] = [await instance(), await instance()];
  await send("a");
  await until(() => one.heard.length + two.heard.length === 2, 1_000);
  expect([one.heard, two.heard]).toEqual([["a"], ["a"]]);
});

test("a signal of a work that is rolled back reaches nobody", async () => {
  const one = await instance();
  const failing = world.db.work(request, async (work) => {
    await signal(work, CHANNEL, "lost");
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await send("kept");
  await until(() => one.heard.length > 0, 1_000);
  expect(one.heard).toEqual(["kept"]);
});

test("a started process is current, and stays it without any signal of others", async () => {
  const one = await instance();
  for (let look = 0; look < 40; look += 1) {
    expect(one.isCurrent()).toBe(true);
    await sleep(50);
  }
});

test("what was missed is read before a process counts as current, at first and after each break", async () => {
  const wire = await wired();
  const whenConnected: boolean[] = [];
  let signals: Signals | undefined;
  const onConnected = async () => {
    await sleep(100);
    whenConnected.push(signals?.isCurrent() ?? false);
  };
  signals = await instance(wire.url, { onConnected });
  wire.cut();
  await until(() => !signals.isCurrent(), 1_000);
  wire.mend();
  await until(() => signals.isCurrent(), 10_000);
  expect(whenConnected.length).toBeGreaterThanOrEqual(2);
  expect(whenConnected).not.toContain(true);
});

test.each(["cut", "hold"] as const)("a database that is away (%s) is known within a second, and its return within ten", async (how) => {
  const wire = await wired();
  const one = await instance(wire.url);
  wire[how]();
  await until(() => !one.isCurrent(), 1_000);
  await sleep(1_500);
  expect(one.isCurrent()).toBe(false);
  wire.mend();
  await until(() => one.isCurrent(), 10_000);
  await send("again");
  await until(() => one.heard.includes("again"), 1_000);
}, 30_000);

test("a heartbeat that comes late proves nothing: a process that hears a second behind is not current", async () => {
  const wire = await wired();
  const one = await instance(wire.url);
  wire.delay(1_000);
  await until(() => !one.isCurrent(), 1_000);
  for (let look = 0; look < 100; look += 1) {
    expect(one.isCurrent()).toBe(false);
    await sleep(20);
  }
});

test("a snapshot that fails leaves the process not current until one succeeds", async () => {
  const wire = await wired();
  let fails = false;
  const onConnected = async () => {
    if (fails) throw new Error("the database is away");
  };
  const one = await instance(wire.url, { onConnected });
  fails = true;
  wire.cut();
  await until(() => !one.isCurrent(), 1_000);
  wire.mend();
  for (let look = 0; look < 150; look += 1) {
    expect(one.isCurrent()).toBe(false);
    await sleep(20);
  }
  fails = false;
  await until(() => one.isCurrent(), 10_000);
}, 30_000);

/** Writes and signals a number every few milliseconds, until stopped. */
function startWriting(): { written: Map<string, number>; stop(): Promise<void> } {
  const written = new Map<string, number>();
  let going = true;
  const done = (async () => {
    while (going) {
      const [row] = await world.admin.begin(async (tx) => {
        const rows = await tx<{ at: number }[]>`insert into broken (committed_at) values (0) returning at`;
        await tx`select pg_notify(${CHANNEL}, ${String(rows[0]?.at)})`;
        return rows;
      });
      written.set(String(row?.at), performance.now());
      await sleep(4);
    }
  })();
  return {
    written,
    stop() {
      going = false;
      return done;
    },
  };
}

test("over killed connections, whatever was committed a second ago is known whenever a process counts as current", async () => {
  const known = new Set<string>();
  const readAll = async () => {
    for (const { at } of await world.admin<{ at: number }[]>`select at from broken`) known.add(String(at));
  };
  const one = await instance(world.url, { onSignal: (at) => void known.add(at), onConnected: readAll });
  const writing = startWriting();
  const unnoticed: string[] = [];
  let looks = 0;
  const ends = performance.now() + 4_500;
  let nextKill = performance.now() + 300;
  while (performance.now() < ends) {
    if (performance.now() > nextKill) {
      nextKill += 900;
      for (const { pid } of await listening()) await world.admin`select pg_terminate_backend(${pid})`;
    }
    if (one.isCurrent()) {
      looks += 1;
      const old = performance.now() - 1_000;
      for (const [at, committedAt] of writing.written) if (committedAt < old && !known.has(at)) unnoticed.push(at);
    }
    await sleep(3);
  }
  await writing.stop();
  expect(unnoticed).toEqual([]);
  expect(looks).toBeGreaterThan(100);
  await until(() => [...writing.written.keys()].every((at) => known.has(at)), 3_000);
}, 30_000);

test("a killed connection leaves none behind: there is one LISTEN again, and none after the stop", async () => {
  const one = await instance();
  for (let kill = 0; kill < 3; kill += 1) {
    for (const { pid } of await listening()) await world.admin`select pg_terminate_backend(${pid})`;
    await until(async () => one.isCurrent() && (await listening()).length === 1, 5_000);
  }
  await one.stop();
  await until(async () => (await listening()).length === 0, 3_000);
  expect(one.isCurrent()).toBe(false);
});

test("a URL that leads to a transaction pooler is refused at start, with the variable to set", async () => {
  const wire = await wired();
  wire.muteNotifications();
  const signals = createSignals(wire.url, true);
  open.push(() => signals.stop());
  await expect(signals.start()).rejects.toThrow("DATABASE_DIRECT_URL");
}, 15_000);

test("a statement outside any signal sends none: only what the work signals is heard", async () => {
  const one = await instance();
  const db = connect({ url: world.url, clock: systemClock, max: 1, assumeRole: true });
  open.push(() => db.close());
  await db.work(request, (work) => signal(work, "plates", "other"));
  await send("mine");
  await until(() => one.heard.length > 0, 1_000);
  expect(one.heard).toEqual(["mine"]);
});
