// Threat: a mistyped APP_SECRET that is taken for a good one, or that an error message prints into a log.
import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseKeys } from "./keys.ts";

const key = (id: string, bytes = randomBytes(32)): string => `${id}:${bytes.toString("base64")}`;

test("one key is read with its id and its 32 bytes", () => {
  const bytes = randomBytes(32);
  expect(parseKeys(key("2026", bytes))).toEqual([{ id: "2026", bytes }]);
});

test("several keys keep their order, so that the first is current", () => {
  const keys = parseKeys(`${key("c")}, ${key("b")},${key("a")}`);
  expect(keys.map(({ id }) => id)).toEqual(["c", "b", "a"]);
});

test("any 32 bytes survive base64 in both alphabets", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom("base64", "base64url"), (bytes, alphabet) => {
      const [read] = parseKeys(`k:${Buffer.from(bytes).toString(alphabet)}`);
      expect([...read.bytes]).toEqual([...bytes]);
    }),
  );
});

test("a plain value of 32 characters is one key named 0, the same at each start", () => {
  const plain = "correct horse battery staple 123";
  const bytes = createHash("sha256").update(plain).digest();
  expect(parseKeys(plain)).toEqual([{ id: "0", bytes }]);
});

test("characters are counted, not UTF-16 units", () => {
  expect(() => parseKeys("🗝".repeat(16))).toThrow("shorter than 32");
  expect(parseKeys("🗝".repeat(32))).toHaveLength(1);
});

const good = key("good");
const short = randomBytes(31).toString("base64");
const long = randomBytes(33).toString("base64");
test.each([
  ["nothing", "", "shorter than 32"],
  ["31 characters", "x".repeat(31), "shorter than 32"],
  ["a key of 31 bytes", `1:${short}`, "is not `id:base64`"],
  ["a key of 33 bytes", `1:${long}`, "is not `id:base64`"],
  ["a bad key after a good one", `${good},2:${short}`, "is not `id:base64`"],
  ["a bad key before a good one", `2:${short},${good}`, "is not `id:base64`"],
  ["an empty part after a good key", `${good},`, "is not `id:base64`"],
  ["a plain value beside a good key", `${good},correct horse battery staple 123`, "is not `id:base64`"],
  ["an id of 33 characters beside a good key", `${good},${key("x".repeat(33))}`, "is not `id:base64`"],
  ["the same id twice", `${key("1")},${key("1")}`, "the same id"],
])("%s is refused, with the reason", (_, secret, reason) => {
  expect(() => parseKeys(secret)).toThrow(reason);
});

test("no refusal repeats any part of the secret", () => {
  const bytes = fc.uint8Array({ minLength: 8, maxLength: 40 }).map((array) => Buffer.from(array).toString("base64"));
  const parts = fc.array(fc.tuple(fc.constantFrom("aa:", "bb:", "!:", ""), bytes).map((part) => part.join("")), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, (secrets) => {
      try {
        parseKeys(secrets.join(","));
      } catch (error) {
        const { message, stack } = error as Error;
        for (const secret of secrets) expect(`${message} ${stack}`).not.toContain(secret.slice(-8));
      }
    }),
  );
});
