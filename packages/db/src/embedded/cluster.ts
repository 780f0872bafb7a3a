import { randomBytes, randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { isInitialized, type Location } from "./location.ts";
import { giveTo, runAs, type ServerUser } from "./run-as.ts";

const PASSWORD_FILE = "gatehouse-password";
const STAGING = "postgres.init-";

/**
 * Makes the database cluster where there is none: superuser `postgres` with a random password of 192 bits, UTF-8,
 * sorted by code point. It is made aside and moved into place in one step, so that one cut short leaves nothing behind
 * that a later start would take for a cluster.
 *
 * @param fsync false: not flushed to the disk, for tests
 * @returns the superuser's password
 * @throws Error with what initdb said
 */
export async function openCluster(location: Location, binaries: Binaries, fsync: boolean): Promise<string> {
  if (!isInitialized(location.serverDir)) await initialize(location, binaries, fsync);
  try {
    return readFileSync(join(location.serverDir, PASSWORD_FILE), "utf8");
  } catch (cause) {
    throw new Error(
      `The password of the data in ${location.serverDir} cannot be read: they were not made here, or by another user.`,
      { cause },
    );
  }
}

async function initialize({ dataDir, serverDir, user }: Location, binaries: Binaries, fsync: boolean): Promise<void> {
  for (const name of readdirSync(dataDir)) if (name.startsWith(STAGING)) remove(join(dataDir, name));
  const staging = join(dataDir, `${STAGING}${randomUUID()}`);
  mkdirSync(staging, { mode: 0o700 });
  try {
    const passwordFile = join(staging, PASSWORD_FILE);
    writePassword(passwordFile, user);
    giveTo(user, staging);
    const cluster = join(staging, "cluster");
    const { ok, said } = await runAs(user, binaries.initdb, [
      ...initArguments(cluster, passwordFile),
      ...(fsync ? [] : ["--no-sync"]),
    ]);
    if (!ok) throw new Error(`The database could not be made in ${dataDir}: ${said}`);
    renameSync(passwordFile, join(cluster, PASSWORD_FILE));
    renameSync(cluster, serverDir);
  } finally {
    remove(staging);
  }
}

function initArguments(cluster: string, passwordFile: string): string[] {
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  return [
    "-D",
    cluster,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--no-instructions",
    ...locale,
  ];
}

function writePassword(file: string, user: ServerUser): void {
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeFileSync(descriptor, randomBytes(24).toString("base64url"), { flush: true });
    if (user !== null) fchownSync(descriptor, user.uid, user.gid);
  } finally {
    closeSync(descriptor);
  }
}

// An initdb whose parent was killed may still be writing there: what it leaves goes at the next chance.
function remove(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}
