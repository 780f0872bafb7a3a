// Threat: a half-migrated database, or a start that hangs, when several processes start at once.
import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { installJobs } from "./jobs-install.ts";
import { migrate } from "./migrate.ts";

const serverUrl = process.env.GATEHOUSE_TEST_DATABASE_URL ?? "";
const name = `gatehouse_test_${randomBytes(6).toString("hex")}`;
const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
const server = postgres(serverUrl, { max: 1, onnotice: () => {} });

beforeEach(async () => {
  await server.unsafe(`create database ${name}`);
});
afterEach(async () => {
  await server.unsafe(`drop database ${name} with (force)`);
});

afterAll(() => server.end());

test("several processes that migrate an empty database at once all succeed", async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrate(url, [])));
  const sql = postgres(url, { max: 1 });
  expect(await sql`select package || '/' || name as key from gatehouse.migrations`).toEqual([
    { key: "db/0001-roles.sql" },
  ]);
  await sql.end();
});

test("the queue's tables are installed in the caller's transaction and roll back with it", async () => {
  await migrate(url, []);
  const notices: (string | undefined)[] = [];
  const sql = postgres(url, { max: 1, onnotice: (notice) => void notices.push(notice.code) });
  await sql`drop schema gatehouse_jobs cascade`;
  const installing = sql.begin(async (tx) => {
    await installJobs(tx);
    throw new Error("rolled back");
  });
  await expect(installing).rejects.toThrow("rolled back");
  expect(await sql`select from pg_namespace where nspname = 'gatehouse_jobs'`).toHaveLength(0);
  // 25001 and 25P01: a BEGIN inside a transaction, a COMMIT outside of one.
  expect(notices).not.toContain("25001");
  expect(notices).not.toContain("25P01");
  await sql.end();
});
