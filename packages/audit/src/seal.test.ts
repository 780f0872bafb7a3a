// Threat: a chain with two ends or a hole, which proves nothing; events that wait for their seal long enough to be rewritten.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { append } from "./record.ts";
import { repeat } from "./repeat.ts";
import { createSealing } from "./seal.ts";
import { actorOf, createLogWorld, type LogWorld, REQUEST } from "./testing.ts";

let world: LogWorld;
beforeAll(async () => {
  world = await createLogWorld();
});
afterAll(() => world.database.close());
beforeEach(() => world.clear());

const sealsOf = (organizationId: string) =>
  world.database.admin<
    { position: number; event_id: string; hash: string; personal_digest: string | null; salt: string | null }[]
  >`select position::int, event_id, hash, personal_digest, salt from audit.seals where organization_id = ${organizationId} order by position`;
const VALID = { valid: true, firstBad: null };

test("events are sealed in the order of their writing, each organization's in a chain of its own", async () => {
  const [a, b] = [await world.write("org_a", 3), await world.write("org_b", 2)];
  await world.seal();
  expect((await sealsOf("org_a")).map(({ position, event_id }) => [position, event_id])).toEqual(
    a.map((id, index) => [index + 1, id]),
  );
  expect((await sealsOf("org_b")).map(({ event_id }) => event_id)).toEqual(b);
  expect(await world.verify("org_a")).toMatchObject({ ...VALID, checked: 3, signedBy: expect.any(String) });
});

test("a chain goes on where it ended", async () => {
  for (const count of [2, 1, 3]) {
    await world.write("org_a", count);
    await world.seal();
  }
  expect((await sealsOf("org_a")).map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await world.verify("org_a")).toMatchObject({ ...VALID, checked: 6 });
});

test("what happened in no organization stands in the installation's own chain", async () => {
  await world.database.db.work(REQUEST, (work) => append(work, "cup.filled"));
  await world.seal();
  expect(await sealsOf("installation")).toHaveLength(1);
});

test("an organization without events has a valid and empty chain", async () => {
  expect(await world.verify("org_none")).toEqual({ ...VALID, checked: 0, signedBy: null });
});

test("more events than fit into one sealing are sealed by one run", async () => {
  const { database } = world;
  await database.admin`
    insert into audit.events (id, action, outcome, organization_id, request_id, at)
    select 'evt_' || n, 'cup.filled', 'success', 'org_a', 'r', now() from generate_series(1, 1234) n`;
  await world.seal();
  expect(await world.verify("org_a")).toMatchObject({ ...VALID, checked: 1234 });
  const kept = await database.admin`select position::int from audit.checkpoints where kept and kind = 'head'`;
  expect(kept, "a place to begin an export at, for every thousand").toHaveLength(1);
});

test("of 50 writers in parallel, sealed by two instances meanwhile, the chain has no fork and no gap", async () => {
  const { db } = world.database;
  const onFault = (fault: unknown) => void world.faults.push(fault);
  const sealings = [1, 2].map(() => createSealing({ db, keys: world.keys, onFault }));
  let isWriting = true;
  const sealing = sealings.map(async ({ run }) => {
    while (isWriting) await run();
  });
  await Promise.all(
    Array.from({ length: 50 }, async (_, writer) => {
      for (let round = 0; round < 4; round += 1) await world.write("org_a", 2, { target: `writer_${writer}` });
    }),
  );
  isWriting = false;
  await Promise.all(sealing);
  await world.seal();
  const seals = await sealsOf("org_a");
  expect(seals.map(({ position }) => position)).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
  expect(new Set(seals.map(({ event_id }) => event_id)).size).toBe(400);
  expect(new Set(seals.map(({ hash }) => hash)).size).toBe(400);
  expect(await world.verify("org_a")).toMatchObject({ ...VALID, checked: 400 });
  expect(world.faults).toEqual([]);
});

