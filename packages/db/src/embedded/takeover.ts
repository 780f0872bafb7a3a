import { setTimeout as sleep } from "node:timers/promises";
import { readPidFile, removePidFile } from "./pid-file.ts";
import { enter, type Presence } from "./presence.ts";
import { whatRuns } from "./process.ts";

/** A server we are connected to. */
export interface Joined {
  readonly pid: number;
  readonly url: string;
  readonly presence: Presence;
}

const PATIENCE_MS = 60_000;
const UNFINISHED_MS = 1_000;
const POLL_MS = 50;

/** The superuser's address on a server of ours. */
export const urlOf = (port: number, password: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

/**
 * Joins the server that already runs on this folder: one that outlived its parent, or one that another process started.
 * Waits for one that is on its way up or down. Call it under the lock.
 *
 * @returns null when none runs; a `postmaster.pid` that would stop a start is then out of the way
 * @throws Error when one runs and does not take our password, or does not get ready within a minute
 */
export async function joinRunning(serverDir: string, password: string): Promise<Joined | null> {
  const began = performance.now();
  for (;;) {
    const file = readPidFile(serverDir);
    if (file === null) return null;
    const waited = performance.now() - began;
    if (Number.isNaN(file.pid)) {
      if (waited > UNFINISHED_MS) removePidFile(serverDir);
    } else {
      const state = whatRuns(file.pid, serverDir);
      if (state === "other") removePidFile(serverDir);
      if (state !== "server") return null;
      const url = urlOf(file.port, password);
      const presence = file.status === "ready" ? await tryEnter(url) : null;
      if (presence) return { pid: file.pid, url, presence };
      if (waited > PATIENCE_MS)
        throw new Error(`A PostgreSQL runs on ${serverDir} (process ${file.pid}) and does not get ready.`);
    }
    await sleep(POLL_MS);
  }
}

async function tryEnter(url: string): Promise<Presence | null> {
  try {
    return await enter(url);
  } catch (error) {
    if ((error as { code?: string }).code !== "28P01") return null;
    throw new Error("A PostgreSQL runs on our data folder and does not take our password.", { cause: error });
  }
}
