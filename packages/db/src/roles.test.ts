// Threat: the login that the application uses reads around row-level security, because a role was made with too much, or not at all when
// several installations started on one fresh server.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./testing.ts";

const SOURCE = new URL("./migrate.ts", import.meta.url).href;
const ROLES = ["gatehouse_app", "gatehouse_tenant"];

// A server of this file alone: roles belong to the whole server, and these tests begin without them.
let folder = "";
let server: EmbeddedPostgres;
let admin: postgres.Sql;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-roles-"));
  chmodSync(folder, 0o711);
  server = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
  admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin.unsafe("create role keeper login createrole password 'keeper'");
});
afterAll(async () => {
  await admin.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const database of ["one", "two"]) await admin.unsafe(`drop database if exists ${database} with (force)`);
  for (const role of ROLES) await admin.unsafe(`drop role if exists ${role}`);
  for (const database of ["one", "two"]) await admin.unsafe(`create database ${database} owner keeper`);
});

function urlOf(database: string, login: "superuser" | "keeper"): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  if (login === "keeper") Object.assign(url, { username: "keeper", password: "keeper" });
  return url.href;
}

const ask = async (database: string, query: string): Promise<Record<string, unknown>[]> => {
  const sql = postgres(urlOf(database, "superuser"), { max: 1 });
  try {
    return [...(await sql.unsafe(query))];
  } finally {
    await sql.end();
  }
};

const migrated = (database: string) => ask(database, "select package, name from gatehouse.migrations");

test.each(["superuser", "keeper"] as const)("neither role is more than it must be, made by a %s", async (login) => {
  await migrate(urlOf("one", login), []);
  const attributes = "rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication, rolcanlogin";
  const nothing = {
    rolsuper: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolbypassrls: false,
    rolreplication: false,
    rolcanlogin: false,
  };
  expect(await ask("one", `select ${attributes} from pg_roles where rolname in ('${ROLES.join("','")}')`)).toEqual([
    nothing,
    nothing,
  ]);
  const owned = `select relname from pg_class where relowner::regrole::text = any('{${ROLES.join()}}')
    union all select nspname from pg_namespace where nspowner::regrole::text = any('{${ROLES.join()}}')`;
  expect(await ask("one", owned)).toEqual([]);
  const memberships = `select pg_has_role('gatehouse_app', 'gatehouse_tenant', 'member') as down,
    pg_has_role('gatehouse_tenant', 'gatehouse_app', 'member') as up, pg_has_role('gatehouse_app', 'keeper', 'member') as owner`;
  expect(await ask("one", memberships)).toEqual([{ down: true, up: false, owner: false }]);
});

test("neither role may make a schema, a table, a role or a database", async () => {
  await migrate(urlOf("one", "keeper"), []);
  for (const role of ROLES) {
    for (const statement of [
      "create schema x",
      "create table public.x ()",
      "create table gatehouse.x ()",
      "create role x",
      "create database x",
    ]) {
      await expect(ask("one", `set role ${role}; ${statement}`), `${role}: ${statement}`).rejects.toMatchObject({
        code: /42501|25001/,
      });
    }
  }
});

test.each([
  ["superuser", 2],
  ["keeper", 2],
  ["keeper", 5],
] as const)("on a fresh server %s migrates two databases at once, %i starts each", async (login, times) => {
  const starts = Array.from({ length: times }, () => ["one", "two"]).flat();
  const outcomes = await Promise.allSettled(starts.map((database) => migrate(urlOf(database, login), [])));
  expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
  expect(await migrated("one")).toEqual(await migrated("two"));
});

/** Another process, as a second instance is one. */
async function migrateElsewhere(url: string): Promise<number | null> {
  const script = `import { migrate } from ${JSON.stringify(SOURCE)}; await migrate(${JSON.stringify(url)}, []);`;
  const options = ["--conditions=@gatehouse/source", "--input-type=module", "--eval", script];
  const child = spawn(process.execPath, options, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "exit");
  return code as number | null;
}

test("five processes that start at once on one empty database all come up", async () => {
  const url = urlOf("one", "keeper");
  expect(await Promise.all(Array.from({ length: 5 }, () => migrateElsewhere(url)))).toEqual([0, 0, 0, 0, 0]);
  expect(await migrated("one")).toEqual([{ package: "db", name: "0001-roles.sql" }]);
}, 60_000);

test("an installation finds the roles that another one on its server made", async () => {
  await migrate(urlOf("one", "superuser"), []);
  await migrate(urlOf("two", "superuser"), []);
  expect(await migrated("two")).toEqual([{ package: "db", name: "0001-roles.sql" }]);
});
