// Threat: whoever may change roles makes themselves, or a friend, more than they are; somebody who was removed goes on.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refused } from "../testing/refused.ts";
import { createWorld, type Person, TOTP_SECRET, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());

const as = ({ token }: Person) => createBrowser(world, token).call();
const codeOf = async (call: Promise<unknown>) => (await refused(call)).code;
async function team(...roles: Parameters<typeof world.organization>) {
  const { organizationId, people } = await world.organization(...roles);
  return { organizationId, people: people as readonly [Person, Person, Person, Person] };
}
const addRole = (organizationId: string, key: string, permissions: string[]) => world.database.admin`
  insert into auth.roles values (${organizationId}, ${key}, ${`The ${key}`}, ${permissions}, now(), now())`;
/** A member with a role of the organization's own, and a second factor, which such roles mostly demand. */
async function addOwn(organizationId: string, key: string, permissions: string[]): Promise<Person> {
  const person = await world.signUp();
  await addRole(organizationId, key, permissions);
  await world.auth.db.work(world.request(), (work) => world.auth.totp.install(work, person.userId, TOTP_SECRET));
  await world.database.admin`insert into auth.memberships values (${organizationId}, ${person.userId}, ${key}, now())`;
  return person;
}
const roleOf = async (organizationId: string, { userId }: Person): Promise<string | undefined> =>
  (
    await world.database.admin`
    select role from auth.memberships where organization_id = ${organizationId} and user_id = ${userId}`
  )[0]?.role;

describe("a role is changed", () => {
  test("by whoever may, with an event that says from what to what, and a letter to the person", async () => {
    const { organizationId, people } = await team("admin", "viewer");
    const [, admin, viewer] = people;
    const caller = await as(admin);
    expect(await caller.member.changeRole({ organizationId, userId: viewer.userId, role: "member" })).toEqual({
      userId: viewer.userId,
      role: "member",
    });
    expect(await roleOf(organizationId, viewer)).toBe("member");
    expect((await world.mailTo(viewer.email)).text).toContain("Member");
    const [event] = await world.database.admin`
      select actor_id, target, detail from audit.events where organization_id = ${organizationId} and action = 'member.role_changed'`;
    expect(event).toEqual({ actor_id: admin.userId, target: viewer.userId, detail: { from: "viewer", to: "member" } });
  });

  test("to the one that it is without a word about it", async () => {
    const { organizationId, people } = await team("viewer");
    const caller = await as(people[0]);
    await caller.member.changeRole({ organizationId, userId: people[1].userId, role: "viewer" });
    const said = await world.database.admin`
      select from audit.events where organization_id = ${organizationId} and action = 'member.role_changed'`;
    expect(said).toHaveLength(0);
  });

  test("never by its holder, up or down", async () => {
    const { organizationId, people } = await team("admin");
    for (const person of people.slice(0, 2)) {
      for (const role of ["viewer", "owner"]) {
        const caller = await as(person);
        expect(await codeOf(caller.member.changeRole({ organizationId, userId: person.userId, role }))).toBe(
          "member.self",
        );
      }
      expect(await codeOf((await as(person)).member.remove({ organizationId, userId: person.userId }))).toBe(
        "member.self",
      );
    }
  });

  test("to none that is not there, though it reads like one that is", async () => {
    const { organizationId, people } = await team("viewer");
    const there = await team();
    await addRole(there.organizationId, "potter", ["member:read"]);
    await addRole(organizationId, "weaver", ["member:read"]);
    const caller = await as(people[0]);
    const { userId } = people[1];
    const names = [
      "Owner",
      "OWNER",
      " owner",
      "owner ",
      "оwner",
      "ow\u200bner",
      "ＯＷＮＥＲ",
      "adm\u0131n",
      "potter",
      "Weaver",
    ];
    for (const role of [...names, "constructor", "__proto__", "*", "null"]) {
      expect(await codeOf(caller.member.changeRole({ organizationId, userId, role })), role).toBe("role.not_found");
    }
    expect(await roleOf(organizationId, people[1])).toBe("viewer");
    await caller.member.changeRole({ organizationId, userId, role: "weaver" });
    expect((await caller.member.list({ organizationId })).items.find((item) => item.userId === userId)).toMatchObject({
      role: "weaver",
      roleName: "The weaver",
      mfa: false,
    });
  });

  test("of nobody who does not belong to the organization", async () => {
    const { organizationId, people } = await team();
    const stranger = await world.signUp();
    const caller = await as(people[0]);
    for (const userId of [stranger.userId, "usr_none"]) {
      expect(await codeOf(caller.member.changeRole({ organizationId, userId, role: "viewer" }))).toBe(
        "member.not_found",
      );
      expect(await codeOf(caller.member.remove({ organizationId, userId }))).toBe("member.not_found");
    }
  });
});

