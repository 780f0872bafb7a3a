// Threat: an editor that gives more than is shown: a group that stays behind when one of its permissions is taken away.
import { expect, test } from "vitest";
import { holdsOne, shareOf, toggleGroup, toggleOne } from "./named.ts";

const group = {
  noun: "document",
  permissions: ["document:read", "document:write"].map((permission) => ({ permission })),
};

test("what is taken out of a whole group leaves the others by name, and no group", () => {
  expect([...toggleOne(new Set(["document:*"]), group, "document:write")]).toEqual(["document:read"]);
});

test("a whole group leaves no single name beside it, and gives back all of it", () => {
  const whole = toggleGroup(new Set(["document:read", "member:read"]), group);
  expect([...whole].sort()).toEqual(["document:*", "member:read"]);
  expect([...toggleGroup(whole, group)]).toEqual(["member:read"]);
});

test("a group is held whole, in part or not at all, and each of its permissions with it", () => {
  expect(shareOf(new Set(["document:*"]), group)).toBe("all");
  expect(shareOf(new Set(["document:read"]), group)).toBe("some");
  expect(shareOf(new Set(["member:read"]), group)).toBe("none");
  expect(holdsOne(new Set(["document:*"]), group, "document:read")).toBe(true);
  expect(holdsOne(new Set(["document:write"]), group, "document:read")).toBe(false);
});
