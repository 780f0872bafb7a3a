// Threat: a developer's data are lost or unreachable after a crash, two servers ruin one folder, or a neighbour on the
// network walks into a database without a password.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readPidFile } from "./pid-file.ts";
import { whatRuns } from "./process.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres, startOn } from "./start.ts";

const SOURCE = new URL("./start.ts", import.meta.url).href;
const folders: string[] = [];
const started: EmbeddedPostgres[] = [];
let dataDir = "";

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-embedded-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  dataDir = join(folder, ".data");
});

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(at = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: at, fsync: false });
  started.push(server);
  return server;
}

async function ask<T extends object>(url: string, query: string): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql.unsafe<T[]>(query);
    return row ?? ({} as T);
  } finally {
    await sql.end();
  }
}

/** Another process, in a session of its own as a terminal gives it, that starts the server and holds on to it. */
async function startElsewhere(): Promise<{ url: string; end(signal: NodeJS.Signals): Promise<void> }> {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(SOURCE)};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, fsync: false });
    process.once("SIGINT", () => server.stop().then(() => process.exit()));
    setInterval(() => {}, 1000);
    console.log(server.url);`;
  const options = { detached: true, stdio: ["ignore", "pipe", "inherit"] } as const;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    ...options,
    stdio: [...options.stdio],
  });
  const [url] = (await once(child.stdout, "data")) as [Buffer];
  const exited = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    process.kill(-Number(child.pid), signal);
    await exited;
  };
  return { url: String(url).trim(), end };
}

const serverDir = () => join(dataDir, "postgres");
const serverPid = () => readPidFile(serverDir())?.pid ?? Number.NaN;

test("a later start finds the data of the first, under the same password", async () => {
  const first = await start();
  await ask(first.url, "create table kept as select 'yes' as word");
  await first.stop();
  const second = await start();
  expect(await ask(second.url, "select word from kept")).toEqual({ word: "yes" });
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
  expect(second.dataDir).toBe(dataDir);
});

test("the last stop ends the server in order and leaves no pid file", async () => {
  const server = await start();
  const pid = serverPid();
  await server.stop();
  await server.stop();
  expect(whatRuns(pid, serverDir())).not.toBe("server");
  expect(existsSync(join(serverDir(), "postmaster.pid"))).toBe(false);
  expect(readFileSync(join(dataDir, "postgres.log"), "utf8")).toContain("database system is shut down");
});

test("a server that outlived its killed parent is taken over, not doubled", async () => {
  const parent = await startElsewhere();
  const pid = serverPid();
  await ask(parent.url, "create table kept as select 1 as one");
  await parent.end("SIGKILL");
  const heir = await start();
  expect(heir.url).toBe(parent.url);
  expect(serverPid()).toBe(pid);
  expect(await ask(heir.url, "select one from kept")).toEqual({ one: 1 });
  await heir.stop();
  expect(whatRuns(pid, serverDir())).not.toBe("server");
});

test("a Ctrl-C reaches the owner alone, who stops the server in order", async () => {
  const owner = await startElsewhere();
  const pid = serverPid();
  await owner.end("SIGINT");
  expect(whatRuns(pid, serverDir())).not.toBe("server");
  expect(readFileSync(join(dataDir, "postgres.log"), "utf8")).toContain("database system is shut down");
});

test("whoever leaves first leaves the server to the other, connected or idle", async () => {
  const other = await startElsewhere();
  const own = await start();
  expect(own.url).toBe(other.url);
  await own.stop();
  expect(await ask(other.url, "select 1 as one")).toEqual({ one: 1 });
  const pid = serverPid();
  await other.end("SIGINT");
  expect(whatRuns(pid, serverDir())).not.toBe("server");
});

test("an ordinary client of another program keeps the server running", async () => {
  const server = await start();
  const client = postgres(server.url, { max: 1 });
  await client`select 1`;
  await server.stop();
  expect(await client`select 1 as one`).toEqual([{ one: 1 }]);
  await client.end();
  await (await start()).stop();
});

test("processes that start at once on an empty folder end on one server", async () => {
  const [one, two, three, four] = await Promise.all([startElsewhere(), startElsewhere(), start(), start()]);
  expect(new Set([one.url, two.url, three.url, four.url]).size).toBe(1);
  const pid = serverPid();
  await Promise.all([one.end("SIGINT"), two.end("SIGINT"), three.stop(), four.stop()]);
  expect(whatRuns(pid, serverDir())).not.toBe("server");
});

test("a killed server is started anew, and its owner neither falls nor hangs", async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  started.push(first);
  await ask(first.url, "create table kept as select 1 as one");
  process.kill(serverPid(), "SIGKILL");
  await sleep(100);
  const second = await start();
  expect(await ask(second.url, "select one from kept")).toEqual({ one: 1 });
  await first.stop();
  expect(await ask(second.url, "select one from kept")).toEqual({ one: 1 });
});

test("a pid file whose number now belongs to another program does not stop a start", async () => {
  await (await start()).stop();
  // as PostgreSQL writes it; the number is a living process of the user who runs the server
  const { uid, gid } = statSync(serverDir());
  const identity = process.getuid?.() === 0 ? { uid, gid } : {};
  const stranger = spawn("sleep", ["60"], { stdio: "ignore", cwd: "/", ...identity });
  await once(stranger, "spawn");
  writeFileSync(
    join(serverDir(), "postmaster.pid"),
    `${stranger.pid}\n${serverDir()}\n1\n5432\n\n127.0.0.1\n\nready   \n`,
  );
  expect(await ask((await start()).url, "select 1 as one")).toEqual({ one: 1 });
  expect(stranger.exitCode).toBeNull();
  stranger.kill();
});

test.each([
  ["4194304\n", "names nobody"],
  ["", "is empty"],
])("a pid file that %j (%s) does not stop a start", async (content) => {
  await (await start()).stop();
  const file = join(serverDir(), "postmaster.pid");
  writeFileSync(file, content);
  expect(await ask((await start()).url, "select 1 as one")).toEqual({ one: 1 });
});

test("an initdb that was cut short does not poison the next start", async () => {
  const remains = join(dataDir, "postgres.init-cut-short", "cluster");
  mkdirSync(remains, { recursive: true });
  writeFileSync(join(remains, "PG_VERSION"), "18\n");
  chmodSync(dataDir, 0o755);
  expect(await ask((await start()).url, "select 1 as one")).toEqual({ one: 1 });
  expect(existsSync(remains)).toBe(false);
});

describe("a running server", () => {
  let shared: EmbeddedPostgres;
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "gatehouse-embedded-"));
    chmodSync(folder, 0o755);
    shared = await startEmbeddedPostgres({ dataDir: join(folder, ".data"), fsync: false });
  });
  afterAll(async () => {
    await shared.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a wrong password and no password are refused, and a role without a password too", async () => {
    const { url } = shared;
    const as = (user: string, password: string) => Object.assign(new URL(url), { username: user, password }).href;
    await ask(url, "create role open login");
    for (const wrong of [as("postgres", "wrong"), as("postgres", ""), as("open", "")]) {
      await expect(ask(wrong, "select 1")).rejects.toThrow(/password/);
    }
  });

  test("the server listens on loopback alone, without a socket file", async () => {
    const { url } = shared;
    const port = Number(new URL(url).port);
    expect(await ask(url, "select current_setting('listen_addresses') as at")).toEqual({ at: "127.0.0.1" });
    expect(await ask(url, "select current_setting('unix_socket_directories') as at")).toEqual({ at: "" });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === "IPv4" && !address.internal);
    if (outside) await expect(connects(outside.address, port)).resolves.toBe(false);
    await expect(connects("127.0.0.1", port)).resolves.toBe(true);
  });

  test("its settings are those of the contract: UTF-8, by code point, 200 connections, scram", async () => {
    const { url } = shared;
    const { encoding, provider, locale } = await ask<Record<string, string>>(
      url,
      "select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale from pg_database where datname = 'postgres'",
    );
    expect({ encoding, provider, locale }).toEqual({ encoding: "UTF8", provider: "b", locale: "C.UTF-8" });
    expect(
      await ask(url, "select current_setting('max_connections') as max, current_setting('fsync') as fsync"),
    ).toEqual({ max: "200", fsync: "off" });
    expect(
      await ask(url, "select count(*)::int as open from pg_hba_file_rules where auth_method <> 'scram-sha-256'"),
    ).toEqual({ open: 0 });
  });

  test("the password is kept from everybody else on the machine", async () => {
    const file = join(shared.dataDir, "postgres", "gatehouse-password");
    expect(readFileSync(file, "utf8")).toBe(new URL(shared.url).password);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(shared.dataDir, "postgres")).mode & 0o777).toBe(0o700);
    expect(statSync(join(shared.dataDir, "postgres.log")).mode & 0o777).toBe(0o600);
  });
});

test("commits reach the disk unless the caller asks otherwise", async () => {
  const server = await startEmbeddedPostgres({ dataDir });
  started.push(server);
  const query =
    "select current_setting('fsync') as a, current_setting('synchronous_commit') as b, current_setting('full_page_writes') as c";
  expect(await ask(server.url, query)).toEqual({ a: "on", b: "on", c: "on" });
});

test("a server that cannot start says why, with the tail of its log", async () => {
  await (await start()).stop();
  writeFileSync(join(serverDir(), "postgresql.conf"), "no_such_setting = 1\n");
  await expect(start()).rejects.toThrow(/no_such_setting/);
});

test("a platform without binaries is told so in one sentence that names the way out", async () => {
  const refused = startOn({ platform: "sunos-sparc", stateDir: dataDir }, { dataDir });
  await expect(refused).rejects.toThrow(/^There is no embedded PostgreSQL for sunos-sparc: set DATABASE_URL\.$/);
  expect(existsSync(dataDir)).toBe(false);
});

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 1_000 });
    const answer = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", answer(true)).once("error", answer(false)).once("timeout", answer(false));
  });
