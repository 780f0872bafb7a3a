// Threat: somebody who invites to more than they hold, learns who has an account, or mails the world in our name.
import { newId } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { INVITATION } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { actorOf, inviteByMail, inviterIn } from "../testing/invitations.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import type { Inviter } from "./inviting.ts";

const policy = definePolicy({
  ...authPermissions,
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:fill": { from: "member", says: "Fill cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});
let world: World<keyof typeof policy.table & string>;
let ahead = 0;
let organizationId: string;
let owner: Person;
let admin: Person;
let inviter: Inviter;

beforeAll(async () => {
  world = await createWorld({ policy, clock: () => new Date(Date.now() + ahead) });
});
afterAll(() => world.close());
beforeEach(async () => {
  ahead = 0;
  const team = await world.organization("admin", "member");
  organizationId = team.organizationId;
  [owner, admin] = team.people as [Person, Person];
  inviter = await inviterIn(world, owner, organizationId);
});

const newEmail = () => `${newId("inv").toLowerCase()}@example.test`;
const rows = () => world.database.admin`select * from auth.invitations where organization_id = ${organizationId}`;
const create = (email: string, role = "member", by = inviter) => world.auth.invitations.create(by, { email, role });
const createMany = (emails: string[], role = "member") => world.auth.invitations.createMany(inviter, { emails, role });
const statuses = async (emails: string[]) => (await createMany(emails)).report.map(({ status }) => status);
const addRole = (key: string, permissions: string[]) => world.database.admin`
  insert into auth.roles (organization_id, key, name, permissions, created_at, updated_at)
  values (${organizationId}, ${key}, ${key}, ${permissions}, now(), now())`;

describe("an invitation", () => {
  test("is a row without its token, an event without an address, and one letter with one link", async () => {
    const email = newEmail();
    const token = await inviteByMail(world, inviter, { email, role: "member" });
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ email, role: "member", digest: digestOf(token), invited_by: owner.userId });
    expect(Number(row?.expires_at) - Number(row?.created_at)).toBe(INVITATION.seconds * 1000);
    const events = await world.database.admin`
      select action, actor_id, target, detail from audit.events where organization_id = ${organizationId} and action like 'member.%'`;
    expect([...events]).toEqual([
      { action: "member.invited", actor_id: owner.userId, target: row?.id, detail: { role: "member" } },
    ]);
    const [letter, ...others] = await world.mailbox.list(email);
    expect(others).toEqual([]);
    expect(letter?.links).toEqual([`http://localhost:5173/invitation#token=${token}`]);
    expect(letter?.text).toContain("calls itself “Team”");
    expect(letter?.text).not.toContain("owner person");
  });

  test("carries no words of a stranger: a name that leads somewhere stays out of the letter", async () => {
    const name = "Your bill: https://evil.example/pay";
    await world.database.admin`update auth.organizations set name = ${name} where id = ${organizationId}`;
    await world.database.admin`update auth.users set name = ${name} where id = ${owner.userId}`;
    const email = newEmail();
    await create(email);
    await world.mailTo(email);
    const [letter] = await world.mailbox.list(email);
    expect(JSON.stringify(letter)).not.toMatch(/evil|bill/);
  });

  test("is answered alike for an address with an account and one without", async () => {
    const stranger = await world.signUp();
    const seen = async (email: string) => {
      const { id: _id, email: _email, createdAt: _at, expiresAt: _end, ...view } = await create(email);
      const { subject, text } = await world.mailTo(email, "/invitation");
      return { view, subject, text: text.replace(/token=\S+/, "") };
    };
    expect(await seen(stranger.email)).toEqual(await seen(newEmail()));
  });

  test("to a member, and a second one while the first lives, are refused; whoever is a member elsewhere is a stranger here", async () => {
    const elsewhere = await world.organization("member");
    await expect(create(admin.email)).rejects.toMatchObject({ code: "invitation.already_member", status: "CONFLICT" });
    const { email } = elsewhere.people[1] as Person;
    await create(email);
    await expect(create(email, "viewer")).rejects.toMatchObject({
      code: "invitation.already_invited",
      status: "CONFLICT",
    });
    expect(await rows()).toMatchObject([{ email, role: "member" }]);
  });

  test("whose time is over gives its place to a new one", async () => {
    const email = newEmail();
    const { id } = await create(email);
    ahead = INVITATION.seconds * 1000 + 1;
    const again = await create(email, "viewer");
    expect(again.id).not.toBe(id);
    expect(await rows()).toMatchObject([{ id: again.id, role: "viewer" }]);
  });

  test("of one address by twenty at once is one row and one letter", async () => {
    const email = newEmail();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => create(email)));
    // The letters to one address are counted too: five an hour.
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") {
        expect(["invitation.already_invited", "limits.exceeded"]).toContain((outcome.reason as { code: string }).code);
      }
    }
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
    await world.mailTo(email);
    expect(await world.mailbox.list(email)).toHaveLength(1);
  });

  test("to a personal organization there is none", async () => {
    const personal = await inviterIn(world, owner, owner.personalOrganizationId);
    await expect(create(newEmail(), "viewer", personal)).rejects.toMatchObject({ code: "invitation.personal" });
  });
});

