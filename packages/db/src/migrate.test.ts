// Threat: two instances that start at once ruin the schema, a half-run migration stands, or an edited one runs differently on each
// installation.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { installJobs } from "./jobs-install.ts";
import { type Migrations, migrate } from "./migrate.ts";

const SERVER = process.env.GATEHOUSE_TEST_DATABASE_URL ?? "";
let server: postgres.Sql;
let sql: postgres.Sql;
let name = "";
let url = "";
const folders: string[] = [];

beforeAll(() => {
  server = postgres(SERVER, { max: 1, onnotice: () => {} });
});
afterAll(() => server.end());
beforeEach(async () => {
  name = `gatehouse_test_${randomBytes(6).toString("hex")}`;
  await server.unsafe(`create database ${name}`);
  const target = new URL(SERVER);
  target.pathname = `/${name}`;
  url = target.href;
  sql = postgres(url, { max: 1, onnotice: () => {} });
});
afterEach(async () => {
  await sql.end();
  await server.unsafe(`drop database ${name} with (force)`);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Shipped extends Migrations {
  write(files: Record<string, string>): void;
}

function shipped(name: string, files: Record<string, string>): Shipped {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-sql-"));
  folders.push(folder);
  const write = (texts: Record<string, string>) => {
    for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, file), text);
  };
  write(files);
  return { package: name, folder: pathToFileURL(`${folder}/`), write };
}

const LOG = "create table public.log (at serial primary key, line text)";
const line = (text: string) => `insert into public.log (line) values ('${text}')`;
const lines = async () =>
  (await sql<{ line: string }[]>`select line from public.log order by at`).map((row) => row.line);
const applied = async () =>
  (await sql<{ key: string }[]>`select package || '/' || name as key from gatehouse.migrations`).map((row) => row.key);

test("packages run in the order given, files in the order of their names, the roles before all", async () => {
  const first = shipped("zebra", {
    "0002-b.sql": line("zebra 2"),
    "0001-a.sql": `${LOG}; ${line("zebra 1")}`,
    "0010-c.sql": line("zebra 10"),
  });
  const second = shipped("ant", { "0001-a.sql": line("ant 1"), "README.md": "no SQL" });
  await migrate(url, [first, second]);
  expect(await lines()).toEqual(["zebra 1", "zebra 2", "zebra 10", "ant 1"]);
  expect((await applied()).sort()).toEqual(
    ["db/0001-roles.sql", "zebra/0001-a.sql", "zebra/0002-b.sql", "zebra/0010-c.sql", "ant/0001-a.sql"].sort(),
  );
});

test("a migration runs once, and one that was added since runs alone", async () => {
  const cups = shipped("cups", { "0001-a.sql": `${LOG}; ${line("one")}` });
  await migrate(url, [cups]);
  await migrate(url, [cups]);
  cups.write({ "0002-b.sql": line("two") });
  await migrate(url, [cups]);
  expect(await lines()).toEqual(["one", "two"]);
});

test("a migration that was edited since it ran is refused by its name, and nothing else runs", async () => {
  const cups = shipped("cups", { "0001-a.sql": `${LOG}; ${line("one")}` });
  await migrate(url, [cups]);
  cups.write({ "0001-a.sql": `${LOG}; ${line("changed")}`, "0002-b.sql": line("two") });
  const later = shipped("later", { "0001-a.sql": line("later") });
  await expect(migrate(url, [later, cups])).rejects.toThrow("cups/0001-a.sql was edited");
  expect(await lines()).toEqual(["one"]);
  expect(await applied()).not.toContain("later/0001-a.sql");
});

test("a migration that fails leaves nothing of itself or of those before it, and runs once it is mended", async () => {
  const cups = shipped("cups", { "0001-a.sql": LOG, "0002-b.sql": `${line("half")}; select 1 / 0;` });
  await expect(migrate(url, [cups])).rejects.toMatchObject({ code: "22012" });
  expect(await sql`select to_regclass('public.log') as log, to_regclass('gatehouse.migrations') as migrations`).toEqual(
    [{ log: null, migrations: null }],
  );
  cups.write({ "0002-b.sql": line("whole") });
  await migrate(url, [cups]);
  expect(await lines()).toEqual(["whole"]);
});

test("a failed migration holds nobody up: the lock goes with it", async () => {
  const broken = shipped("cups", { "0001-a.sql": "select 1 / 0" });
  await Promise.allSettled([migrate(url, [broken]), migrate(url, [broken])]);
  await migrate(url, []);
  expect(
    await sql`select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = ${name})`,
  ).toEqual([]);
});

test.each([2, 5])("of %i that migrate one empty database at once, one does it and all find it done", async (times) => {
  const cups = shipped("cups", { "0001-a.sql": `${LOG}; select pg_sleep(0.2); ${line("one")}` });
  await Promise.all(Array.from({ length: times }, () => migrate(url, [cups])));
  expect(await lines()).toEqual(["one"]);
  expect(await sql`select 1 as one from gatehouse_jobs.version`).toEqual([{ one: 1 }]);
});

test("the queue's tables are installed in the caller's transaction and roll back with it", async () => {
  await migrate(url, []);
  const notices: (string | undefined)[] = [];
  const own = postgres(url, { max: 1, onnotice: (notice) => void notices.push(notice.code) });
  await own`drop schema gatehouse_jobs cascade`;
  const installing = own.begin(async (tx) => {
    await installJobs(tx);
    throw new Error("rolled back");
  });
  await expect(installing).rejects.toThrow("rolled back");
  expect(await own`select from pg_namespace where nspname = 'gatehouse_jobs'`).toHaveLength(0);
  // 25001 and 25P01: a BEGIN inside a transaction, a COMMIT outside of one.
  expect(notices).not.toContain("25001");
  expect(notices).not.toContain("25P01");
  await own.end();
});

test("the application reads no record of migrations, and the tenant neither", async () => {
  await migrate(url, []);
  for (const role of ["gatehouse_app", "gatehouse_tenant"]) {
    const reading = sql.begin(async (tx) => {
      await tx.unsafe(`set local role ${role}`);
      await tx`select * from gatehouse.migrations`;
    });
    await expect(reading).rejects.toMatchObject({ code: "42501" });
  }
});
