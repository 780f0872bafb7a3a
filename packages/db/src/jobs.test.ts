// Threat: a mail leaves for a change that was rolled back, one is lost that was promised, or a tenant reaches into the queue.
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@gatehouse/kernel";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createJobs, type JobData, type Jobs } from "./jobs.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const request = { id: "req_1", ip: null, userAgent: null };
const ada: Actor = {
  userId: "usr_ada",
  sessionId: "ses_1",
  personalOrganizationId: "org_p",
  memberships: new Map(),
  instance: new Set<string>(),
  impersonator: null,
  client: "browser",
  factors: [],
  amr: [],
  signedInAt: 0,
  authenticatedAt: 0,
  freshUntil: 0,
};

let world: TestDatabase;
const open: Jobs[] = [];
const faults: Error[] = [];

beforeAll(async () => {
  world = await createTestDatabase([]);
});
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs.stop();
  expect(faults.splice(0)).toEqual([]);
});
afterAll(() => world.close());

async function start(queue: string, handler: (data: JobData) => Promise<void>, atOnce?: number): Promise<Jobs> {
  const jobs = createJobs(world.db, [queue], (error) => void faults.push(error));
  open.push(jobs);
  jobs.handle(queue, handler, atOnce);
  await jobs.start();
  return jobs;
}

