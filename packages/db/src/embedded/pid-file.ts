import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What a running PostgreSQL says of itself in `postmaster.pid`. */
export interface PidFile {
  /** NaN while the file is not yet whole */
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping` or `standby`; empty at first */
  readonly status: string;
}

const pathIn = (serverDir: string) => join(serverDir, "postmaster.pid");

/**
 * Reads `postmaster.pid`.
 *
 * @returns null when there is none
 * @see PostgreSQL's src/include/utils/pidfile.h: line 1 is the pid, line 4 the port, line 8 the status
 */
export function readPidFile(serverDir: string): PidFile | null {
  try {
    const lines = readFileSync(pathIn(serverDir), "utf8").split("\n");
    return { pid: Number.parseInt(lines[0] ?? "", 10), port: Number(lines[3]), status: (lines[7] ?? "").trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Removes a `postmaster.pid` whose server is proven gone. Call it under the lock only: beside a living server it ruins the data. */
export function removePidFile(serverDir: string): void {
  rmSync(pathIn(serverDir), { force: true });
}
