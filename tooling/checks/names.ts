import { posix } from "node:path";
import { entriesOf, type Fault, type House, roomOf } from "./house.ts";

const VAGUE = /^(utils?|helpers?|common|misc)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** A router names files by its own grammar. */
const ROUTES = "apps/dashboard/src/routes/";

/** Checks that files are named for a noun in kebab-case, and that only an entry is an index or passes on what others export. */
export const checkNames = (house: House): Fault[] =>
  house.files.flatMap(({ path, imports }) => {
    const room = roomOf(house, path);
    const isEntry = room !== undefined && entriesOf(room).includes(path);
    const segments = path.split("/").map((segment) => segment.split(".")[0] ?? "");
    const isRoute = path.startsWith(ROUTES);
    const faults: Fault[] = [];
    const vague = segments.find((segment) => VAGUE.test(segment));
    if (vague) faults.push(`${path}: "${vague}" names no noun`);
    if (!isRoute && !segments.every((segment) => KEBAB.test(segment))) faults.push(`${path}: write it in kebab-case`);
    if (!isRoute && !isEntry && /^index\.tsx?$/.test(posix.basename(path)))
      faults.push(`${path}: an index only where exports point`);
    const passed = isEntry ? undefined : imports.find(({ reExport }) => reExport);
    if (passed) faults.push(`${path}:${passed.line}: only an entry passes on what others export`);
    return faults;
  });
