import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

// Production runs one file: drizzle alone costs 322 MB and a second at start when its modules are loaded one by one.
const OUT = resolve(import.meta.dirname, "dist");
const CHECKOUT = resolve(import.meta.dirname, "../..");
const fromOut = (path: string): string => relative(OUT, path).replaceAll("\\", "/");

/** A source that looks for files beside itself (migrations, say) still finds them from inside the bundle. */
const ownPlace: Plugin = {
  name: "own-place",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](packages|apps)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text
        .replaceAll("import.meta.url", `new URL(${JSON.stringify(fromOut(path))}, import.meta.url).href`)
        .replaceAll(
          "import.meta.dirname",
          `process.getBuiltinModule("node:path").resolve(import.meta.dirname, ${JSON.stringify(fromOut(dirname(path)))})`,
        );
      return { contents, loader: "ts" };
    });
  },
};

/** Native addons cannot be bundled. They are loaded from where the package that needs them has them. */
const addons: Plugin = {
  name: "addons",
  setup({ onResolve }) {
    onResolve({ filter: /^@node-rs\/(argon2|bcrypt)$/ }, ({ path, importer }) => {
      const place = createRequire(pathToFileURL(importer)).resolve(path);
      return { path: fromOut(place), external: true };
    });
  },
};

await build({
  absWorkingDir: CHECKOUT,
  entryPoints: [resolve(import.meta.dirname, "src/main.ts")],
  outfile: resolve(OUT, "main.js"),
  bundle: true,
  platform: "node",
  target: "node22",
  format: "esm",
  conditions: ["@gatehouse/source"],
  sourcemap: true,
  legalComments: "none",
  // `pg` tries it and does without.
  external: ["pg-native"],
  plugins: [ownPlace, addons],
  // What is left of CommonJS in the bundle asks for `require`.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