async function until(holds: () => boolean | Promise<boolean>, withinMs = 5_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms`);
    await sleep(20);
  }
}

interface Row {
  readonly state: string;
  readonly retry_count: number;
}
const rows = (queue: string) =>
  world.admin<Row[]>`select state, retry_count from gatehouse_jobs.job where name = ${queue} order by created_on`;
/** The pause before the next try, which a test need not wait for. */
const hurry = (queue: string) => world.admin`update gatehouse_jobs.job set start_after = now() where name = ${queue}`;

test("a job runs after its work commits, with what it was given", async () => {
  const ran: JobData[] = [];
  const jobs = await start("commits", async (data) => void ran.push(data));
  await world.db.work(request, async (work) => {
    await jobs.enqueue(work, "commits", { to: "ada", nested: { list: [1, null] } });
    await sleep(1_200);
    expect(ran).toEqual([]);
  });
  await until(() => ran.length > 0);
  await until(async () => (await rows("commits"))[0]?.state === "completed");
  expect(ran).toEqual([{ to: "ada", nested: { list: [1, null] } }]);
});

test("a job of a work that is rolled back never runs and leaves no row", async () => {
  const ran: JobData[] = [];
  const jobs = await start("rolls", async (data) => void ran.push(data));
  const failing = world.db.work(request, async (work) => {
    await jobs.enqueue(work, "rolls", { at: 1 });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await world.db.work(request, (work) => jobs.enqueue(work, "rolls", { at: 2 }));
  await until(() => ran.length > 0);
  expect(ran).toEqual([{ at: 2 }]);
  expect(await rows("rolls")).toHaveLength(1);
});

test("a handler that throws is called again, later, until it succeeds", async () => {
  let calls = 0;
  const jobs = await start("retries", async () => {
    calls += 1;
    if (calls < 3) throw new Error("not yet");
  });
  await world.db.work(request, (work) => jobs.enqueue(work, "retries", {}));
  await until(() => calls === 1);
  await until(async () => (await rows("retries"))[0]?.state === "retry");
  const [pause] = await world.admin<{ seconds: number }[]>`
    select extract(epoch from start_after - now())::float as seconds from gatehouse_jobs.job where name = 'retries'`;
  expect(pause?.seconds).toBeGreaterThan(10);
  for (const expected of [2, 3]) {
    await until(async () => (await rows("retries"))[0]?.state === "retry");
    await hurry("retries");
    await until(() => calls === expected);
  }
  await until(async () => (await rows("retries"))[0]?.state === "completed");
  expect(await rows("retries")).toMatchObject([{ state: "completed", retry_count: 2 }]);
});

test("a job that always fails is tried for about a day, and then no more", async () => {
  const [queue] = await world.admin<{ retry_limit: number; retry_delay: number; retry_delay_max: number }[]>`
    select retry_limit, retry_delay, retry_delay_max from gatehouse_jobs.queue where name = 'retries'`;
  const { retry_limit: times = 0, retry_delay: first = 0, retry_delay_max: most = 0 } = queue ?? {};
  const seconds = Array.from({ length: times }, (_, tries) => Math.min(first * 2 ** tries, most)).reduce(
    (all, pause) => all + pause,
    0,
  );
  expect(seconds).toBeGreaterThan(12 * 3_600);
  expect(seconds).toBeLessThan(3 * 86_400);
});

test("of many workers on two instances each job runs once", async () => {
  const ran: unknown[] = [];
  const handler = async ({ at }: JobData) => {
    ran.push(at);
    await sleep(5);
  };
  const jobs = await start("shared", handler);
  await start("shared", handler);
  await world.db.work(request, async (work) => {
    for (let at = 0; at < 6; at += 1) await jobs.enqueue(work, "shared", { at });
  });
  await until(async () => (await rows("shared")).every((row) => row.state === "completed"), 15_000);
  expect(ran.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
}, 30_000);

const enqueueMany = (jobs: Jobs, queue: string, count: number) =>
  world.db.work(request, async (work) => {
    for (let at = 0; at < count; at += 1) await jobs.enqueue(work, queue, { at });
  });

test("as many jobs run at once as their queue was given, and no more", async () => {
  let running = 0;
  let isOver = false;
  const jobs = await start(
    "wide",
    async () => {
      running += 1;
      await until(() => isOver, 15_000);
    },
    6,
  );
  await enqueueMany(jobs, "wide", 9);
  await until(() => running === 6);
  await sleep(1_200);
  expect(running).toBe(6);
  isOver = true;
  await until(async () => (await rows("wide")).every((row) => row.state === "completed"));
}, 30_000);

test("a backlog is worked off without the pause between two looks", async () => {
  const ran: unknown[] = [];
  const jobs = await start("backlog", async ({ at }) => void ran.push(at), 2);
  const beganAt = performance.now();
  // Thirty looks, which would take 15 s with their pauses.
  await enqueueMany(jobs, "backlog", 60);
  await until(() => ran.length === 60, 15_000);
  expect(performance.now() - beganAt).toBeLessThan(10_000);
  expect(new Set(ran).size).toBe(60);
}, 30_000);

test("a job that fails is tried again alone: what was taken with it is done, once", async () => {
  const ran: unknown[] = [];
  const jobs = await start(
    "pairs",
    async ({ at }) => {
      ran.push(at);
      if (at === 0) throw new Error("not this one");
    },
    2,
  );
  await enqueueMany(jobs, "pairs", 2);
  await until(async () => (await rows("pairs")).every(({ state }) => state === "completed" || state === "retry"));
  expect((await rows("pairs")).map(({ state }) => state).toSorted()).toEqual(["completed", "retry"]);
  await hurry("pairs");
  await until(() => ran.length > 2);
  expect(ran.toSorted()).toEqual([0, 0, 1]);
});

test("a tenant's work enqueues, and is a tenant's work again afterwards", async () => {
  const ran: JobData[] = [];
  const jobs = await start("tenants", async (data) => void ran.push(data));
  const role = await world.db.tenantWork(request, ada, "org_a", async (work) => {
    await jobs.enqueue(work, "tenants", { from: "org_a" });
    return (await work.tx.execute(sql`select current_user as role, gatehouse.organization_id() as organization`))[0];
  });
  expect(role).toEqual({ role: "gatehouse_tenant", organization: "org_a" });
  await until(() => ran.length > 0);
});

test("the tenant role can neither read the queue nor write to it", async () => {
  for (const statement of [
    "select * from gatehouse_jobs.job",
    "delete from gatehouse_jobs.job",
    "select * from gatehouse_jobs.queue",
  ]) {
    const asked = world.db.tenantWork(request, ada, "org_a", ({ tx }) => tx.execute(sql.raw(statement)));
    await expect(asked).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});

test("a stop lets the handler that runs finish", async () => {
  let finished = false;
  let began = false;
  const jobs = await start("stops", async () => {
    began = true;
    await sleep(800);
    finished = true;
  });
  await world.db.work(request, (work) => jobs.enqueue(work, "stops", {}));
  await until(() => began);
  await jobs.stop();
  expect(finished).toBe(true);
  expect(await rows("stops")).toMatchObject([{ state: "completed" }]);
});

test("a job that was enqueued while no instance ran is done by the next one", async () => {
  const jobs = await start("waits", async () => {});
  await jobs.stop();
  await world.db.work(request, (work) => jobs.enqueue(work, "waits", { kept: true }));
  const ran: JobData[] = [];
  await start("waits", async (data) => void ran.push(data));
  await until(() => ran.length > 0);
  expect(ran).toEqual([{ kept: true }]);
});
