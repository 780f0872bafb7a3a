// Threat: guessing at scale: many calls in one request, an invented address, another instance, or a restart that forgets.

import { GOOD_PASSWORD } from "@gatehouse/auth/testing";
import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Challenge } from "altcha-lib/types";
import { afterAll, expect, test } from "vitest";
import { createApp } from "../app.ts";
import { createReadiness } from "../doors/health.ts";
import { listen } from "../listen.ts";
import { createLog } from "../log.ts";
import { newEmail } from "../testing/fixtures.ts";
import { type House, newIp, ORIGIN, openHouse } from "../testing/house.ts";
import { errorOf, send } from "../testing/wire.ts";

const house = await openHouse();
afterAll(house.close);

const wrong = (email: string) => ({ email, password: "not the right password" });
const signIn = (email: string, ip: string) => house.call("auth.signIn", wrong(email), { ip });

test("a batch of ten sign-ins counts ten", async () => {
  const email = newEmail();
  const ip = newIp();
  const path = `/trpc/${Array(10).fill("auth.signIn").join(",")}?batch=1`;
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index, wrong(email)])));
  const headers = {
    Host: new URL(ORIGIN).host,
    Origin: ORIGIN,
    "X-Forwarded-For": ip,
    "Content-Type": "application/json",
  };
  const batch = await send(house.url, { method: "POST", path, headers, body });
  expect(batch.json).toHaveLength(10);
  const eleventh = await signIn(email, ip);
  expect(eleventh.status).toBe(429);
  expect(errorOf(eleventh)?.data).toMatchObject({ appCode: "limits.exceeded", retryAfterSeconds: expect.any(Number) });
  expect(eleventh.headers).toMatchObject({
    "retry-after": expect.stringMatching(/^\d+$/),
    "ratelimit-limit": "10",
    "ratelimit-remaining": "0",
    "ratelimit-reset": expect.stringMatching(/^\d+$/),
  });
});

test("the budget of an address and IP is the same for an address that has no account, and for the right password", async () => {
  const { email } = await house.world.signUp();
  const ip = newIp();
  for (let tries = 0; tries < 10; tries += 1) expect((await signIn(email, ip)).status).toBe(401);
  expect((await signIn(email, ip)).status).toBe(429);
  expect((await house.call("auth.signIn", { email, password: GOOD_PASSWORD }, { ip })).status).toBe(429);
  expect((await house.call("auth.signIn", { email, password: GOOD_PASSWORD }, { ip: newIp() })).status).toBe(200);
}, 30_000);

test("the counters are shared by two instances, and neither a restart nor a new instance hands out fresh tries", async () => {
  const { database, sealer } = house.world;
  const beside = () => openHouse({ beside: { database, sealer } });
  const other = await beside();
  const email = newEmail();
  const ip = newIp();
  const guess = async (at: House) => (await at.call("auth.signIn", wrong(email), { ip })).status;
  for (let tries = 0; tries < 10; tries += 1) expect(await guess(tries % 2 === 0 ? house : other)).toBe(401);
  expect([await guess(house), await guess(other)]).toEqual([429, 429]);
  await other.close();
  const restarted = await beside();
  expect(await guess(restarted)).toBe(429);
  await restarted.close();
}, 30_000);

test("an IPv6 address counts with its whole /64", async () => {
  const email = newEmail();
  for (let tries = 0; tries < 10; tries += 1) await signIn(email, `2001:db8:1:2::${tries + 1}`);
  expect((await signIn(email, "2001:db8:1:2:ffff::1")).status).toBe(429);
  expect((await signIn(email, "2001:db8:1:3::1")).status).toBe(401);
}, 30_000);

test("X-Forwarded-For from a peer that nobody trusts changes nothing", async () => {
  const { world } = house;
  const readiness = createReadiness(world.database.db);
  const origin = { origin: ORIGIN, development: true };
  const log = createLog("silent");
  const app = createApp({ auth: world.auth, readiness, log, origin, trustProxy: false, mailbox: null });
  const untrusting = await listen(app, { host: "127.0.0.1", port: 0 });
  const email = newEmail();
  const statuses: number[] = [];
  for (let tries = 0; tries < 11; tries += 1) {
    const headers = {
      Host: new URL(ORIGIN).host,
      Origin: ORIGIN,
      "X-Forwarded-For": newIp(),
      "Content-Type": "application/json",
    };
    const body = JSON.stringify(wrong(email));
    statuses.push((await send(untrusting.url, { method: "POST", path: "/trpc/auth.signIn", headers, body })).status);
  }
  await untrusting.close();
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
}, 30_000);

test("the fourth sign-up from one address is asked to work, and its answer is good once, for that address", async () => {
  const ip = newIp();
  const ask = (email: string, proofOfWork?: string) =>
    house.call(
      "auth.signUp",
      { email, password: GOOD_PASSWORD, name: "Nora New", ...(proofOfWork && { proofOfWork }) },
      { ip },
    );
  for (let tries = 0; tries < 3; tries += 1) expect((await ask(newEmail())).status).toBe(200);
  const email = newEmail();
  const refused = await ask(email);
  expect(refused.status).toBe(429);
  const { challenge } = (errorOf(refused)?.data ?? {}) as { challenge?: Challenge };
  if (!challenge) throw new Error("no challenge came with the refusal");
  const solution = await solveChallenge({ challenge, deriveKey });
  const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
  expect((await ask(newEmail(), proof)).status).toBe(429);
  expect((await ask(email, proof)).status).toBe(200);
  expect((await ask(email, proof)).status).toBe(429);
}, 30_000);
