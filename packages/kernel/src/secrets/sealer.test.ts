// Threat: whoever reads or writes the database opens a sealed secret, moves it to another row, or changes it unseen; and a key that
// was lost prints what it protected.
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Key } from "./keys.ts";
import { createSealer } from "./sealer.ts";

const newKey = (id: string): Key => ({ id, bytes: randomBytes(32) });
const first = newKey("1");
const sealer = createSealer([first]);

test("what was sealed opens beside the same text, whatever both are", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, text, (plain, associated) => {
      expect(sealer.open(sealer.seal(plain, associated), associated)).toBe(plain);
    }),
  );
});

test("what was sealed opens beside no other text", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, text, (associated, other) => {
      fc.pre(associated !== other);
      const sealed = sealer.seal("secret", associated);
      expect(() => sealer.open(sealed, other)).toThrow();
    }),
  );
});

test("a change of any one byte is noticed: nonce, body and tag", () => {
  const [id, body] = sealer.seal("a secret", "row").split(".") as [string, string];
  const bytes = Buffer.from(body, "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => sealer.open(`${id}.${changed.toString("base64url")}`, "row")).toThrow();
  }
});

test("a value that was cut short anywhere does not open", () => {
  const sealed = sealer.seal("a secret", "row");
  for (let length = 0; length < sealed.length - 1; length += 1) {
    expect(() => sealer.open(sealed.slice(0, length), "row")).toThrow();
  }
});

test("the same secret is sealed differently each time", () => {
  const sealed = Array.from({ length: 100 }, () => sealer.seal("same", "row"));
  expect(new Set(sealed).size).toBe(100);
});

test("a sealed value shows the id of its key and nothing of the secret", () => {
  const sealed = sealer.seal("correct horse battery", "row");
  expect(sealed).toMatch(/^1\.[A-Za-z0-9_-]+$/);
  expect(Buffer.from(sealed.slice(2), "base64url").toString("latin1")).not.toContain("horse");
});

test("after a rotation the new key seals, and the old one still opens", () => {
  const old = sealer.seal("kept", "row");
  const rotated = createSealer([newKey("2"), first]);
  expect(rotated.keyIds).toEqual(["2", "1"]);
  expect(rotated.open(old, "row")).toBe("kept");
  expect(rotated.seal("new", "row")).toMatch(/^2\./);
  expect(() => sealer.open(rotated.seal("new", "row"), "row")).toThrow();
});

test("another key under the same id opens nothing", () => {
  const sealed = sealer.seal("a secret", "row");
  expect(() => createSealer([newKey("1")]).open(sealed, "row")).toThrow();
});

test("a missing key is named by its id, and nothing else of the value is", () => {
  const sealed = createSealer([newKey("gone")]).seal("a secret", "the row");
  const error = failureOf(() => sealer.open(sealed, "the row"));
  expect(error.message).toContain('"gone"');
  expect(error.message).not.toContain(sealed.slice(5, 20));
  expect(error.message).not.toContain("the row");
});

test("a value that was never sealed is refused without being repeated", () => {
  const error = failureOf(() => sealer.open("hunter2 in clear", "row"));
  expect(error.message).not.toContain("hunter2");
});

test("a MAC is HMAC-SHA-256 under a key of its purpose, apart from the sealing key", () => {
  const derived = Buffer.from(hkdfSync("sha256", first.bytes, "", "gatehouse:successor", 32));
  const expected = createHmac("sha256", derived).update("token").digest("base64url");
  expect(sealer.mac("successor", "token")).toBe(expected);
  expect(sealer.mac("other", "token")).not.toBe(expected);
  expect(createSealer([newKey("1")]).mac("successor", "token")).not.toBe(expected);
});

function failureOf(fn: () => unknown): Error {
  try {
    fn();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