describe("an admin", () => {
  test("reaches up to admin: makes admins, unmakes them, and touches no owner", async () => {
    const { organizationId, people } = await team("admin", "admin", "viewer");
    const [owner, admin, peer, viewer] = people;
    const caller = await as(admin);
    const change = ({ userId }: Person, role: string) => caller.member.changeRole({ organizationId, userId, role });
    await change(viewer, "admin");
    await change(peer, "member");
    expect(await codeOf(change(owner, "viewer"))).toBe("member.outranked");
    expect(await codeOf(caller.member.remove({ organizationId, userId: owner.userId }))).toBe("member.outranked");
    expect(await refused(change(viewer, "owner"))).toMatchObject({
      code: "access.permission_missing",
      details: { missing: ["organization:delete"] },
    });
    expect([await roleOf(organizationId, owner), await roleOf(organizationId, viewer)]).toEqual(["owner", "admin"]);
  });

  test("gives no role, and takes none away, that holds what an admin lacks", async () => {
    const { organizationId, people } = await team("admin", "viewer");
    const closer = await addOwn(organizationId, "closer", ["organization:delete"]);
    const caller = await as(people[1]);
    const { userId } = people[2];
    for (const call of [
      () => caller.member.changeRole({ organizationId, userId, role: "closer" }),
      () => caller.member.changeRole({ organizationId, userId: closer.userId, role: "viewer" }),
      () => caller.member.remove({ organizationId, userId: closer.userId }),
    ]) {
      expect(await refused(call())).toMatchObject({
        code: "access.permission_missing",
        details: { missing: ["organization:delete"] },
      });
    }
  });
});

test("a role of the organization's own gives what it holds and no more", async () => {
  const { organizationId, people } = await team("viewer", "member");
  const lead = await addOwn(organizationId, "lead", ["organization:read", "member:read", "member:change_role"]);
  await addRole(organizationId, "guest", ["member:read"]);
  const caller = await as(lead);
  const change = ({ userId }: Person, role: string) => caller.member.changeRole({ organizationId, userId, role });
  await change(people[1], "guest");
  await change(people[1], "viewer");
  for (const role of ["admin", "owner"])
    expect(await codeOf(change(people[1], role))).toBe("access.permission_missing");
  expect(await codeOf(change(people[0], "viewer"))).toBe("member.outranked");
  expect(await codeOf(caller.member.remove({ organizationId, userId: people[1].userId }))).toBe(
    "access.permission_missing",
  );
});

test("of two owners who unmake each other at once one stays", async () => {
  const { organizationId, people } = await team("owner");
  const [one, two] = [await as(people[0]), await as(people[1])];
  const outcomes = await Promise.allSettled([
    one.member.changeRole({ organizationId, userId: people[1].userId, role: "viewer" }),
    two.member.changeRole({ organizationId, userId: people[0].userId, role: "viewer" }),
  ]);
  const refused = outcomes.find((outcome) => outcome.status === "rejected");
  expect(refused?.reason.cause).toMatchObject({ code: "access.permission_missing" });
  expect([await roleOf(organizationId, people[0]), await roleOf(organizationId, people[1])].toSorted()).toEqual([
    "owner",
    "viewer",
  ]);
});

test("who is removed is out at once, told, and back only by being asked again", async () => {
  const { organizationId, people } = await team("admin", "member");
  const [owner, admin, member] = people;
  const theirs = await as(member);
  await theirs.member.list({ organizationId });
  expect(await (await as(admin)).member.remove({ organizationId, userId: member.userId })).toEqual({
    status: "removed",
  });
  const after = async () => codeOf((await as(member)).member.list({ organizationId }));
  await expect.poll(after, { timeout: 1_000 }).toBe("organization.not_found");
  expect(await roleOf(organizationId, member)).toBeUndefined();
  await expect
    .poll(async () => (await world.mailbox.list(member.email))[0]?.subject, { timeout: 10_000 })
    .toContain("removed");
  expect(await (await as(member)).session.current()).toMatchObject({ organizations: [{ personal: true }] });
  await (await as(owner)).member.remove({ organizationId, userId: admin.userId });
  const late = async () => codeOf((await as(admin)).member.remove({ organizationId, userId: owner.userId }));
  await expect.poll(late, { timeout: 1_000 }).toBe("organization.not_found");
});

test("a name that could lead elsewhere does not stand in the letter", async () => {
  const { organizationId, people } = await team("viewer");
  const caller = await as(people[0]);
  await caller.organization.update({ organizationId, name: "Go to evil.example/now" });
  await caller.member.changeRole({ organizationId, userId: people[1].userId, role: "member" });
  const { text } = await world.mailTo(people[1].email);
  expect(text).not.toContain("evil");
  expect(text).toContain("an organization that you belong to");
});
