// Threat: tokens that only we can read, that die on one instance and live on another, or a token door that answers whom it should not.
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { GOOD_PASSWORD, TOTP_SECRET } from "@gatehouse/auth/testing";
import { connect, type Database } from "@gatehouse/db";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type House, newIp, ORIGIN, openHouse } from "../testing/house.ts";
import { createJar, type Jar } from "../testing/jar.ts";
import { joinMany } from "../testing/memberships.ts";
import { type Answer, dataOf, errorOf, send } from "../testing/wire.ts";

interface Issued {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

let house: House;
/** A second instance, whose way to the database is in our hands. */
let other: House;
let wire: Wire;
let db: Database;
let ip: string;

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const FORM = "application/x-www-form-urlencoded";

const grant = (body: string, headers: Record<string, string> = {}, method = "POST"): Promise<Answer> =>
  send(house.url, {
    method,
    path: "/oauth/token",
    headers: { Host: "localhost:5173", "Content-Type": FORM, "X-Forwarded-For": ip, ...headers },
    body,
  });
const refreshForm = (token: string) => `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`;

async function browser(): Promise<Jar> {
  const person = await house.world.signUp();
  const jar = createJar();
  await jar.call(house, "auth.signIn", { email: person.email, password: GOOD_PASSWORD });
  return jar;
}

const issue = async (jar: Jar): Promise<Issued> =>
  dataOf(await jar.call(house, "token.issue", { name: "Script" })) as Issued;

beforeAll(async () => {
  ip = newIp();
  house = await openHouse();
  wire = await createWire(house.world.database.url);
  db = connect({ url: wire.url, clock: () => new Date(), assumeRole: true });
  const { database, sealer } = house.world;
  other = await openHouse({ beside: { database: { ...database, db, url: wire.url }, sealer } });
});
afterAll(async () => {
  await other.close();
  await db.close();
  await wire.close();
  await house.close();
});

const VERIFY = `
  import { createRemoteJWKSet, jwtVerify } from "jose";
  const [url, token, origin] = process.argv.slice(1);
  const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(url)), { issuer: origin, audience: origin, typ: "at+jwt" });
  console.log(JSON.stringify({ payload, protectedHeader }));`;

test("jose in another process verifies our tokens by the published keys, which may be kept for five minutes", async () => {
  const { accessToken } = await issue(await browser());
  const cwd = dirname(fileURLToPath(import.meta.resolve("@gatehouse/auth/package.json")));
  const args = ["--input-type=module", "-e", VERIFY, `${house.url}/.well-known/jwks.json`, accessToken, ORIGIN];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: {} });
  expect(JSON.parse(stdout)).toMatchObject({
    payload: { iss: ORIGIN, acr: "aal1" },
    protectedHeader: { alg: "EdDSA" },
  });
  const keys = await send(house.url, { path: "/.well-known/jwks.json", headers: { Host: "localhost:5173" } });
  expect(keys.headers["cache-control"]).toBe("public, max-age=300");
  expect(keys.json).toEqual({
    keys: [{ kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: expect.any(String), alg: "EdDSA", use: "sig" }],
  });
});

test("a new organization works at once on the other instance, by cookie and by bearer, for somebody who has 200 already", async () => {
  for (const carry of ["cookie", "bearer"] as const) {
    const jar = await browser();
    const userId = (dataOf(await jar.call(house, "session.current")) as { user: { id: string } }).user.id;
    await house.world.auth.db.work(house.world.request(), (work) =>
      house.world.auth.totp.install(work, userId, TOTP_SECRET),
    );
    await joinMany(house, userId, 200);
    const { accessToken } = await issue(jar);
    expect(accessToken.length).toBeLessThan(1024);
    const call = (at: House, path: string, input: object) =>
      carry === "cookie" ? jar.call(at, path, input) : at.call(path, input, bearer(accessToken));
    // So that the other instance knows the person as it was before.
    expect(dataOf(await call(other, "organization.list", { limit: 100 }))).toMatchObject({
      nextCursor: expect.any(String),
    });
    const { id } = dataOf(await call(house, "organization.create", { name: "Fresh" })) as { id: string };
    const list = await call(other, "document.list", { organizationId: id });
    expect(list.status, list.text).toBe(200);
    expect(dataOf(list)).toEqual({ items: [], nextCursor: null });
  }
});

test("revoked on one instance, refused on the other within a second, cookie, bearer and refresh token alike", async () => {
  const jar = await browser();
  const victim = await issue(jar);
  expect((await other.call("session.list", {}, bearer(victim.accessToken))).status).toBe(200);
  await jar.call(house, "session.revokeOthers");
  const isRefused = async () => (await other.call("session.list", {}, bearer(victim.accessToken))).status;
  await expect.poll(isRefused, { timeout: 1_000, interval: 20 }).toBe(401);
  expect((await grant(refreshForm(victim.refreshToken))).json).toMatchObject({ error: "invalid_grant" });
  expect((await jar.call(other, "session.list", {})).status).toBe(200);
  await createJar(Object.fromEntries(jar.cookies)).call(house, "auth.signOut");
  await expect.poll(async () => (await jar.call(other, "session.list", {})).status, { timeout: 1_000 }).toBe(401);
});

