// Threat: a stranger who makes an organization with a name of their choice, and lets us mail it to whomever they like.
import fc from "fast-check";
import { expect, test } from "vitest";
import { maskedAddress } from "../users/masked-address.ts";
import { nameInMail } from "./name-in-mail.ts";

test.each(["Acme", "Acme & Söhne", "O’Reilly-Team", "東京", "Studio 1984", "Herons, Inc.", "A+B (North)", "Ⅻ"])(
  "a name that is one stands in the letter: %s",
  (name) => {
    expect(nameInMail(name)).toBe(name.normalize("NFKC"));
  },
);

test.each([
  "https://evil.example",
  "evil.example",
  "www.evil.example/login",
  "Acme.evil.example",
  "Acme ｅｖｉｌ．ｅｘａｍｐｌｅ",
  "evil。example",
  "pay@evil.example",
  "mailto:pay",
  "Call +49 30 123456",
  "Call 0301234",
  "<a href=x>Acme</a>",
  "Acme\nPay now",
  "Acme \u202eelpmaxe",
  "Acme\u200bevil",
  "🎁 You won",
  "Your account is locked: sign in to go on",
  "Your account was locked, so sign in at once",
  "",
  "   ",
])("a name that leads somewhere, or says more than a name, stays out: %j", (name) => {
  expect(nameInMail(name)).toBeNull();
});

test("whatever a name is, what stands in the letter is short, on one line, and nothing that a reader of mail makes a link of", () => {
  const names = fc.oneof(fc.string({ unit: "grapheme", maxLength: 60 }), fc.webUrl(), fc.emailAddress(), fc.domain());
  fc.assert(
    fc.property(names, (name) => {
      const shown = nameInMail(name) ?? "";
      expect(shown.length).toBeLessThanOrEqual(80);
      expect(shown).not.toMatch(/[\n\r/:@<>]|\S\.\S|\d{5}/u);
    }),
  );
});

test.each([
  ["pat.person@example.com", "p***@example.com"],
  ["p@example.com", "p***@example.com"],
  ["ünal@example.com", "ü***@example.com"],
])("a masked address tells neither name nor length: %s", (email, masked) => {
  expect(maskedAddress(email)).toBe(masked);
});
