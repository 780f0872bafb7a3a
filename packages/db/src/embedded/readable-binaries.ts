import { createHash, randomUUID } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { makePassable } from "./passable.ts";
import { runAs, type ServerUser } from "./run-as.ts";

/**
 * Makes sure that the server's user can run the binaries; copies them to `<stateDir>/bin` where the checkout lies in a
 * folder that is closed to that user.
 *
 * @param stateDir a folder of root that everybody may enter
 * @returns the same binaries, or the copy
 * @throws Error when they do not run on this machine
 */
export async function readableBinaries(binaries: Binaries, user: ServerUser, stateDir: string): Promise<Binaries> {
  const first = await tryOut(binaries, user);
  if (first === null) return binaries;
  if (user === null) throw cannotRun(first);
  const copy = await copyOnce(binaries, join(stateDir, "bin"));
  const second = await tryOut(copy, user);
  if (second !== null) throw cannotRun(`${second} (${copy.root})`);
  return copy;
}

const cannotRun = (reason: string) =>
  new Error(`The embedded PostgreSQL does not run here, set DATABASE_URL: ${reason}`);

// The mode bits do not tell (parent folders, noexec, a C library that is missing): running it does.
async function tryOut({ root, postgres, initdb }: Binaries, user: ServerUser): Promise<string | null> {
  for (const program of [postgres, initdb]) {
    const { ok, said } = await runAs(user, program, ["--version"]);
    if (!ok) return said;
  }
  if (user === null) return null;
  const share = join(root, "share", "postgresql", "postgres.bki");
  return (await runAs(user, "test", ["-r", share])).ok ? null : `${share} cannot be read`;
}

async function copyOnce(binaries: Binaries, parent: string): Promise<Binaries> {
  const key = `${binaries.version} ${process.platform} ${process.arch}`;
  const target = join(parent, createHash("sha256").update(key).digest("hex").slice(0, 16));
  if (!existsSync(target)) {
    makePassable(parent, 0o755);
    const staging = `${target}.${randomUUID()}`;
    try {
      await cp(binaries.root, staging, { recursive: true, verbatimSymlinks: true });
      await runAs(null, "chmod", ["-R", "a+rX", staging]);
      renameSync(staging, target);
    } catch (error) {
      // whoever copied at the same time and was faster left the same files
      if (!existsSync(target)) throw error;
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  }
  const moved = (file: string) => join(target, "bin", basename(file));
  const { initdb, postgres, pgCtl } = binaries;
  return {
    root: target,
    version: binaries.version,
    initdb: moved(initdb),
    postgres: moved(postgres),
    pgCtl: moved(pgCtl),
  };
}
