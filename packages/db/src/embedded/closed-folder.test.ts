// Threat: root's checkout lies in a folder that is closed to others, so that the unprivileged server cannot read its
// program or reach its data; or the way around that opens the data to somebody else.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Binaries, findBinaries } from "./binaries.ts";
import { readableBinaries } from "./readable-binaries.ts";
import { chooseUser, runAs } from "./run-as.ts";
import { type EmbeddedPostgres, startOn } from "./start.ts";

const PLATFORM = `${process.platform}-${process.arch}`;
const isRoot = process.getuid?.() === 0;
let folder = "";
let stateDir = "";
let dataDir = "";
const started: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-closed-"));
  chmodSync(folder, 0o755);
  stateDir = join(folder, "state");
  const closed = join(folder, "closed");
  mkdirSync(closed, { mode: 0o700 });
  dataDir = join(closed, ".data");
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startOn({ platform: PLATFORM, stateDir }, { dataDir, fsync: false });
  started.push(server);
  return server;
}

async function tables(url: string): Promise<string[]> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
  await sql.end();
  return rows.map((row) => row.name);
}

async function run(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1 });
  await sql.unsafe(statement);
  await sql.end();
}

async function unpackInto(root: string): Promise<Binaries> {
  const packaged = await findBinaries(PLATFORM);
  cpSync(packaged.root, root, { recursive: true, verbatimSymlinks: true });
  const bin = (name: string) => join(root, "bin", name);
  return { root, version: "1", initdb: bin("initdb"), postgres: bin("postgres"), pgCtl: bin("pg_ctl") };
}

describe.skipIf(!isRoot)("as root", () => {
  test("data of a closed folder live elsewhere, closed to others, and the folder says where", async () => {
    const first = await start();
    await run(first.url, "create table kept ()");
    await first.stop();
    expect(first.dataDir.startsWith(stateDir)).toBe(true);
    expect(readFileSync(join(dataDir, "location"), "utf8").trim()).toBe(first.dataDir);
    expect(statSync(first.dataDir).mode & 0o777).toBe(0o700);
    const second = await start();
    expect(second.dataDir).toBe(first.dataDir);
    expect(await tables(second.url)).toEqual(["kept"]);
  });

  test("data that live elsewhere stay there when the folder is opened later", async () => {
    const first = await start();
    await run(first.url, "create table kept ()");
    await first.stop();
    chmodSync(join(folder, "closed"), 0o755);
    expect(await tables((await start()).url)).toEqual(["kept"]);
  });

  test("removing the data folder removes the data, wherever they were", async () => {
    const first = await start();
    await run(first.url, "create table forgotten ()");
    await first.stop();
    rmSync(dataDir, { recursive: true });
    expect(await tables((await start()).url)).toEqual([]);
  });

  test("data in a folder that was closed later are not hidden behind an empty database", async () => {
    chmodSync(join(folder, "closed"), 0o755);
    await (await start()).stop();
    chmodSync(join(folder, "closed"), 0o700);
    await expect(start()).rejects.toThrow(/can no longer reach them/);
    chmodSync(join(folder, "closed"), 0o755);
    expect(await tables((await start()).url)).toEqual([]);
  });

  test("a strict umask of root does not close what the server's user must reach", async () => {
    const before = process.umask(0o077);
    try {
      dataDir = join(folder, "fresh", ".data");
      const server = await start();
      expect(server.dataDir).toBe(dataDir);
    } finally {
      process.umask(before);
    }
  });

  test("the server runs as the owner of its data, whoever of the accounts that is", async () => {
    chmodSync(join(folder, "closed"), 0o755);
    await (await start()).stop();
    const serverDir = join(dataDir, "postgres");
    await runAs(null, "chown", ["-R", "12345:12345", serverDir]);
    const server = await start();
    const pid = Number.parseInt(readFileSync(join(serverDir, "postmaster.pid"), "utf8"), 10);
    expect(statSync(`/proc/${pid}`).uid).toBe(12345);
    expect(await tables(server.url)).toEqual([]);
  });

  test("binaries in a closed folder are copied once, whole, also by two at a time", async () => {
    const closed = await unpackInto(join(folder, "closed", "native"));
    const user = chooseUser();
    expect((await runAs(user, closed.postgres, ["--version"])).ok).toBe(false);
    const copies = [readableBinaries(closed, user, stateDir), readableBinaries(closed, user, stateDir)];
    const [one, two] = (await Promise.all(copies)) as [Binaries, Binaries];
    expect(two).toEqual(one);
    expect(readdirSync(join(stateDir, "bin"))).toHaveLength(1);
    expect((await runAs(user, one.postgres, ["--version"])).said).toMatch(/PostgreSQL/);
    expect(readdirSync(join(one.root, "lib")).sort()).toEqual(readdirSync(join(closed.root, "lib")).sort());
  });

  test("binaries that can be read where they are are not copied", async () => {
    const open = await unpackInto(join(folder, "native"));
    expect(await readableBinaries(open, chooseUser(), stateDir)).toBe(open);
    expect(existsSync(stateDir)).toBe(false);
  });
});

test.skipIf(isRoot)("an ordinary user's data stay in the closed folder", async () => {
  const server = await start();
  expect(server.dataDir).toBe(dataDir);
  expect(existsSync(stateDir)).toBe(false);
});

test("binaries that do not run here are told in one sentence that names the way out", async () => {
  const packaged = await findBinaries(PLATFORM);
  const broken = { ...packaged, root: folder, postgres: join(folder, "bin", "postgres") };
  mkdirSync(join(folder, "bin"));
  cpSync(packaged.initdb, broken.postgres);
  chmodSync(broken.postgres, 0o644);
  await expect(readableBinaries(broken, null, stateDir)).rejects.toThrow(/does not run here, set DATABASE_URL/);
});
