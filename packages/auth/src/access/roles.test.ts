// Threat: a role that gives more than its maker has, that passes for another one, or that changes under somebody's own hands.
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ROLES } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refused } from "../testing/refused.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { definePolicy } from "./define-policy.ts";

const policy = definePolicy({
  ...authPermissions,
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:fill": { from: "member", says: "Fill cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});
let world: World<keyof typeof policy.table & string>;
let organizationId: string;
let owner: Person;
let admin: Person;
let viewer: Person;

beforeAll(async () => {
  world = await createWorld({ policy });
});
afterAll(() => world.close());
beforeEach(async () => {
  const team = await world.organization("admin", "viewer");
  organizationId = team.organizationId;
  [owner, admin, viewer] = team.people as [Person, Person, Person];
});

const as = async ({ token }: Person) => (await createBrowser(world, token).call()).role;
const create = async (by: Person, role: { key?: string; name: string; permissions: string[] }) =>
  (await as(by)).create({ organizationId, ...role });
const give = ({ userId }: Person, role: string) => world.database.admin`
  update auth.memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${userId}`;
const permissionsOf = async ({ token }: Person) => [
  ...((await world.context(token)).door.actor?.memberships.get(organizationId)?.permissions ?? []),
];
const eventsOf = (action: string) => world.database.admin`
  select actor_id, target, outcome, detail from audit.events
  where action = ${action} and organization_id = ${organizationId} order by seq`;

describe("a role of the organization's own", () => {
  test("names permissions and groups, and gives what they come to", async () => {
    const made = await create(owner, {
      name: "Head of Cups",
      permissions: ["cup:*", "house:sell", "cup:see", "cup:*"],
    });
    expect(made).toEqual({
      key: "head-of-cups",
      name: "Head of Cups",
      builtIn: false,
      permissions: ["cup:*", "house:sell", "cup:see"],
      resolved: ["cup:see", "cup:fill", "house:sell"],
    });
    await give(viewer, made.key);
    await expect.poll(() => permissionsOf(viewer)).toEqual(["cup:see", "cup:fill", "house:sell"]);
    expect(await eventsOf("role.created")).toEqual([
      {
        actor_id: owner.userId,
        target: "head-of-cups",
        outcome: "success",
        detail: { permissions: ["cup:*", "house:sell", "cup:see"] },
      },
    ]);
  });

  test("stands in the list after the built-in ones, with how many hold it, and whether it asks for a second factor", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:fill"] });
    await create(owner, { key: "glazier", name: "Glazier", permissions: ["house:sell"] });
    await give(viewer, "potter");
    const { items } = await (await as(admin)).list({ organizationId });
    expect(items.map(({ key, builtIn, members, guarded }) => [key, builtIn, members, guarded])).toEqual([
      ["viewer", true, 0, false],
      ["member", true, 0, false],
      ["admin", true, 1, true],
      ["owner", true, 1, true],
      ["glazier", false, 0, true],
      ["potter", false, 1, false],
    ]);
    expect(items[1]?.resolved).toEqual([...policy.permissionsOf("member")]);
    for (const limit of [1, 2, 4, 5]) {
      const keys: string[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: readonly { key: string }[]; nextCursor: string | null } = await (await as(admin)).list({
          organizationId,
          limit,
          cursor,
        });
        keys.push(...page.items.map(({ key }) => key));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(keys, `by ${limit}`).toEqual(items.map(({ key }) => key));
    }
  });

  test("changes for everybody who holds it, at once, and says in the log what was won and lost", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:see"] });
    await give(viewer, "potter");
    const changed = await (await as(admin)).update({ organizationId, key: "potter", permissions: ["cup:fill"] });
    expect(changed).toMatchObject({ key: "potter", name: "Potter", resolved: ["cup:fill"] });
    await expect.poll(() => permissionsOf(viewer)).toEqual(["cup:fill"]);
    await (await as(admin)).update({ organizationId, key: "potter", name: "Thrower" });
    expect(await permissionsOf(viewer)).toEqual(["cup:fill"]);
    expect((await eventsOf("role.updated")).map(({ detail }) => detail)).toEqual([
      { wins: ["cup:fill"], loses: ["cup:see"] },
      { wins: [], loses: [] },
    ]);
  });

  test("waits, while it changes, for whoever is being given it: so it reaches that person too", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:see"] });
    const roles = await as(owner);
    let saving: Promise<unknown> = Promise.resolve();
    await world.database.admin.begin(async (tx) => {
      await tx`update auth.memberships set role = 'potter' where organization_id = ${organizationId} and user_id = ${viewer.userId}`;
      saving = roles.update({ organizationId, key: "potter", permissions: ["cup:fill"] });
      expect(await Promise.race([saving, setTimeout(500, "waits")])).toBe("waits");
    });
    await saving;
    await expect.poll(() => permissionsOf(viewer)).toEqual(["cup:fill"]);
  });

  test("is deleted when nobody holds it, and not before", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: [] });
    await give(viewer, "potter");
    const remove = async () => (await as(admin)).delete({ organizationId, key: "potter" });
    expect(await refused(remove())).toEqual({ code: "role.in_use", details: {} });
    await give(viewer, "viewer");
    expect(await remove()).toEqual({ key: "potter" });
    expect((await refused(remove())).code).toBe("role.not_found");
    expect(await eventsOf("role.deleted")).toMatchObject([{ actor_id: admin.userId, target: "potter" }]);
  });

  test("goes with its organization, held or not", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: [] });
    await give(viewer, "potter");
    await world.database.admin`delete from auth.organizations where id = ${organizationId}`;
    expect(await world.database.admin`select from auth.roles where organization_id = ${organizationId}`).toHaveLength(
      0,
    );
  });

  test("is one of at most a hundred, also when the last ones are made at once", async () => {
    await world.database.admin`
      insert into auth.roles (organization_id, key, name, permissions, created_at, updated_at)
      select ${organizationId}, 'role-' || n, 'Role ' || n, '{}', now(), now() from generate_series(1, ${ROLES.max - 1}::int) n`;
    const outcomes = await Promise.allSettled(
      ["One", "Two", "Three"].map((name) => create(owner, { name, permissions: [] })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await refused(create(owner, { name: "Four", permissions: [] }))).code).toBe("role.too_many");
  });
});

