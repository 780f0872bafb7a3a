// The threat: a shortcut upward, which nobody notices until two packages can no longer be told apart.
import { expect, it } from "vitest";
import { checkFloors } from "./floors.ts";
import { plant } from "./planted.ts";

const faultsOf = (path: string, line: string) => checkFloors(plant({ [path]: [line] }));

it("a package imports from the floors below", () => {
  expect(faultsOf("packages/auth/src/a.ts", 'import { record } from "@gatehouse/audit";')).toEqual([]);
  expect(faultsOf("apps/api/src/a.ts", 'import { createAuth } from "@gatehouse/auth/server";')).toEqual([]);
});

it.each([
  ["packages/db/src/a.ts", 'import { record } from "@gatehouse/audit";', "is not below"],
  ["packages/audit/src/a.ts", 'import type { Auth } from "@gatehouse/auth";', "is not below"],
  ["packages/audit/src/a.ts", 'const auth = await import("@gatehouse/auth");', "is not below"],
  ["packages/audit/src/a.ts", 'export { app } from "@gatehouse/api";', "is not below"],
  ["packages/db/src/a.ts", 'import { id } from "../../kernel/src/id.ts";', "leaves the package"],
  ["packages/db/src/a.ts", 'import { connect } from "@gatehouse/db";', "relative"],
  ["packages/audit/src/a.ts", 'import { createTestDatabase } from "@gatehouse/db/testing";', "is for tests"],
  ["packages/db/src/a.ts", 'import { join } from "path";', "node:path"],
  ["apps/api/src/a.ts", 'import { Can } from "@gatehouse/auth/react";', "does not render"],
])("%s may not say: %s", (path, line, says) => {
  expect(faultsOf(path, line)).toEqual([expect.stringContaining(`${path}:1: `)]);
  expect(faultsOf(path, line)).toEqual([expect.stringContaining(says)]);
});

it("the dashboard knows auth's browser entries and the API's types, nothing else", () => {
  const path = "apps/dashboard/src/a.ts";
  expect(faultsOf(path, 'import { can } from "@gatehouse/auth";')).toEqual([]);
  expect(faultsOf(path, 'import { Can } from "@gatehouse/auth/react";')).toEqual([]);
  expect(faultsOf(path, 'import type { AppRouter } from "@gatehouse/api";')).toEqual([]);
  expect(faultsOf(path, 'import { app } from "@gatehouse/api";')).toHaveLength(1);
  expect(faultsOf(path, 'import type { Auth } from "@gatehouse/auth/server";')).toHaveLength(1);
  expect(faultsOf(path, 'import { newId } from "@gatehouse/kernel";')).toHaveLength(1);
});

it("a test may stand on testing entries and on its own package by name, and on no floor above", () => {
  const path = "packages/audit/src/a.test.ts";
  expect(faultsOf(path, 'import { createTestDatabase } from "@gatehouse/db/testing";')).toEqual([]);
  expect(faultsOf(path, 'import { record } from "@gatehouse/audit";')).toEqual([]);
  expect(faultsOf(path, 'import { can } from "@gatehouse/auth";')).toHaveLength(1);
});

it("a dependency that climbs is refused before it is imported", () => {
  const climbing = { name: "@gatehouse/db", dependencies: { "@gatehouse/audit": "workspace:*" } };
  expect(checkFloors(plant({ "packages/db/package.json": climbing }))).toEqual([
    "packages/db/package.json: @gatehouse/audit is not below",
  ]);
});

it("a new package has no floor until it is given one", () => {
  expect(checkFloors(plant({ "packages/attic/package.json": { name: "@gatehouse/attic" } }))).toEqual([
    expect.stringContaining("packages/attic: has no floor"),
  ]);
});
