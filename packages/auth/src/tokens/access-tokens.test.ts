// Threat: a forged, borrowed or outdated token that is taken for ours: RFC 8725's list, one by one.
import { generateKeyPairSync } from "node:crypto";
import { importJWK, type JWK, type JWTHeaderParameters, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, ORIGIN, type Person, type World } from "../testing/world.ts";
import { signingKeys } from "./schema.ts";

let world: World<keyof typeof authPermissions>;
let person: Person;
let good: Record<string, unknown>;
let kid: string;
let ours: Awaited<ReturnType<typeof importJWK>>;
let offset = 0;

const clock = () => new Date(Date.now() + offset);
const admit = (token: string) => world.auth.gate.admitToken(world.request(), token);

async function issue(token = person.token): Promise<string> {
  const admission = await world.auth.gate.admit(world.request(), token);
  if (!admission) throw new Error("no session");
  return (await world.auth.accessTokens.issue(admission.subject)).token;
}

const partOf = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString()) as Record<string, unknown>;

/** Signs with our own key, as only we could: what is refused then is refused for its content. */
const forge = (claims: object = {}, header: object = {}) =>
  new SignJWT({ ...good, ...claims })
    .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid, ...header } as JWTHeaderParameters)
    .sign(ours, { crit: { b64: true, "urn:new": true } });

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock });
  person = await world.signUp();
  const token = await issue();
  good = partOf(token, 1);
  kid = String(partOf(token, 0).kid);
  const [row] = await world.database.admin<{ private_key: string }[]>`select private_key from auth.signing_keys`;
  ours = await importJWK(JSON.parse(world.sealer.open(row?.private_key ?? "", `signing-key:${kid}`)) as JWK, "EdDSA");
});
afterAll(() => world.close());

test("a token carries who, which session, how it was proven and the access version, for fifteen minutes, and no membership", async () => {
  const token = await issue();
  expect(partOf(token, 0)).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: expect.stringMatching(/^key_/) });
  const claims = partOf(token, 1);
  expect(claims).toEqual({
    iss: ORIGIN,
    aud: ORIGIN,
    client_id: "gatehouse",
    sub: person.userId,
    sid: expect.stringMatching(/^ses_/),
    gen: expect.any(String),
    amr: ["pwd"],
    acr: "aal1",
    auth_time: expect.any(Number),
    ver: expect.any(Number),
    iat: expect.any(Number),
    exp: Number(claims.iat) + 900,
    jti: expect.any(String),
  });
  expect(partOf(await issue(), 1).jti).not.toBe(claims.jti);
});

test("what our own key signed as it should is admitted, so that the refusals below are for their reason", async () => {
  expect(await admit(await forge())).toMatchObject({ userId: person.userId, client: "browser" });
});

test("alg none is refused", async () => {
  expect(await admit(new UnsecuredJWT(good).encode())).toBeNull();
  const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt", kid })).toString("base64url");
  const [, payload, signature] = (await issue()).split(".");
  expect(await admit(`${none}.${payload}.`)).toBeNull();
  expect(await admit(`${none}.${payload}.${signature}`)).toBeNull();
});

test("HS256 under our public key is refused", async () => {
  const { keys } = await world.auth.signingKeys.published();
  for (const secret of [String(keys[0]?.x), JSON.stringify(keys[0])]) {
    const forged = await new SignJWT(good)
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid })
      .sign(Buffer.from(secret.padEnd(32, "0")));
    expect(await admit(forged)).toBeNull();
  }
});

test("a foreign key is refused, under its own name and under ours", async () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  for (const name of ["key_foreign", kid, ""]) {
    const header = { alg: "EdDSA", typ: "at+jwt", kid: name };
    expect(await admit(await new SignJWT(good).setProtectedHeader(header).sign(privateKey))).toBeNull();
  }
});

test("another audience, issuer or type is refused", async () => {
  const others = [{ aud: "https://other.example" }, { aud: [] }, { iss: "https://other.example" }, { iss: undefined }];
  for (const claims of others) expect(await admit(await forge(claims))).toBeNull();
  for (const typ of ["JWT", "jwt", undefined]) expect(await admit(await forge({}, { typ }))).toBeNull();
});

test("headers that bring a key along or change the rules are refused, though our key signed them", async () => {
  const { keys } = await world.auth.signingKeys.published();
  const headers = [
    { jku: `${ORIGIN}/.well-known/jwks.json` },
    { x5u: `${ORIGIN}/cert.pem` },
    { jwk: keys[0] },
    { x5c: ["AAAA"] },
    { crit: ["urn:new"], "urn:new": 1 },
    { crit: ["b64"], b64: true },
  ];
  for (const header of headers) expect(await admit(await forge({}, header)), JSON.stringify(header)).toBeNull();
});

test("a token without one of its claims, or of another person's session, is refused", async () => {
  for (const name of ["sub", "sid", "ver", "exp", "iat", "jti", "gen"]) {
    expect(await admit(await forge({ [name]: undefined })), name).toBeNull();
  }
  const other = await world.signUp();
  expect(await admit(await forge({ sub: other.userId }))).toBeNull();
  expect(await admit(await forge({ sid: "ses_00000000000000000000000000" }))).toBeNull();
});

test("garbage, a cut token and an endless one are refused", async () => {
  const token = await issue();
  const [head, payload, signature] = token.split(".");
  const broken = ["", "a", "a.b.c", "..", `${head}.${payload}`, `${head}.${payload}.${signature?.slice(0, -4)}`];
  for (const text of [...broken, `${token}.x`, "é.ü.ß", "a".repeat(100_000)]) expect(await admit(text)).toBeNull();
});

test("an expired token is refused, also one that is remembered", async () => {
  const token = await issue();
  expect(await admit(token)).not.toBeNull();
  expect(world.auth.gate.recall(token, null)).not.toBeNull();
  offset += 15 * 60 * 1000;
  expect(world.auth.gate.recall(token, null)).toBeNull();
  expect(await admit(token)).toBeNull();
  offset = 0;
});

test("a token never outlives its session", async () => {
  const other = await world.signUp();
  await world.database.admin`
    update auth.sessions set expires_at = now() + interval '100 seconds', ends_at = now() + interval '100 seconds'
    where user_id = ${other.userId}`;
  const claims = partOf(await issue(other.token), 1);
  expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(100);
});

test("the private key stands in the database sealed, for its own row alone", async () => {
  const [row] = await world.database.db.work(world.request(), ({ tx }) => tx.select().from(signingKeys));
  const sealed = row?.privateKey ?? "";
  expect(() => world.sealer.open(sealed, "signing-key:other")).toThrow();
  const { d = "" } = JSON.parse(world.sealer.open(sealed, `signing-key:${kid}`)) as JWK;
  expect(d).not.toBe("");
  expect(JSON.stringify(row)).not.toContain(d);
  expect(JSON.stringify(await world.auth.signingKeys.published())).not.toContain(d);
});