describe("nobody gives what they lack", () => {
  const LACKING = { code: "access.permission_missing", details: { missing: ["house:sell"] } };

  test.each([["house:sell"], ["house:*"]])("by a new role that names %s", async (name) => {
    expect(await refused(create(admin, { name: "Agent", permissions: ["cup:*", name] }))).toEqual(LACKING);
    expect(await eventsOf("access.refused")).toMatchObject([
      { actor_id: admin.userId, outcome: "refused", detail: { missing: ["house:sell"] } },
    ]);
    expect((await create(owner, { name: "Agent", permissions: [name] })).resolved).toEqual(["house:sell"]);
  });

  test("by a role that is there, nor takes away or renames what is above them", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:see"] });
    await create(owner, { key: "agent", name: "Agent", permissions: ["house:sell"] });
    const roles = await as(admin);
    for (const attempt of [
      () => roles.update({ organizationId, key: "potter", permissions: ["house:sell"] }),
      () => roles.preview({ organizationId, key: "potter", permissions: ["house:*"] }),
      () => roles.update({ organizationId, key: "agent", permissions: ["cup:see"] }),
      () => roles.update({ organizationId, key: "agent", name: "Nobody" }),
      () => roles.preview({ organizationId, key: "agent", permissions: [] }),
      () => roles.delete({ organizationId, key: "agent" }),
    ]) {
      expect(await refused(attempt())).toEqual(LACKING);
    }
    expect(
      await world.database
        .admin`select key, name, permissions from auth.roles where organization_id = ${organizationId} order by key`,
    ).toEqual([
      { key: "agent", name: "Agent", permissions: ["house:sell"] },
      { key: "potter", name: "Potter", permissions: ["cup:see"] },
    ]);
  });

  test("by the role that they hold themselves, whatever else they may", async () => {
    await create(owner, { key: "deputy", name: "Deputy", permissions: ["role:*", "cup:see", "cup:fill"] });
    await give(viewer, "deputy");
    await world.auth.db.work(world.request(), (work) =>
      world.auth.totp.install(work, viewer.userId, "JBSWY3DPEHPK3PXP"),
    );
    await expect.poll(() => permissionsOf(viewer)).toContain("role:manage");
    const roles = await as(viewer);
    for (const attempt of [
      () => roles.update({ organizationId, key: "deputy", permissions: ["role:*", "cup:see"] }),
      () => roles.update({ organizationId, key: "deputy", name: "Chief" }),
      () => roles.delete({ organizationId, key: "deputy" }),
      () => roles.preview({ organizationId, key: "deputy", permissions: [] }),
    ]) {
      expect((await refused(attempt())).code).toBe("role.own");
    }
    expect((await create(viewer, { name: "Helper", permissions: ["cup:fill"] })).key).toBe("helper");
  });

  test("nor without the permission to manage roles, or in another organization", async () => {
    const { organizationId: elsewhere } = await world.organization();
    expect((await refused(create(viewer, { name: "Potter", permissions: [] }))).code).toBe("access.permission_missing");
    expect(
      (await refused((await as(owner)).create({ organizationId: elsewhere, name: "Potter", permissions: [] }))).code,
    ).toBe("organization.not_found");
  });

  test("nor changes a role of another organization", async () => {
    const other = await world.organization();
    const stranger = await as(other.people[0] as Person);
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:see"] });
    for (const attempt of [
      () => stranger.update({ organizationId: other.organizationId, key: "potter", permissions: [] }),
      () => stranger.delete({ organizationId: other.organizationId, key: "potter" }),
      () => stranger.preview({ organizationId: other.organizationId, key: "potter", permissions: [] }),
    ]) {
      expect((await refused(attempt())).code).toBe("role.not_found");
    }
    expect((await (await as(owner)).list({ organizationId })).items.at(-1)).toMatchObject({ resolved: ["cup:see"] });
  });
});

