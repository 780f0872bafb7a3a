// Threat: an application that logs in as somebody whom row-level security does not bind, and nobody notices.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@gatehouse/kernel";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createJobs } from "./jobs.ts";
import { type OpenDatabase, openDatabase } from "./open.ts";
import { signal } from "./signals.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./testing.ts";

const request = { id: "req_1", ip: null, userAgent: null };

// A server of this file alone: logins belong to the whole server.
let folder = "";
let server: EmbeddedPostgres;
let admin: postgres.Sql;
let opened: OpenDatabase | undefined;

function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "gatehouse-open-"));
  chmodSync(path, 0o711); // the server's own user must reach it
  return path;
}

beforeAll(async () => {
  folder = newFolder();
  server = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
  admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`
    create role keeper login createrole password 'pw';
    create role clerk login password 'pw';
    create role deputy login password 'pw' in role keeper;
    create role blind login bypassrls password 'pw';
    create role "odd@name" login password 'pw'`);
});
afterAll(async () => {
  await admin.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await admin.unsafe("drop database if exists house with (force)");
  for (const role of ["gatehouse_app", "gatehouse_tenant"]) await admin.unsafe(`drop role if exists ${role}`);
  await admin.unsafe("create database house owner keeper");
});
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

function urlOf(login: string | null): string {
  const url = new URL(server.url);
  url.pathname = "/house";
  if (login !== null) Object.assign(url, { username: encodeURIComponent(login), password: "pw" });
  return url.href;
}

async function open(login: string | null, production: boolean, owner = "keeper"): Promise<OpenDatabase> {
  const options = {
    url: urlOf(login),
    migrationUrl: urlOf(owner),
    directUrl: undefined,
    dataDir: "",
    production,
    clock: systemClock,
  };
  opened = await openDatabase(options, []);
  return opened;
}

test.each([
  ["a superuser", null],
  ["the owner", "keeper"],
  ["a member of the owner", "deputy"],
  ["a login that bypasses row-level security", "blind"],
])("in production %s is refused as the application, with the variable to set", async (_, login) => {
  await expect(open(login, true)).rejects.toThrow("DATABASE_MIGRATION_URL");
});

const facts = sql`select current_user as role, session_user as login, pg_has_role(session_user, 'keeper', 'member') as owner,
  (select rolsuper from pg_roles where rolname = session_user) as super`;

test.each([
  ["in production", true, "clerk"],
  ["in production", true, "odd@name"],
  ["in development", false, "clerk"],
])("%s (%s) an ordinary login, %s, becomes the application by a plain grant", async (_, production, login) => {
  const { db } = await open(login, production);
  const [row] = await db.work(request, async ({ tx }) => tx.execute(facts));
  expect(row).toEqual({ role: "gatehouse_app", login, owner: false, super: false });
});

test("instances that start at once with a new login all come up", async () => {
  await open("odd@name", true);
  const options = {
    url: urlOf("clerk"),
    migrationUrl: urlOf("keeper"),
    directUrl: undefined,
    dataDir: "",
    production: true,
    clock: systemClock,
  };
  const starts = await Promise.allSettled(Array.from({ length: 4 }, () => openDatabase(options, [])));
  for (const start of starts) if (start.status === "fulfilled") await start.value.close();
  expect(starts.map(({ status }) => status)).toEqual(Array(4).fill("fulfilled"));
});

test("an ordinary login runs the queue and hears the signals", async () => {
  const { db, signals } = await open("clerk", true);
  const heard: string[] = [];
  signals.listen("cups", { onSignal: (payload) => void heard.push(payload), onConnected: async () => {} });
  await signals.start();
  const jobs = createJobs(db, ["cups"], () => {});
  jobs.handle("cups", async () => void heard.push("job"));
  await jobs.start();
  await db.work(request, async (work) => {
    await jobs.enqueue(work, "cups", {});
    await signal(work, "cups", "signal");
  });
  await expect.poll(() => heard.toSorted(), { timeout: 5_000 }).toEqual(["job", "signal"]);
  await jobs.stop();
});

test.each([
  ["a superuser", null],
  ["the owner", "keeper"],
])("in development %s works, and even then as the application", async (_, login) => {
  const { db } = await open(login, false);
  expect(await db.work(request, async ({ tx }) => (await tx.execute(facts))[0])).toMatchObject({
    role: "gatehouse_app",
  });
  expect(await db.sql`select current_user as role`).toEqual([{ role: "gatehouse_app" }]);
});

test("an ordinary login has no rights of the owner's: it neither makes tables nor takes on the owner's role", async () => {
  const { db } = await open("clerk", true);
  await expect(db.sql`create table gatehouse.x ()`).rejects.toMatchObject({ code: "42501" });
  await expect(db.sql`set role keeper`).rejects.toMatchObject({ code: "42501" });
});

test("the embedded server's own logins are bound too, and what was migrated stands at the next start", async () => {
  const dataDir = newFolder();
  const options = {
    url: undefined,
    migrationUrl: undefined,
    directUrl: undefined,
    dataDir,
    production: true,
    clock: systemClock,
  };
  for (let start = 0; start < 2; start += 1) {
    opened = await openDatabase(options, []);
    const [row] = await opened.db.work(request, async ({ tx }) =>
      tx.execute(sql`select current_user as role, rolsuper as super, rolbypassrls as blind,
        pg_has_role(session_user, 'gatehouse_owner', 'member') as owner from pg_roles where rolname = session_user`),
    );
    expect(row).toEqual({ role: "gatehouse_app", super: false, blind: false, owner: false });
    await opened.close();
    opened = undefined;
  }
  rmSync(dataDir, { recursive: true, force: true });
});
