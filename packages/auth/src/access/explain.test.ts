// Threat: an explanation that says something else than the guard does, or tells of a person what is not the reader's to know.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { STEP_UP_SECONDS } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refusalOf } from "../testing/passkeys.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { BUILT_IN_ROLES, definePolicy } from "./define-policy.ts";

const policy = definePolicy({ ...authPermissions, "cup:fill": { from: "member", says: "Fill cups" } });
let world: World<keyof typeof policy.table & string>;
let now = new Date();
let organizationId: string;
let owner: Person;
let admin: Person;
let member: Person;
let viewer: Person;

beforeAll(async () => {
  world = await createWorld({ policy, clock: () => now });
});
afterAll(() => world.close());
beforeEach(async () => {
  now = new Date();
  const team = await world.organization("admin", "member", "viewer");
  organizationId = team.organizationId;
  [owner, admin, member, viewer] = team.people as [Person, Person, Person, Person];
});

const callerOf = async ({ token }: Person) => createBrowser(world, token).call();
const explain = async (by: Person, { userId }: Pick<Person, "userId">, permission: string) =>
  (await callerOf(by)).access.explain({ organizationId, userId, permission });
type Explained = Awaited<ReturnType<typeof explain>>;
const stepOf = ({ chain }: Explained, name: string) => chain.find(({ step }) => step === name);
const give = ({ userId }: Person, role: string) => world.database.admin`
  update auth.memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${userId}`;
const demand = (columns: string) =>
  world.database.admin.unsafe(
    `insert into auth.requirements (organization_id, mfa_for_all, mfa_roles, session_hours, email_domains, address_ranges, updated_at)
     values ('${organizationId}', ${columns}, now())`,
  );
const GUARD = ["member", "role", "permission", "organization", "factor", "requirements", "freshness"];

describe("the chain", () => {
  test("names every step of the guard in its order, and the one that does not hold", async () => {
    const { allowed, chain } = await explain(viewer, viewer, "cup:fill");
    expect(allowed).toBe(false);
    expect(chain.map(({ step }) => step)).toEqual(GUARD);
    expect(chain.filter(({ holds }) => !holds)).toEqual([
      {
        step: "permission",
        holds: false,
        detail: {
          permission: "cup:fill",
          code: "access.permission_missing",
          says: "Your role in this organization does not allow this.",
        },
      },
    ]);
    expect(chain[1]).toEqual({ step: "role", holds: true, detail: { role: "viewer" } });
  });

  test.each(BUILT_IN_ROLES)("says of every permission what access.check says, for the role %s", async (role) => {
    const person = { viewer, member, admin, owner }[role];
    const permissions = Object.keys(policy.table);
    const caller = await callerOf(person);
    const { allowed } = await caller.access.check({ organizationId, permissions });
    for (const permission of permissions) {
      const explained = await caller.access.explain({ organizationId, userId: person.userId, permission });
      expect([permission, explained.allowed]).toEqual([permission, allowed[permission]]);
    }
  });

  test("knows a role of the organization's own, as it is now", async () => {
    await (await callerOf(owner)).role.create({
      organizationId,
      key: "potter",
      name: "Potter",
      permissions: ["cup:*"],
    });
    await give(viewer, "potter");
    const { allowed, chain } = await explain(owner, viewer, "cup:fill");
    expect([allowed, chain[1]?.detail]).toEqual([true, { role: "potter" }]);
    await (await callerOf(owner)).role.update({ organizationId, key: "potter", permissions: [] });
    expect((await explain(owner, viewer, "cup:fill")).allowed).toBe(false);
  });

  test("tells whoever has the role and no second factor that this is what lacks", async () => {
    await give(member, "admin");
    const explained = await explain(owner, member, "role:read");
    expect(explained.allowed).toBe(false);
    expect(stepOf(explained, "permission")?.holds).toBe(true);
    expect(stepOf(explained, "factor")).toMatchObject({
      holds: false,
      detail: { code: "access.mfa_enrollment_required" },
    });
    expect(explained.grantableBy).toEqual([]);
  });
});

describe("of a fresh proof", () => {
  test("one's own is known: open at first, and asked for when the time is over, as the guard asks", async () => {
    expect(stepOf(await explain(admin, admin, "member:remove"), "freshness")?.holds).toBe(true);
    now = new Date(now.getTime() + STEP_UP_SECONDS * 1000 + 1);
    const told = await explain(admin, admin, "member:remove");
    expect(told.allowed).toBe(false);
    expect(stepOf(told, "freshness")).toMatchObject({ holds: false, detail: { code: "access.step_up_required" } });
    const removing = (await callerOf(admin)).member.resetFactors({ organizationId, userId: viewer.userId });
    expect(await refusalOf(removing)).toBe("access.step_up_required");
  });

  test("is said to be asked for by some, where not all that a permission opens is sensitive", async () => {
    now = new Date(now.getTime() + STEP_UP_SECONDS * 1000 + 1);
    expect(stepOf(await explain(admin, admin, "role:manage"), "freshness")).toMatchObject({
      holds: true,
      detail: { demandedBy: ["role.create", "role.delete", "role.update"] },
    });
  });

  test("of another person is not known: it is said to be so, and neither claimed nor denied", async () => {
    const told = await explain(viewer, admin, "member:remove");
    expect(stepOf(told, "freshness")).toMatchObject({ holds: null, detail: { unknown: ["freshness"] } });
    expect(told.allowed).toBe(true);
  });
});

