// Threat: JSON that no form of ours sends crashes the database driver, pollutes a prototype or keeps the process busy.
import { AppError } from "@gatehouse/kernel";
import fc from "fast-check";
import { expect, test } from "vitest";
import { requireClean } from "./clean.ts";

const isClean = (input: unknown): boolean => {
  try {
    requireClean(input);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "request.invalid") return false;
    throw error;
  }
};
const nested = (depth: number): unknown => (depth === 0 ? "deep" : { a: nested(depth - 1) });

const text = fc.string({ unit: "grapheme", maxLength: 8 }).filter((value) => !value.includes("\u0000"));
const plain = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, text, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("record")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  record: fc.dictionary(
    text.map((key) => `k${key}`),
    tie("value"),
    { maxKeys: 4 },
  ),
})).value;

test("any ordinary JSON passes", () => {
  fc.assert(fc.property(plain, (value) => isClean(JSON.parse(JSON.stringify(value)))));
});

test("one dirty leaf, wherever it stands, is enough", () => {
  const dirty = fc.constantFrom("a\u0000b", "\u0000", "\ud800", "x\udfff", "\udc00\ud800");
  const place = fc.array(
    fc.oneof(
      fc.constant("list"),
      text.map((key) => `k${key}`),
    ),
    { maxLength: 6 },
  );
  const wrap = (leaf: unknown, path: readonly string[], beside: unknown): unknown =>
    path.reduceRight((value: unknown, key) => (key === "list" ? [beside, value] : { beside, [key]: value }), leaf);
  fc.assert(
    fc.property(dirty, place, plain, (leaf, path, beside) => {
      expect(isClean(wrap(leaf, path, beside))).toBe(false);
      expect(isClean(wrap({ [leaf]: 1 }, path, beside))).toBe(false);
      expect(isClean(wrap("clean", path, beside))).toBe(true);
    }),
  );
});

test.each(["__proto__", "constructor", "prototype"])("a key named %s is refused at any depth, a text is not", (key) => {
  for (const json of [`{"${key}":1}`, `[{"a":{"${key}":{"isAdmin":true}}}]`])
    expect(isClean(JSON.parse(json))).toBe(false);
  expect(isClean({ title: key })).toBe(true);
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
});

test("sixteen levels pass and seventeen do not, in lists as in objects", () => {
  expect(isClean(nested(16))).toBe(true);
  expect(isClean(nested(17))).toBe(false);
  expect(isClean(JSON.parse(`${"[".repeat(16)}${"]".repeat(16)}`))).toBe(true);
  expect(isClean(JSON.parse(`${"[".repeat(17)}${"]".repeat(17)}`))).toBe(false);
});

test("twenty thousand values pass and more do not", () => {
  expect(isClean(Array(19_999).fill(0))).toBe(true);
  expect(isClean(Array(20_000).fill(0))).toBe(false);
  expect(isClean(Array(200).fill(Array(100).fill(0)))).toBe(false);
});

test("the worst megabyte is judged in well under a second", () => {
  const worst = [
    JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`),
    JSON.parse(`[${"[],".repeat(330_000)}0]`),
    JSON.parse(`{${Array.from({ length: 90_000 }, (_, at) => `"k${at}":1`).join()}}`),
    "x".repeat(1_000_000),
  ];
  const began = performance.now();
  for (const input of worst) isClean(input);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test("what is no object passes: there is nothing in it", () => {
  for (const value of [undefined, null, 0, true, "text", "𝒳"]) expect(isClean(value)).toBe(true);
});
