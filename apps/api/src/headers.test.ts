// Threat: a browser that is not told what to refuse, a cache that keeps what is personal, a cookie that scripts can read
// (OWASP ASVS 5.0 3.3 and 3.4).
import type { Person } from "@gatehouse/auth/testing";
import { GOOD_PASSWORD } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newEmail } from "./testing/fixtures.ts";
import { newIp, ORIGIN, openHouse } from "./testing/house.ts";
import { type Answer, errorOf, send } from "./testing/wire.ts";

const development = await openHouse();
const production = await openHouse({ production: true });
afterAll(() => Promise.all([development.close(), production.close()]));

let person: Person;
beforeAll(async () => {
  person = await production.world.signUp();
});

/** Answers of every kind of door: data, refusals before and behind tRPC, health, nothing there. */
const answers = async (): Promise<[string, Answer][]> => {
  const { call, url } = production;
  const get = (path: string, headers = {}) => send(url, { path, headers: { Host: "localhost:5173", ...headers } });
  return [
    ["data", await call("session.current", {}, { token: person.token })],
    ["a refusal of a procedure", await call("session.list")],
    ["an error before the context", await get("/trpc/%E0%A4%A")],
    ["a refusal before tRPC", await get("/trpc/session.current", { Cookie: "a=b" })],
    ["a foreign host", await get("/trpc/session.current", { Host: "evil.test" })],
    ["health", await get("/healthz")],
    ["readiness", await get("/readyz")],
    ["nothing there", await get("/nothing", { Accept: "application/json" })],
    ["a page of the dashboard", await get("/nothing", { Accept: "text/html" })],
  ];
};

