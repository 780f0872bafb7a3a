import { checkBrowser } from "./browser.ts";
import { checkBundleSize } from "./bundle-size.ts";
import { capture, ROOT } from "./command.ts";
import { checkCycles } from "./cycles.ts";
import { checkFloors } from "./floors.ts";
import { readFunctionLengths } from "./function-lengths.ts";
import { type Fault, type House, readHouse } from "./house.ts";
import { checkImporters } from "./importers.ts";
import { checkNames } from "./names.ts";
import { checkPackaging } from "./packaging.ts";
import { checkSizes } from "./sizes.ts";
import { checkSlices } from "./slices.ts";
import { checkVersions } from "./versions.ts";

/** One line of `pnpm check`. */
export interface Check {
  readonly name: string;
  /** What holds when it passes. */
  readonly says: string;
  /** The check whose outcome on the disk it needs. */
  readonly after?: string;
  run(): Promise<readonly Fault[]>;
}

const house = readHouse(ROOT);

const ours = (name: string, says: string, rules: readonly ((house: House) => Fault[])[]): Check => ({
  name,
  says,
  run: async () => rules.flatMap((rule) => rule(house)),
});

/** A command that prints what is wrong and ends with another code than 0. */
const command = (name: string, says: string, line: string, after?: string): Check => ({
  name,
  says,
  ...(after && { after }),
  async run() {
    const [program = "", ...args] = line.split(" ");
    const { code, output } = await capture(program, args);
    return code === 0 ? [] : [output.trim() || `${line} ended with ${code}`];
  },
});

/** All of `pnpm check`. The build comes first: others read what it leaves, and turbo remembers it. */
export const checks: readonly Check[] = [
  command("build", "every package and app builds", "turbo run build --output-logs=errors-only"),
  command("types", "the whole type-checks", "tsc -b tooling/typescript/tsconfig.json --pretty false"),
  ours("floors", "imports run downward, between packages and slices, and to no browser", [
    checkFloors,
    checkSlices,
    checkImporters,
    checkBrowser,
  ]),
  ours("cycles", "no file imports itself by a detour", [checkCycles]),
  ours("names", "files are named for nouns; an index only where exports point", [checkNames]),
  ours("versions", "each version stands once, in the catalog", [checkVersions]),
  {
    name: "sizes",
    says: "files and functions stay small",
    run: async () => checkSizes(house, await readFunctionLengths()),
  },
  command(
    "dead code",
    "nothing is exported, declared or kept for nobody",
    "knip -c tooling/checks/knip.json --no-progress --treat-config-hints-as-errors",
  ),
  // After the build: a promise that comes from another package is known by that package's declarations.
  command(
    "format, lint",
    "Biome is content",
    "biome ci --colors=off --diagnostic-level=warn --error-on-warnings --max-diagnostics=50 .",
    "build",
  ),
  { name: "packaging", says: "what would be published is whole", after: "build", run: () => checkPackaging(house) },
  {
    name: "bundle size",
    says: "the dashboard stays within its budgets",
    after: "build",
    run: async () => checkBundleSize(ROOT),
  },
];
