import { builtinModules } from "node:module";
import { posix } from "node:path";
import { type Fault, type House, packageOf, type Room, roomOf, type SourceFile } from "./house.ts";
import type { Import } from "./imports.ts";

/** The floors of the house: imports run downward only, and never to a neighbour on the same floor. */
const FLOORS: Readonly<Record<string, number>> = {
  "packages/kernel": 0,
  "packages/db": 1,
  "packages/audit": 2,
  "packages/limits": 2,
  "packages/mail": 2,
  "packages/auth": 3,
  "packages/webhooks": 3,
  "packages/gateway": 3,
  "packages/federation": 4,
  "apps/api": 5,
  "apps/dashboard": 6,
};

const BUILTIN = new Set(builtinModules);

/** Checks which package imports which. */
export function checkFloors(house: House): Fault[] {
  const unknown = house.rooms
    .filter(({ dir }) => /^(packages|apps)\//.test(dir) && FLOORS[dir] === undefined)
    .map(({ dir }) => `${dir}: has no floor; give it one in tooling/checks/floors.ts`);
  return [
    ...unknown,
    ...house.files.flatMap((file) => faultsOf(house, file)),
    ...house.rooms.flatMap((room) => declared(house, room)),
  ];
}

function faultsOf(house: House, file: SourceFile): Fault[] {
  const room = roomOf(house, file.path);
  return file.imports.flatMap((found) => {
    const fault = room ? faultOf(house, room, file, found) : undefined;
    return fault ? [`${file.path}:${found.line}: ${fault}`] : [];
  });
}

function faultOf(house: House, room: Room, file: SourceFile, found: Import): string | undefined {
  const { specifier } = found;
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file.path), specifier);
    return target.startsWith(`${room.dir}/`) ? undefined : `${specifier} leaves the package: import it by name`;
  }
  if (!specifier.startsWith("node:") && BUILTIN.has(specifier)) return `write node:${specifier}`;
  const target = house.rooms.find(({ manifest }) => manifest.name === packageOf(specifier));
  if (!target) return undefined;
  if (target.dir === room.dir) return file.isTest ? undefined : "imports inside a package are relative";
  if (specifier.endsWith("/testing") && !file.isTest && !room.dir.startsWith("tooling/")) {
    return `${specifier} is for tests`;
  }
  return between(room.dir, target.dir, found);
}

const DASHBOARD_MAY_IMPORT = ["@gatehouse/auth", "@gatehouse/auth/react"];

function between(from: string, to: string, { specifier, typeOnly }: Import): string | undefined {
  if (from.startsWith("tooling/")) return undefined;
  if (to.startsWith("tooling/")) return "nothing imports tooling";
  if (from === "apps/dashboard") {
    if (DASHBOARD_MAY_IMPORT.includes(specifier) || (to === "apps/api" && typeOnly)) return undefined;
    return `the dashboard imports ${DASHBOARD_MAY_IMPORT.join(", ")}, and types of @gatehouse/api`;
  }
  if (specifier === "@gatehouse/auth/react") return "the API does not render";
  return isBelow(to, from) ? undefined : `${to} is not below ${from}`;
}

const isBelow = (low: string, high: string): boolean => (FLOORS[low] ?? Infinity) < (FLOORS[high] ?? -1);

/** A dependency that is declared and never imported would climb just as well. */
function declared(house: House, { dir, manifest }: Room): Fault[] {
  if (!/^(packages|apps)\//.test(dir)) return [];
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies });
  return names.flatMap((name) => {
    const target = house.rooms.find((room) => room.manifest.name === name);
    if (!target || isBelow(target.dir, dir)) return [];
    return [`${dir}/package.json: ${name} is not below`];
  });
}