describe("before a change is saved", () => {
  test("each holder is shown with what that person wins and loses, and nothing changes", async () => {
    const second = await world.signUp("Sam Second");
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:see", "member:read"] });
    await give(viewer, "potter");
    await world.database.admin`
      insert into auth.memberships (organization_id, user_id, role, created_at) values (${organizationId}, ${second.userId}, 'potter', now())`;
    const change = { wins: ["cup:fill"], loses: ["member:read"] };
    const ask = { organizationId, key: "potter", permissions: ["cup:*"] };
    const whole = await (await as(admin)).preview(ask);
    expect(whole).toEqual({
      ...change,
      items: [
        { userId: viewer.userId, name: "viewer person", ...change },
        { userId: second.userId, name: "Sam Second", ...change },
      ].toSorted((one, other) => (one.userId < other.userId ? -1 : 1)),
      nextCursor: null,
    });
    const first = await (await as(admin)).preview({ ...ask, limit: 1 });
    const rest = await (await as(admin)).preview({ ...ask, limit: 1, cursor: first.nextCursor });
    expect([...first.items, ...rest.items]).toEqual(whole.items);
    expect(await permissionsOf(viewer)).toEqual(["member:read", "cup:see"]);
  });
});

test("whoever holds a role is told its name, as it is now, and not its key", async () => {
  await create(owner, { key: "potter", name: "Keeper of Cups", permissions: ["cup:see", "organization:read"] });
  await give(viewer, "potter");
  const heldBy = async (person: Person) =>
    (await createBrowser(world, person.token).call()).session
      .current()
      .then((session) => session?.organizations.find(({ id }) => id === organizationId));
  expect(await heldBy(viewer)).toMatchObject({ role: "potter", roleName: "Keeper of Cups" });
  await (await as(owner)).update({ organizationId, key: "potter", name: "Potter" });
  expect((await heldBy(viewer))?.roleName).toBe("Potter");
  expect((await heldBy(owner))?.roleName).toBe("Owner");
});
