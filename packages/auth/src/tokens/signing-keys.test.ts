// Threat: a key that signs for ever, a rotation that refuses good tokens, or a stream of invented key ids that becomes a stream of queries.

import { generateKeyPairSync } from "node:crypto";
import { connect } from "@gatehouse/db";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

type Permission = keyof typeof authPermissions;
const policy = definePolicy(authPermissions);
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

let wire: Wire;
let world: World<Permission>;
let other: World<Permission>;
let person: Person;
let offset = 0;
const clock = () => new Date(Date.now() + offset);

const admit = (token: string, at = world) => at.auth.gate.admitToken(at.request(), token);
const kidOf = (token: string) => (JSON.parse(atob(token.split(".")[0] ?? "")) as { kid: string }).kid;
const published = async (at = world) => (await at.auth.signingKeys.published()).keys.map(({ kid }) => kid);
const rotate = () => world.database.db.work(world.request(), world.auth.signingKeys.rotate);
const replace = () => world.database.db.work(world.request(), world.auth.signingKeys.replace);

async function issue(at = world): Promise<string> {
  const admission = await at.auth.gate.admit(at.request(), person.token);
  if (!admission) throw new Error("no session");
  return (await at.auth.accessTokens.issue(admission.subject)).token;
}

beforeAll(async () => {
  world = await createWorld({ policy, clock });
  wire = await createWire(world.database.url);
  const db = connect({ url: wire.url, clock, assumeRole: true });
  other = await createWorld({
    policy,
    clock,
    beside: { ...world, database: { ...world.database, db, url: wire.url } },
  });
});
afterAll(async () => {
  await other.close();
  await other.database.db.close();
  await wire.close();
  await world.close();
});
beforeEach(async () => {
  offset = 0;
  const { kid } = await replace();
  for (const at of [world, other]) await expect.poll(() => published(at)).toEqual([kid]);
  person = await world.signUp();
});

test("of many first starts at once, one makes the first key", async () => {
  await world.database.admin`delete from auth.signing_keys`;
  const worlds = await Promise.all(Array.from({ length: 4 }, () => createWorld({ policy, clock, beside: world })));
  const tokens = await Promise.all([...worlds, ...worlds, ...worlds].map((at) => issue(at)));
  await Promise.all(worlds.map((at) => at.close()));
  expect(new Set(tokens.map(kidOf)).size).toBe(1);
  expect(await world.database.admin`select from auth.signing_keys`).toHaveLength(1);
});

test("a next key is published an hour before it signs, and the last one an hour after it signed, over all instances", async () => {
  const [first] = await published();
  const { kid: next } = await rotate();
  await expect.poll(() => published(other)).toEqual([first, next]);
  expect(kidOf(await issue(other))).toBe(first);
  offset = 59 * 60 * 1000;
  const last = await issue(other);
  expect(kidOf(last)).toBe(first);
  offset = HOUR_MS + 1_000;
  expect(kidOf(await issue(other))).toBe(next);
  expect(await admit(last)).not.toBeNull();
  expect(await published(other)).toEqual([first, next]);
  offset = 2 * HOUR_MS + 1_000;
  expect(await published(other)).toEqual([next]);
});

test("keys rotate by themselves every thirty days: whoever signs or publishes sees that it is time, and of many one acts", async () => {
  const [first] = await published();
  offset = 29 * DAY_MS;
  expect(await published()).toEqual([first]);
  offset = 30 * DAY_MS - HOUR_MS / 2;
  await world.database
    .admin`update auth.sessions set expires_at = now() + interval '40 days', ends_at = now() + interval '40 days'`;
  await Promise.all(Array.from({ length: 20 }, (_, index) => published(index % 2 === 0 ? world : other)));
  await expect.poll(() => published(other)).toHaveLength(2);
  expect(kidOf(await issue())).toBe(first);
  offset += HOUR_MS + 1_000;
  const [, second] = await published();
  expect([kidOf(await issue()), kidOf(await issue(other))]).toEqual([second, second]);
});

test("under load, over a rotation and its overlap, no verification fails", async () => {
  const verify = async (from: World<Permission>, at: World<Permission>) =>
    Promise.all(Array.from({ length: 10 }, async () => admit(await issue(from), at)));
  for (let step = 0; step < 12; step += 1) {
    if (step === 1 || step === 6) await rotate();
    offset = step * 15 * 60 * 1000;
    const actors = (await Promise.all([verify(world, other), verify(other, world)])).flat();
    expect(actors.every((actor) => actor?.userId === person.userId)).toBe(true);
  }
});

test("replaced keys are refused at once on every instance, remembered tokens included, and new ones work at once", async () => {
  const token = await issue();
  expect(await admit(token)).not.toBeNull();
  expect(await admit(token, other)).not.toBeNull();
  expect(other.auth.gate.recall(token, null)).not.toBeNull();
  await replace();
  await expect.poll(() => admit(token, other), { timeout: 1_000 }).toBeNull();
  expect(await admit(token)).toBeNull();
  expect(await admit(await issue(), other)).not.toBeNull();
  expect(await admit(await issue(other))).not.toBeNull();
});

const { privateKey } = generateKeyPairSync("ed25519");
const invent = (kid: string) =>
  new SignJWT({}).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid }).sign(privateKey);
const untilSoughtAgain = () => new Promise((resolve) => setTimeout(resolve, 1_100));

test("a key that no signal told of is found by one reading", async () => {
  const { admin } = world.database;
  const token = await issue();
  const [row] = await admin`delete from auth.signing_keys returning *`;
  await untilSoughtAgain();
  expect(await admit(await invent("key_1"), other)).toBeNull();
  expect(await admit(token, other)).toBeNull();
  await admin`insert into auth.signing_keys ${admin(row as Record<string, string>)}`;
  await untilSoughtAgain();
  expect(await Promise.all(Array.from({ length: 5 }, () => admit(token, other)))).not.toContain(null);
});

test("a thousand invented key ids cost about a reading a second, and refuse nobody else meanwhile", async () => {
  const token = await issue();
  expect(await admit(token, other)).not.toBeNull();
  const invented = await Promise.all(Array.from({ length: 1_000 }, (_, index) => invent(`key_${index}`)));
  wire.takeStatements();
  const beganAt = performance.now();
  for (const unknown of invented) {
    const refused = admit(unknown, other);
    expect(other.auth.gate.recall(token, null)).not.toBeNull();
    expect(await refused).toBeNull();
  }
  const seconds = Math.ceil((performance.now() - beganAt) / 1000);
  // A reading is a transaction of four statements; beside it stand four heartbeats a second and the queue's polls.
  expect(wire.takeStatements()).toBeLessThan(seconds * 60);
});
