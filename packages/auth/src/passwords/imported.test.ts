// Threat: a team that moves here keeps its weak hashes, or its people lose their passwords, or an import tells who was imported.
import { scryptSync } from "node:crypto";
import { newId } from "@gatehouse/kernel";
import { hash as argon2 } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { HASH } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type World } from "../testing/world.ts";
import type { ImportScheme } from "./imported.ts";
import { pepperedFor } from "./passwords.ts";

let world: World<keyof typeof authPermissions>;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());

/** Vectors: Openwall's crypt_blowfish, RFC 7914 section 12, better-auth's own format, and the reference implementation of argon2. */
const SALT = "00112233445566778899aabbccddeeff";
const VECTORS: readonly [ImportScheme, string, string][] = [
  ["bcrypt", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  ["bcrypt", "U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
  [
    "scrypt",
    "pleaseletmein",
    `$scrypt$ln=14,r=8,p=1$${Buffer.from("SodiumChloride").toString("base64").replace(/=+$/, "")}$${Buffer.from(
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
      "hex",
    )
      .toString("base64")
      .replace(/=+$/, "")}`,
  ],
  [
    "better-auth",
    "moved from elsewhere",
    // Made as better-auth makes it.
    `${SALT}:${scryptSync("moved from elsewhere", SALT, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 28 }).toString("hex")}`,
  ],
  ["argon2", "password", "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"],
  ["argon2", "password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"],
];

/** Somebody who comes from another system, with an account of ours by the old hash. */
async function withHash(scheme: ImportScheme, hash: string) {
  const [userId, organizationId] = [newId("usr"), newId("org")];
  const email = `${userId.toLowerCase()}@example.test`;
  const passwordHash = await world.auth.passwords.importHash(scheme, hash, userId);
  const account = { id: userId, organizationId, email, name: "Mo Mover", passwordHash };
  await world.auth.db.work(world.request(), (work) => world.auth.accounts.create(work, account));
  return { userId, email, passwordHash };
}

const storedOf = async (userId: string): Promise<string> => {
  const [row] = await world.database.admin`select password_hash from auth.users where id = ${userId}`;
  return String(row?.password_hash);
};

test.each(VECTORS)(
  "a %s hash signs in with its password, and is made anew at the first sign-in",
  async (scheme, password, hash) => {
    const { email, userId, passwordHash } = await withHash(scheme, hash);
    const { verify } = world.auth.passwords;
    await expect(verify(world.request(), email, `${password}!`)).rejects.toMatchObject({
      code: "auth.credentials_wrong",
    });
    expect(await storedOf(userId)).toBe(passwordHash);
    await expect(verify(world.request(), email, password)).resolves.toMatchObject({ userId });
    expect(await storedOf(userId)).not.toBe(passwordHash);
    await expect(verify(world.request(), email, password)).resolves.toMatchObject({ userId });
  },
);

test("a hash of our own by lesser parameters is made anew at the first sign-in, and one by today's is left alone", async () => {
  const lesser = await argon2(GOOD_PASSWORD, { algorithm: 2, memoryCost: 8_192, timeCost: 1, parallelism: 1 });
  const { email, userId, passwordHash } = await withHash("argon2", lesser);
  await world.auth.passwords.verify(world.request(), email, GOOD_PASSWORD);
  const renewed = await storedOf(userId);
  expect(renewed).not.toBe(passwordHash);
  const { memoryKiB, passes, lanes } = HASH;
  expect(world.sealer.open(renewed, pepperedFor(userId))).toContain(`$m=${memoryKiB},t=${passes},p=${lanes}$`);
  await world.auth.passwords.verify(world.request(), email, GOOD_PASSWORD);
  expect(await storedOf(userId)).toBe(renewed);
});

test("what is not a hash of its scheme is refused at import, and not repeated", async () => {
  for (const scheme of ["bcrypt", "scrypt", "better-auth", "argon2"] as const) {
    const refused = world.auth.passwords.importHash(scheme, "plain-text-password", "usr_x");
    await expect(refused).rejects.toThrow(scheme);
    await expect(refused).rejects.not.toThrow("plain-text-password");
  }
});

test("the imported hash itself opens nothing", async () => {
  const [scheme, , hash] = VECTORS[0] as (typeof VECTORS)[number];
  const { email } = await withHash(scheme, hash);
  await expect(world.auth.passwords.verify(world.request(), email, hash)).rejects.toMatchObject({
    code: "auth.credentials_wrong",
  });
});
