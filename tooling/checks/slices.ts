import { posix } from "node:path";
import { entriesOf, type Fault, type House, type Room, resolveImport, type SourceFile } from "./house.ts";
import type { Import } from "./imports.ts";

/** Packages that are cut into slices: floor 3 of the house. */
const SLICED = ["packages/auth", "packages/webhooks", "packages/gateway"];
/** Where a package meets the world. Nothing inside knows them. */
const RIMS = ["trpc", "express", "react", "testing"];

/** Checks that slices know each other by types and schema only, and that nothing inside imports the rim. */
export const checkSlices = (house: House): Fault[] =>
  house.rooms
    .filter(({ dir }) => SLICED.includes(dir))
    .flatMap((room) =>
      house.files
        .filter((file) => !file.isTest && file.path.startsWith(`${room.dir}/src/`))
        .flatMap((file) => file.imports.flatMap((found) => faultOf(house, room, file, found))),
    );

function faultOf(house: House, room: Room, file: SourceFile, found: Import): Fault[] {
  const target = found.specifier.startsWith(".") ? resolveImport(house, file.path, found.specifier) : undefined;
  if (target === undefined || found.typeOnly) return [];
  const [from, to] = [sliceOf(room, file.path), sliceOf(room, target)];
  const says = (what: string): Fault[] => [`${file.path}:${found.line}: ${what}`];
  if (from === to || (from === "" && entriesOf(room).includes(file.path))) return [];
  if (RIMS.includes(from)) return [];
  if (RIMS.includes(to)) return says(`${from || "the root"} imports ${to}: nothing inside knows the rim`);
  if (to === "") return entryFault(room, target, says);
  if (from === "" || posix.basename(target) === "schema.ts") return [];
  return says(`the slice ${from} imports ${to}: take its types, or let server.ts hand it over`);
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
