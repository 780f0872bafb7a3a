// Threat: a palette that shows what somebody may not do, or hides what they may.
import { expect, test } from "vitest";
import { matching } from "./palette-match.ts";
import { installationFor, placesFor } from "./palette-places.ts";
import { recentFirst } from "./palette-recent.ts";

const pagesOf = (...held: Parameters<typeof placesFor>[0]) => placesFor(held).map(({ to }) => to);

test("nobody is offered a page that their role does not open", () => {
  expect(pagesOf()).toEqual(["/o/$slug/access"]);
  expect(pagesOf("document:read", "member:read", "organization:read")).toEqual([
    "/o/$slug/documents",
    "/o/$slug/members",
    "/o/$slug/access",
    "/o/$slug/settings",
  ]);
  expect(pagesOf("role:read")).toEqual(["/o/$slug/roles", "/o/$slug/roles/matrix", "/o/$slug/access"]);
});

test("the installation's pages are for whose grant opens each", () => {
  expect(installationFor([])).toEqual([]);
  expect(installationFor(["instance:audit", "instance:users"]).map(({ to }) => to)).toEqual([
    "/instance/people",
    "/instance/log",
  ]);
});

const commands = [{ label: "Sign out", also: "log out leave" }, { label: "Señor's organization" }, { label: "Audit" }];

test.each([
  ["", ["Sign out", "Señor's organization", "Audit"]],
  ["si o", ["Sign out"]],
  ["LEAVE", ["Sign out"]],
  ["senor", ["Señor's organization"]],
  ["udit", []],
  ["out audit", []],
])("%j finds %j", (typed, labels) => {
  expect(matching(commands, typed).map(({ label }) => label)).toEqual(labels);
});

test("what was used last stands first, in that order, and once; what one may not do any more is not among it", () => {
  const all = ["audit", "members", "keys"].map((id) => ({ id, group: "here" }));
  expect(recentFirst(all, ["keys", "roles", "audit"], "last").map(({ id, group }) => `${group} ${id}`)).toEqual([
    "last keys",
    "last audit",
    "here members",
  ]);
});
