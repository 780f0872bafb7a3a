// Threat: a log that grows for ever, or one whose beginning somebody may cut off and call it retention.
import { createJobs } from "@gatehouse/db";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createExports } from "./export.ts";
import { verifyFile } from "./offline.ts";
import { createRetention, RETENTION_QUEUE } from "./retention.ts";
import { createLogWorld, type LogWorld, REQUEST } from "./testing.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const TODAY = Date.now();
let world: LogWorld;
let now = new Date(TODAY);

beforeAll(async () => {
  world = await createLogWorld(() => now);
});
afterAll(() => world.database.close());

/** One event a day in each of two organizations, the newest of today. */
async function fill(days: number): Promise<void> {
  for (let day = days - 1; day >= 0; day -= 1) {
    now = new Date(TODAY - day * DAY_MS - HOUR_MS);
    await world.write("org_a", 1, { target: `day_${day}` });
    await world.write("org_b", 1);
    await world.seal();
  }
  now = new Date(TODAY);
}

const retention = (days: number) =>
  createRetention({
    db: world.database.db,
    jobs: createJobs(world.database.db, [RETENTION_QUEUE], () => {}),
    keys: world.keys,
    days,
  });
const positions = async (organizationId: string) =>
  (
    await world.database
      .admin`select position::int from audit.seals where organization_id = ${organizationId} order by position`
  ).map(({ position }) => position);

beforeEach(async () => {
  await world.clear();
  await fill(45);
});

test("what is old enough goes, the rest still verifies, and the log says so", async () => {
  await retention(40).run();
  expect((await positions("org_a"))[0]).toBe(6);
  const { admin } = world.database;
  const [left] =
    await admin`select count(*)::int as events from audit.events where organization_id = 'org_a' and action = 'cup.filled'`;
  expect(left).toEqual({ events: 40 });
  const said =
    await admin`select organization_id, actor_id, detail from audit.events where action = 'audit.pruned' order by 1`;
  expect([...said]).toEqual(
    ["org_a", "org_b"].map((organization_id) => ({
      organization_id,
      actor_id: null,
      detail: { count: 5, through: 5 },
    })),
  );
  await world.seal();
  for (const chain of ["org_a", "org_b"]) expect(await world.verify(chain)).toMatchObject({ valid: true, checked: 41 });
});

test("a second run finds nothing to do; a later one goes on", async () => {
  const { run } = retention(40);
  await run();
  await run();
  expect((await positions("org_a"))[0]).toBe(6);
  await retention(35).run();
  expect((await positions("org_a"))[0]).toBe(11);
  await world.seal();
  expect(await world.verify("org_a")).toMatchObject({ valid: true });
});

test("a chain whose every event is old goes on where it ended", async () => {
  await world.clear();
  now = new Date(TODAY - 60 * DAY_MS);
  await world.write("org_a", 3);
  await world.seal();
  now = new Date(TODAY);
  await retention(40).run();
  expect(await positions("org_a")).toEqual([]);
  await world.seal();
  expect(await positions("org_a"), "the event that says so").toEqual([4]);
  expect(await world.verify("org_a")).toMatchObject({ valid: true, checked: 1 });
});

test("an export of a shortened chain verifies offline, from its signed start on", async () => {
  await retention(40).run();
  await world.seal();
  const copies = createExports({ keys: world.keys, owasp: {} });
  const copy = await copies.open((fn) => world.inTenant("org_a", fn), { format: "jsonl", filter: {} });
  let text = "";
  for await (const piece of copy.pieces) text += piece;
  const lines = text.split("\n").slice(0, -1);
  const stream = async function* () {
    yield* lines;
  };
  expect(await verifyFile(stream())).toMatchObject({
    valid: true,
    events: 41,
    header: { after: { kind: "start", position: 5 } },
  });
});

test("a chain that does not hold is not shortened, and keeps no other from it", async () => {
  await world.database.admin`update audit.events set target = 'x' where organization_id = 'org_a' and target = 'day_3'`;
  await expect(retention(40).run()).rejects.toThrow("org_a is broken");
  expect((await positions("org_a"))[0]).toBe(1);
  expect((await positions("org_b"))[0]).toBe(6);
});

test("an old event in the middle, as of a slow clock, does not take younger ones before it with it", async () => {
  now = new Date(TODAY - 44 * DAY_MS);
  await world.write("org_a", 1, { target: "slow clock" });
  now = new Date(TODAY);
  await world.write("org_a", 1);
  await world.seal();
  await retention(40).run();
  const kept = await world.database.admin`select from audit.events where target = 'slow clock'`;
  expect(kept).toHaveLength(1);
  expect((await positions("org_a"))[0]).toBe(6);
});

describe("the application has no other way to delete", () => {
  const prune = (position: number) =>
    world.database.db.work(REQUEST, ({ tx }) => tx.execute(`select audit.prune('org_a', ${position})`));

  test("than up to a start", async () => {
    await expect(prune(5)).rejects.toMatchObject({ cause: { message: expect.stringContaining("no start") } });
  });

  test("and nothing that is younger than 30 days, start or not", async () => {
    expect(() => retention(29)).toThrow("30 days");
    await world.database.admin`
      insert into audit.checkpoints select organization_id, 'start', 45, event_id, hash, signed_at, true, kid, signature
      from audit.checkpoints where organization_id = 'org_a' and kind = 'head'`;
    await expect(prune(45)).rejects.toMatchObject({
      cause: { message: expect.stringContaining("younger than 30 days") },
    });
    expect(await positions("org_a")).toHaveLength(45);
  });

  test("and a tenant none", async () => {
    for (const call of ["audit.prune('org_a', 5)", "audit.erase_person('usr_ada')"]) {
      const asTenant = world.inTenant("org_a", ({ tx }) => tx.execute(`select ${call}`));
      await expect(asTenant).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});