test("token.issue asks for a fresh session of a browser: no bearer, and no issued token, gets further ones", async () => {
  const jar = await browser();
  const issued = await issue(jar);
  expect(issued).toEqual({ accessToken: expect.any(String), refreshToken: expect.any(String), expiresIn: 900 });
  const byBearer = await house.call("token.issue", { name: "X" }, bearer(jar.cookies.get("gatehouse_access") ?? ""));
  expect([byBearer.status, errorOf(byBearer)?.data.appCode]).toEqual([403, "token.browser_required"]);
  const stale = await house.call("token.issue", { name: "X" }, bearer(issued.accessToken));
  expect([stale.status, errorOf(stale)?.data.appCode]).toEqual([403, "access.step_up_required"]);
  const proven = await house.call(
    "auth.stepUp",
    { method: "password", secret: GOOD_PASSWORD },
    bearer(issued.accessToken),
  );
  expect([proven.status, proven.headers["set-cookie"]]).toEqual([200, undefined]);
  await vi.waitFor(async () => {
    const again = await house.call("token.issue", { name: "X" }, bearer(issued.accessToken));
    expect([again.status, errorOf(again)?.data.appCode]).toEqual([403, "token.browser_required"]);
  });
});

test("/oauth/token answers a refresh token with new tokens, never to be stored, in the words of RFC 6749", async () => {
  const issued = await issue(await browser());
  const answer = await grant(refreshForm(issued.refreshToken));
  expect(answer.json).toEqual({
    access_token: expect.any(String),
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: expect.any(String),
  });
  expect(answer.headers).toMatchObject({ "cache-control": "no-store", pragma: "no-cache" });
  const { access_token, refresh_token } = answer.json as { access_token: string; refresh_token: string };
  expect((await house.call("session.list", {}, bearer(access_token))).status).toBe(200);
  expect((await grant(refreshForm(issued.refreshToken))).json).toMatchObject({ refresh_token });
  const charset = await grant(refreshForm(refresh_token), { "Content-Type": `${FORM}; charset=UTF-8`, Origin: ORIGIN });
  expect(charset.status).toBe(200);
  for (const secret of [issued.refreshToken, refresh_token, access_token])
    expect(house.logged().includes(secret)).toBe(false);
});

test.each<[string, number, string]>([
  ["grant_type=refresh_token&refresh_token=nonsense", 400, "invalid_grant"],
  ["grant_type=refresh_token", 400, "invalid_request"],
  ["grant_type=refresh_token&refresh_token=", 400, "invalid_request"],
  ["refresh_token=x", 400, "invalid_request"],
  ["", 400, "invalid_request"],
  ["grant_type=client_credentials", 400, "unsupported_grant_type"],
  ["grant_type=password&username=a&password=b", 400, "unsupported_grant_type"],
  ["grant_type=refresh_token&refresh_token=a&refresh_token=b", 400, "invalid_request"],
])("/oauth/token answers %s with %i %s", async (body, status, error) => {
  const answer = await grant(body);
  expect([answer.status, answer.json]).toEqual([status, { error, error_description: expect.any(String) }]);
  expect(answer.headers["cache-control"]).toBe("no-store");
});

test("/oauth/token takes forms alone, by POST alone, and from no other site", async () => {
  const good = "grant_type=refresh_token&refresh_token=x";
  expect((await grant("{}", { "Content-Type": "application/json" })).status).toBe(415);
  expect((await grant(good, { "Content-Type": "text/plain" })).status).toBe(415);
  expect((await grant(good, {}, "PUT")).status).toBe(405);
  expect((await grant("", {}, "GET")).headers.allow).toBe("POST");
  for (const headers of [{ Origin: "https://evil.example" }, { Origin: "null" }, { "Sec-Fetch-Site": "cross-site" }]) {
    expect((await grant(good, headers)).status).toBe(403);
  }
  expect((await grant(`${good}${"x".repeat(20_000)}`)).status).toBe(413);
  expect((await grant(good, { Host: "evil.example" })).status).toBe(421);
});

test("/oauth/token counts by address, and says when to come back", async () => {
  ip = newIp();
  await house.world.auth.limits.spend("refreshByIp", ip);
  await house.world.database.admin`update limits.counters set points = 600 where key like 'refreshByIp:%'`;
  const answer = await grant("grant_type=refresh_token&refresh_token=x");
  expect([answer.status, answer.json]).toMatchObject([429, { error: "temporarily_unavailable" }]);
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  ip = newIp();
});

test("with the database away no request is admitted: 503, by cookie, by bearer and at the token door", async () => {
  const jar = await browser();
  const issued = await issue(jar);
  expect((await jar.call(other, "session.list", {})).status).toBe(200);
  expect((await other.call("session.list", {}, bearer(issued.accessToken))).status).toBe(200);
  const isRemembered = () => other.world.auth.gate.recall(issued.accessToken, null) !== null;
  expect(isRemembered()).toBe(true);
  wire.cut();
  await expect.poll(isRemembered, { timeout: 1_000, interval: 5 }).toBe(false);
  const byCookie = await jar.call(other, "access.catalogue");
  expect([byCookie.status, errorOf(byCookie)?.data.appCode]).toEqual([503, "auth.unavailable"]);
  const byBearer = await other.call("access.catalogue", {}, bearer(issued.accessToken));
  expect([byBearer.status, errorOf(byBearer)?.data.appCode]).toEqual([503, "auth.unavailable"]);
  const door = { method: "POST", path: "/oauth/token", headers: { Host: "localhost:5173", "Content-Type": FORM } };
  const refused = await send(other.url, { ...door, body: refreshForm(issued.refreshToken) });
  expect([refused.status, refused.json]).toMatchObject([503, { error: "temporarily_unavailable" }]);
  wire.mend();
  await vi.waitFor(async () => expect((await jar.call(other, "access.catalogue")).status).toBe(200), 10_000);
});
