// The threats: a server's secret in a browser's bundle; a library that can no longer be replaced; a cycle that runs half-made code.
import { expect, it } from "vitest";
import { checkBrowser } from "./browser.ts";
import { checkCycles } from "./cycles.ts";
import { checkImporters } from "./importers.ts";
import { plant } from "./planted.ts";

it("nothing that a browser loads reaches Node, over a detour either", () => {
  const files = {
    "packages/auth/src/index.ts": ['export { can } from "./access/can.ts";'],
    "packages/auth/src/access/can.ts": ['import { digest } from "../digest.ts";'],
    "packages/auth/src/digest.ts": ['import { createHash } from "node:crypto";'],
  };
  expect(checkBrowser(plant(files))).toEqual([
    "packages/auth/src/digest.ts:1: node:crypto would reach a browser, from packages/auth/src/index.ts",
  ]);
});

it.each(["@gatehouse/auth/server", "postgres", "drizzle-orm/pg-core", "crypto"])(
  "%s does not reach the dashboard",
  (name) => {
    const path = "apps/dashboard/src/main.tsx";
    expect(checkBrowser(plant({ [path]: [`import * as it from "${name}";`] }))).toHaveLength(1);
    expect(checkBrowser(plant({ [path]: [`import type * as it from "${name}";`] }))).toEqual([]);
  },
);

it("a server's file may use Node", () => {
  expect(checkBrowser(plant({ "packages/auth/src/server.ts": ['import { createHash } from "node:crypto";'] }))).toEqual(
    [],
  );
});

it.each([
  ['import { hash } from "@node-rs/argon2";', "packages/auth/src/passwords/hash.ts"],
  ['import { Lucia } from "lucia";', "packages/auth/src/sessions/lucia.ts"],
  ['import { initTRPC } from "@trpc/server";', "apps/api/src/trpc.ts"],
])("%s stands in %s alone", (line, home) => {
  expect(checkImporters(plant({ [home]: [line] }))).toEqual([]);
  expect(checkImporters(plant({ "packages/auth/src/users/a.ts": [line] }))).toHaveLength(1);
  expect(checkImporters(plant({ "packages/auth/src/users/a.test.ts": [line] }))).toEqual([]);
});

it("a cycle is found over several files and packages, and one of types is none", () => {
  const files = {
    "packages/db/src/a.ts": ['import { b } from "./b.ts";'],
    "packages/db/src/b.ts": ['import { c } from "./c.ts";'],
    "packages/db/src/c.ts": ["import {", "  a,", '} from "./a.ts";'],
  };
  expect(checkCycles(plant(files))).toEqual([
    "cycle: packages/db/src/a.ts -> packages/db/src/b.ts -> packages/db/src/c.ts -> packages/db/src/a.ts",
  ]);
  const typed = { ...files, "packages/db/src/c.ts": ['import type { a } from "./a.ts";'] };
  expect(checkCycles(plant(typed))).toEqual([]);
});
