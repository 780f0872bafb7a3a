// Threat: a schedule that nobody runs, that every instance runs, or a queue that keeps in clear what a failure was about.
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createJobs, type Jobs } from "./jobs.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const QUEUE = "tick";
const BROKEN = "broken";
const request = { id: "req_1", ip: null, userAgent: null };

let database: TestDatabase;
let instances: Jobs[];
const runs: number[] = [];

function instanceOf(number: number): Jobs {
  const jobs = createJobs(database.db, [QUEUE, BROKEN], () => {});
  jobs.handle(QUEUE, async () => void runs.push(number));
  jobs.handle(BROKEN, ({ address }) =>
    database.db.work(request, async ({ tx }) => void (await tx.execute(sql`select ${String(address)}::int`))),
  );
  jobs.every(QUEUE, "0 0 1 1 *");
  return jobs;
}

beforeAll(async () => {
  database = await createTestDatabase([]);
  const first = instanceOf(0);
  await first.start();
  await first.stop();
  // As if nothing had run since: two turns of the year were missed.
  await database.admin`update gatehouse_jobs.schedule set created_on = now() - interval '2 years', updated_on = now() - interval '2 years'`;
  await database.admin`update gatehouse_jobs.version set cron_on = now() - interval '2 years'`;
  instances = [1, 2].map(instanceOf);
  await Promise.all(instances.map((jobs) => jobs.start()));
});
afterAll(async () => {
  for (const jobs of instances) await jobs.stop();
  await database.close();
});

test("two instances keep one schedule, in UTC, that makes up once for the times that passed while none ran", async () => {
  const rows = await database.admin`select name, cron, timezone, options from gatehouse_jobs.schedule`;
  expect([...rows]).toMatchObject([{ name: QUEUE, cron: "0 0 1 1 *", timezone: "UTC", options: { missed: "once" } }]);
});

test("the times that were missed are one job, on one of two instances that start at once", async () => {
  await expect.poll(() => runs.length, { timeout: 15_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(runs).toHaveLength(1);
});

test("a failed statement leaves none of its values in the queue", async () => {
  const [jobs] = instances as [Jobs];
  await database.db.work(request, (work) => jobs.enqueue(work, BROKEN, { address: "sealed" }));
  const output = async () => {
    const [row] = await database.admin`select output::text from gatehouse_jobs.job where name = ${BROKEN}`;
    return String(row?.output ?? "");
  };
  await expect.poll(output, { timeout: 10_000 }).toContain("a statement failed: 22P02");
  expect(await output()).not.toContain("sealed");
});
