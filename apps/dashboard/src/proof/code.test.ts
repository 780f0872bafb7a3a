// Threat: a right code that is refused because of how it was pasted, and a person who is locked out by it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { codeIn, isWhole } from "./code.ts";

test.each([
  "123456",
  "123-456",
  "123 456",
  " 12 34 56\n",
  "123–456",
  "123.456",
  "１２３４５６",
  "Your Gatehouse code is 123 456.",
  "2FA: 123-456",
  "123456 is your code, valid for 30 s",
])("%j is the code 123456", (pasted) => {
  expect(codeIn(pasted)).toBe("123456");
});

test("what is typed so far is kept, digit by digit", () => {
  expect(codeIn("12")).toBe("12");
  expect(codeIn("12a3")).toBe("123");
  expect(codeIn("")).toBe("");
  expect(isWhole("12345")).toBe(false);
});

test("whatever is pasted, what comes of it is at most six digits", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => /^\d{0,6}$/.test(codeIn(text))));
});

test("any six digits, however they are parted, are taken whole", () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(digits, fc.constantFrom("", " ", "-", "–"), (six, gap) => {
      expect(codeIn(six.join(gap))).toBe(six.join(""));
    }),
  );
});
