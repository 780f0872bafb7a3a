import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Fault } from "./house.ts";

/** kB of 1000 bytes, gzip, scripts and styles together; fonts are compressed already and not counted. */
const SIGN_IN_KB = 215;
const APP_ROUTE_KB = 260;

/** What Vite writes about one chunk. */
export interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

export type BundleManifest = Readonly<Record<string, Chunk>>;

const ROUTE = /^src\/routes\/(.+)\.tsx(\?.*)?$/;

/** Checks what a browser loads before each page of the built dashboard shows. */
export function checkBundleSize(root: string): Fault[] {
  const dist = join(root, "apps/dashboard/dist");
  const path = join(dist, ".vite/manifest.json");
  if (!existsSync(path)) return ["apps/dashboard/dist holds no manifest: the dashboard was not built"];
  const sizes = new Map<string, number>();
  const sizeOf = (file: string): number => {
    const size = sizes.get(file) ?? gzipSync(readFileSync(join(dist, file))).length;
    sizes.set(file, size);
    return size;
  };
  return overBudget(JSON.parse(readFileSync(path, "utf8")) as BundleManifest, sizeOf);
}

/** Sums what each route loads, and names the routes that load too much. */
export function overBudget(manifest: BundleManifest, sizeOf: (file: string) => number): Fault[] {
  const routes = [...new Set(Object.keys(manifest).flatMap((key) => ROUTE.exec(key)?.[1] ?? []))];
  if (!routes.includes("_gate/sign-in"))
    return ["the manifest has no sign-in route: mend tooling/checks/bundle-size.ts"];
  return routes.flatMap((route) => {
    const budget = route === "_gate/sign-in" ? SIGN_IN_KB : APP_ROUTE_KB;
    const bytes = [...filesOf(manifest, route)].reduce((sum, file) => sum + sizeOf(file), 0);
    return bytes > budget * 1000 ? [`${route}: ${(bytes / 1000).toFixed(1)} kB, ${budget} at most`] : [];
  });
}

/** The entry, the layouts around the route and the route itself, with all that they import at once. */
function filesOf(manifest: BundleManifest, route: string): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const [key, { isEntry }] of Object.entries(manifest)) {
    const name = ROUTE.exec(key)?.[1];
    if (isEntry || (name !== undefined && isAround(name, route))) visit(key);
  }
  return files;
}

/** Whether a route is a layout of another, or the other itself: `_inside` is around `_inside/o.$slug/members`. */
function isAround(layout: string, route: string): boolean {
  const [outer, inner] = [layout, route].map((name) => name.split(/[/.]/).filter((part) => part !== "route"));
  return layout === "__root" || (outer ?? []).every((part, index) => part === inner?.[index]);
}
