// Threat: a role that passes for another one, or that names what is no permission, by case, space or letters that only look alike.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refused } from "../testing/refused.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { definePolicy } from "./define-policy.ts";

const policy = definePolicy({ ...authPermissions, "cup:see": { from: "viewer", says: "See cups" } });
let world: World<keyof typeof policy.table & string>;
let organizationId: string;
let owner: Person;

beforeAll(async () => {
  world = await createWorld({ policy });
});
afterAll(() => world.close());
beforeEach(async () => {
  const team = await world.organization();
  organizationId = team.organizationId;
  [owner] = team.people as [Person];
});

const as = async ({ token }: Person) => (await createBrowser(world, token).call()).role;
const create = async (by: Person, role: { key?: string; name: string; permissions: string[] }) =>
  (await as(by)).create({ organizationId, ...role });

const invalid = (field: string) => ({
  code: "request.invalid",
  details: { fieldErrors: { [field]: [expect.any(String)] } },
});

describe("a built-in role", () => {
  test.each(["owner", "admin", "member", "viewer"])("%s is neither changed nor deleted", async (key) => {
    const roles = await as(owner);
    for (const attempt of [
      () => roles.update({ organizationId, key, permissions: ["cup:see"] }),
      () => roles.update({ organizationId, key, name: "Mine" }),
      () => roles.delete({ organizationId, key }),
      () => roles.preview({ organizationId, key, permissions: [] }),
    ]) {
      expect((await refused(attempt())).code).toBe("role.built_in");
    }
    expect(await refused(create(owner, { key, name: "Another", permissions: [] }))).toEqual({
      code: "role.taken",
      details: { fieldErrors: { key: [expect.any(String)] } },
    });
  });

  test.each([
    ...["Owner", "OWNER", " owner ", "Ówner", "O w n e r", "Ｏｗｎｅｒ", "owner!", "ad-min"],
    ...["0wner", "Øwner", "Admln", "Adm1n", "Admın", "adrnin", "rnember", "Vievver", "ⓞⓦⓝⓔⓡ"],
  ])("has its name to itself: %j is refused", async (name) => {
    expect(await refused(create(owner, { name, permissions: [] }))).toEqual(invalid("name"));
  });

  test.each(["Оwner", "οwner", "Ad\u200bmins", "Pot\u202eter", "\u3164\u3164", "ꓳꓪꓠꓰꓣ", "ᴏᴡɴᴇʀ", "🅾🆆🅽🅴🆁", "ᎪᎠMIN"])(
    "is not imitated by letters of another alphabet or of none, nor by unseen ones: %j",
    async (name) => {
      expect(await refused(create(owner, { name, permissions: [] }))).toEqual(invalid("name"));
      await create(owner, { key: "potter", name: "Potter", permissions: [] });
      expect(await refused((await as(owner)).update({ organizationId, key: "potter", name }))).toEqual(invalid("name"));
    },
  );
});

test.each([
  "Straße & Söhne",
  "Łódź",
  "Ελλάδα",
  "Бухгалтерия",
  "编辑",
  "営業チーム",
  "مدير",
  "Learner 1",
  "Members only",
])("a role may be called %j", async (name) => {
  expect((await create(owner, { name, permissions: [] })).name).toBe(name);
});

