// Threat: ids that do not sort break every keyset page, and an id of one noun that passes for another's opens a wrong door.
import fc from "fast-check";
import { expect, test } from "vitest";
import { isId, newId } from "./id.ts";

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

test("an id is one of its own prefix and of no other", () => {
  const nouns = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(nouns, nouns, (noun, other) => {
      expect(isId(noun, newId(noun))).toBe(true);
      expect(isId(other, newId(noun))).toBe(noun === other);
    }),
  );
});

test.each([
  ["nothing", ""],
  ["the prefix alone", "org_"],
  ["a ULID without a prefix", "01JD5Z3NDEKTSV4RRFFQ69G5FA"],
  ["one character too few", "org_01JD5Z3NDEKTSV4RRFFQ69G5F"],
  ["one character too many", "org_01JD5Z3NDEKTSV4RRFFQ69G5FAA"],
  ["a letter that ULIDs leave out", "org_01JD5Z3NDEKTSV4RRFFQ69G5FU"],
  ["lower case", "org_01jd5z3ndektsv4rrffq69g5fa"],
  ["a time past the end of ULIDs", "org_81JD5Z3NDEKTSV4RRFFQ69G5FA"],
  ["a line feed after it", "org_01JD5Z3NDEKTSV4RRFFQ69G5FA\n"],
  ["SQL after it", "org_01JD5Z3NDEKTSV4RRFFQ69G5FA' or 1=1"],
])("%s is no id", (_, value) => {
  expect(isId("org", value)).toBe(false);
});

test("the type of an id says its noun", () => {
  const id: `org_${string}` = newId("org");
  // @ts-expect-error an organization's id is no user's
  const wrong: `usr_${string}` = newId("org");
  expect([id, wrong].every((value) => value.startsWith("org_"))).toBe(true);
});
