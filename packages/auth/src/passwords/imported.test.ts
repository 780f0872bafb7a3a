// Threat: a team that moves here keeps its weak hashes, or its people lose their passwords, or an import tells who was imported.
import { scryptSync } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type World } from "../testing/world.ts";
import { users } from "../users/schema.ts";
import type { ImportScheme } from "./imported.ts";

let world: World<keyof typeof authPermissions>;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());

/** Vectors: Openwall's crypt_blowfish, RFC 7914 section 12, and better-auth's own format. */
const SALT = "00112233445566778899aabbccddeeff";
const VECTORS: readonly [ImportScheme, string, string][] = [
  ["bcrypt", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"],
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
    `${SALT}:${scryptSync("moved from elsewhere", SALT, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 28 }).toString("hex")}`,
  ],
];

async function withHash(scheme: ImportScheme, hash: string) {
  const person = await world.signUp();
  const passwordHash = await world.auth.passwords.importHash(scheme, hash, person.userId);
  await world.auth.db.work(world.request(), ({ tx }) =>
    tx.update(users).set({ passwordHash }).where(eq(users.id, person.userId)),
  );
  return { ...person, passwordHash };
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
