// Threat: an organization's demands that bind somebody too late, somewhere not, or lock out the people who could loosen them.
import { initTRPC } from "@trpc/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { refused } from "../testing/refused.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import type { GateContext } from "../trpc/door.ts";
import { createAuthRouters } from "../trpc/routers.ts";
import { isAllowedAddress, type Requirements } from "./requirements.ts";

const HOUR_MS = 60 * 60 * 1000;
/** Where every request of a world comes from. */
const HERE = "203.0.113.7";
const NONE: Requirements = { mfa: [], sessionHours: null, emailDomains: [], addressRanges: [], breakGlassUserId: null };
const t = initTRPC.context<GateContext>().create();

let world: World<keyof typeof authPermissions>;
let other: World<keyof typeof authPermissions>;
let now = new Date();
let organizationId: string;
let owner: Person;
let admin: Person;
let member: Person;

beforeAll(async () => {
  const policy = definePolicy(authPermissions);
  world = await createWorld({ policy, clock: () => now });
  other = await createWorld({ policy, clock: () => now, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  const team = await world.organization("admin", "member");
  organizationId = team.organizationId;
  [owner, admin, member] = team.people as [Person, Person, Person];
});

/** Calls as a person whose session began now. @param ip where from */
const as = async ({ userId }: Person, { at = world, ip = HERE }: { at?: typeof world; ip?: string | null } = {}) => {
  const token = await at.auth.db.work(at.request(), (work) => at.auth.sessions.start(work, { userId, amr: ["pwd"] }));
  const { door } = await at.context(token);
  return t.createCallerFactory(t.router(createAuthRouters(at.auth)))({
    door: { ...door, request: { ...door.request, ip } },
  });
};
const codeOf = async (call: Promise<unknown>) => (await refused(call)).code;
const set = async (change: Partial<Requirements>, by = owner) =>
  (await as(by)).organization.setRequirements({ organizationId, ...NONE, ...change } as never);
const eventsOf = (action: string) => world.database.admin`
  select actor_id, target, detail from audit.events where organization_id = ${organizationId} and action = ${action} order by seq`;

describe("what is demanded", () => {
  test("is nothing at first, then what was saved, as the networks and domains are written", async () => {
    const viewer = await as(member);
    expect(await viewer.organization.requirements({ organizationId })).toEqual(NONE);
    const saved = await set({
      mfa: ["member", "viewer", "member"],
      sessionHours: 12,
      emailDomains: ["@Example.TEST ", "example.test"],
      addressRanges: [HERE, "2001:DB8::/32", "10.0.0.0/8"],
    });
    expect(saved).toEqual({
      mfa: ["member", "viewer"],
      sessionHours: 12,
      emailDomains: ["example.test"],
      addressRanges: ["203.0.113.7/32", "2001:db8::/32", "10.0.0.0/8"],
      breakGlassUserId: null,
    });
    await set({ mfa: "all" });
    expect((await (await as(owner)).organization.requirements({ organizationId })).mfa).toBe("all");
    const [, second] = await eventsOf("requirement.changed");
    expect(second?.detail.changed).toEqual(["mfa", "sessionHours", "emailDomains", "addressRanges"]);
  });

  test.each<Record<string, unknown>>([
    { addressRanges: ["10.0.0.1/8"] },
    { addressRanges: ["everywhere"] },
    { addressRanges: ["::ffff:10.0.0.0/104"] },
    { emailDomains: ["*"] },
    { emailDomains: ["exam ple.test"] },
    { emailDomains: ["ada@example.test"] },
    { sessionHours: 0 },
    { sessionHours: 721 },
    { sessionHours: 1.5 },
    { mfa: "some" },
    { role: "owner" },
  ])("is refused where it makes no sense: %j", async (change) => {
    await expect(set(change as Partial<Requirements>)).rejects.toThrow();
    expect(await (await as(owner)).organization.requirements({ organizationId })).toEqual(NONE);
  });

  test("of a role that is not there is refused, and of the organization's own it is not", async () => {
    await expect(set({ mfa: ["Owner"] })).rejects.toMatchObject({ cause: { code: "role.not_found" } });
    await world.database.admin`
      insert into auth.roles values (${organizationId}, 'potter', 'Potter', '{member:read}', now(), now())`;
    expect((await set({ mfa: ["potter", "member"] })).mfa).toEqual(["potter", "member"]);
    await (await as(owner)).role.delete({ organizationId, key: "potter" });
    const { mfa } = await (await as(owner)).organization.requirements({ organizationId });
    expect((await set({ mfa })).mfa).toEqual(["member"]);
  });
});

describe("a second factor", () => {
  test("is missing, in the list of members, of everybody whom its lack keeps out, and of nobody else", async () => {
    const lacking = async () => {
      const { items } = await (await as(owner)).member.list({ organizationId });
      return items.filter(({ needsFactor }) => needsFactor).map(({ userId }) => userId);
    };
    await world.database.admin`
      insert into auth.roles values (${organizationId}, 'deputy', 'Deputy', '{member:read,audit:read}', now(), now())`;
    const give = (role: string) => world.database.admin`
      update auth.memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${member.userId}`;
    expect(await lacking()).toEqual([]);
    await set({ mfa: ["member"] });
    expect(await lacking()).toEqual([member.userId]);
    await set({ mfa: ["viewer"] });
    expect(await lacking()).toEqual([]);
    await set({ mfa: "all" });
    expect(await lacking()).toEqual([member.userId]);
    await set(NONE);
    await give("deputy");
    expect(await lacking()).toEqual([member.userId]);
    const { door } = await world.context(member.token);
    expect(door.actor?.memberships.get(organizationId)?.needsFactor).toBe(true);
    const own = { organizationId: owner.personalOrganizationId };
    expect((await (await as(owner)).member.list(own)).items).toMatchObject([{ needsFactor: false }]);
  });

  test("that everybody or a role must have keeps out whoever has none, at once and on every instance", async () => {
    const seen = async () => {
      const { door } = await other.context(member.token);
      return door.actor?.memberships.get(organizationId)?.needsFactor;
    };
    expect(await seen()).toBe(false);
    await set({ mfa: ["viewer"] });
    await (await as(member)).member.list({ organizationId });
    await set({ mfa: ["member"] });
    await expect.poll(seen, { timeout: 1_000 }).toBe(true);
    const refused = await as(member, { at: other });
    expect(await codeOf(refused.member.list({ organizationId }))).toBe("access.mfa_enrollment_required");
    expect((await refused.session.current())?.tasks).toEqual([
      { code: "access.mfa_enrollment_required", organizationId },
    ]);
    await (await as(owner)).member.list({ organizationId });
    await set(NONE);
    await (await as(member)).member.list({ organizationId });
  });
});

describe("a session's length", () => {
  test("counts from the sign-in, which neither a step-up is nor the issue of tokens; a new sign-in opens the organization again", async () => {
    await set({ sessionHours: 2 });
    const early = await as(member);
    const token = await world.auth.db.work(world.request(), (work) =>
      world.auth.sessions.start(work, { userId: admin.userId, amr: ["pwd"] }),
    );
    now = new Date(now.getTime() + 2 * HOUR_MS);
    await early.member.list({ organizationId });
    now = new Date(now.getTime() + 1);
    expect(await codeOf(early.member.list({ organizationId }))).toBe("requirement.session_too_old");
    expect((await early.session.current())?.tasks).toEqual([{ code: "requirement.session_too_old", organizationId }]);
    const { door } = await world.context(token);
    const raised = await world.database.db.userWork(door.request, door.actor as never, (work) =>
      world.auth.sessions.raise(work, ["pwd", "otp"]),
    );
    const stepped = t.createCallerFactory(t.router(createAuthRouters(world.auth)))(await world.context(raised.token));
    expect(await codeOf(stepped.member.list({ organizationId }))).toBe("requirement.session_too_old");
    const { accessToken } = await world.auth.refresh.issue(door.request, door.actor as never, { name: "CLI" });
    const client = { ...door, actor: await world.auth.gate.admitToken(door.request, accessToken) };
    const byToken = t.createCallerFactory(t.router(createAuthRouters(world.auth)))({ door: client });
    expect(await codeOf(byToken.member.list({ organizationId }))).toBe("requirement.session_too_old");
    await early.session.list();
    await (await as(member)).member.list({ organizationId });
  });
});

describe("an e-mail domain", () => {
  test("keeps out whoever has another's address, until the address changes", async () => {
    await world.database
      .admin`update auth.users set email = ${`m-${organizationId.toLowerCase()}@other.test`} where id = ${member.userId}`;
    await set({ emailDomains: ["example.test"] });
    const caller = await as(member);
    expect(await codeOf(caller.member.list({ organizationId }))).toBe("requirement.email_domain");
    await world.database.admin`update auth.users set email = ${member.email} where id = ${member.userId}`;
    const there = await as(member, { at: other });
    await there.member.list({ organizationId });
    await world.database
      .admin`update auth.users set email = ${`n-${organizationId.toLowerCase()}@other.test`} where id = ${member.userId}`;
    const after = await as(member, { at: other });
    expect(await codeOf(after.member.list({ organizationId }))).toBe("requirement.email_domain");
  });

  test("is asked about by whoever lets people in", async () => {
    await set({ emailDomains: ["example.test"] });
    const ask = async (email: string) => {
      const { door } = await world.context(owner.token);
      return world.database.db.tenantWork(door.request, door.actor as never, organizationId, (work) =>
        isAllowedAddress(work, email),
      );
    };
    expect([await ask("new@example.test"), await ask("new@evil.test")]).toEqual([true, false]);
  });
});

describe("a network", () => {
  test("keeps out whoever comes from another, and whoever comes from nowhere that is known", async () => {
    await set({ addressRanges: ["203.0.113.0/24", "2001:db8::/32"] });
    for (const ip of [HERE, "2001:db8::9", "::ffff:203.0.113.9"]) {
      await (await as(member, { ip })).member.list({ organizationId });
    }
    for (const ip of ["198.51.100.1", "2001:db9::1", null]) {
      const caller = await as(member, { ip });
      expect(await codeOf(caller.member.list({ organizationId }))).toBe("requirement.ip_address");
    }
    const away = await as(member, { ip: "198.51.100.1" });
    await away.organization.leave({ organizationId });
    expect(await eventsOf("access.refused")).not.toHaveLength(0);
  });
});

describe("whoever saves", () => {
  test.each<[string, Partial<Requirements>, string]>([
    ["another network", { addressRanges: ["198.51.100.0/24"] }, "requirement.ip_address"],
    ["another domain", { emailDomains: ["elsewhere.test"] }, "requirement.email_domain"],
  ])("is not locked out by %s", async (_, change, code) => {
    for (const by of [owner, admin]) {
      expect(await refused(set(change, by))).toMatchObject({
        code: "requirement.locks_you_out",
        details: { unmet: [code] },
      });
    }
    expect(await (await as(owner)).organization.requirements({ organizationId })).toEqual(NONE);
  });

  test("locks no owner out who could remove them, unless an owner is exempt, or does it", async () => {
    const moved = `a-${organizationId.toLowerCase()}@evil.test`;
    await world.database.admin`update auth.users set email = ${moved} where id = ${admin.userId}`;
    const domains = { emailDomains: ["evil.test"] };
    const narrow = { addressRanges: [HERE] };
    const wide = { addressRanges: ["203.0.113.0/24", "198.51.100.0/24"] };
    for (const change of [domains, narrow, wide])
      expect(await codeOf(set(change, admin))).toBe("requirement.locks_owners_out");
    expect(await (await as(owner)).organization.requirements({ organizationId })).toEqual(NONE);
    expect(await eventsOf("access.refused")).toHaveLength(3);
    await set({ emailDomains: ["evil.test", "example.test"], sessionHours: 12, mfa: "all" }, admin);
    await set({ addressRanges: ["203.0.113.0/24"] });
    await set(wide, admin);
    expect(await codeOf(set({ addressRanges: ["203.0.113.0/24"] }, admin))).toBe("requirement.locks_owners_out");
    await set({ ...wide, breakGlassUserId: owner.userId });
    await set({ ...domains, ...narrow, breakGlassUserId: owner.userId }, admin);
    await set({}, owner);
  });

  test("may be the exempt owner, whom the log tells of once a session, and whom the second factor of owners still binds", async () => {
    await set({ addressRanges: ["198.51.100.0/24"], breakGlassUserId: owner.userId });
    const callers = [await as(owner), await as(owner, { at: other })];
    for (let call = 0; call < 3; call += 1) {
      await Promise.all(callers.map((caller) => caller.member.list({ organizationId })));
    }
    expect(await codeOf((await as(admin)).member.list({ organizationId }))).toBe("requirement.ip_address");
    const inside = await as(owner, { ip: "198.51.100.1" });
    await inside.member.list({ organizationId });
    const used = await eventsOf("requirement.break_glass_used");
    expect(used.map((event) => event.actor_id)).toEqual([owner.userId, owner.userId]);
    expect(new Set(used.map((event) => event.target)).size).toBe(2);
    await world.database.admin`delete from auth.totp where user_id = ${owner.userId}`;
    expect(await codeOf((await as(owner)).member.list({ organizationId }))).toBe("access.mfa_enrollment_required");
  });

  test("exempts an owner alone, and only as an owner; the exemption ends with the role and does not come back", async () => {
    const stranger = await world.signUp();
    await expect(set({ breakGlassUserId: admin.userId })).rejects.toMatchObject({
      cause: { code: "requirement.exempt_not_owner" },
    });
    await expect(set({ breakGlassUserId: stranger.userId })).rejects.toMatchObject({
      cause: { code: "member.not_found" },
    });
    await expect(set({ breakGlassUserId: owner.userId }, admin)).rejects.toMatchObject({
      cause: { code: "member.outranked" },
    });
    const setRole = (role: string) => world.database.admin`
      update auth.memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${admin.userId}`;
    await setRole("owner");
    await set({ addressRanges: [HERE], breakGlassUserId: admin.userId });
    await (await as(admin, { ip: "198.51.100.1" })).member.list({ organizationId });
    await setRole("admin");
    expect(await codeOf((await as(admin, { ip: "198.51.100.1" })).member.list({ organizationId }))).toBe(
      "requirement.ip_address",
    );
    await setRole("owner");
    expect(await codeOf((await as(admin, { ip: "198.51.100.1" })).member.list({ organizationId }))).toBe(
      "requirement.ip_address",
    );
  });

  test("sees the exemption end with the membership", async () => {
    await world.database.admin`
      update auth.memberships set role = 'owner' where organization_id = ${organizationId} and user_id = ${admin.userId}`;
    await set({ addressRanges: [HERE], breakGlassUserId: admin.userId });
    await (await as(owner)).member.remove({ organizationId, userId: admin.userId });
    expect(await (await as(owner)).organization.requirements({ organizationId })).toMatchObject({
      addressRanges: ["203.0.113.7/32"],
      breakGlassUserId: null,
    });
  });
});

describe("before it is saved", () => {
  const preview = async (change: Partial<Requirements>, by = owner) =>
    (await as(by)).organization.previewRequirements({ organizationId, ...NONE, ...change } as never);

  test("each requirement is shown with the number of people whom it would concern, and nothing changes", async () => {
    const outsider = await world.signUp();
    await world.database
      .admin`insert into auth.memberships values (${organizationId}, ${outsider.userId}, 'viewer', now())`;
    await world.database
      .admin`update auth.users set email = ${`o-${organizationId.toLowerCase()}@other.test`} where id = ${outsider.userId}`;
    await world.database.admin`update auth.sessions set ip = '198.51.100.1' where user_id = ${outsider.userId}`;
    await world.database
      .admin`update auth.sessions set created_at = ${new Date(now.getTime() - 9 * HOUR_MS)} where user_id in (${outsider.userId}, ${member.userId})`;
    expect(await preview({})).toEqual({
      members: 4,
      affected: { mfa: 0, sessionHours: 0, emailDomains: 0, addressRanges: 0 },
      locksYouOut: [],
    });
    const all = {
      mfa: "all",
      sessionHours: 8,
      emailDomains: ["example.test"],
      addressRanges: ["203.0.113.0/24"],
    } as const;
    expect((await preview(all)).affected).toEqual({ mfa: 2, sessionHours: 2, emailDomains: 1, addressRanges: 1 });
    expect((await preview({ mfa: ["member"] })).affected.mfa).toBe(1);
    expect((await preview({ addressRanges: ["198.51.100.0/24"] })).locksYouOut).toEqual(["requirement.ip_address"]);
    expect(await (await as(owner)).organization.requirements({ organizationId })).toEqual(NONE);
  });

  test("the exempt owner is not among them", async () => {
    const strange = { emailDomains: ["elsewhere.test"] };
    expect((await preview(strange)).affected.emailDomains).toBe(3);
    const exempt = await preview({ ...strange, breakGlassUserId: owner.userId });
    expect(exempt).toMatchObject({ affected: { emailDomains: 2 }, locksYouOut: [] });
  });
});
