// Threat: an auditor to whom a way in is not shown, or shown as closed to a role that it is open to.
import type { AccessMatrix } from "@gatehouse/auth";
import { expect, test } from "vitest";
import { about, countOf, DOORS, waysOf } from "./matrix-rows.ts";

const procedure = (path: string, access: string | null, roles: string[]) =>
  ({ path, type: "query", access, stepUp: false, limit: null, audit: null, roles }) as const;

const matrix: AccessMatrix = {
  roles: ["viewer", "owner", "auditor"].map((key) => ({ key, name: key, builtIn: key !== "auditor" })),
  procedures: [
    procedure("auth.signIn", "public", ["viewer", "owner", "auditor"]),
    procedure("role.list", "role:read", ["owner", "auditor"]),
    procedure("role.create", null, []),
  ],
  doors: [{ path: "/downloads", permission: null, reason: "the link says who ordered it", roles: ["viewer", "owner"] }],
};

test("every way in stands in the matrix once, procedures by their noun and doors after them", () => {
  const all = waysOf(matrix);
  expect(all.map(({ noun, ways }) => [noun, ways.map(({ path }) => path)])).toEqual([
    ["auth", ["auth.signIn"]],
    ["role", ["role.list", "role.create"]],
    [DOORS, ["/downloads"]],
  ]);
  expect(countOf(all)).toBe(4);
});

test("a way in is open to the roles that the server names, and to no other", () => {
  const [list, create] = about(waysOf(matrix), "role")[0]?.ways ?? [];
  expect([...(list?.roles ?? [])]).toEqual(["owner", "auditor"]);
  expect(create?.roles.size).toBe(0);
});

test("a noun that nothing is about shows nothing, and none at all shows everything", () => {
  expect(about(waysOf(matrix), "rol")).toEqual([]);
  expect(countOf(about(waysOf(matrix), undefined))).toBe(4);
});

test("a door says why it is open, since no permission does", () => {
  expect(about(waysOf(matrix), DOORS)[0]?.ways[0]).toMatchObject({
    kind: "door",
    access: null,
    reason: "the link says who ordered it",
  });
});
