// Threat: a key is taken out of APP_SECRET while something hangs on it, or a rotation loses what it should carry over.
import { randomBytes } from "node:crypto";
import { createSealer, type Key } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createJobs } from "./jobs.ts";
import { readKeyUse, requireKeys, resealAll, type SealedColumn } from "./sealed.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";

const key = (id: string): Key => ({ id, bytes: randomBytes(32) });
const [first, second] = [key("first"), key("second")];
const before = createSealer([first]);
const during = createSealer([second, first]);
const after = createSealer([second]);
const CUPS: SealedColumn = { holds: "cups", table: "cups", id: "name", column: "tea", placeOf: (id) => `cup:${id}` };

let world: TestDatabase;

beforeAll(async () => {
  world = await createTestDatabase([]);
  await world.admin`create table cups (name text primary key, tea text)`;
  await world.admin`grant select, update on cups to gatehouse_app`;
});
afterAll(() => world.close());
beforeEach(() => world.admin`truncate cups`);

const nameOf = (at: number) => `cup ${String(at).padStart(4, "0")}`;
async function fill(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => ({
    name: nameOf(at),
    tea: before.seal(`tea ${at}`, CUPS.placeOf(nameOf(at))),
  }));
  await world.admin`insert into cups ${world.admin(rows)}`;
}
const use = () => readKeyUse(world.db.sql, [CUPS]);
const reseal = (sealer = during) => resealAll(world.db.sql, sealer, [CUPS]);

test("nothing sealed is protected by nothing, and demands no key", async () => {
  await world.admin`insert into cups values ('an empty one', null)`;
  expect(await use()).toEqual([]);
  await requireKeys(world.db.sql, after, [CUPS]);
  expect(await reseal()).toEqual({ renewed: 0, damaged: 0 });
});

test("many values go from the old key to the new one, each readable in its own row, and only once", async () => {
  await fill(450);
  expect(await use()).toEqual([{ keyId: "first", holds: "cups", count: 450 }]);
  expect(await reseal()).toEqual({ renewed: 450, damaged: 0 });
  expect(await use()).toEqual([{ keyId: "second", holds: "cups", count: 450 }]);
  const rows = await world.admin<{ name: string; tea: string }[]>`select name, tea from cups order by name`;
  const teas = rows.map(({ name, tea }) => after.open(tea, CUPS.placeOf(name)));
  expect(teas).toEqual(Array.from({ length: 450 }, (_, at) => `tea ${at}`));
  expect(await reseal()).toEqual({ renewed: 0, damaged: 0 });
});

test("a value that does not open is counted, left as it was, and keeps nothing else from being carried over", async () => {
  await fill(3);
  await world.admin`update cups set tea = 'first.damaged' where name = ${nameOf(1)}`;
  expect(await reseal()).toEqual({ renewed: 2, damaged: 1 });
  const [damaged] = await world.admin`select tea from cups where name = ${nameOf(1)}`;
  expect(damaged).toEqual({ tea: "first.damaged" });
  expect(await use()).toEqual(
    expect.arrayContaining([
      { keyId: "first", holds: "cups", count: 1 },
      { keyId: "second", holds: "cups", count: 2 },
    ]),
  );
});

test("a value that is changed meanwhile is not put back", async () => {
  await fill(200);
  const changed = before.seal("coffee", CUPS.placeOf(nameOf(199)));
  const [{ renewed }] = await Promise.all([
    reseal(),
    world.admin`update cups set tea = ${changed} where name = ${nameOf(199)}`,
  ]);
  expect(renewed).toBeGreaterThanOrEqual(199);
  const [row] = await world.admin`select tea from cups where name = ${nameOf(199)}`;
  expect(during.open(row?.tea, CUPS.placeOf(nameOf(199)))).toBe("coffee");
});

test("a key that is in use and missing is named, with what it protects, and without a value", async () => {
  await fill(2);
  await requireKeys(world.db.sql, during, [CUPS]);
  const refused = requireKeys(world.db.sql, after, [CUPS]);
  await expect(refused).rejects.toThrow('"first": 2 cups');
  await expect(refused).rejects.toThrow("pnpm gatehouse secrets");
  await reseal();
  await requireKeys(world.db.sql, after, [CUPS]);
});

test("jobs that wait hold on to their key until they are done", async () => {
  const jobs = createJobs(world.db, ["letters"], () => {});
  await jobs.start();
  await world.db.work({ id: "req_1", ip: null, userAgent: null }, (work) =>
    jobs.enqueue(work, "letters", { id: "1", sealed: before.seal("a letter", "letter:1") }),
  );
  await jobs.stop();
  expect(await use()).toEqual([{ keyId: "first", holds: "waiting jobs", count: 1 }]);
  await expect(requireKeys(world.db.sql, after, [CUPS])).rejects.toThrow("waiting jobs");
  await world.admin`update gatehouse_jobs.job set state = 'completed'`;
  expect(await use()).toEqual([]);
});
