import { existsSync } from "node:fs";
import { join } from "node:path";
import { capture, ROOT } from "./command.ts";
import type { Fault, House, Room } from "./house.ts";

/** Checks what would be published: publint on each manifest, and each entry loaded as another team's Node would load it. */
export async function checkPackaging(house: House): Promise<Fault[]> {
  const packages = house.rooms.filter(({ dir }) => dir.startsWith("packages/"));
  const linted = await Promise.all(
    packages.map(({ dir }) => capture("publint", ["run", dir, "--strict", "--pack", "false"])),
  );
  return [
    ...linted.filter(({ code }) => code !== 0).map(({ output }) => output.trim()),
    ...packages.filter(losesMigrations).map(({ dir }) => `${dir}/package.json: "files" leaves the migrations out`),
    ...(await loadEntries(packages)),
  ];
}

const losesMigrations = ({ dir, manifest }: Room): boolean =>
  existsSync(join(ROOT, dir, "migrations")) && !manifest.files?.includes("migrations");

/** Without the `@gatehouse/source` condition, so that what was built is what runs. */
async function loadEntries(packages: readonly Room[]): Promise<Fault[]> {
  const entries = packages.flatMap(({ dir, manifest }) =>
    Object.values(manifest.exports ?? {}).flatMap((target) =>
      typeof target === "object" && target.default ? [`./${dir}/${target.default}`] : [],
    ),
  );
  const script = entries.map((entry) => `await import(${JSON.stringify(entry)});`).join("\n");
  const { code, output } = await capture(process.execPath, ["--input-type=module", "--eval", script]);
  return code === 0 ? [] : [output.trim()];
}
