// Threat: a key that nobody recognises in a commit or a log, a slip of the finger that costs a query, or a hint that gives the key away.
import { digestOf } from "@gatehouse/kernel/secrets";
import { describe, expect, test } from "vitest";
import { isApiKey, meansApiKey, newApiKey } from "./format.ts";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** What a scanner of secrets is told to look for. */
const SCANNED = /\bgk_live_[0-9A-Za-z]{49}\b/;

describe("a key", () => {
  test("is told by its form, within other text too, and is one word to a double click", () => {
    for (let round = 0; round < 1_000; round += 1) {
      const { key } = newApiKey();
      expect(SCANNED.exec(`GATEHOUSE_KEY="${key}"`)?.[0]).toBe(key);
      expect(isApiKey(key)).toBe(true);
    }
  });

  test("is never made twice, and every letter stands anywhere in it", () => {
    const keys = Array.from({ length: 5_000 }, () => newApiKey().key);
    expect(new Set(keys).size).toBe(keys.length);
    for (let at = 9; at < "gk_live_".length + 43; at += 1) expect(new Set(keys.map((key) => key[at])).size).toBe(62);
  });

  test("is kept as its digest; the hint shows eight characters of it", () => {
    const { key, digest, hint } = newApiKey();
    expect(digest).toBe(digestOf(key));
    expect(hint).toBe(`${key.slice(0, 12)}…${key.slice(-4)}`);
    expect(hint.replace("gk_live_", "").replace("…", "")).toHaveLength(8);
  });
});

describe("a slip of the finger is seen", () => {
  const { key } = newApiKey();

  test("where one character is another", () => {
    for (let at = 0; at < key.length; at += 1) {
      for (const letter of LETTERS) {
        if (letter !== key[at]) expect(isApiKey(`${key.slice(0, at)}${letter}${key.slice(at + 1)}`)).toBe(false);
      }
    }
  });

  test("where two neighbours changed places", () => {
    for (let at = 0; at < key.length - 1; at += 1) {
      const [one = "", other = ""] = [key[at], key[at + 1]];
      if (one !== other) expect(isApiKey(`${key.slice(0, at)}${other}${one}${key.slice(at + 2)}`)).toBe(false);
    }
  });

  test.each([
    ["an end that is missing", (text: string) => text.slice(0, -1)],
    ["a character too many", (text: string) => `${text}x`],
    ["another kind of key", (text: string) => text.replace("live", "test")],
    ["capitals", (text: string) => text.toUpperCase()],
    ["space around it", (text: string) => ` ${text}`],
    ["a line's end", (text: string) => `${text}\n`],
    ["nothing", () => ""],
  ])("%s", (_, slip) => {
    expect(isApiKey(slip(key))).toBe(false);
  });

  test("and what means to be a key is not taken for an access token", () => {
    expect([key, "gk_live_x", "gk_"].every(meansApiKey)).toBe(true);
    expect(["eyJhbGciOiJFZERTQSJ9.e30.x", "session_x", ""].some(meansApiKey)).toBe(false);
  });
});