describe("the role of an invitation", () => {
  test("is one that the inviter could give: an admin reaches up to admin, and nobody gives what they lack", async () => {
    const byAdmin = await inviterIn(world, admin, organizationId);
    await addRole("seller", ["house:sell"]);
    await addRole("pourer", ["cup:*"]);
    for (const role of ["viewer", "member", "admin", "pourer"]) {
      expect(await create(newEmail(), role, byAdmin)).toMatchObject({ role });
    }
    for (const role of ["owner", "seller"]) {
      await expect(create(newEmail(), role, byAdmin)).rejects.toMatchObject({
        code: "access.permission_missing",
        details: { missing: expect.arrayContaining(["house:sell"]) },
      });
      expect(await create(newEmail(), role)).toMatchObject({ role });
    }
  });

  test.each(["Owner", "owner ", "оwner", "nobody", "", "__proto__"])(
    "is one that is there: %j is refused",
    async (role) => {
      await expect(create(newEmail(), role)).rejects.toMatchObject({
        code: "request.invalid",
        details: { fieldErrors: { role: [expect.any(String)] } },
      });
      expect(await rows()).toEqual([]);
    },
  );

  test("that is another organization's own is none here", async () => {
    const other = await world.organization();
    await world.database.admin`
      insert into auth.roles values (${other.organizationId}, 'potter', 'Potter', '{cup:see}', now(), now())`;
    await expect(create(newEmail(), "potter")).rejects.toMatchObject({ code: "request.invalid" });
  });

  test("asks for a fresh proof where it is guarded, by whatever name, and not where it is not", async () => {
    await addRole("keeper", ["organization:update"]);
    await addRole("pourer", ["cup:fill"]);
    await world.database.admin`update auth.sessions set fresh_until = now() where user_id = ${owner.userId}`;
    const actor = { ...(await actorOf(world, owner)), freshUntil: 0 };
    const stale: Inviter = { ...inviter, actor, begin: (fn) => inviter.begin((work) => fn({ ...work, actor })) };
    for (const role of ["admin", "owner", "keeper"]) {
      await expect(create(newEmail(), role, stale)).rejects.toMatchObject({
        code: "access.step_up_required",
        details: { stepUp: { methods: ["totp", "recoveryCode"], maxAgeSeconds: 600 } },
      });
    }
    for (const role of ["member", "viewer", "pourer"])
      expect(await create(newEmail(), role, stale)).toMatchObject({ role });
  });

  test("stands in the list by the name that people call it, newest first, page by page", async () => {
    await addRole("pourer", ["cup:fill"]);
    const emails = [newEmail(), newEmail(), newEmail()];
    for (const [index, role] of ["pourer", "viewer", "admin"].entries()) await create(emails[index] ?? "", role);
    const page = (cursor: string | null) =>
      inviter.begin((work) => world.auth.invitations.list(work, { cursor, limit: 2 }));
    const first = await page(null);
    const second = await page(first.nextCursor);
    expect([...first.items, ...second.items].map(({ email, roleName }) => [email, roleName])).toEqual([
      [emails[2], "Admin"],
      [emails[1], "Viewer"],
      [emails[0], "pourer"],
    ]);
    expect(second.nextCursor).toBeNull();
    expect(Object.keys(first.items[0] ?? {}).sort()).toEqual([
      "createdAt",
      "email",
      "expiresAt",
      "id",
      "invitedBy",
      "role",
      "roleName",
    ]);
  });

  test("keeps an organization's own role from being deleted while somebody is invited to it", async () => {
    await addRole("pourer", ["cup:fill"]);
    await create(newEmail(), "pourer");
    const gone = world.database.admin`delete from auth.roles where organization_id = ${organizationId}`;
    await expect(gone).rejects.toMatchObject({ code: "23503" });
  });
});

