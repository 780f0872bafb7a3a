// Threat: a proof of work that is made once and spent many times, for somebody else's address, or not made at all.
import { randomBytes } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { createSealer, parseKeys } from "@gatehouse/kernel/secrets";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Challenge } from "altcha-lib/types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limitsMigrations } from "./migrations.ts";
import { createProofOfWork } from "./proof-of-work.ts";

let database: TestDatabase;
let now = new Date();
const sealer = createSealer(parseKeys(`1:${randomBytes(32).toString("base64")}`));
const proofs = () => createProofOfWork(database.db, sealer, () => now);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return encode({ challenge, solution });
}

beforeAll(async () => {
  database = await createTestDatabase([limitsMigrations]);
});
afterAll(() => database.close());

test("a proof is redeemed once, also by twenty requests at once", async () => {
  const payload = await solve(await proofs().challenge("ada@example.test"));
  const answers = await Promise.all(Array.from({ length: 20 }, () => proofs().redeem("ada@example.test", payload)));
  expect(answers.filter(Boolean)).toHaveLength(1);
});

test("a proof made for one address is worth nothing for another", async () => {
  const payload = await solve(await proofs().challenge("ada@example.test"));
  expect(await proofs().redeem("eve@example.test", payload)).toBe(false);
  expect(await proofs().redeem("ada@example.test", payload)).toBe(true);
});

test("a challenge that was not solved, not ours or changed is refused", async () => {
  const challenge = await proofs().challenge("ada@example.test");
  expect(
    await proofs().redeem("ada@example.test", encode({ challenge, solution: { counter: 1, derivedKey: "00" } })),
  ).toBe(false);
  const foreign = createProofOfWork(
    database.db,
    createSealer(parseKeys(`1:${randomBytes(32).toString("base64")}`)),
    () => now,
  );
  expect(await proofs().redeem("ada@example.test", await solve(await foreign.challenge("ada@example.test")))).toBe(
    false,
  );
  expect(await proofs().redeem("ada@example.test", "not base64 json")).toBe(false);
});

test("a challenge is answered within five minutes or not at all", async () => {
  now = new Date(Date.now() - 6 * 60 * 1000);
  const payload = await solve(await proofs().challenge("ada@example.test"));
  now = new Date();
  expect(await proofs().redeem("ada@example.test", payload)).toBe(false);
});
