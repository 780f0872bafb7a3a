// Threat: ids that do not sort break every keyset page, and one that does not say its noun passes for another's.
import { expect, test } from "vitest";
import { newId } from "./id.ts";

test("ids made one after the other sort in that order, thousands within one millisecond too", () => {
  const ids = Array.from({ length: 5_000 }, () => newId("org"));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a clock that is set back does not make an id that sorts before the last", () => {
  const now = Date.now;
  const before = newId("org");
  try {
    Date.now = () => now() - 3_600_000;
    expect(newId("org") > before).toBe(true);
  } finally {
    Date.now = now;
  }
});

test("an id carries its noun in front", () => {
  expect(newId("org")).toMatch(/^org_[0-9A-HJKMNP-TV-Z]{26}$/);
});

test("the type of an id says its noun", () => {
  const id: `org_${string}` = newId("org");
  // @ts-expect-error an organization's id is no user's
  const wrong: `usr_${string}` = newId("org");
  expect([id, wrong].every((value) => value.startsWith("org_"))).toBe(true);
});
