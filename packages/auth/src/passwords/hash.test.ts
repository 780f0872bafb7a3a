// Threat: a flood of sign-ins starves the process, an odd row in the table crashes it, or the answer's time tells which address is known.
import { availableParallelism } from "node:os";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { HASH } from "../config.ts";
import { createHasher, type Hasher } from "./hash.ts";

// The real argon2, counted: how many run at once, and how many ran.
const counts = vi.hoisted(() => ({ now: 0, most: 0, all: 0 }));
vi.mock("@node-rs/argon2", async (importOriginal) => {
  const real = await importOriginal<typeof import("@node-rs/argon2")>();
  const counted =
    <Given extends unknown[], Result>(fn: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      counts.all += 1;
      counts.now += 1;
      counts.most = Math.max(counts.most, counts.now);
      try {
        return await fn(...given);
      } finally {
        counts.now -= 1;
      }
    };
  return { ...real, hash: counted(real.hash), verify: counted(real.verify) };
});

let hasher: Hasher;
beforeAll(async () => {
  hasher = await createHasher();
});
afterEach(() => Object.assign(counts, { most: 0, all: 0 }));

const PASSWORD = "seven lanterns over the bridge";

test("a stored hash is argon2id with the parameters of the configuration, salted anew each time", async () => {
  const [one, two] = [await hasher.hash(PASSWORD), await hasher.hash(PASSWORD)];
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test("the password that was hashed is right, and no other is", async () => {
  const stored = await hasher.hash(PASSWORD);
  expect(await hasher.verify(PASSWORD, stored)).toBe(true);
  for (const other of [
    "",
    `${PASSWORD} `,
    ` ${PASSWORD}`,
    PASSWORD.toUpperCase(),
    PASSWORD.slice(0, -1),
    `${PASSWORD}\n`,
  ]) {
    expect(await hasher.verify(other, stored)).toBe(false);
  }
});

test("the same characters in another normal form are the same password", async () => {
  const composed = "crème brûlée à la carte".normalize("NFC");
  const decomposed = composed.normalize("NFD");
  expect(composed).not.toBe(decomposed);
  expect(await hasher.verify(decomposed, await hasher.hash(composed))).toBe(true);
  expect(await hasher.verify(composed, await hasher.hash(decomposed))).toBe(true);
});

test("what only looks alike is another password: nothing is folded beyond NFC", async () => {
  expect(await hasher.verify("ﬁve lanterns over the bridge", await hasher.hash("five lanterns over the bridge"))).toBe(
    false,
  );
});

test("no more hashes run at once than the machine has cores", async () => {
  const stored = await hasher.hash(PASSWORD);
  counts.most = 0;
  await Promise.all(
    Array.from({ length: 12 }, (_, at) => (at % 2 ? hasher.hash(PASSWORD) : hasher.verify(PASSWORD, stored))),
  );
  expect(counts.most).toBe(Math.min(12, availableParallelism()));
});

test("what does not fit into the queue is refused at once, with the time to wait, and what fits is answered", async () => {
  const fits = availableParallelism() + HASH.maxQueued;
  const outcomes = await Promise.allSettled(Array.from({ length: fits + 10 }, () => hasher.verify(PASSWORD, null)));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(10);
  for (const { reason } of refused) {
    expect(reason).toMatchObject({
      code: "password.busy",
      status: "SERVICE_UNAVAILABLE",
      details: { retryAfterSeconds: 1 },
    });
  }
  expect(await hasher.verify(PASSWORD, await hasher.hash(PASSWORD))).toBe(true);
}, 60_000);

test("without a stored hash the answer is no, even to the decoy's own password, and costs one hash", async () => {
  expect(await hasher.verify("a password that nobody has", null)).toBe(false);
  expect(counts.all).toBe(1);
});

test.each([
  "",
  "x",
  "$argon2id$",
  "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA",
  "$2b$12$abcdefghijklmnopqrstuu",
  "\u0000",
  "ā".repeat(99),
])("a stored hash that is malformed (%j) is a wrong password, and costs a hash", async (stored) => {
  counts.all = 0;
  expect(await hasher.verify(PASSWORD, stored)).toBe(false);
  // the malformed one fails at once; the decoy after it is what costs
  expect(counts.all).toBe(2);
});

test("a fault in one hash holds nobody up", async () => {
  await Promise.allSettled(Array.from({ length: 8 }, () => hasher.verify(PASSWORD, "malformed")));
  expect(await hasher.verify(PASSWORD, await hasher.hash(PASSWORD))).toBe(true);
});