describe("every answer in production", () => {
  it("carries the security headers and no banner", async () => {
    for (const [kind, { headers }] of await answers()) {
      expect(headers, kind).toMatchObject({
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(headers, kind).not.toHaveProperty("x-powered-by");
      expect(headers, kind).not.toHaveProperty("server");
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });

  it("forbids inline script, framing and every foreign source", async () => {
    for (const [kind, { headers }] of await answers()) {
      const policy = new Map(
        String(headers["content-security-policy"])
          .split(";")
          .map((directive) => directive.trim().split(" "))
          .map(([name, ...sources]) => [name, sources]),
      );
      expect(policy.get("default-src"), kind).toEqual(["'none'"]);
      expect(policy.get("script-src"), kind).toEqual(["'self'"]);
      expect(policy.get("frame-ancestors"), kind).toEqual(["'none'"]);
      expect(policy.get("base-uri"), kind).toEqual(["'none'"]);
      expect([...policy.values()].flat().filter((source) => /https?:|\*|unsafe-eval/.test(source))).toEqual([]);
    }
  });

  it("is kept by no cache", async () => {
    for (const [kind, { headers }] of await answers()) {
      if (!["health", "readiness"].includes(kind)) expect(headers["cache-control"], kind).toBe("no-store");
    }
  });
});

it("development does not pin a browser to https", async () => {
  expect((await development.call("session.current")).headers).not.toHaveProperty("strict-transport-security");
});

describe("the session's cookie", () => {
  const linesOf = ({ headers }: Answer) => headers["set-cookie"] ?? [];
  const attributesOf = (answer: Answer) => linesOf(answer).map((line) => line.split("; ").slice(1).sort());
  const sessionIn = (answer: Answer) => linesOf(answer).filter((line) => /^(__Host-)?gatehouse_session=/.test(line));
  const signIn = async (house: typeof production) => {
    const { email } = await house.world.signUp();
    return house.call("auth.signIn", { email, password: GOOD_PASSWORD });
  };

  it("is HttpOnly, SameSite=Strict, Path=/, without a Domain, as is every other", async () => {
    const answer = await signIn(development);
    expect(sessionIn(answer)).toEqual([
      expect.stringMatching(/^gatehouse_session=session_[\w-]{43}; .*Max-Age=604800;/),
    ]);
    for (const attributes of attributesOf(answer)) {
      expect(attributes).toEqual(["HttpOnly", expect.stringMatching(/^Max-Age=\d+$/), "Path=/", "SameSite=Strict"]);
    }
  });

  it("is Secure with the __Host- prefix in production, as is every other", async () => {
    const answer = await signIn(production);
    expect(sessionIn(answer)).toEqual([expect.stringMatching(/^__Host-gatehouse_session=session_[\w-]{43};/)]);
    for (const line of linesOf(answer)) expect(line).toMatch(/^__Host-.*; Secure/);
    for (const attributes of attributesOf(answer)) {
      const age = expect.stringMatching(/^Max-Age=\d+$/);
      expect(attributes).toEqual(["HttpOnly", age, "Path=/", "SameSite=Strict", "Secure"]);
    }
  });

  it("is taken away with the attributes that it was given with", async () => {
    const token = await production.startSession(person);
    const gone = await production.call("auth.signOut", {}, { token });
    for (const name of ["__Host-gatehouse_session", "__Host-gatehouse_access"]) {
      const last = linesOf(gone).findLast((line) => line.startsWith(`${name}=`));
      expect(last?.split("; ").sort()).toEqual([
        "HttpOnly",
        "Max-Age=0",
        "Path=/",
        "SameSite=Strict",
        "Secure",
        `${name}=`,
      ]);
    }
  });

  it("is not taken under the development's name in production", async () => {
    const headers = { Cookie: `gatehouse_session=${await production.startSession(person)}` };
    expect((await production.call("session.list", {}, { headers })).status).toBe(401);
  });

  it("is a new one at each sign-in, and not set by anything but signing in and out", async () => {
    const first = await signIn(production);
    const second = await signIn(production);
    expect(sessionIn(first)).not.toEqual(sessionIn(second));
    for (const [kind, answer] of await answers()) expect(sessionIn(answer), kind).toEqual([]);
  });
});

describe("a refusal for too many tries", () => {
  it("says when to come back, in the header and in the error, for a batch as for one call", async () => {
    const ip = newIp();
    const tooMany = () =>
      production.call("auth.signIn", { email: "nobody@example.test", password: GOOD_PASSWORD }, { ip });
    for (let tries = 0; tries < 10; tries += 1) expect((await tooMany()).status).toBe(401);
    const refused = await tooMany();
    const seconds = errorOf(refused)?.data.retryAfterSeconds ?? 0;
    expect(refused.status).toBe(429);
    expect(errorOf(refused)?.data.appCode).toBe("limits.exceeded");
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    expect(refused.headers["retry-after"]).toBe(String(seconds));
    const batch = await send(production.url, {
      method: "POST",
      path: "/trpc/auth.signIn,auth.signIn?batch=1",
      headers: { Host: "localhost:5173", Origin: ORIGIN, "Content-Type": "application/json", "X-Forwarded-For": ip },
      body: JSON.stringify({ ...[0, 1].map(() => ({ email: "nobody@example.test", password: GOOD_PASSWORD })) }),
    });
    expect(Number(batch.headers["retry-after"])).toBeGreaterThan(0);
  });

  it("takes no address from a proxy that is none, however long", async () => {
    for (const ip of ["x".repeat(5_000), "198.51.100.7:443", "=1+1"]) {
      const answer = await production.call("auth.signIn", { email: newEmail(), password: GOOD_PASSWORD }, { ip });
      expect(answer.status, ip.slice(0, 20)).toBe(401);
    }
    const { admin } = production.world.database;
    const stored = await admin`select distinct ip from audit.events where ip !~ '^[0-9a-f.:]+$'`;
    expect([...stored]).toEqual([]);
  });

  it("is counted for each call of a batch, and not for a header that anybody can write", async () => {
    const attempt = (forwardedFor: string, calls: number) => {
      const input = { email: "someone@example.test", password: GOOD_PASSWORD };
      return send(production.url, {
        method: "POST",
        path: `/trpc/${Array(calls).fill("auth.signIn").join(",")}?batch=1`,
        headers: {
          Host: "localhost:5173",
          Origin: ORIGIN,
          "Content-Type": "application/json",
          "X-Forwarded-For": forwardedFor,
        },
        body: JSON.stringify(Object.fromEntries(Array.from({ length: calls }, (_, index) => [index, input]))),
      });
    };
    const ip = newIp();
    expect((await attempt(`1.2.3.4, ${ip}`, 10)).status).toBe(401);
    expect((await attempt(`5.6.7.8, ${ip}`, 1)).status).toBe(429);
    expect((await attempt(`1.2.3.4, ${newIp()}`, 1)).status).toBe(401);
  });
});
