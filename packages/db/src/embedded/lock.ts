import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

const SQLITE_BUSY = 5;
const WAIT_MS = 120_000;
const POLL_MS = 25;

/**
 * Does the work while no other process does work under the same file. The lock is SQLite's: the one lock of the
 * operating system that Node offers, so it ends with the process that held it, however that process ended.
 *
 * @throws Error when another process holds it for two minutes
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  makePrivate(file);
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    await acquire(lock, file);
    return await work();
  } finally {
    lock.close();
  }
}

// SQLite would make it readable to all, and whoever can read it can hold it. An existing file is never opened beside
// SQLite: to close any descriptor of a file drops all the locks that this process holds on it.
function makePrivate(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

async function acquire(lock: DatabaseSync, file: string): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      lock.exec("BEGIN EXCLUSIVE");
      return;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      if (performance.now() > deadline) throw new Error(`Another process has held ${file} for two minutes.`);
      await sleep(POLL_MS);
    }
  }
}
