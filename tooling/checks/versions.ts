import type { Dependencies, Fault, House, Room } from "./house.ts";

/** Families whose members are exact peers of each other. */
const FAMILIES = ["@trpc/", "@mantine/"];
const NODE = /^node-(linux|bin|win)-/;

/** Checks that each version stands once, in the catalog, and that the catalog holds nothing else. */
export function checkVersions(house: House): Fault[] {
  const catalog = readCatalog(house.settings);
  const used = new Set(house.rooms.flatMap(({ manifest }) => Object.keys(directOf(manifest))));
  return [
    ...house.rooms.flatMap((room) => drift(room, catalog, house.settings)),
    ...[...catalog.keys()].filter((name) => !used.has(name)).map((name) => `catalog: nothing depends on ${name}`),
    ...FAMILIES.flatMap((family) => apart(family, catalog)),
    ...(/https?:\/\//.test(house.lock) ? ["pnpm-lock.yaml: names a host; the lock file holds no registry"] : []),
  ];
}

const directOf = (manifest: Room["manifest"]): Dependencies => ({
  ...manifest.dependencies,
  ...manifest.devDependencies,
});

/** The default catalog of pnpm-workspace.yaml: `name: version`, two spaces in. */
function readCatalog(settings: string): Map<string, string> {
  const block = /^catalog:\n((?: {2}.*\n?)*)/m.exec(settings)?.[1] ?? "";
  return new Map(
    [...block.matchAll(/^ {2}"?([^":\s]+)"?: *(\S+)$/gm)].map(([, name = "", version = ""]) => [name, version]),
  );
}

function drift({ dir, manifest }: Room, catalog: ReadonlyMap<string, string>, settings: string): Fault[] {
  const at = (name: string, what: string) => `${dir ? `${dir}/` : ""}package.json: ${name} ${what}`;
  const direct = Object.entries(directOf(manifest)).filter(([, range]) => !/^(catalog|workspace):/.test(range));
  const peers = Object.entries(manifest.peerDependencies ?? {}).filter(
    ([name, range]) => range !== `^${catalog.get(name)}`,
  );
  const node = /^nodeVersion: *(\S+)$/m.exec(settings)?.[1];
  const runtimes = Object.entries(manifest.optionalDependencies ?? {}).filter(
    ([name, range]) => NODE.test(name) && range !== node,
  );
  return [
    ...direct.map(([name, range]) => at(name, `is "${range}": write "catalog:"`)),
    ...peers.map(([name, range]) =>
      at(name, `is "${range}" as a peer: the catalog has ${catalog.get(name) ?? "nothing"}`),
    ),
    ...runtimes.map(([name, range]) => at(name, `is "${range}": nodeVersion is ${node}`)),
  ];
}

function apart(family: string, catalog: ReadonlyMap<string, string>): Fault[] {
  const members = [...catalog].filter(([name]) => name.startsWith(family));
  const versions = new Set(members.map(([, version]) => version));
  return versions.size > 1 ? [`catalog: ${family}* must be equal: ${[...versions].join(", ")}`] : [];
}
