import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePassable } from "./passable.ts";
import { chooseUser, giveTo, ownerOf, runAs, type ServerUser } from "./run-as.ts";

/** Where the data are and who serves them. */
export interface Location {
  /** the requested folder, or the one that stands for it */
  readonly dataDir: string;
  /** PostgreSQL's own folder in it */
  readonly serverDir: string;
  readonly user: ServerUser;
}

/**
 * Makes the requested data folder where it is missing. Root leaves it open to passers-by (0711), so that the server's
 * user can reach its own folder inside; what it holds has its own modes.
 *
 * @returns its path with every link resolved
 */
export function openDataDir(requested: string): string {
  makePassable(requested, process.getuid?.() === 0 ? 0o711 : 0o700);
  return realpathSync(requested);
}

/**
 * Decides where the data live: in the requested folder, or, where the server's user cannot reach it, in
 * `<stateDir>/<hash of its path>`, which a file `location` in the requested folder then names. Data live and die with
 * the requested folder: what an earlier folder of the same path left elsewhere is set aside, not taken up.
 *
 * @throws Error when data are there already and their owner cannot reach them: a second, empty database would hide them
 */
export async function locate(dataDir: string, stateDir: string): Promise<Location> {
  const user = chooseUser();
  const here = placeIn(dataDir, user);
  if (user === null) return here;
  if (isInitialized(here.serverDir)) return requireReach(here);
  const elsewhere = join(stateDir, createHash("sha256").update(dataDir).digest("hex").slice(0, 16));
  if (readNote(dataDir) === elsewhere && isInitialized(join(elsewhere, "postgres"))) return placeIn(elsewhere, user);
  if (await canKeepData(dataDir, user)) return here;
  setAside(elsewhere);
  makePassable(stateDir, 0o755);
  mkdirSync(elsewhere, { mode: 0o700 });
  giveTo(user, elsewhere);
  writeFileSync(join(dataDir, "location"), `${elsewhere}\n`);
  return placeIn(elsewhere, user);
}

/** Whether a finished cluster stands in that folder. */
export const isInitialized = (serverDir: string): boolean => existsSync(join(serverDir, "PG_VERSION"));

function placeIn(dataDir: string, user: ServerUser): Location {
  const serverDir = join(dataDir, "postgres");
  return { dataDir, serverDir, user: isInitialized(serverDir) ? ownerOf(serverDir, user) : user };
}

function readNote(dataDir: string): string | null {
  const note = join(dataDir, "location");
  return existsSync(note) ? readFileSync(note, "utf8").trim() : null;
}

async function requireReach(location: Location): Promise<Location> {
  const { serverDir, user } = location;
  if ((await runAs(user, "test", ["-x", serverDir])).ok) return location;
  throw new Error(
    `The data in ${serverDir} belong to the user ${user?.name}, who can no longer reach them: open the folders above.`,
  );
}

// Tried by doing it: access lists, squashed roots and shared folders make the mode bits lie.
async function canKeepData(dataDir: string, user: ServerUser): Promise<boolean> {
  const probe = join(dataDir, `postgres.probe-${randomUUID()}`);
  try {
    mkdirSync(probe, { mode: 0o700 });
    giveTo(user, probe);
    return (await runAs(user, "sh", ["-c", 'test -O "$1" && : > "$1/file"', "sh", probe])).ok;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

// One is kept: whoever removed the folder by mistake can have the data back.
function setAside(directory: string): void {
  if (!existsSync(directory)) return;
  rmSync(`${directory}.old`, { recursive: true, force: true });
  renameSync(directory, `${directory}.old`);
}