describe("a key", () => {
  test.each([
    "Potter",
    "pot ter",
    " potter",
    "potter ",
    "pоtter",
    "p",
    "-potter",
    "1potter",
    "pot.ter",
    "p".repeat(41),
  ])("%j is refused as it was typed: nothing is trimmed, lowered or replaced", async (key) => {
    expect(await refused(create(owner, { key, name: "Potter", permissions: [] }))).toEqual(invalid("key"));
  });

  test.each(["new", "matrix"])(
    "that a page beside the roles has, %j, is refused on its field, and why",
    async (key) => {
      expect(await refused(create(owner, { key, name: "Potter", permissions: [] }))).toEqual({
        code: "request.invalid",
        details: { fieldErrors: { key: ["A page beside the roles is called that. Choose another key."] } },
      });
      const called = await create(owner, { name: key, permissions: [] });
      expect(called.key).toMatch(new RegExp(`^${key}-[0-9a-f]{6}$`));
      expect(called.name).toBe(key);
    },
  );

  test.each([
    ["Straße & Söhne", /^stra-e-sohne$/],
    ["编辑", /^role-[0-9a-f]{6}$/],
    ["7 of 9", /^of-9$/],
    ["x".repeat(100), /^x{32}$/],
  ])("is made of the name %j where none was typed", async (name, key) => {
    expect((await create(owner, { name, permissions: [] })).key).toMatch(key);
  });

  test("that was typed and is taken is refused, and one that is made of a name gets a tail", async () => {
    await create(owner, { key: "potter", name: "Thrower", permissions: [] });
    expect((await refused(create(owner, { key: "potter", name: "Another", permissions: [] }))).details).toEqual({
      fieldErrors: { key: [expect.any(String)] },
    });
    expect((await create(owner, { name: "Potter", permissions: [] })).key).toMatch(/^potter-[0-9a-f]{6}$/);
    expect((await create(owner, { name: "Owner of cups", permissions: [] })).key).toBe("owner-of-cups");
  });

  test("is one organization's: another may use the same", async () => {
    const other = await world.organization();
    await create(owner, { key: "potter", name: "Potter", permissions: [] });
    const there = await as(other.people[0] as Person);
    const made = await there.create({ organizationId: other.organizationId, name: "Potter", permissions: ["cup:see"] });
    expect(made).toMatchObject({ key: "potter", resolved: ["cup:see"] });
    expect((await (await as(owner)).list({ organizationId })).items.at(-1)?.resolved).toEqual([]);
  });

  test("may not hide a name that is another role's, in whatever case", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: [] });
    await create(owner, { key: "glazier", name: "Glazier", permissions: [] });
    const taken = { code: "role.taken", details: { fieldErrors: { name: [expect.any(String)] } } };
    expect(await refused(create(owner, { key: "other", name: "POTTER", permissions: [] }))).toEqual(taken);
    expect(await refused((await as(owner)).update({ organizationId, key: "glazier", name: "potter " }))).toEqual(taken);
  });
});

describe("what is not in the policy", () => {
  test.each([
    "cup:sеe",
    "Cup:see",
    "cup:see ",
    " cup:see",
    "cup:",
    "cup",
    "*",
    "*:*",
    "cup:s*",
    "tea:*",
    "__proto__",
    "",
  ])("%j is no permission", async (name) => {
    const unknown = {
      code: "role.permission_unknown",
      details: { fieldErrors: { permissions: [expect.stringContaining(JSON.stringify(name))] } },
    };
    expect(await refused(create(owner, { name: "Potter", permissions: ["cup:see", name] }))).toEqual(unknown);
    await create(owner, { key: "potter", name: "Potter", permissions: [] });
    expect(await refused((await as(owner)).update({ organizationId, key: "potter", permissions: [name] }))).toEqual(
      unknown,
    );
    expect(await refused((await as(owner)).preview({ organizationId, key: "potter", permissions: [name] }))).toEqual(
      unknown,
    );
  });

  test("is not shown of a role that still names it, and gives nothing", async () => {
    await create(owner, { key: "potter", name: "Potter", permissions: ["cup:see"] });
    await world.database.admin`
      update auth.roles set permissions = '{cup:see,cup:gone}' where organization_id = ${organizationId}`;
    expect((await (await as(owner)).list({ organizationId })).items.at(-1)).toMatchObject({
      permissions: ["cup:see"],
      resolved: ["cup:see"],
    });
  });

  test.each(["builtIn", "members", "resolved", "organization_id", "role", "createdAt"])(
    "a field %s cannot be sent along",
    async (field) => {
      const roles = await as(owner);
      await create(owner, { key: "potter", name: "Potter", permissions: [] });
      const extra = { [field]: true } as object;
      for (const attempt of [
        () => roles.create({ organizationId, name: "Thrower", permissions: [], ...extra }),
        () => roles.update({ organizationId, key: "potter", name: "Thrower", ...extra }),
        () => roles.delete({ organizationId, key: "potter", ...extra }),
      ]) {
        expect((await refused(attempt())).code).toBe("request.invalid");
      }
    },
  );
});
