// Threat: somebody guesses on and on, locks the owner out, or learns from an answer which address has an account.
import { randomBytes } from "node:crypto";
import { connect } from "@gatehouse/db";
import { AppError, systemClock } from "@gatehouse/kernel";
import { createLimits } from "@gatehouse/limits";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { LIMITS } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import { createHasher } from "./hash.ts";
import { createPasswords, pepperedFor } from "./passwords.ts";

const WRONG = "nine lanterns under the bridge";
const AN_ADDRESS = "203.0.113.50";
let world: World<keyof typeof authPermissions>;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());

const verify = (email: string, password: string, ip = AN_ADDRESS) =>
  world.auth.passwords.verify({ ...world.request(), ip }, email, password);
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => "right",
    (error: unknown) => (error instanceof AppError ? error.code : `fault: ${String(error)}`),
  );
const spent = async () => {
  const rows = await world.database.admin<{ key: string; points: number }[]>`select key, points from limits.counters`;
  return Object.fromEntries(rows.map(({ key, points }) => [key, points]));
};
/** Every row of this package and of the log. */
const everything = async () => {
  const tables = await world.database.admin<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('auth', 'audit') order by 1`;
  return Promise.all(
    tables.map(({ name }) => world.database.admin.unsafe(`select t::text as row from ${name} t order by 1`)),
  );
};
const manyWrong = async (email: string, times: number, ip?: string) => {
  for (let guess = 0; guess < times; guess += 1)
    expect(await outcome(verify(email, WRONG, ip))).toBe("auth.credentials_wrong");
};

test("the right password proves the account", async () => {
  const { userId, personalOrganizationId, email } = await world.signUp();
  expect(await verify(email, GOOD_PASSWORD)).toEqual({ userId, personalOrganizationId, passwordChangedAt: null });
});

describe("guesses", () => {
  test("the eleventh within 15 minutes, for an address from one place, is refused though it be right", async () => {
    const { email } = await world.signUp();
    await manyWrong(email, 10);
    const refused = await verify(email, GOOD_PASSWORD).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "limits.exceeded", status: "TOO_MANY_REQUESTS" });
    const { retryAfterSeconds } = (refused as AppError).details as { retryAfterSeconds: number };
    expect(retryAfterSeconds).toBeGreaterThan(800);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
  });

  test("of thirty at once ten are answered", async () => {
    const { email } = await world.signUp();
    const answers = await Promise.all(Array.from({ length: 30 }, () => outcome(verify(email, WRONG))));
    expect(answers.filter((answer) => answer === "auth.credentials_wrong")).toHaveLength(10);
    expect(answers.filter((answer) => answer === "limits.exceeded")).toHaveLength(20);
  });

  test("from one place lock nobody out who comes from another", async () => {
    const { email } = await world.signUp();
    await manyWrong(email, 10);
    expect(await outcome(verify(email, GOOD_PASSWORD))).toBe("limits.exceeded");
    expect(await outcome(verify(email, GOOD_PASSWORD, "198.51.100.1"))).toBe("right");
  });

  test("a right one gives back its own counters and no others", async () => {
    const [pat, eve] = [await world.signUp(), await world.signUp()];
    await world.database.admin`delete from limits.counters`;
    await manyWrong(pat.email, 9);
    await manyWrong(pat.email, 2, "198.51.100.2");
    await manyWrong(eve.email, 3);
    const before = await spent();
    expect(Object.values(before).toSorted()).toEqual([11, 2, 3, 3, 9].toSorted());
    expect(await outcome(verify(pat.email, GOOD_PASSWORD))).toBe("right");
    expect(Object.values(await spent()).toSorted()).toEqual([2, 3, 3].toSorted());
    await manyWrong(pat.email, 10);
  });

  test("no more than a hundred in a row are answered for an account, from wherever they come", async () => {
    const { email } = await world.signUp();
    const answers: string[] = [];
    for (let batch = 0; batch < 9; batch += 1) {
      const places = Array.from({ length: 12 }, (_, at) => `198.51.100.${batch * 12 + at}`);
      answers.push(...(await Promise.all(places.map((ip) => outcome(verify(email, WRONG, ip))))));
    }
    expect(answers.slice(0, 96)).toEqual(Array(96).fill("auth.credentials_wrong"));
    expect(answers.slice(96).filter((answer) => answer === "auth.credentials_wrong")).toHaveLength(4);
    expect(answers.filter((answer) => answer === "limits.exceeded")).toHaveLength(8);
  }, 60_000);

  test("are counted before they are answered: without the counters nobody passes", async () => {
    const { email } = await world.signUp();
    const away = connect({ url: "postgres://nobody@127.0.0.1:1/none", clock: systemClock });
    const limits = createLimits(away, LIMITS);
    const passwords = createPasswords({
      db: world.auth.db,
      limits,
      hasher: await createHasher(),
      sealer: world.sealer,
      isKnownDevice: async () => false,
      breaches: null,
    });
    await expect(passwords.verify(world.request(), email, GOOD_PASSWORD)).rejects.toMatchObject({
      code: "limits.unavailable",
    });
    limits.stop();
    await away.close();
  });
});

describe("known, unknown, disabled and password-less accounts", () => {
  const subjects: [string, (person: Person) => Promise<unknown>][] = [
    ["a known one", async () => {}],
    [
      "a disabled one",
      ({ userId }) => world.database.admin`update auth.users set disabled_at = now() where id = ${userId}`,
    ],
    [
      "one without a password",
      ({ userId }) => world.database.admin`update auth.users set password_hash = null where id = ${userId}`,
    ],
    [
      "an unknown one",
      ({ userId }) =>
        world.database.admin`update auth.users set email = ${`${userId.toLowerCase()}@gone.test`} where id = ${userId}`,
    ],
    [
      "one whose stored hash is malformed",
      ({ userId }) =>
        world.database
          .admin`update auth.users set password_hash = ${world.sealer.seal("$argon2id$", pepperedFor(userId))} where id = ${userId}`,
    ],
  ];

  test("are refused alike: code, status, sentence and details", async () => {
    const refusals = [];
    for (const [, make] of subjects) {
      const person = await world.signUp();
      await make(person);
      refusals.push((await verify(person.email, WRONG).catch((error: unknown) => error)) as AppError);
    }
    for (const { code, status, message, details, audit } of refusals) {
      expect({ code, status, message, details, audit }).toEqual({
        code: "auth.credentials_wrong",
        status: "UNAUTHORIZED",
        message: refusals[0]?.message,
        details: {},
        audit: "session.sign_in_failed",
      });
    }
  });

  test.each(subjects.slice(1))("%s is refused the right password too", async (_, make) => {
    const person = await world.signUp();
    await make(person);
    expect(await outcome(verify(person.email, GOOD_PASSWORD))).toBe("auth.credentials_wrong");
  });

  test("write the same counters, and nothing else", async () => {
    const [known, unknown] = [await world.signUp(), { email: "nobody@example.test" }];
    await world.database.admin`delete from limits.counters`;
    const written = async (email: string) => {
      const before = await everything();
      await outcome(verify(email, WRONG));
      expect(await everything()).toEqual(before);
      return Object.keys(await spent()).length;
    };
    expect(await written(known.email)).toBe(2);
    expect(await written(unknown.email)).toBe(4);
  });
});

describe("at rest", () => {
  test("a hash is sealed: without APP_SECRET nobody can even guess at it", async () => {
    const { userId } = await world.signUp();
    const [row] = await world.database.admin<
      { password_hash: string }[]
    >`select password_hash from auth.users where id = ${userId}`;
    expect(row?.password_hash).not.toContain("argon2");
    expect(world.sealer.open(row?.password_hash ?? "", pepperedFor(userId))).toMatch(/^\$argon2id\$/);
  });

  test("a hash that is moved to another account opens nothing there", async () => {
    const [pat, eve] = [await world.signUp(), await world.signUp()];
    await world.database
      .admin`update auth.users set password_hash = (select password_hash from auth.users where id = ${eve.userId}) where id = ${pat.userId}`;
    expect(await outcome(verify(pat.email, GOOD_PASSWORD))).not.toBe("right");
  });

  test("a hash goes from a sign-up to its account without the password", async () => {
    const sealed = await world.auth.passwords.seal(GOOD_PASSWORD, "sup_1");
    const moved = world.auth.passwords.reseal(sealed, "sup_1", "usr_1");
    expect(world.sealer.open(moved, pepperedFor("usr_1"))).toBe(world.sealer.open(sealed, pepperedFor("sup_1")));
    expect(() => world.auth.passwords.reseal(sealed, `sup_${randomBytes(2).toString("hex")}`, "usr_1")).toThrow();
  });
});
