// Threat: a code that is seen over a shoulder and used again, or guessed by trying neighbours.
import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, TOTP_SECRET, type World } from "../testing/world.ts";
import { stepOf } from "./totp.ts";

/** RFC 6238 appendix B, SHA-1: the seed "12345678901234567890", and eight digits of which apps show the last six. */
const RFC_SECRET = new Secret({ buffer: new TextEncoder().encode("12345678901234567890").buffer }).base32;
const RFC_VECTORS = [
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
] as const;

test.each(RFC_VECTORS)("the code of RFC 6238 at %i seconds is accepted as its own time step", (seconds, code) => {
  expect(stepOf(RFC_SECRET, code.slice(2), new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
});

const codeAt = (seconds: number) =>
  new TOTP({ secret: Secret.fromBase32(TOTP_SECRET) }).generate({ timestamp: seconds * 1000 });

test("the current and the previous step are accepted, the next and the one before the previous are not", () => {
  const now = 1_700_000_010;
  const at = (offset: number) => stepOf(TOTP_SECRET, codeAt(now + offset * 30), new Date(now * 1000));
  const step = Math.floor(now / 30);
  expect([at(-2), at(-1), at(0), at(1)]).toEqual([null, step - 1, step, null]);
});

test("what is not six digits is no code", () => {
  for (const code of ["", "12345", "1234567", "abcdef", randomBytes(3).toString("hex").slice(0, 5)]) {
    expect(stepOf(TOTP_SECRET, code, new Date())).toBeNull();
  }
});

let world: World<keyof typeof authPermissions>;
let owner: Person;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
  owner = (await world.organization()).people[0] as Person;
});
afterAll(() => world.close());

const now = () => Math.floor(Date.now() / 1000);
const accept = (code: string) =>
  world.auth.db.work(world.request(), (work) => world.auth.totp.accept(work, owner.userId, code));

test("a code is accepted once, also by twenty requests at once, and no code of an older step after it", async () => {
  const at = now();
  const answers = await Promise.all(Array.from({ length: 20 }, () => accept(codeAt(at))));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await accept(codeAt(at))).toBe(false);
  expect(await accept(codeAt(at - 30))).toBe(false);
});

test("the secret stands encrypted in its row, and does not open in another", async () => {
  const rows = await world.database.admin`select secret from auth.totp where user_id = ${owner.userId}`;
  expect(String(rows[0]?.secret)).not.toContain(TOTP_SECRET);
  const other = (await world.organization()).people[0] as Person;
  await world.database.admin`update auth.totp set secret = ${String(rows[0]?.secret)} where user_id = ${other.userId}`;
  const moved = world.auth.db.work(world.request(), (work) =>
    world.auth.totp.accept(work, other.userId, codeAt(now())),
  );
  await expect(moved).rejects.toThrow();
});
