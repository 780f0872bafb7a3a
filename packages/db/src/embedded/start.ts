import { join, resolve } from "node:path";
import { type Binaries, findBinaries } from "./binaries.ts";
import { openCluster } from "./cluster.ts";
import { type Location, locate, openDataDir } from "./location.ts";
import { withLock } from "./lock.ts";
import { enter } from "./presence.ts";
import { readableBinaries } from "./readable-binaries.ts";
import { startServer } from "./server.ts";
import { leaveServer } from "./stop.ts";
import { type Joined, joinRunning, urlOf } from "./takeover.ts";

export interface EmbeddedPostgres {
  /** superuser URL on loopback, with password: postgres://postgres:...@127.0.0.1:PORT/postgres */
  readonly url: string;
  /** where the data really are: the requested folder, or the one that stands for it */
  readonly dataDir: string;
  /** stops the server unless another process is still connected (last one out stops it); waits for a clean stop */
  stop(): Promise<void>;
}

interface Options {
  readonly dataDir: string;
  /** false: nothing is flushed to the disk; faster, for tests */
  readonly fsync?: boolean;
}

/** What the launcher takes from the machine; tests give another. */
export interface Machine {
  /** `process.platform` and `process.arch` joined by a hyphen */
  readonly platform: string;
  /** a folder of root for what the server's user must reach */
  readonly stateDir: string;
}

/**
 * Starts the PostgreSQL that comes with the packages, or joins the one that already runs on the same folder. The first
 * start makes the database. Processes that start at once end on the same server; one that was left behind is taken over.
 *
 * @param options.dataDir made where it is missing; the server's own folder is `postgres` in it, its log `postgres.log`
 * @throws Error in one sentence where this machine cannot run it, or with the tail of the server's log
 */
export function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  return startOn({ platform: `${process.platform}-${process.arch}`, stateDir: "/var/lib/gatehouse" }, options);
}

/** `startEmbeddedPostgres` on a machine that the caller describes. */
export async function startOn(machine: Machine, options: Options): Promise<EmbeddedPostgres> {
  const packaged = await findBinaries(machine.platform);
  const dataDir = openDataDir(resolve(options.dataDir));
  const lock = join(dataDir, "postgres.lock");
  return withLock(lock, async () => {
    const location = await locate(dataDir, machine.stateDir);
    const binaries = await readableBinaries(packaged, location.user, machine.stateDir);
    const joined = await joinOrStart(location, binaries, options.fsync ?? true);
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= withLock(lock, () => leaveServer(joined, location, binaries)));
    return { url: joined.url, dataDir: location.dataDir, stop };
  });
}

async function joinOrStart(location: Location, binaries: Binaries, fsync: boolean): Promise<Joined> {
  const password = await openCluster(location, binaries, fsync);
  const running = await joinRunning(location.serverDir, password);
  if (running) return running;
  const { pid, port } = await startServer(location, binaries, fsync);
  const url = urlOf(port, password);
  return { pid, url, presence: await enter(url) };
}
