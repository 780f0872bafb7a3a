// Threat: a key in strange hands that nobody notices, or notes of its use that cost a write a call.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { router } from "../trpc/guards.ts";
import { createAuthRouters } from "../trpc/routers.ts";
import { readOutcomes } from "./outcomes.ts";

const policy = definePolicy(authPermissions);
type AnyWorld = World<keyof typeof authPermissions>;
const DAY_MS = 24 * 60 * 60 * 1000;

let world: AnyWorld;
let other: AnyWorld;
let aheadMs = 0;
let organizationId: string;
let maker: Person;
let key: { id: string; key: string };

const clock = () => new Date(Date.now() + aheadMs);
beforeAll(async () => {
  world = await createWorld({ policy, clock });
  other = await createWorld({ policy, clock, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});

async function asMaker<Result>(fn: Parameters<typeof world.auth.db.tenantWork<Result>>[3]): Promise<Result> {
  const admission = await world.auth.gate.admit(world.request(), maker.token);
  if (!admission) throw new Error("signed in a moment ago");
  return world.auth.db.tenantWork(world.request(), admission.actor, organizationId, fn);
}
beforeEach(async () => {
  aheadMs = 0;
  const team = await world.organization("admin");
  organizationId = team.organizationId;
  maker = team.people[1] as Person;
  key = await asMaker((work) =>
    world.auth.apiKeys.create(work, {
      name: "Robot",
      permissions: ["member:read"],
      expiresInDays: 30,
      ipRanges: ["203.0.113.0/24"],
    }),
  );
});

const admit = (at: AnyWorld = world, ip = "203.0.113.7") => at.auth.keys.admit({ ...at.request(), ip }, key.key);

/** Calls the procedures of the package as the key. */
async function callAs(at: AnyWorld = world) {
  const { door } = await at.context(null);
  return router(createAuthRouters(at.auth)).createCaller({ door: { ...door, key: await admit(at) } });
}

async function outcomes() {
  for (const at of [world, other]) await at.auth.keys.flush();
  const { used, refused } = await asMaker((work) => readOutcomes(work, key.id));
  return { used, ...Object.fromEntries(refused.map(({ code, count }) => [code, count])) };
}
const readKey = async () =>
  (
    await world.database
      .admin`select xmin::text as version, last_used_at, last_used_ip from auth.api_keys where id = ${key.id}`
  )[0];

test("the first call in a while is written within seconds, without anybody asking", async () => {
  const calls = await callAs(other);
  await calls.member.list({ organizationId });
  const count = () => world.database.admin`select from auth.api_key_outcomes where api_key_id = ${key.id}`;
  await expect.poll(async () => (await count()).length, { timeout: 10_000, interval: 100 }).toBe(1);
}, 15_000);

test("uses and refusals are counted by their reason, over all instances", async () => {
  const [one, two] = [await callAs(), await callAs(other)];
  for (let call = 0; call < 3; call += 1) await one.member.list({ organizationId });
  await two.member.list({ organizationId });
  const refused = [
    () => one.organization.get({ organizationId }),
    () => one.member.list({ organizationId: maker.personalOrganizationId }),
    () => two.session.list(),
    () => two.apiKey.create({ organizationId, name: "Child", permissions: ["member:read"], expiresInDays: 1 }),
    () => admit(world, "198.51.100.1"),
  ];
  for (const call of refused) await expect(call()).rejects.toThrow();
  await one.session.current();
  aheadMs = 31 * DAY_MS;
  expect(await admit()).toBeNull();
  aheadMs = 0;
  expect(await outcomes()).toEqual({
    used: 4,
    "access.permission_missing": 1,
    "organization.not_found": 1,
    "access.key_not_accepted": 2,
    "api_key.ip_not_allowed": 1,
    "api_key.expired": 1,
  });
});

test("an expired key that is used is counted on that day, and days more than a month ago are not asked about", async () => {
  aheadMs = 31 * DAY_MS;
  await admit();
  await world.auth.keys.flush();
  const stored = await world.database.admin`
    select outcome, count::int, day = (now() + interval '31 days')::date as late from auth.api_key_outcomes where api_key_id = ${key.id}`;
  expect([...stored]).toEqual([{ outcome: "api_key.expired", count: 1, late: true }]);
  aheadMs = 0;
  await world.database.admin`
    insert into auth.api_key_outcomes (organization_id, api_key_id, day, outcome, count)
    select ${organizationId}, ${key.id}, (now() at time zone 'UTC')::date - d, 'used', 10 ^ n from unnest(array[0, 29, 30]) with ordinality as x(d, n)`;
  expect(await outcomes()).toMatchObject({ used: 110 });
  await world.auth.upkeep.run();
  const days = await world.database
    .admin`select from auth.api_key_outcomes where api_key_id = ${key.id} and outcome = 'used'`;
  expect(days).toHaveLength(3);
  aheadMs = 2 * DAY_MS;
  await world.auth.upkeep.run();
  expect(
    await world.database.admin`select from auth.api_key_outcomes where api_key_id = ${key.id} and outcome = 'used'`,
  ).toHaveLength(1);
});

test("a hundred calls write nothing by themselves, and one row when the time has come", async () => {
  const calls = await callAs();
  await world.auth.keys.flush();
  const before = await readKey();
  for (let call = 0; call < 100; call += 1) await calls.member.list({ organizationId });
  const rows = () => world.database.admin<{ count: number }[]>`
    select count::int from auth.api_key_outcomes where api_key_id = ${key.id}`;
  expect([...(await rows())]).toEqual([]);
  expect(await readKey()).toEqual(before);
  await world.auth.keys.flush();
  expect([...(await rows())]).toEqual([{ count: 100 }]);
});

test("when and from where it was last used is noted at most once a minute", async () => {
  expect(await readKey()).toMatchObject({ last_used_at: null, last_used_ip: null });
  await admit();
  const first = await readKey();
  expect(first).toMatchObject({ last_used_ip: "203.0.113.7" });
  await admit(other, "203.0.113.8");
  await expect(admit(other, "198.51.100.1")).rejects.toThrow();
  expect(await readKey()).toEqual(first);
  aheadMs = 61_000;
  await world.auth.gate.reread(world.request(), (await admit(world, "203.0.113.9")) as never);
  expect(await readKey()).toMatchObject({ last_used_ip: world.request().ip });
  expect((await readKey())?.version).not.toBe(first?.version);
});

test("a key that is used from where it must not be is told to the log, once for each writing", async () => {
  for (let call = 0; call < 5; call += 1) await expect(admit(world, "198.51.100.1")).rejects.toThrow();
  await world.auth.keys.flush();
  const told = () => world.database.admin`
    select actor_id, organization_id, outcome, ip, detail from audit.events where action = 'api_key.refused' and target = ${key.id}`;
  expect([...(await told())]).toEqual([
    {
      actor_id: null,
      organization_id: organizationId,
      outcome: "refused",
      ip: "198.51.100.1",
      detail: { code: "api_key.ip_not_allowed", count: 5 },
    },
  ]);
  await world.auth.keys.flush();
  expect(await told()).toHaveLength(1);
});

test("what was counted of a key that is revoked meanwhile keeps nobody else's from being written", async () => {
  const calls = await callAs();
  await calls.member.list({ organizationId });
  const revoked = key;
  key = await asMaker((work) =>
    world.auth.apiKeys.create(work, { name: "Other", permissions: ["member:read"], expiresInDays: 30 }),
  );
  await (await callAs()).member.list({ organizationId });
  await asMaker((work) => world.auth.apiKeys.revoke(work, { apiKeyId: revoked.id }));
  expect(await outcomes()).toEqual({ used: 1 });
  expect(await world.database.admin`select from auth.api_key_outcomes where api_key_id = ${revoked.id}`).toHaveLength(
    0,
  );
});

test("two instances that write at once lose nothing", async () => {
  const [one, two] = [await callAs(), await callAs(other)];
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([one.member.list({ organizationId }), two.member.list({ organizationId })]);
    await Promise.all([world.auth.keys.flush(), other.auth.keys.flush()]);
  }
  expect(await outcomes()).toEqual({ used: 20 });
});
