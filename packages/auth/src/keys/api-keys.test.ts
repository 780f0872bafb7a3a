// Threat: a key with more rights than whoever made it, one that is shown twice or stored, and a rolled one that lives on.
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

const policy = definePolicy({
  ...authPermissions,
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:break": { from: "admin", says: "Break cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});
const DAY_MS = 24 * 60 * 60 * 1000;

let world: World<keyof typeof policy.table & string>;
let aheadMs = 0;
let organizationId: string;
let owner: Person;
let admin: Person;

beforeAll(async () => {
  world = await createWorld({ policy, clock: () => new Date(Date.now() + aheadMs) });
  const team = await world.organization("admin");
  organizationId = team.organizationId;
  [owner, admin] = team.people as [Person, Person];
});
afterAll(() => world.close());

const callAs = async ({ token }: Person) => (await createBrowser(world, token).call()).apiKey;
const request = { name: "Robot", permissions: ["cup:see"], expiresInDays: 30 };
const create = async (person: Person, asked: object = {}) =>
  (await callAs(person)).create({ organizationId, ...request, ...asked });
const admit = (key: string) => world.auth.keys.admit(world.request(), key);
const eventsOf = (target: string) => world.database.admin`
  select action, actor_id, organization_id, outcome, detail from audit.events where target = ${target} order by seq`;

describe("a key that is made", () => {
  test("is shown once, and kept as its digest", async () => {
    const { key, ...view } = await create(admin, {
      ipRanges: ["10.0.0.0/8", "10.0.0.0/8", "192.0.2.1", " 2001:DB8::/32 "],
    });
    expect(key).toMatch(/^gk_live_[0-9A-Za-z]{49}$/);
    expect(view).toEqual({
      id: expect.stringMatching(/^apk_/),
      name: "Robot",
      hint: `${key.slice(0, 12)}…${key.slice(-4)}`,
      permissions: ["cup:see"],
      ipRanges: ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32"],
      createdBy: admin.userId,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastUsedAt: null,
      lastUsedIp: null,
      replaces: null,
      rotatedUntil: null,
    });
    expect(Date.parse(view.expiresAt) - Date.parse(view.createdAt)).toBe(30 * DAY_MS);
    const { items } = await (await callAs(owner)).list({ organizationId });
    expect(items).toContainEqual({ ...view, createdByName: "admin person" });
    expect(JSON.stringify(items)).not.toContain(key);
    const [row] = await world.database.admin`select * from auth.api_keys where id = ${view.id}`;
    expect(row?.digest).toBe(digestOf(key));
    expect(JSON.stringify(row)).not.toContain(key);
  });

  test("leaves an event that says what it may, and not what it is called", async () => {
    const { id, expiresAt } = await create(admin, { name: "Pat's robot" });
    expect(await eventsOf(id)).toEqual([
      {
        action: "api_key.created",
        actor_id: admin.userId,
        organization_id: organizationId,
        outcome: "success",
        detail: { permissions: ["cup:see"], expiresAt },
      },
    ]);
  });

  test("is listed newest first, each once, in pages", async () => {
    const made = [await create(admin), await create(owner), await create(admin)].map(({ id }) => id);
    const calls = await callAs(owner);
    const first = await calls.list({ organizationId, limit: 2 });
    const second = await calls.list({ organizationId, limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].slice(0, 3).map(({ id }) => id)).toEqual(made.toReversed());
  });
});

