// Threat: another site that makes a person's browser act for it (OWASP CSRF Prevention Cheat Sheet, Fetch Metadata), or read for it.
import type { Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ORIGIN, openHouse } from "./testing/house.ts";
import { type Answer, dataOf, errorOf, faultsOfRefusal, send } from "./testing/wire.ts";

const house = await openHouse();
afterAll(house.close);
let person: Person;

beforeAll(async () => {
  person = await house.world.signUp();
});

type Headers = Readonly<Record<string, string>>;
const SITE = (value: string): Headers => ({ "Sec-Fetch-Site": value });
const FROM = (value: string): Headers => ({ Origin: value });
const BEARER: Headers = { Authorization: "Bearer none" };
const cookie = (): Headers => ({ Cookie: `gatehouse_session=${person.token}` });

const query = (headers: Headers): Promise<Answer> =>
  send(house.url, { path: "/trpc/session.current", headers: { Host: "localhost:5173", ...headers } });

const mutate = (headers: Headers): Promise<Answer> =>
  send(house.url, {
    method: "POST",
    path: "/trpc/organization.create",
    headers: { Host: "localhost:5173", "Content-Type": "application/json", ...headers },
    body: '{"name":"Made"}',
  });

const made = async (): Promise<number> => {
  const [row] = await house.world.database.admin<{ count: number }[]>`
    select count(*)::int as count from auth.organizations where name = 'Made'`;
  return row?.count ?? 0;
};

const FOREIGN: [string, Headers][] = [
  ["nothing that says where from", {}],
  ["Sec-Fetch-Site: cross-site", SITE("cross-site")],
  ["Sec-Fetch-Site: same-site", SITE("same-site")],
  ["Sec-Fetch-Site: none, as a link in the address bar sends", SITE("none")],
  ["an empty Sec-Fetch-Site", SITE("")],
  ["Sec-Fetch-Site twice over", SITE("same-origin, cross-site")],
  ["a foreign Origin", FROM("https://evil.test")],
  ["an Origin of null", FROM("null")],
  ["an Origin that begins like ours", FROM(`${ORIGIN}.evil.test`)],
  ["our Origin by another scheme", FROM("https://localhost:5173")],
  ["our Origin by another port", FROM("http://localhost:5174")],
  ["our Origin under a Sec-Fetch-Site that says otherwise", { ...SITE("cross-site"), ...FROM(ORIGIN) }],
];

const OWN: [string, Headers][] = [
  ["Sec-Fetch-Site: same-origin", SITE("same-origin")],
  ["our Origin, where Sec-Fetch-Site is absent", FROM(ORIGIN)],
];

describe.each(FOREIGN)("a request with %s", (_what, headers) => {
  it("does not change anything with a cookie", async () => {
    const before = await made();
    expect(faultsOfRefusal(await mutate({ ...cookie(), ...headers }), 403, "request.cross_site")).toEqual([]);
    expect(await made()).toBe(before);
  });

  it("does not read with a cookie either", async () => {
    const answer = await query({ ...cookie(), ...headers });
    expect(faultsOfRefusal(answer, 403, "request.cross_site")).toEqual([]);
    expect(answer.text).not.toContain(person.email);
  });

  it("does not change anything without a cookie: signing somebody in is a change too", async () => {
    expect(faultsOfRefusal(await mutate(headers), 403, "request.cross_site")).toEqual([]);
  });

  it("may ask without a cookie, where it is nobody", async () => {
    const answer = await query(headers);
    expect([answer.status, dataOf(answer)]).toEqual([200, null]);
  });

  it("is not told that it may read the answer", async () => {
    for (const answer of [await query(headers), await query({ ...cookie(), ...headers }), await mutate(headers)]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });
});

describe.each(OWN)("a request with %s", (_what, headers) => {
  it("reads and changes with the cookie", async () => {
    expect(dataOf(await query({ ...cookie(), ...headers }))).toMatchObject({ user: { id: person.userId } });
    expect((await mutate({ ...cookie(), ...headers })).status).toBe(200);
  });
});

describe("a client outside a browser, which sends neither", () => {
  it("reaches a mutation with a bearer and without a cookie", async () => {
    expect(errorOf(await mutate(BEARER))?.data.appCode).toBe("auth.session_required");
  });

  it("does not reach it with a bearer beside a cookie", async () => {
    expect(faultsOfRefusal(await mutate({ ...BEARER, ...cookie() }), 403, "request.cross_site")).toEqual([]);
  });

  it("does not reach it with an Authorization that is no bearer", async () => {
    expect(faultsOfRefusal(await mutate({ Authorization: "Basic YTpi" }), 403, "request.cross_site")).toEqual([]);
  });

  it("is judged by Authorization alone where it sends both: the cookie then counts for nothing", async () => {
    expect(dataOf(await query({ ...BEARER, ...cookie(), ...FROM(ORIGIN) }))).toBeNull();
  });
});

it("a preflight of another site is refused, and allows nothing", async () => {
  const answer = await send(house.url, {
    method: "OPTIONS",
    path: "/trpc/organization.create",
    headers: { Host: "localhost:5173", Origin: "https://evil.test", "Access-Control-Request-Method": "POST" },
  });
  expect(faultsOfRefusal(answer, 403, "request.cross_site")).toEqual([]);
  expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
});
