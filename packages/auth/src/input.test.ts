// Threat: an address in two spellings is two accounts, a password is trimmed, or an input takes what it does not know.
import { expect, test } from "vitest";
import { z } from "zod";
import {
  emailInput,
  idInput,
  inOrganization,
  nameInput,
  noInput,
  passwordInput,
  signInInput,
  signUpInput,
} from "./input.ts";
import { keyset, page, pageInput, pageOf } from "./page.ts";

const takes = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

test.each([
  ["Ada@Example.TEST", "ada@example.test"],
  ["  ada@example.test ", "ada@example.test"],
  ["ada+tag@example.test", "ada+tag@example.test"],
  [`${"a".repeat(64)}@example.test`, `${"a".repeat(64)}@example.test`],
])("the address %j is kept as %s", (typed, kept) => {
  expect(emailInput.parse(typed)).toBe(kept);
});

test.each([
  "",
  "ada",
  "ada@",
  "@example.test",
  "ada@example",
  "a b@example.test",
  "ada@example.test\nBcc: eve@example.test",
  "ada@exa\u0000mple.test",
  "ädа@example.test",
  `${"a".repeat(250)}@example.test`,
  `${"a".repeat(65)}@example.test`,
])("%j is no address", (typed) => {
  expect(takes(emailInput, typed)).toBe(false);
});

test("a password is taken as typed, a name without the space around it", () => {
  expect(passwordInput.parse("  spaces stay  ")).toBe("  spaces stay  ");
  expect(nameInput.parse("  Ada ")).toBe("Ada");
  expect(takes(nameInput, "   ")).toBe(false);
  expect(takes(nameInput, "x".repeat(101))).toBe(false);
});

test.each([
  "\u200b",
  "\u2060\u00ad",
  "Ada\nAdmin",
  "Ada\u2028Admin",
  "Ada \u202enimda",
  "\u2067Ada\u2069",
  "A\u0000da",
  "\u001b[31mAda",
])("%j is no name: it would not be seen, or not as it is", (name) => {
  expect(takes(nameInput, name)).toBe(false);
});

test.each(["Zoë", "O’Brien & Söhne", "佐藤", "علی‌رضا", "👩‍💻 Team", "A", "42"])("%j is a name", (name) => {
  expect(nameInput.parse(name)).toBe(name);
});

test("an id is not judged by its form: that a malformed one exists is for the database to deny", () => {
  expect(takes(idInput, "not an id")).toBe(true);
  expect(takes(idInput, "")).toBe(false);
  expect(takes(idInput, "x".repeat(65))).toBe(false);
});

test("no input takes a key that it does not know", () => {
  const organizationId = "org_1";
  expect(takes(inOrganization({ name: z.string() }), { organizationId, name: "x" })).toBe(true);
  for (const [schema, value] of [
    [inOrganization({ name: z.string() }), { organizationId, name: "x", extra: 1 }],
    [inOrganization({}), { organizationId, extra: 1 }],
    [noInput, { extra: 1 }],
    [pageInput, { extra: 1 }],
    [signInInput, { email: "a@example.test", password: "x", remember: true }],
    [signUpInput, { email: "a@example.test", password: "x", name: "A", role: "owner" }],
  ] as const) {
    expect(takes(schema, value)).toBe(false);
  }
});

test("a page is bounded, and may be left out", () => {
  expect(pageInput.parse(undefined)).toEqual({});
  expect(keyset({})).toEqual({ cursor: null, limit: 50 });
  for (const limit of [0, -1, 101, 1.5, "10", Number.NaN]) expect(takes(z.strictObject(page), { limit })).toBe(false);
  expect(keyset({ cursor: "x", limit: 7 })).toEqual({ cursor: "x", limit: 7 });
});

test.each([
  [0, 2, [], null],
  [1, 2, [0], null],
  [2, 2, [0, 1], null],
  [3, 2, [0, 1], "1"],
])("of %i rows in pages of %i stand %j, and the cursor is %j", (count, limit, items, nextCursor) => {
  const rows = Array.from({ length: count }, (_, at) => at);
  expect(pageOf(rows, limit, String, (row) => row)).toEqual({ items, nextCursor });
});
