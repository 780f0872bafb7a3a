// Threat: a queue that a short break of the database stops for good, so that no mail leaves, and the process cannot either.
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Database } from "./connect.ts";
import { createJobs, type Jobs } from "./jobs.ts";
import { createTestDatabase, createWire, type TestDatabase, type Wire } from "./testing.ts";

const QUEUE = "errands";
const BREAKS = 4;
const clock = () => new Date();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let world: TestDatabase;
let wire: Wire;
let db: Database;
let jobs: Jobs;
const done: unknown[] = [];

beforeAll(async () => {
  world = await createTestDatabase([]);
  wire = await createWire(world.url);
  db = connect({ url: wire.url, clock, assumeRole: true });
  jobs = createJobs(db, [QUEUE, "another"], () => {});
  jobs.handle(QUEUE, async ({ number }) => void done.push(number));
  jobs.handle("another", async () => {});
  jobs.every("another", "* * * * *");
  await jobs.start();
});
afterAll(async () => {
  await db.close();
  await wire.close();
  await world.close();
});

test("after breaks of the database the queue goes on, and stops when it is told to", async () => {
  for (let number = 0; number < BREAKS; number += 1) {
    wire.cut();
    await sleep(400);
    wire.mend();
    await sleep(800);
    await db.work({ id: "req_1", ip: null, userAgent: null }, (work) => jobs.enqueue(work, QUEUE, { number }));
    await expect.poll(() => done, { timeout: 10_000 }).toContain(number);
  }
  const beganAt = performance.now();
  await jobs.stop();
  expect(performance.now() - beganAt).toBeLessThan(5_000);
});