describe("nobody gives a key what they lack", () => {
  test.each([
    [["house:sell"], ["house:sell"]],
    [["cup:see", "house:*"], ["house:sell"]],
    [
      ["cup:fly", "nonsense", "*"],
      ["cup:fly", "nonsense", "*"],
    ],
  ])("an admin asks for %j", async (permissions, missing) => {
    const refused = await create(admin, { permissions }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: "FORBIDDEN",
      cause: { code: "access.permission_missing", details: { missing } },
    });
  });

  test("an owner may, and an admin cannot take it over by rolling it", async () => {
    const { id } = await create(owner, { permissions: ["house:sell", "cup:see"] });
    const calls = await callAs(admin);
    await expect(calls.roll({ organizationId, apiKeyId: id, overlapHours: 1 })).rejects.toMatchObject({
      cause: { code: "access.permission_missing", details: { missing: ["house:sell"] } },
    });
    const [row] = await world.database.admin`select rotated_until from auth.api_keys where id = ${id}`;
    expect(row?.rotated_until).toBeNull();
  });

  test("by a group it holds what the group holds of its maker's", async () => {
    const { key } = await create(admin, { permissions: ["cup:*"] });
    const actor = await admit(key);
    expect([...(actor?.memberships.get(organizationId)?.permissions ?? [])]).toEqual(["cup:see", "cup:break"]);
  });

  test.each([
    { permissions: [] },
    { expiresInDays: 0 },
    { expiresInDays: 366 },
    { expiresInDays: 1.5 },
    { name: " " },
    { ipRanges: ["10.0.0.1/8"] },
    { ipRanges: ["everywhere"] },
    { ipRanges: Array.from({ length: 51 }, (_, at) => `10.0.${at}.0/24`) },
    { key: "gk_live_mine" },
    { createdBy: "usr_other" },
  ])("nor anything that is no such thing: %j", async (asked) => {
    await expect(create(admin, asked)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

test("making, rolling and changing a key are sensitive; revoking one is not", async () => {
  const { id: apiKeyId } = await create(admin);
  const stale = await world.auth.db.work(world.request(), (work) =>
    world.auth.sessions.start(work, { userId: admin.userId, amr: ["pwd"] }),
  );
  await world.database.admin`update auth.sessions set fresh_until = null where digest = ${digestOf(stale)}`;
  const calls = await callAs({ ...admin, token: stale });
  for (const call of [
    () => calls.create({ organizationId, ...request }),
    () => calls.roll({ organizationId, apiKeyId, overlapHours: 1 }),
    () => calls.update({ organizationId, apiKeyId, ipRanges: [] }),
  ]) {
    await expect(call()).rejects.toMatchObject({ cause: { code: "access.step_up_required" } });
  }
  expect(await calls.revoke({ organizationId, apiKeyId })).toEqual({ status: "revoked" });
});

describe("a key that is rolled", () => {
  test("works on beside its successor, which is the roller's own, until the overlap is over", async () => {
    const old = await create(admin, { ipRanges: ["203.0.113.0/24"], expiresInDays: 90 });
    const next = await (await callAs(owner)).roll({ organizationId, apiKeyId: old.id, overlapHours: 2 });
    const { name, permissions, ipRanges } = old;
    expect(next).toMatchObject({ name, permissions, ipRanges, replaces: old.id, createdBy: owner.userId });
    expect(Date.parse(next.expiresAt) - Date.parse(next.createdAt)).toBe(90 * DAY_MS);
    expect(next.key).not.toBe(old.key);
    const works = async () => [await admit(old.key), await admit(next.key)].map((actor) => actor !== null);
    expect(await works()).toEqual([true, true]);
    const { items } = await (await callAs(owner)).list({ organizationId });
    const { rotatedUntil } = items.find(({ id }) => id === old.id) ?? {};
    expect(Date.parse(rotatedUntil ?? "") - Date.parse(next.createdAt)).toBe(2 * 60 * 60 * 1000);
    expect(await eventsOf(old.id)).toMatchObject([
      { action: "api_key.created" },
      { action: "api_key.rolled", actor_id: owner.userId, detail: { successor: next.id, rotatedUntil } },
    ]);
    aheadMs = 2 * 60 * 60 * 1000 + 1_000;
    expect(await works()).toEqual([false, true]);
    aheadMs = 0;
  });

  test("has one successor, of twenty that are asked for at once", async () => {
    const { id } = await create(owner);
    const calls = await callAs(owner);
    const rolled = await Promise.allSettled(
      Array.from({ length: 20 }, () => calls.roll({ organizationId, apiKeyId: id, overlapHours: 1 })),
    );
    expect(rolled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of rolled)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ cause: { code: "api_key.rolled" } });
    expect(await world.database.admin`select from auth.api_keys where replaces = ${id}`).toHaveLength(1);
  });

  test.each([-1, 169, 1.5])("overlaps by a week at most, and not by %d hours", async (overlapHours) => {
    const { id } = await create(owner);
    const refused = (await callAs(owner)).roll({ organizationId, apiKeyId: id, overlapHours });
    await expect(refused).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("a key that is changed", () => {
  test("keeps what is left out, and its event says what was changed, and not to what", async () => {
    const { id } = await create(admin, { ipRanges: ["203.0.113.7"] });
    const calls = await callAs(admin);
    expect(await calls.update({ organizationId, apiKeyId: id, name: "Renamed" })).toMatchObject({
      name: "Renamed",
      ipRanges: ["203.0.113.7/32"],
    });
    expect(await calls.update({ organizationId, apiKeyId: id, ipRanges: [] })).toMatchObject({
      name: "Renamed",
      ipRanges: [],
    });
    expect(await calls.update({ organizationId, apiKeyId: id })).toMatchObject({ name: "Renamed" });
    expect((await eventsOf(id)).slice(1)).toMatchObject([
      { action: "api_key.updated", detail: { changed: ["name"] } },
      { action: "api_key.updated", detail: { changed: ["ipRanges"] } },
    ]);
  });

  test("and one that is not there, is not found", async () => {
    const calls = await callAs(owner);
    const apiKeyId = "apk_none";
    for (const call of [
      () => calls.update({ organizationId, apiKeyId, name: "N" }),
      () => calls.roll({ organizationId, apiKeyId, overlapHours: 0 }),
      () => calls.revoke({ organizationId, apiKeyId }),
      () => calls.outcomes({ organizationId, apiKeyId }),
    ]) {
      await expect(call()).rejects.toMatchObject({ cause: { code: "api_key.not_found" } });
    }
  });
});

describe("whoever goes takes their keys along, and the log says so of each", () => {
  const endOf = async (id: string) => (await eventsOf(id)).at(-1);

  test("removed, or by leaving", async () => {
    const { organizationId: team, people } = await world.organization("admin", "admin");
    const [boss, removed, leaver] = people as [Person, Person, Person];
    const makeBy = async (person: Person) => (await callAs(person)).create({ ...request, organizationId: team });
    const [kept, one, two] = [await makeBy(boss), await makeBy(removed), await makeBy(leaver)];
    await (await createBrowser(world, boss.token).call()).member.remove({
      organizationId: team,
      userId: removed.userId,
    });
    await (await createBrowser(world, leaver.token).call()).organization.leave({ organizationId: team });
    const ended = { action: "api_key.revoked", organization_id: team };
    expect(await endOf(one.id)).toMatchObject({
      ...ended,
      actor_id: boss.userId,
      detail: { memberId: removed.userId },
    });
    expect(await endOf(two.id)).toMatchObject({
      ...ended,
      actor_id: leaver.userId,
      detail: { memberId: leaver.userId },
    });
    expect([await admit(one.key), await admit(two.key)]).toEqual([null, null]);
    expect(await admit(kept.key)).not.toBeNull();
  });

  test("erased", async () => {
    const { organizationId: team, people } = await world.organization("admin");
    const leaver = people[1] as Person;
    const { id } = await (await callAs(leaver)).create({ ...request, organizationId: team });
    await world.database.admin`update auth.users set deletes_at = now() - interval '1 day' where id = ${leaver.userId}`;
    await world.auth.account.erasure.run();
    expect(await endOf(id)).toMatchObject({ action: "api_key.revoked", organization_id: team, actor_id: null });
    expect(await world.database.admin`select from auth.api_keys where id = ${id}`).toHaveLength(0);
  });
});

test("a key ends when its time is over, and is swept a month later", async () => {
  const { id, key } = await create(admin);
  expect(await admit(key)).not.toBeNull();
  const stored = () => world.database.admin`select from auth.api_keys where id = ${id}`;
  aheadMs = 30 * DAY_MS - 1_000;
  expect(await admit(key)).not.toBeNull();
  aheadMs = 30 * DAY_MS + 1_000;
  expect(await admit(key)).toBeNull();
  await world.auth.upkeep.run();
  expect(await stored()).toHaveLength(1);
  aheadMs = 61 * DAY_MS;
  await world.auth.upkeep.run();
  expect(await stored()).toHaveLength(0);
  aheadMs = 0;
});
