import { posix } from "node:path";
import { entriesOf, type Fault, type House, type Room, resolveImport, type SourceFile } from "./house.ts";
import type { Import } from "./imports.ts";

/** Packages that are cut into slices: floor 3 of the house. */
const SLICED = ["packages/auth", "packages/webhooks", "packages/gateway"];
/** Where a package meets the world. Nothing inside knows them. */
const RIMS = ["trpc", "express", "react", "testing"];

/** What one slice takes of another beyond types and schema. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly fault: Fault;
}

/**
 * Checks that nothing inside imports the rim, and that slices run one way: a slice may take plain functions of another, never, by any
 * detour, of one that takes of it.
 */
export const checkSlices = (house: House): Fault[] =>
  house.rooms
    .filter(({ dir }) => SLICED.includes(dir))
    .flatMap((room) => {
      const found = house.files
        .filter((file) => !file.isTest && file.path.startsWith(`${room.dir}/src/`))
        .flatMap((file) => file.imports.flatMap((one) => findingsOf(house, room, file, one)));
      const edges = found.filter((one) => typeof one !== "string");
      return [...found.filter((one) => typeof one === "string"), ...circlesIn(edges)];
    });

function circlesIn(edges: readonly Edge[]): Fault[] {
  const reached = (from: string, seen = new Set<string>()): Set<string> => {
    for (const { from: start, to } of edges) if (start === from && !seen.has(to)) reached(to, seen.add(to));
    return seen;
  };
  return edges.filter(({ from, to }) => reached(to).has(from)).map(({ fault }) => fault);
}

function findingsOf(house: House, room: Room, file: SourceFile, found: Import): (Fault | Edge)[] {
  const target = found.specifier.startsWith(".") ? resolveImport(house, file.path, found.specifier) : undefined;
  if (target === undefined || found.typeOnly) return [];
  const [from, to] = [sliceOf(room, file.path), sliceOf(room, target)];
  const says = (what: string): Fault[] => [`${file.path}:${found.line}: ${what}`];
  if (from === to || (from === "" && entriesOf(room).includes(file.path))) return [];
  if (RIMS.includes(from)) return [];
  if (RIMS.includes(to)) return says(`${from || "the root"} imports ${to}: nothing inside knows the rim`);
  if (to === "") return entryFault(room, target, says);
  if (from === "" || posix.basename(target) === "schema.ts") return [];
  const [fault = ""] = says(
    `the slice ${from} imports ${to}, which takes of it: take types, or let server.ts hand it over`,
  );
  return [{ from, to, fault }];
}

/** Inside, nothing imports an entry; the tables of all slices are the exception. */
const entryFault = (room: Room, target: string, says: (what: string) => Fault[]): Fault[] =>
  entriesOf(room).includes(target) && posix.basename(target) !== "schema.ts"
    ? says("nothing inside imports an entry")
    : [];

/** The folder under `src`, or nothing for a file that stands in `src` itself. */
function sliceOf({ dir }: Room, path: string): string {
  const [slice = "", ...rest] = path.slice(`${dir}/src/`.length).split("/");
  return rest.length > 0 ? slice : "";
}
