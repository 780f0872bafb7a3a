// Threat: cookies that outlive their session, speak for another one, or grow until a proxy drops them (RFC 6265bis; RFC 8725).
import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type House, openHouse } from "../testing/house.ts";
import { createJar, type Jar, setCookiesOf } from "../testing/jar.ts";
import { joinMany } from "../testing/memberships.ts";
import { dataOf, errorOf } from "../testing/wire.ts";

const MINUTE_MS = 60_000;
/** What is ended is refused on every instance within a second, not in the same breath. */
const WITHIN_A_SECOND = { timeout: 1_000, interval: 20 };
let house: House;
let person: Person;
let jar: Jar;
let offset = 0;
const clock = () => new Date(Date.now() + offset);

const access = () => jar.cookies.get("gatehouse_access") ?? "";
const session = () => jar.cookies.get("gatehouse_session") ?? "";
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const whoIs = async (cookies: Record<string, string>) => {
  const answer = await createJar(cookies).call(house, "session.current");
  return (dataOf(answer) as { user: { id: string } } | null)?.user.id ?? null;
};

async function signIn(who: Person): Promise<Jar> {
  const browser = createJar();
  const answer = await browser.call(house, "auth.signIn", { email: who.email, password: GOOD_PASSWORD });
  expect(dataOf(answer)).toEqual({ status: "signedIn" });
  return browser;
}

beforeAll(async () => {
  house = await openHouse({ clock });
});
afterAll(() => house.close());
beforeEach(async () => {
  offset = 0;
  person = await house.world.signUp();
  jar = await signIn(person);
});

test("signing in sets both cookies, HttpOnly, SameSite=Strict, for the whole site, the second for fifteen minutes", async () => {
  const answer = await createJar().call(house, "auth.signIn", { email: person.email, password: GOOD_PASSWORD });
  const set = setCookiesOf(answer).filter(({ value }) => value !== "");
  expect(set.map(({ name }) => name)).toEqual(expect.arrayContaining(["gatehouse_session", "gatehouse_access"]));
  for (const { attributes } of set)
    expect(attributes).toEqual(expect.arrayContaining(["httponly", "samesite=strict", "path=/"]));
  expect(set.find(({ name }) => name === "gatehouse_access")?.attributes).toContain("max-age=900");
});

test("both are Secure, with the __Host- prefix, in production", async () => {
  const production = await openHouse({ production: true });
  const one = await production.world.signUp();
  const answer = await production.call("auth.signIn", { email: one.email, password: GOOD_PASSWORD });
  const set = setCookiesOf(answer).filter(({ value }) => value !== "");
  expect(set.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["__Host-gatehouse_session", "__Host-gatehouse_access"]),
  );
  for (const { name, attributes } of set) {
    expect(name).toMatch(/^__Host-/);
    expect(attributes).toContain("secure");
  }
  await production.close();
});

test("a person with 200 organizations has an access cookie under 1 KB, and both together are", async () => {
  await joinMany(house, person.userId, 200);
  jar = await signIn(person);
  const current = dataOf(await jar.call(house, "session.current")) as { organizations: unknown[] };
  expect(current.organizations).toHaveLength(201);
  expect(`gatehouse_access=${access()}`.length).toBeLessThan(1024);
  expect(`gatehouse_session=${session()}; gatehouse_access=${access()}`.length).toBeLessThan(1024);
});

test("an access token that is missing, broken or about to expire is renewed on the way; a good one is left alone", async () => {
  const first = access();
  expect(setCookiesOf(await jar.call(house, "session.list", {}))).toEqual([]);
  jar.cookies.delete("gatehouse_access");
  await jar.call(house, "session.list", {});
  expect(access()).not.toBe("");
  expect(access()).not.toBe(first);
  jar.cookies.set("gatehouse_access", "nonsense");
  await jar.call(house, "session.list", {});
  expect(access()).toMatch(/^eyJ/);
  offset = 9 * MINUTE_MS;
  expect(setCookiesOf(await jar.call(house, "session.list", {}))).toEqual([]);
  const before = access();
  offset = 11 * MINUTE_MS;
  await jar.call(house, "session.list", {});
  expect(access()).not.toBe(before);
  offset = 60 * MINUTE_MS;
  expect((await jar.call(house, "session.list", {})).status).toBe(200);
});

test("an access token of another session never wins over the session's cookie", async () => {
  const stranger = await house.world.signUp();
  const theirs = await signIn(stranger);
  const foreign = theirs.cookies.get("gatehouse_access") ?? "";
  for (let call = 0; call < 3; call += 1) {
    expect(await whoIs({ gatehouse_session: session(), gatehouse_access: foreign })).toBe(person.userId);
    expect(await whoIs({ gatehouse_access: foreign })).toBe(stranger.userId);
  }
  expect(await whoIs({ gatehouse_session: "session_nobodys", gatehouse_access: foreign })).toBeNull();
});

test("an access token of an older session of the same browser is dead, and the newer session goes on", async () => {
  const old = access();
  await jar.call(house, "auth.signIn", { email: person.email, password: GOOD_PASSWORD });
  await expect.poll(() => whoIs({ gatehouse_access: old }), WITHIN_A_SECOND).toBeNull();
  expect(await whoIs({ gatehouse_session: session(), gatehouse_access: old })).toBe(person.userId);
});

test("after a step-up neither of the older cookies opens anything", async () => {
  const old = Object.fromEntries(jar.cookies);
  const answer = await jar.call(house, "auth.stepUp", { method: "password", secret: GOOD_PASSWORD });
  expect(answer.status, answer.text).toBe(200);
  await expect.poll(() => whoIs(old), WITHIN_A_SECOND).toBeNull();
  expect(await whoIs({ gatehouse_access: old.gatehouse_access ?? "" })).toBeNull();
  expect(await whoIs(Object.fromEntries(jar.cookies))).toBe(person.userId);
});

test("signing out takes both cookies away, and neither opens anything afterwards", async () => {
  const old = Object.fromEntries(jar.cookies);
  await jar.call(house, "auth.signOut");
  expect([session(), access()]).toEqual(["", ""]);
  await expect.poll(() => whoIs(old), WITHIN_A_SECOND).toBeNull();
  expect(await whoIs({ gatehouse_access: old.gatehouse_access ?? "" })).toBeNull();
});

test("an access token works as bearer and as cookie", async () => {
  expect(await whoIs({ gatehouse_access: access() })).toBe(person.userId);
  expect((await house.call("session.list", {}, bearer(access()))).status).toBe(200);
});

test("a request with both is judged by Authorization alone: a bad one is 401, and nobody to a public procedure", async () => {
  const refused = ["Bearer nonsense", `Bearer ${access()}x`, "Bearer", "Basic dTpw", "", `Bearer ${session()}`];
  for (const Authorization of refused) {
    const answer = await jar.call(house, "session.list", {}, { headers: { Authorization } });
    expect(answer.status, Authorization).toBe(401);
    expect(errorOf(answer)?.data.appCode).toBe("auth.session_required");
    const current = await jar.call(house, "session.current", undefined, { headers: { Authorization } });
    expect([current.status, dataOf(current)]).toEqual([200, null]);
    expect(setCookiesOf(current)).toEqual([]);
  }
});

test("no secret of a cookie stands in the log", () => {
  for (const secret of [access(), session()]) expect(house.logged().includes(secret)).toBe(false);
});
