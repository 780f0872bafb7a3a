import { execFile } from "node:child_process";
import { closeSync, constants, fchownSync, openSync, readFileSync, statSync } from "node:fs";
import { parse } from "node:path";

/** The account that runs the server where PostgreSQL refuses the caller's own; null: the caller itself. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number } | null;

const PASSED_ON = ["PATH", "SystemRoot", "TEMP", "TMP"];

/**
 * Chooses who runs the server. PostgreSQL refuses root, so root drops to `postgres`, else to `nobody`; everybody else
 * runs it as oneself.
 *
 * @throws Error when root finds neither account
 */
export function chooseUser(): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const rows = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const row = rows.find(([name]) => name === "postgres") ?? rows.find(([name]) => name === "nobody");
  if (!row)
    throw new Error("PostgreSQL does not run as root and there is no user `postgres` or `nobody`: set DATABASE_URL.");
  return { name: String(row[0]), uid: Number(row[2]), gid: Number(row[3]) };
}

/**
 * The owner of a folder as the one who runs the server: an account that was added to the machine later must not lock us
 * out of data that already have an owner.
 *
 * @returns `fallback` where the caller has no choice, or the folder belongs to root
 */
export function ownerOf(directory: string, fallback: ServerUser): ServerUser {
  if (fallback === null) return null;
  const { uid, gid } = statSync(directory);
  return uid === 0 || uid === fallback.uid ? fallback : { name: String(uid), uid, gid };
}

/** Options for a child process that runs as that user: none of our secrets in its environment, nothing of our folder. */
export function childOptions(user: ServerUser) {
  const env: NodeJS.ProcessEnv = { LC_ALL: "C", TZ: "UTC" };
  for (const name of PASSED_ON) if (process.env[name] !== undefined) env[name] = process.env[name];
  return { env, cwd: parse(process.execPath).root, windowsHide: true, ...(user && { uid: user.uid, gid: user.gid }) };
}

/**
 * Runs a program to its end as that user.
 *
 * @returns whether it ended with 0, and what it said, both streams together
 */
export function runAs(user: ServerUser, file: string, args: readonly string[]): Promise<{ ok: boolean; said: string }> {
  return new Promise((resolve) => {
    execFile(file, [...args], childOptions(user), (error, stdout, stderr) => {
      resolve({ ok: error === null, said: `${stdout}${stderr}`.trim() || (error?.message ?? "") });
    });
  });
}

/** Gives a folder to that user. By descriptor: a link put in its place by that user in the meantime is refused, not followed. */
export function giveTo(user: ServerUser, directory: string): void {
  if (user === null) return;
  const descriptor = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    fchownSync(descriptor, user.uid, user.gid);
  } finally {
    closeSync(descriptor);
  }
}