describe("many addresses at once", () => {
  test("are told of one by one, as typed and in the order typed", async () => {
    const [fresh, waiting] = [newEmail(), newEmail()];
    await create(waiting);
    const typed = [` ${fresh.toUpperCase()} `, "no address", admin.email, waiting, fresh, "", "a@b@c.example"];
    expect(await createMany(typed)).toEqual({
      report: [
        { email: typed[0], status: "invited" },
        { email: "no address", status: "invalid" },
        { email: admin.email, status: "already_member" },
        { email: waiting, status: "already_invited" },
        { email: fresh, status: "already_invited" },
        { email: "", status: "invalid" },
        { email: "a@b@c.example", status: "invalid" },
      ],
    });
    expect(new Set((await rows()).map(({ email }) => email))).toEqual(new Set([fresh, waiting]));
  });

  test("all of them none is a report too", async () => {
    expect(await statuses(["x", "y"])).toEqual(["invalid", "invalid"]);
    expect(await rows()).toEqual([]);
  });

  test("do not reach further than the member limit, which counts who is invited already", async () => {
    const { db, organizations } = world.auth;
    await db.work(world.request(), (work) => organizations.limitMembers(work, { organizationId, memberLimit: 6 }));
    expect(await statuses([newEmail(), newEmail(), newEmail(), newEmail()])).toEqual([
      "invited",
      "invited",
      "invited",
      "limit_reached",
    ]);
    await expect(create(newEmail())).rejects.toMatchObject({ code: "organization.full", status: "CONFLICT" });
  });

  test("of a domain that the organization does not take are left out", async () => {
    await world.database.admin`
      insert into auth.requirements (organization_id, mfa_for_all, mfa_roles, email_domains, address_ranges, updated_at)
      values (${organizationId}, false, '{}', '{example.test}', '{}', now())`;
    const strangers = ["somebody@elsewhere.test", "somebody@sub.example.test", "somebody@example.test.elsewhere.test"];
    expect(await statuses([newEmail(), ...strangers])).toEqual(["invited", ...Array(3).fill("domain_not_allowed")]);
    await expect(create("other@elsewhere.test")).rejects.toMatchObject({ code: "invitation.domain_not_allowed" });
  });

  test("typed by two people in opposite orders at once are each invited once, and nobody waits for ever", async () => {
    const second = await inviterIn(world, admin, organizationId);
    const emails = Array.from({ length: 30 }, newEmail);
    const [one, other] = await Promise.all([
      createMany(emails),
      world.auth.invitations.createMany(second, { emails: emails.toReversed(), role: "member" }),
    ]);
    const invited = [...one.report, ...other.report].filter(({ status }) => status === "invited");
    expect(new Set(invited.map(({ email }) => email)).size).toBe(30);
    expect(invited).toHaveLength(30);
    expect(await rows()).toHaveLength(30);
  }, 60_000);
});

test("one account writes to two hundred strangers a day, and to one of them five times an hour", async () => {
  const email = newEmail();
  const { id } = await create(email);
  const resend = () => world.auth.invitations.resend(inviter, { invitationId: id });
  for (let times = 0; times < 4; times += 1) await resend();
  await expect(resend()).rejects.toMatchObject({ code: "limits.exceeded", status: "TOO_MANY_REQUESTS" });
  await world.database.admin`
    update limits.counters set points = 199 where key = ${`invitationByActor:${digestOf(owner.userId)}`}`;
  expect(await statuses([newEmail(), newEmail()])).toEqual(["invited", "limit_reached"]);
}, 30_000);