describe("of what the organization demands", () => {
  test("what lasts is told of another too", async () => {
    await demand("false, '{}', null, '{example.com}', '{}'");
    await world.database
      .admin`update auth.requirements set break_glass_user_id = ${owner.userId} where organization_id = ${organizationId}`;
    const told = await explain(owner, member, "cup:fill");
    expect(told.allowed).toBe(false);
    expect(stepOf(told, "requirements")).toMatchObject({
      holds: false,
      detail: { unmet: ["requirement.email_domain"], code: "requirement.email_domain" },
    });
  });

  test("what hangs on a request is unknown of another, and not claimed", async () => {
    await demand("false, '{}', 8, '{}', '{198.51.100.0/24}'");
    await world.database
      .admin`update auth.requirements set break_glass_user_id = ${owner.userId} where organization_id = ${organizationId}`;
    const told = await explain(owner, member, "cup:fill");
    expect(stepOf(told, "requirements")).toMatchObject({
      holds: null,
      detail: { unknown: ["address", "session age"] },
    });
    expect(told.allowed).toBe(true);
    const own = await explain(owner, owner, "cup:fill");
    expect(stepOf(own, "requirements")).toMatchObject({ holds: true, detail: { isExempt: true } });
  });
});

describe("who could give it", () => {
  test("is told where it lacks: owners first, then whoever changes roles and holds it; never the person", async () => {
    const named = async (person: Person, permission: string) =>
      (await explain(owner, person, permission)).grantableBy.map(({ userId }) => userId);
    expect(await named(viewer, "cup:fill")).toEqual([owner.userId, admin.userId]);
    expect(await named(viewer, "organization:delete")).toEqual([owner.userId]);
    expect(await named(admin, "organization:delete")).toEqual([owner.userId]);
    expect(await named(member, "cup:fill")).toEqual([]);
    const { grantableBy } = await explain(viewer, viewer, "cup:fill");
    expect(grantableBy[0]).toEqual({ userId: owner.userId, name: "owner person" });
  });

  test("counts a role of the organization's own that changes roles, and not one that only holds the permission", async () => {
    const roles = (await callerOf(owner)).role;
    await roles.create({ organizationId, key: "deputy", name: "Deputy", permissions: ["member:*", "cup:fill"] });
    await roles.create({ organizationId, key: "potter", name: "Potter", permissions: ["cup:fill"] });
    await give(admin, "deputy");
    await give(member, "potter");
    const { grantableBy } = await explain(owner, viewer, "cup:fill");
    expect(grantableBy.map(({ userId }) => userId)).toEqual([owner.userId, admin.userId]);
  });
});

describe("nothing is told", () => {
  test("of whoever is no member, alike for somebody and nobody", async () => {
    const stranger = await world.signUp();
    for (const userId of [stranger.userId, "usr_01J00000000000000000000000"]) {
      expect(await refusalOf(explain(owner, { userId }, "cup:fill"))).toBe("member.not_found");
    }
    expect(await refusalOf(explain(stranger, viewer, "cup:fill"))).toBe("organization.not_found");
  });

  test.each(["cup:sip", "cup:*", "Cup:fill", "cup:fill ", "cup:fіll", "", "__proto__"])(
    "of %j, which is no permission",
    async (permission) => {
      expect(await refusalOf(explain(owner, viewer, permission))).toBe("role.permission_unknown");
    },
  );

  test("of which second factors another person has, nor of what that person does elsewhere", async () => {
    const own = await explain(admin, admin, "role:read");
    expect(stepOf(own, "factor")?.detail).toEqual({ factors: ["totp"] });
    const told = await explain(viewer, admin, "role:read");
    expect(stepOf(told, "factor")?.detail).toEqual({});
    expect(JSON.stringify(told)).not.toMatch(new RegExp(`totp|${admin.personalOrganizationId}|${admin.email}`));
  });

  test("to be allowed of whoever was disabled", async () => {
    await world.database.admin`update auth.users set disabled_at = now() where id = ${member.userId}`;
    expect(await explain(owner, member, "cup:fill")).toEqual({
      allowed: false,
      chain: [{ step: "member", holds: false, detail: { active: false } }],
      grantableBy: [],
    });
  });
});
