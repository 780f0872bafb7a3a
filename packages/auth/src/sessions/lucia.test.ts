// Threat: a session that outlives its end, a token that a dump of the database gives away, a cookie that other sites or scripts can use.
// This is the contract that whatever stands behind lucia.ts keeps, so that it can be replaced in one commit.
import type { Work } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { SESSION } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/index.ts";
import { createCookies, createSession, validateSession } from "./lucia.ts";

const SECOND = 1_000;
const IDLE = SESSION.idleSeconds * SECOND;
const ABSOLUTE = SESSION.absoluteSeconds * SECOND;
// far from the wall clock, so that nothing here can lean on it
const BEGIN = Date.parse("2031-05-01T10:00:00Z");

let now = BEGIN;
let world: World<keyof typeof authPermissions>;
let person: Person;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock: () => new Date(now) });
  person = await world.signUp();
});
afterAll(() => world.close());
beforeEach(() => {
  now = BEGIN;
});

const inWork = <Result>(fn: (work: Work) => Promise<Result>) => world.auth.db.work(world.request(), fn);
const start = () =>
  inWork((work) => createSession(work, { userId: person.userId, amr: ["pwd"], freshUntil: work.now }));
const find = (token: string) => inWork((work) => validateSession(work, token));
const rowOf = async (token: string) => {
  const [row] = await world.database.admin`select * from auth.sessions where digest = ${digestOf(token)}`;
  return row;
};
/** Instants differ by the milliseconds that a statement takes. */
const near = (at: Date | null | undefined, ms: number) => Math.abs((at?.getTime() ?? 0) - ms) < SECOND;

describe("a token", () => {
  test("carries 256 bits, and the database holds its digest and nothing of it", async () => {
    const token = await start();
    expect(token).toMatch(/^session_[A-Za-z0-9_-]{43}$/);
    expect(await rowOf(token)).toMatchObject({ user_id: person.userId });
    const dump = JSON.stringify(await world.database.admin`select * from auth.sessions`);
    expect(dump).not.toContain(token.slice("session_".length));
  });

  test("is new each time", async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, start));
    expect(new Set(tokens).size).toBe(20);
  });

  test("finds its session, with its person", async () => {
    const token = await start();
    const row = await rowOf(token);
    expect(await find(token)).toMatchObject({
      id: row?.id,
      userId: person.userId,
      personalOrganizationId: person.personalOrganizationId,
      createdAt: new Date(BEGIN),
      renewedUntil: null,
    });
  });

  test("that is unknown, another's digest or a session's id finds none", async () => {
    const token = await start();
    const row = await rowOf(token);
    for (const other of [newToken("session"), digestOf(token), String(row?.id), `${token} `, token.toLowerCase(), ""]) {
      expect(await find(other)).toBeNull();
    }
  });

  test("finds none once its row is deleted, or its account disabled", async () => {
    const [deleted, disabled] = [await start(), await start()];
    await world.database.admin`delete from auth.sessions where digest = ${digestOf(deleted)}`;
    expect(await find(deleted)).toBeNull();
    await world.database.admin`update auth.users set disabled_at = now()`;
    expect(await find(disabled)).toBeNull();
    await world.database.admin`update auth.users set disabled_at = null`;
    expect(await find(disabled)).not.toBeNull();
  });
});

describe("the idle end", () => {
  test("comes seven days after the last visit, and takes the row with it", async () => {
    const token = await start();
    expect(near((await find(token))?.expiresAt, BEGIN + IDLE)).toBe(true);
    now = BEGIN + IDLE + SECOND;
    expect(await find(token)).toBeNull();
    expect(await rowOf(token)).toBeUndefined();
  });

  test("is moved by a visit once half of it has passed, and not before; the cookie is due again then", async () => {
    const token = await start();
    now = BEGIN + IDLE / 2 - SECOND;
    expect(await find(token)).toMatchObject({ renewedUntil: null });
    expect(near((await rowOf(token))?.expires_at, BEGIN + IDLE)).toBe(true);
    now = BEGIN + IDLE / 2 + SECOND;
    const renewed = await find(token);
    expect(near(renewed?.renewedUntil, now + IDLE)).toBe(true);
    expect(near((await rowOf(token))?.expires_at, now + IDLE)).toBe(true);
    now = BEGIN + IDLE + SECOND;
    expect(await find(token)).not.toBeNull();
  });
});

describe("the absolute end", () => {
  test("comes thirty days after the sign-in, however often the session is used", async () => {
    const token = await start();
    const { ends_at: endsAt } = (await rowOf(token)) ?? {};
    expect(near(endsAt, BEGIN + ABSOLUTE)).toBe(true);
    for (now = BEGIN; now < BEGIN + ABSOLUTE - SECOND; now += IDLE / 3) {
      const found = await find(token);
      expect(found?.expiresAt.getTime()).toBeLessThanOrEqual(endsAt.getTime());
      const row = await rowOf(token);
      expect(row?.expires_at.getTime()).toBeLessThanOrEqual(endsAt.getTime());
      expect(row?.ends_at).toEqual(endsAt);
    }
    now = BEGIN + ABSOLUTE - SECOND;
    expect(await find(token)).not.toBeNull();
    now = BEGIN + ABSOLUTE;
    expect(await find(token)).toBeNull();
  });

  test("cannot be passed by a row either", async () => {
    const token = await start();
    const passing = world.database
      .admin`update auth.sessions set expires_at = ends_at + interval '1 second' where digest = ${digestOf(token)}`;
    await expect(passing).rejects.toMatchObject({ code: "23514" });
  });
});

describe("the cookie", () => {
  const attributesOf = (header: string) =>
    header
      .split("; ")
      .slice(1)
      .map((part) => part.split("=", 1)[0]);

  test.each([
    [true, "__Host-gatehouse_session"],
    [false, "gatehouse_session"],
  ])("is out of reach for scripts and other sites (secure: %s), under the name %s", (secure, name) => {
    const cookies = createCookies(secure);
    const header = cookies.write("session", "session_abc");
    expect(header.startsWith(`${name}=session_abc; `)).toBe(true);
    const attributes = attributesOf(header);
    expect(attributes.toSorted()).toEqual(
      ["HttpOnly", "Max-Age", "Path", "SameSite", ...(secure ? ["Secure"] : [])].toSorted(),
    );
    expect(header).toMatch(/; Path=\/(;|$)/);
    expect(header).toContain("SameSite=Strict");
    expect(header).not.toMatch(/Domain/i);
    expect(header).toContain(`Max-Age=${SESSION.idleSeconds}`);
  });

  test.each([true, false])("is taken away by an empty one with the same attributes (secure: %s)", (secure) => {
    const cookies = createCookies(secure);
    const header = cookies.write("session", null);
    expect(header).toMatch(/gatehouse_session=; /);
    expect(header).toContain("Max-Age=0");
    expect(attributesOf(header).toSorted()).toEqual(attributesOf(cookies.write("session", "x")).toSorted());
  });

  test("is read from among others, by its whole name alone", () => {
    const cookies = createCookies(true);
    expect(cookies.read("session", "a=1; __Host-gatehouse_session=session_abc; b=2")).toBe("session_abc");
    for (const header of [
      "",
      "a=1",
      "gatehouse_session=session_abc",
      "x__Host-gatehouse_session=session_abc",
      "__host-gatehouse_session=session_abc",
    ]) {
      expect(cookies.read("session", header)).toBeNull();
    }
  });
});