test("a transaction that stays open holds up nobody's seal, and its event follows when it commits", async () => {
  const { db } = world.database;
  let finish = () => {};
  const isOpen = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let hasWritten = () => {};
  const written = new Promise<void>((resolve) => {
    hasWritten = resolve;
  });
  const slow = db.tenantWork(REQUEST, actorOf("ada"), "org_a", async (work) => {
    await append(work, "cup.broken", { target: "slow" });
    hasWritten();
    await isOpen;
  });
  await written;
  const [quick] = await world.write("org_a", 1);
  await world.seal();
  expect(await sealsOf("org_a")).toMatchObject([{ position: 1, event_id: quick }]);
  finish();
  await slow;
  await world.seal();
  expect(await sealsOf("org_a")).toHaveLength(2);
  expect(await world.verify("org_a")).toMatchObject({ ...VALID, checked: 2 });
});

test("an event is sealed within a second, and what is written last before a stop is sealed by the stop", {
  timeout: 60_000,
}, async () => {
  const { db } = world.database;
  const { run } = createSealing({ db, keys: world.keys, onFault: () => {} });
  const sealing = repeat(run, 250, () => {});
  sealing.start();
  const took: number[] = [];
  for (const count of [1, 2, 3, 4]) {
    await world.write("org_a", 1);
    const writtenAt = performance.now();
    await expect.poll(() => sealsOf("org_a"), { timeout: 10_000, interval: 20 }).toHaveLength(count);
    took.push(performance.now() - writtenAt);
  }
  await world.write("org_a", 1);
  await sealing.stop();
  expect(await sealsOf("org_a")).toHaveLength(5);
  // Whoever else uses the machine makes some of them late. Each begins when the one before is sealed, so that it waits for a whole round.
  expect(Math.min(...took.slice(1))).toBeLessThan(1_000);
});

test("an event that vanishes before it is sealed is reported, and holds up nobody", async () => {
  const [gone] = await world.write("org_a", 1);
  await world.database.admin`delete from audit.events where id = ${gone ?? ""}`;
  await world.write("org_a", 1);
  await world.seal();
  expect(await sealsOf("org_a")).toHaveLength(1);
  expect(world.faults).toMatchObject([{ message: "1 events vanished before they were sealed" }]);
});

test("a seal holds the digest of what is personal and not the thing, and nothing where nothing is", async () => {
  await world.write("org_a", 1, { personal: { name: "Ada's key" } });
  await world.database.db.work({ id: "r", ip: null, userAgent: null }, (work) =>
    append(work, "cup.filled", { organizationId: "org_a" }),
  );
  await world.seal();
  const [personal, impersonal] = await sealsOf("org_a");
  expect(personal).toMatchObject({ personal_digest: expect.any(String), salt: expect.any(String) });
  expect(impersonal).toMatchObject({ personal_digest: null, salt: null });
  expect(JSON.stringify(personal)).not.toMatch(/203\.0\.113|vitest|Ada/);
});

test("the tenant and the application outside of the sealing change no seal, no checkpoint and no event", async () => {
  await world.write("org_a", 1);
  await world.seal();
  const { db } = world.database;
  const tables = ["audit.seals", "audit.checkpoints"];
  for (const table of tables) {
    const asTenant = (statement: string) => world.inTenant("org_a", ({ tx }) => tx.execute(statement));
    await expect(asTenant(`update ${table} set hash = 'x'`)).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(asTenant(`delete from ${table}`)).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(asTenant(`insert into ${table} default values`)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
    const asApplication = (statement: string) => db.work(REQUEST, ({ tx }) => tx.execute(statement));
    await expect(asApplication(`update ${table} set hash = 'x'`)).rejects.toMatchObject({ cause: { code: "42501" } });
    expect([...(await asApplication(`select * from ${table}`))]).toEqual([]);
  }
  expect(await world.verify("org_a")).toMatchObject({ ...VALID, checked: 1 });
});
