import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import type { Location } from "./location.ts";
import { type PidFile, readPidFile } from "./pid-file.ts";
import { childOptions } from "./run-as.ts";

const START_MS = 60_000;
const POLL_MS = 20;
const ATTEMPTS = 5;
const TAIL_CHARACTERS = 2_000;
const LOG_BYTES = 5_000_000;
// another program was faster to the port, or the last processes of a killed server are still on their way out
const PASSING = /Address already in use|pre-existing shared memory block/;

/**
 * Starts PostgreSQL on loopback, on a free port, and waits until it takes connections. It gets a session of its own and
 * a log file instead of our terminal: a Ctrl-C reaches only us, and we stop it in order. It may outlive us.
 *
 * @param fsync false: commits are not flushed to the disk, for tests
 * @throws Error with the tail of its log when it does not start
 */
export async function startServer(location: Location, binaries: Binaries, fsync: boolean): Promise<PidFile> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await startOnce(location, binaries, fsync);
    if (typeof outcome !== "string") return outcome;
    if (attempt === ATTEMPTS || !PASSING.test(outcome))
      throw new Error(`The embedded PostgreSQL did not start: ${outcome}`);
    await sleep(POLL_MS * 10);
  }
}

async function startOnce(
  { dataDir, serverDir, user }: Location,
  binaries: Binaries,
  fsync: boolean,
): Promise<PidFile | string> {
  const port = await freePort();
  const log = openLog(dataDir);
  const options = { ...childOptions(user), detached: true, stdio: ["ignore", log.descriptor, log.descriptor] } as const;
  const child = spawn(binaries.postgres, serverArguments(serverDir, port, fsync), {
    ...options,
    stdio: [...options.stdio],
  });
  child.unref();
  closeSync(log.descriptor);
  const ended = endOf(child);
  const deadline = performance.now() + START_MS;
  for (;;) {
    const failure = ended();
    if (failure !== null) return `${failure}\n${log.tail()}`;
    const file = readPidFile(serverDir);
    if (file?.pid === child.pid && file?.status === "ready") return file;
    if (performance.now() > deadline) {
      child.kill("SIGINT");
      return `not ready after ${START_MS / 1_000} s\n${log.tail()}`;
    }
    await sleep(POLL_MS);
  }
}

function serverArguments(serverDir: string, port: number, fsync: boolean): string[] {
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: "200" };
  const unsafe = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const all = Object.entries(fsync ? settings : { ...settings, ...unsafe });
  return ["-D", serverDir, "-p", String(port), ...all.flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

function endOf(child: ChildProcess): () => string | null {
  let end: string | null = null;
  child.once("error", (error) => {
    end = error.message;
  });
  child.once("exit", (code, signal) => {
    end = `it ended with ${signal ?? code}`;
  });
  return () => end;
}

// Where root writes into a folder of the server's user, a link in the log's place is refused.
function openLog(dataDir: string): { descriptor: number; tail(): string } {
  const path = join(dataDir, "postgres.log");
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
  let descriptor = openSync(path, flags, 0o600);
  if (fstatSync(descriptor).size > LOG_BYTES) {
    closeSync(descriptor);
    descriptor = openSync(path, flags | constants.O_TRUNC, 0o600);
  }
  const start = fstatSync(descriptor).size;
  return { descriptor, tail: () => readFileSync(path).subarray(start).toString("utf8").slice(-TAIL_CHARACTERS).trim() };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
