// Threat: a secret that can be guessed, or that stands in the database as it is.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { digestOf, newToken } from "./token.ts";

const secretOf = (token: string): Buffer => Buffer.from(token.slice(token.indexOf("_") + 1), "base64url");

test("a token carries 256 bits behind its purpose", () => {
  const token = newToken("verify");
  expect(token).toMatch(/^verify_[A-Za-z0-9_-]{43}$/);
  expect(secretOf(token)).toHaveLength(32);
});

test("every bit of a token takes both values, and no two tokens are alike", () => {
  const secrets = Array.from({ length: 200 }, () => secretOf(newToken("t")));
  const ones = secrets.reduce((all, secret) => all.map((byte, at) => byte | (secret[at] ?? 0)), new Uint8Array(32));
  const zeros = secrets.reduce(
    (all, secret) => all.map((byte, at) => byte & (secret[at] ?? 0)),
    new Uint8Array(32).fill(255),
  );
  expect([...ones]).toEqual(Array(32).fill(255));
  expect([...zeros]).toEqual(Array(32).fill(0));
  expect(new Set(secrets.map((secret) => secret.toString("hex"))).size).toBe(200);
});

// FIPS 180-2, appendix B.1
test("the digest of a token is its SHA-256", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(Buffer.from(digestOf("abc"), "base64url").toString("hex")).toBe(abc);
});

test("a digest holds nothing of its token, and the purpose counts", () => {
  const token = newToken("verify");
  expect(digestOf(token)).not.toContain(token.slice(7, 15));
  expect(digestOf(token.replace("verify", "reset"))).not.toBe(digestOf(token));
  expect(digestOf(token)).toBe(createHash("sha256").update(token).digest("base64url"));
});
