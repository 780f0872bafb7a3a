import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Import, importsOf } from "./imports.ts";

/** A file of source code, with what it imports. `path` is relative to the checkout. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Of a test, or of the world that tests stand in. */
  readonly isTest: boolean;
}

export type Dependencies = Readonly<Record<string, string>>;

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly files?: readonly string[];
  readonly dependencies?: Dependencies;
  readonly devDependencies?: Dependencies;
  readonly peerDependencies?: Dependencies;
  readonly optionalDependencies?: Dependencies;
}

/** A member of the workspace. `dir` is relative to the checkout, empty for its root. */
export interface Room {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** The checkout as the checks see it. */
export interface House {
  readonly files: readonly SourceFile[];
  readonly byPath: ReadonlyMap<string, SourceFile>;
  readonly rooms: readonly Room[];
  /** The settings of pnpm and the lock file, as text. */
  readonly settings: string;
  readonly lock: string;
}

/** One broken rule: where, and what to do about it. */
export type Fault = string;

const SOURCE = /\.(ts|tsx|mjs)$/;
const TEST = /\.test\.tsx?$|\.fixture\.ts$|^(packages|apps)\/[^/]+\/src\/testing(\/|\.ts$|-)/;

/** Builds the house from texts by path, so that a test can plant a fault without a disk. */
export function houseOf(texts: ReadonlyMap<string, string>): House {
  const files: SourceFile[] = [];
  const rooms: Room[] = [];
  for (const [path, text] of texts) {
    if (posix.basename(path) === "package.json") {
      const dir = posix.dirname(path);
      rooms.push({ dir: dir === "." ? "" : dir, manifest: JSON.parse(text) as Manifest });
    } else if (SOURCE.test(path) && !path.includes(".gen.")) {
      const lines = text.split("\n").length - 1;
      files.push({ path, lines, imports: importsOf(text), isTest: TEST.test(path) });
    }
  }
  return {
    files,
    byPath: new Map(files.map((file) => [file.path, file])),
    rooms,
    settings: texts.get("pnpm-workspace.yaml") ?? "",
    lock: texts.get("pnpm-lock.yaml") ?? "",
  };
}

/** Reads the checkout from the disk. */
export function readHouse(root: string): House {
  const texts = new Map<string, string>();
  const read = (path: string) => texts.set(path, readFileSync(join(root, path), "utf8"));
  for (const path of ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml"]) read(path);
  for (const top of ["packages", "apps", "tooling"]) {
    for (const path of walk(root, top)) {
      if (SOURCE.test(path) || posix.basename(path) === "package.json") read(path);
    }
  }
  return houseOf(texts);
}

const SKIPPED = new Set(["node_modules", "dist", "test-results", "playwright-report"]);

function* walk(root: string, dir: string): Generator<string> {
  for (const entry of readdirSync(join(root, dir), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name) || entry.name.startsWith(".")) continue;
    const path = posix.join(dir, entry.name);
    if (entry.isDirectory()) yield* walk(root, path);
    else yield path;
  }
}

/** The member of the workspace that a file stands in. */
export const roomOf = (house: House, path: string): Room | undefined =>
  house.rooms
    .filter(({ dir }) => dir !== "" && path.startsWith(`${dir}/`))
    .sort((a, b) => b.dir.length - a.dir.length)[0];

/** The sources that a package's exports point to. */
export const entriesOf = ({ dir, manifest }: Room): string[] =>
  Object.values(manifest.exports ?? {}).flatMap((target) => {
    const source = typeof target === "string" ? undefined : target["@gatehouse/source"];
    return source ? [posix.join(dir, source)] : [];
  });

/** The name of a package without the path inside it: `@scope/name` or `name`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** The file of ours that an import means, if it is one of ours. */
export function resolveImport(house: House, from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) {
    const path = posix.join(posix.dirname(from), specifier);
    return [path, `${path}.ts`, `${path}.tsx`].find((candidate) => house.byPath.has(candidate));
  }
  const name = packageOf(specifier);
  const room = house.rooms.find(({ manifest }) => manifest.name === name);
  const target = room?.manifest.exports?.[`.${specifier.slice(name.length)}`];
  const source = typeof target === "object" ? target["@gatehouse/source"] : undefined;
  return room && source ? posix.join(room.dir, source) : undefined;
}
