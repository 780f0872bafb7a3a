import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const BUILT = resolve(import.meta.dirname, "../../apps/api/dist/main.js");

if (!existsSync(BUILT)) {
  console.error("There is nothing built to start: run `pnpm build` first.");
  process.exit(1);
}
process.env.NODE_ENV = "production";
await import(pathToFileURL(BUILT).href);
