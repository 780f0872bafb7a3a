import { type House, houseOf } from "./house.ts";

const entry = (path: string) => ({ "@gatehouse/source": path });

const manifests = {
  "package.json": { name: "gatehouse" },
  "packages/kernel/package.json": { name: "@gatehouse/kernel", exports: { ".": entry("./src/index.ts") } },
  "packages/db/package.json": {
    name: "@gatehouse/db",
    exports: { ".": entry("./src/index.ts"), "./testing": entry("./src/testing.ts") },
  },
  "packages/audit/package.json": { name: "@gatehouse/audit", exports: { ".": entry("./src/index.ts") } },
  "packages/auth/package.json": {
    name: "@gatehouse/auth",
    exports: {
      ".": entry("./src/index.ts"),
      "./server": entry("./src/server.ts"),
      "./react": entry("./src/react/index.ts"),
    },
  },
  "apps/api/package.json": { name: "@gatehouse/api", exports: { ".": entry("./src/index.ts") } },
  "apps/dashboard/package.json": { name: "@gatehouse/dashboard" },
};

/** A small house with the files given, for planting a fault in. A file's text is its lines. */
export function plant(files: Readonly<Record<string, readonly string[] | object>> = {}): House {
  const all = Object.entries({ ...manifests, ...files });
  return houseOf(
    new Map(
      all.map(([path, content]) => [
        path,
        Array.isArray(content) ? `${content.join("\n")}\n` : JSON.stringify(content),
      ]),
    ),
  );
}
