// Threat: an organization that is gone by mistake, or that goes on working while it goes; one that somebody takes, or leaves without an owner.
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { LIMITS } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refused } from "../testing/refused.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World<keyof typeof authPermissions>;
let other: World<keyof typeof authPermissions>;
let now = new Date();

beforeAll(async () => {
  const policy = definePolicy(authPermissions);
  world = await createWorld({ policy, clock: () => now });
  other = await createWorld({ policy, clock: () => now, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(() => {
  now = new Date(now.getTime() + 60_000);
});

const pass = (days: number) => {
  now = new Date(now.getTime() + days * DAY_MS);
};
/** Calls as a person, with a new session: it is fresh, and knows what is in force now. */
const as = async ({ userId }: Person, at = world) => {
  const token = await at.auth.db.work(at.request(), (work) => at.auth.sessions.start(work, { userId, amr: ["pwd"] }));
  return createBrowser(at, token).call();
};
const codeOf = async (call: Promise<unknown>): Promise<string> => (await refused(call)).code;
async function team(...roles: Parameters<typeof world.organization>) {
  const { organizationId, people } = await world.organization(...roles);
  const [row] = await world.database.admin`select slug from auth.organizations where id = ${organizationId}`;
  return { organizationId, people: people as readonly [Person, Person, Person], slug: String(row?.slug) };
}
const erase = () => Promise.all([world, other].map(({ auth }) => auth.organizations.erasure.run()));
const isThere = async (id: string) =>
  (await world.database.admin`select from auth.organizations where id = ${id}`).length > 0;
const rolesIn = async (organizationId: string) =>
  Object.fromEntries(
    (
      await world.database.admin`select user_id, role from auth.memberships where organization_id = ${organizationId}`
    ).map(({ user_id: id, role }) => [String(id), String(role)]),
  );
const actionsIn = async (organizationId: string) =>
  (
    await world.database.admin`select action from audit.events where organization_id = ${organizationId} order by seq`
  ).map(({ action }) => String(action));

describe("deleting", () => {
  test("refuses another slug than the one typed, and takes seven days; then everything is gone, and the owners are told", async () => {
    const { organizationId, people, slug } = await team("admin");
    const owner = await as(people[0]);
    expect(await codeOf(owner.organization.delete({ organizationId, confirm: slug.toUpperCase() }))).toBe(
      "request.invalid",
    );
    const { deletesAt } = await owner.organization.delete({ organizationId, confirm: slug });
    expect(deletesAt).toBe(new Date(now.getTime() + 7 * DAY_MS).toISOString());
    expect((await world.mailTo(people[0].email)).subject).toContain("will be deleted");
    pass(6.9);
    await erase();
    expect(await isThere(organizationId)).toBe(true);
    pass(0.2);
    await erase();
    expect(await isThere(organizationId)).toBe(false);
    expect(await rolesIn(organizationId)).toEqual({});
    expect(await actionsIn(organizationId)).toEqual(
      expect.arrayContaining(["organization.deletion_requested", "organization.deleted"]),
    );
    await expect
      .poll(async () => (await world.mailbox.list(people[0].email))[0]?.subject, { timeout: 10_000 })
      .toContain("was deleted");
    expect(await world.mailbox.list(people[1].email)).toEqual([]);
  });

  test("closes the organization at once, on every instance, to everything but a look and the way back of an owner", async () => {
    const { organizationId, people, slug } = await team("admin");
    const elsewhere = await as(people[1], other);
    expect(await elsewhere.member.list({ organizationId })).toMatchObject({ nextCursor: null });
    await (await as(people[0])).organization.delete({ organizationId, confirm: slug });
    for (const [person, at] of [
      [people[0], world],
      [people[1], other],
    ] as const) {
      const caller = await as(person, at);
      await expect.poll(() => codeOf(caller.member.list({ organizationId }))).toBe("organization.deleting");
      expect(await codeOf(caller.organization.update({ organizationId, name: "New" }))).toBe("organization.deleting");
      expect(await codeOf(caller.organization.leave({ organizationId }))).toBe("organization.deleting");
    }
    const [owner, admin] = [await as(people[0]), await as(people[1])];
    expect(await owner.organization.get({ organizationId })).toMatchObject({ deletesAt: expect.any(String) });
    expect(await codeOf(admin.organization.get({ organizationId }))).toBe("organization.deleting");
    expect(await codeOf(admin.organization.restore({ organizationId }))).toBe("access.permission_missing");
    expect(await codeOf(owner.organization.delete({ organizationId, confirm: slug }))).toBe("organization.deleting");
    const session = await admin.session.current();
    expect(session?.tasks).toEqual([{ code: "organization.deleting", organizationId }]);
    expect(session?.organizations.find(({ id }) => id === organizationId)?.deletesAt).toEqual(expect.any(String));
  });

  test("is undone by an owner, and then nothing is erased", async () => {
    const { organizationId, people, slug } = await team("owner", "viewer");
    await (await as(people[0])).organization.delete({ organizationId, confirm: slug });
    pass(6);
    expect(await (await as(people[1])).organization.restore({ organizationId })).toEqual({ status: "restored" });
    pass(3);
    await erase();
    expect(await isThere(organizationId)).toBe(true);
    expect(await (await as(people[2])).member.list({ organizationId })).toMatchObject({ items: { length: 3 } });
    await expect
      .poll(async () => (await world.mailbox.list(people[0].email))[0]?.subject, { timeout: 10_000 })
      .toContain("stays");
  });

  test("and restoring at the very end leaves the organization whole, or gone whole", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { organizationId, people, slug } = await team("member");
      await (await as(people[0])).organization.delete({ organizationId, confirm: slug });
      pass(8);
      const owner = await as(people[0], other);
      const [restored] = await Promise.allSettled([owner.organization.restore({ organizationId }), erase()]);
      await erase();
      expect(await isThere(organizationId)).toBe(restored.status === "fulfilled");
      expect(Object.keys(await rolesIn(organizationId))).toHaveLength(restored.status === "fulfilled" ? 2 : 0);
    }
  });

  test("leaves its only owner free to go: nobody is left behind in it", async () => {
    const { organizationId, people, slug } = await team("member");
    const { email } = people[0];
    expect(await codeOf((await as(people[0])).account.delete({ confirm: email }))).toBe("account.sole_owner");
    await (await as(people[0])).organization.delete({ organizationId, confirm: slug });
    const going = async () => (await as(people[0])).account.delete({ confirm: email });
    expect(await going()).toMatchObject({ status: "deleting" });
    pass(8);
    await erase();
    await world.auth.account.erasure.run();
    expect(await isThere(organizationId)).toBe(false);
  });

  test("twenty times at once is once, with one letter", async () => {
    const { organizationId, people, slug } = await team();
    const callers = await Promise.all(Array.from({ length: 20 }, () => as(people[0])));
    await Promise.allSettled(callers.map((caller) => caller.organization.delete({ organizationId, confirm: slug })));
    const asked = (await actionsIn(organizationId)).filter((action) => action === "organization.deletion_requested");
    expect(asked).toHaveLength(1);
    await world.mailTo(people[0].email);
    expect(await world.mailbox.list(people[0].email)).toHaveLength(1);
  });

  test("asked for by nobody who is not signed in anew: it is sensitive, and restoring is not", async () => {
    const { organizationId, people } = await team();
    const owner = await as(people[0]);
    now = new Date(now.getTime() + 11 * 60_000);
    expect(await codeOf(owner.organization.delete({ organizationId }))).toBe("access.step_up_required");
    expect(await codeOf(owner.organization.transferOwnership({ organizationId, userId: "usr_x" }))).toBe(
      "access.step_up_required",
    );
    await (await as(people[0])).organization.delete({ organizationId });
    await expect.poll(async () => (await owner.organization.restore({ organizationId })).status).toBe("restored");
  });
});

test("the organization of an account can be neither deleted, nor left, nor handed over, nor bound by requirements", async () => {
  const person = await world.signUp();
  const { personalOrganizationId: organizationId } = person;
  const caller = await as(person);
  const rules = { mfa: [], sessionHours: 1, emailDomains: [], addressRanges: [], breakGlassUserId: null };
  const friend = await world.signUp();
  for (const call of [
    () => caller.organization.delete({ organizationId, confirm: "x" }),
    () => caller.organization.leave({ organizationId }),
    () => caller.organization.transferOwnership({ organizationId, userId: friend.userId }),
    () => caller.organization.setRequirements({ organizationId, ...rules }),
    () => caller.organization.previewRequirements({ organizationId, ...rules }),
  ]) {
    expect(await codeOf(call())).toBe("organization.personal");
  }
  expect(await rolesIn(organizationId)).toEqual({ [person.userId]: "owner" });
});

describe("leaving", () => {
  test("ends the membership at once, and of the last owner it is refused", async () => {
    const { organizationId, people } = await team("viewer");
    const viewer = await as(people[1], other);
    expect(await viewer.organization.leave({ organizationId })).toEqual({ status: "left" });
    const again = await as(people[1]);
    expect(await codeOf(again.organization.get({ organizationId }))).toBe("organization.not_found");
    expect(await codeOf(again.organization.leave({ organizationId }))).toBe("organization.not_found");
    expect(await codeOf((await as(people[0])).organization.leave({ organizationId }))).toBe("member.last_owner");
    expect(await actionsIn(organizationId)).toEqual(expect.arrayContaining(["member.left"]));
  });

  test("of two owners at once, is refused to one, twenty times", async () => {
    const { organizationId, people } = await team("owner");
    for (let round = 0; round < 20; round += 1) {
      const callers = [await as(people[0]), await as(people[1], other)];
      const left = await Promise.allSettled(callers.map((caller) => caller.organization.leave({ organizationId })));
      expect(left.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const gone = people[left[0]?.status === "fulfilled" ? 0 : 1]?.userId ?? "";
      expect(await rolesIn(organizationId)).not.toHaveProperty(gone);
      await world.database.admin`insert into auth.memberships values (${organizationId}, ${gone}, 'owner', now())`;
    }
  });
});

test("an owner who leaves and one who has the account erased at the same moment do not wait for each other for ever", async () => {
  const { organizationId, people } = await team("owner", "owner");
  const [leaver, eraser] = [await as(people[0]), await as(people[1])];
  const { asked } = await world.database.admin.begin(async (tx) => {
    const waiting = async (count: number): Promise<void> => {
      const [row] = await tx`
        select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      if (row?.waiting < count) return setTimeout(20).then(() => waiting(count));
    };
    await tx`select from auth.organizations where id = ${organizationId} for update`;
    const erased = eraser.account.delete({ confirm: people[1].email });
    await waiting(1);
    const left = leaver.organization.leave({ organizationId });
    await waiting(2);
    return { asked: [erased, left] };
  });
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
});

test("nobody leaves an organization to an owner whose account is disabled, in whatever way", async () => {
  const { organizationId, people } = await team("owner", "member");
  const [owner, second, member] = people;
  await world.database
    .admin`update auth.users set disabled_at = now() where id in (${second.userId}, ${member.userId})`;
  const caller = await as(owner);
  const transfer = () => caller.organization.transferOwnership({ organizationId, userId: member.userId });
  expect(await codeOf(caller.organization.leave({ organizationId }))).toBe("member.last_owner");
  expect(await codeOf(transfer())).toBe("member.last_owner");
  expect(await codeOf(caller.account.delete({ confirm: owner.email }))).toBe("account.sole_owner");
  expect(await rolesIn(organizationId)).toMatchObject({ [owner.userId]: "owner", [member.userId]: "member" });
  await caller.member.remove({ organizationId, userId: second.userId });
  await world.database.admin`update auth.users set disabled_at = null where id = ${member.userId}`;
  await transfer();
});

describe("handing over", () => {
  test("makes a member the owner and the owner an admin, both told", async () => {
    const { organizationId, people } = await team("viewer");
    const [owner, viewer] = people;
    const caller = await as(owner);
    expect(await caller.organization.transferOwnership({ organizationId, userId: viewer.userId })).toEqual({
      status: "transferred",
    });
    expect(await rolesIn(organizationId)).toEqual({ [owner.userId]: "admin", [viewer.userId]: "owner" });
    expect((await world.mailTo(viewer.email)).text).toContain("Owner");
    expect((await world.mailTo(owner.email)).text).toContain("Admin");
    const again = (await as(owner)).organization.transferOwnership({ organizationId, userId: viewer.userId });
    expect(await codeOf(again)).toBe("access.permission_missing");
  });

  test("is refused to oneself, to a stranger, and to whoever is no owner, by whatever role", async () => {
    const { organizationId, people } = await team("viewer");
    const [owner, viewer] = people;
    const stranger = await world.signUp();
    const caller = await as(owner);
    const transfer = (userId: string) => caller.organization.transferOwnership({ organizationId, userId });
    expect(await codeOf(transfer(owner.userId))).toBe("member.self");
    expect(await codeOf(transfer(stranger.userId))).toBe("member.not_found");
    await world.database.admin`
      insert into auth.roles values (${organizationId}, 'closer', 'Closer', '{organization:*}', now(), now())`;
    const { userId } = stranger;
    await world.auth.db.work(world.request(), (work) => world.auth.totp.install(work, userId, "JBSWY3DPEHPK3PXP"));
    await world.database.admin`insert into auth.memberships values (${organizationId}, ${userId}, 'closer', now())`;
    const closer = await as(stranger);
    expect(await codeOf(closer.organization.transferOwnership({ organizationId, userId: viewer.userId }))).toBe(
      "member.outranked",
    );
    expect((await rolesIn(organizationId))[owner.userId]).toBe("owner");
  });
});

describe("a slug", () => {
  test("is changed, and refused when another organization has it, at once too", async () => {
    const [one, two] = [await team(), await team()];
    const callers = [await as(one.people[0]), await as(two.people[0])] as const;
    const slug = `wren-${one.slug}`;
    const change = (at: 0 | 1) =>
      callers[at].organization.update({ organizationId: [one, two][at]?.organizationId ?? "", slug });
    const outcomes = await Promise.allSettled([change(0), change(1)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const loser = outcomes[0].status === "rejected" ? 0 : 1;
    expect(await codeOf(change(loser))).toBe("organization.slug_taken");
    await change(loser === 0 ? 1 : 0);
  });

  test.each(["Wren", "a b", "-a", "a-", "a--b", "", "ä", "a/b", "a.b", "x".repeat(49)])(
    "that could not stand in a URL is refused: %j",
    async (slug) => {
      const person = await world.signUp();
      const caller = await as(person);
      const organizationId = person.personalOrganizationId;
      await expect(caller.organization.update({ organizationId, slug })).rejects.toThrow();
    },
  );

  test("is asked about two hundred times an hour by one account, by choosing it or making an organization", async () => {
    const { organizationId, people, slug } = await team();
    const caller = await as(people[0]);
    for (let times = 0; times < LIMITS.organizationSlug.points - 2; times += 1) {
      await world.auth.limits.spend("organizationSlug", people[0].userId);
    }
    await caller.organization.update({ organizationId, slug });
    await caller.organization.create({ name: "Wrens" });
    expect(await codeOf(caller.organization.create({ name: "Wrens" }))).toBe("limits.exceeded");
    expect(await codeOf(caller.organization.update({ organizationId, slug: "acme" }))).toBe("limits.exceeded");
    await caller.organization.update({ organizationId, name: "Wrens" });
  });

  test("alone, the name alone or neither may be given", async () => {
    const { organizationId, people, slug } = await team();
    const caller = await as(people[0]);
    expect(await caller.organization.update({ organizationId, name: "Wrens" })).toMatchObject({ name: "Wrens", slug });
    const next = `wrens-${slug}`;
    expect(await caller.organization.update({ organizationId, slug: next })).toMatchObject({
      name: "Wrens",
      slug: next,
    });
    expect(await caller.organization.update({ organizationId })).toMatchObject({ name: "Wrens", slug: next });
  });
});
