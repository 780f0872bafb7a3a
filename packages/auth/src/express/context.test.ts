// Threat: a request is taken for somebody else's, a renewed cookie is lost, or the log believes what a client says of itself.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { digestOf } from "@gatehouse/kernel/secrets";
import { TRPCError } from "@trpc/server";
import express from "express";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { SESSION } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/index.ts";
import { createContext } from "./index.ts";

const COOKIE = "gatehouse_session";
let ahead = 0;
let world: World<keyof typeof authPermissions>;
let server: Server;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock: () => new Date(Date.now() + ahead) });
  const contextOf = createContext(world.auth, () => {});
  const app = express();
  app.use(async (req, res) => {
    try {
      const { door } = await contextOf({ req, res });
      if (req.path === "/signs-out") await door.setCookie("session", null);
      res.json({ user: door.actor?.userId ?? null, request: door.request });
    } catch (error) {
      res.status(500).json({ thrown: error instanceof TRPCError ? error.code : "fault" });
    }
  });
  await new Promise<void>((resolve) => {
    server = app.listen(0, "127.0.0.1", () => resolve());
  });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});
beforeEach(() => {
  ahead = 0;
});

async function get(headers: Record<string, string>, path = "/") {
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers });
  const json = (await answer.json()) as { user: string | null; request: Record<string, string | null> };
  return { ...json, setCookies: answer.headers.getSetCookie() };
}
const nameOf = (cookie: string) => cookie.split("=")[0];
const carrying = ({ token }: Person) => ({ cookie: `${COOKIE}=${token}` });

test("a session's cookie makes its person, among other cookies too, with an access token once and nothing else", async () => {
  const person = await world.signUp();
  const cookie = `theme=dark; ${COOKIE}=${person.token}; x=y`;
  const { user, setCookies } = await get({ cookie });
  expect(user).toBe(person.userId);
  expect(setCookies.map(nameOf)).toEqual(["gatehouse_access"]);
  const access = setCookies[0]?.split(";")[0];
  expect(await get({ cookie: `${cookie}; ${access}` })).toMatchObject({ user: person.userId, setCookies: [] });
});

test("no cookie, an empty one, a made-up one and another's name make nobody, and none of them is taken over", async () => {
  const person = await world.signUp();
  const made = "session_chosen-by-an-attacker-chosen-by-an-attacke";
  for (const cookie of [
    "",
    `${COOKIE}=`,
    `${COOKIE}=${made}`,
    `other=${person.token}`,
    `__Host-${COOKIE}=${person.token}`,
  ]) {
    expect(await get({ cookie })).toMatchObject({ user: null, setCookies: [] });
  }
  expect(await world.database.admin`select from auth.sessions where digest = ${digestOf(made)}`).toEqual([]);
});

test("a request with Authorization is judged by that alone, whatever its cookie says", async () => {
  const person = await world.signUp();
  for (const authorization of ["Bearer x", `Bearer ${person.token}`, "Basic x", "x"]) {
    expect(await get({ ...carrying(person), authorization })).toMatchObject({ user: null });
  }
});

test("a cookie that was renewed is sent again, the same token for another week", async () => {
  const person = await world.signUp();
  ahead = (SESSION.idleSeconds / 2 + 60) * 1_000;
  const { user, setCookies } = await get(carrying(person));
  expect(user).toBe(person.userId);
  const [renewed, ...others] = setCookies.filter((cookie) => nameOf(cookie) === COOKIE);
  expect(others).toEqual([]);
  expect(renewed).toContain(`${COOKIE}=${person.token};`);
  expect(renewed).toContain(`Max-Age=${SESSION.idleSeconds}`);
  expect((await get(carrying(person))).setCookies.map(nameOf)).not.toContain(COOKIE);
});

test("of a renewal and a sign-out in one request the sign-out has the last word", async () => {
  const person = await world.signUp();
  ahead = (SESSION.idleSeconds / 2 + 60) * 1_000;
  const { setCookies } = await get(carrying(person), "/signs-out");
  for (const name of [COOKIE, "gatehouse_access"]) {
    const last = setCookies.findLast((cookie) => nameOf(cookie) === name);
    expect(last).toContain(`${name}=;`);
    expect(last).toContain("Max-Age=0");
  }
});

test("a request's id is our own, its address the socket's, and its user agent bounded", async () => {
  const { request } = await get({
    "x-request-id": "mine",
    "x-forwarded-for": "6.6.6.6",
    "user-agent": "u".repeat(5_000),
  });
  expect(request.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(request.ip).toMatch(/127\.0\.0\.1$/);
  expect(request.userAgent).toHaveLength(512);
  expect((await get({})).request.id).not.toBe(request.id);
});
