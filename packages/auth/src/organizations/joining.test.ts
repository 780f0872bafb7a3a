// Threat: an invitation that somebody else accepts, that is accepted twice, or that gives what its sender may no longer give.
import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { INVITATION } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { accept, inviteByMail, inviterIn } from "../testing/invitations.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { sweepInvitations } from "./invitation-links.ts";
import type { Inviter } from "./inviting.ts";

const policy = definePolicy({ ...authPermissions, "house:sell": { from: "owner", says: "Sell the house" } });
let world: World<keyof typeof policy.table & string>;
let ahead = 0;
let organizationId: string;
let owner: Person;
let admin: Person;
let guest: Person;

beforeAll(async () => {
  world = await createWorld({ policy, clock: () => new Date(Date.now() + ahead) });
});
afterAll(() => world.close());
beforeEach(async () => {
  ahead = 0;
  const team = await world.organization("admin");
  organizationId = team.organizationId;
  [owner, admin] = team.people as [Person, Person];
  guest = await world.signUp("Gus Guest");
});

const invalid = { code: "auth.link_invalid", status: "BAD_REQUEST", audit: "account.link_refused" };
const inviter = (person: Person): Promise<Inviter> => inviterIn(world, person, organizationId);
const invite = async (by: Person, role = "member", email = guest.email) =>
  inviteByMail(world, await inviter(by), { email, role });
const rolesOf = async ({ userId }: Person) => [
  ...(await world.database.admin`
    select role from auth.memberships where organization_id = ${organizationId} and user_id = ${userId}`),
];
const waiting = () => world.database.admin<{ id: string; email: string }[]>`
  select id, email from auth.invitations where organization_id = ${organizationId}`;
const eventsOf = (action: string) => world.database.admin`
  select actor_id, target, outcome, detail from audit.events where organization_id = ${organizationId} and action = ${action} order by seq`;
const limitTo = (memberLimit: number | null) =>
  world.auth.db.work(world.request(), (work) =>
    world.auth.organizations.limitMembers(work, { organizationId, memberLimit }),
  );
/** Invites past the slice: their letters would take longer than the joining. */
const plant = (people: readonly Person[], tokens: readonly string[]) => world.database.admin`
  insert into auth.invitations (id, organization_id, email, role, digest, invited_by, created_at, expires_at)
  select 'inv_' || digest, ${organizationId}, email, 'viewer', digest, ${owner.userId}, now(), now() + interval '1 day'
  from unnest(${people.map(({ email }) => email)}::text[], ${tokens.map(digestOf)}::text[]) as planted (email, digest)`;
const preview = (token: string) =>
  world.auth.db.work(world.request(), (work) => world.auth.invitations.preview(work, { token }));

describe("accepting an invitation", () => {
  test("makes a member of whoever it was sent to, at once and once, and says so in the log", async () => {
    const token = await invite(owner, "admin");
    const [invitation] = await waiting();
    expect(await accept(world, guest, token)).toEqual({ organizationId, role: "admin" });
    expect(await rolesOf(guest)).toEqual([{ role: "admin" }]);
    const { door } = await world.context(guest.token);
    await expect
      .poll(async () => (await world.context(guest.token)).door.actor?.memberships.has(organizationId))
      .toBe(true);
    expect(door.actor?.userId).toBe(guest.userId);
    expect(await waiting()).toEqual([]);
    expect([...(await eventsOf("member.joined"))]).toEqual([
      {
        actor_id: guest.userId,
        target: guest.userId,
        outcome: "success",
        detail: { invitationId: invitation?.id, role: "admin" },
      },
    ]);
    await expect(accept(world, guest, token)).rejects.toMatchObject(invalid);
    await expect(preview(token)).rejects.toMatchObject(invalid);
  });

  test("works right after a sign-up with the invited address", async () => {
    const email = `${newId("inv").toLowerCase()}@example.test`;
    const token = await invite(owner, "member", email);
    await world.auth.signUp.request(world.request(), { email, password: "nine otters in a row", name: "New" });
    const { token: proof } = await world.mailTo(email, "/verify-email");
    await world.auth.db.work(world.request(), (work) => world.auth.signUp.verify(work, { token: proof ?? "" }));
    const signedIn = await world.auth.signIn.withPassword(world.request(), null, {
      email,
      password: "nine otters in a row",
    });
    if (signedIn.status !== "signedIn") throw new Error("no session");
    expect(await accept(world, { token: signedIn.session }, token)).toEqual({ organizationId, role: "member" });
  });

  test("is refused to whoever is signed in by another address, who learns no more than a mask, and spends nothing", async () => {
    const token = await invite(owner);
    const other = await world.signUp();
    await expect(accept(world, other, token)).rejects.toMatchObject({
      code: "invitation.other_address",
      status: "FORBIDDEN",
      details: { email: guest.email.replace(/^(.).*@/, "$1***@") },
      audit: "member.join_refused",
      subject: { organizationId },
    });
    expect(await rolesOf(other)).toEqual([]);
    expect(await accept(world, guest, token)).toMatchObject({ role: "member" });
  });

  test("goes by the address that is in force: a changed one brings its own invitations along and leaves the others", async () => {
    const token = await invite(owner);
    const other = await world.signUp();
    const { admin: sql } = world.database;
    await sql`update auth.users set email = ${`old-${guest.email}`} where id = ${guest.userId}`;
    await sql`update auth.users set email = ${guest.email} where id = ${other.userId}`;
    await expect(accept(world, guest, token)).rejects.toMatchObject({ code: "invitation.other_address" });
    expect(await accept(world, other, token)).toMatchObject({ role: "member" });
  });

  test("by twenty at once succeeds once", async () => {
    const token = await invite(owner);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => accept(world, guest, token)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(invalid);
    expect(await rolesOf(guest)).toEqual([{ role: "member" }]);
  });

  test("changes no role of somebody who is a member by now", async () => {
    const token = await invite(owner, "viewer");
    await world.database.admin`
      insert into auth.memberships values (${organizationId}, ${guest.userId}, 'admin', now())`;
    await expect(accept(world, guest, token)).rejects.toMatchObject({ code: "invitation.already_member" });
    expect(await rolesOf(guest)).toEqual([{ role: "admin" }]);
  });

  test("of an organization that is being deleted waits until it is restored", async () => {
    const token = await invite(owner);
    const deletesAt = (days: number | null) => world.database.admin`
      update auth.organizations set deletes_at = now() + ${days} * interval '1 day' where id = ${organizationId}`;
    await deletesAt(7);
    await expect(accept(world, guest, token)).rejects.toMatchObject({
      code: "organization.deleting",
      details: { deletesAt: expect.stringMatching(/Z$/) },
    });
    await deletesAt(null);
    expect(await accept(world, guest, token)).toMatchObject({ role: "member" });
  });

  test("with an address of a domain that is no longer taken is refused, and spends nothing", async () => {
    const token = await invite(owner);
    await world.database.admin`
      insert into auth.requirements (organization_id, mfa_for_all, mfa_roles, email_domains, address_ranges, updated_at)
      values (${organizationId}, false, '{}', '{elsewhere.test}', '{}', now())`;
    await expect(accept(world, guest, token)).rejects.toMatchObject({ code: "invitation.domain_not_allowed" });
    const [row] = await waiting();
    await world.database
      .admin`update auth.requirements set email_domains = '{}' where organization_id = ${organizationId}`;
    expect([row?.email, await accept(world, guest, token)]).toEqual([guest.email, { organizationId, role: "member" }]);
  });
});

describe("a link", () => {
  test("works for seven days and no longer, and may be sent again for thirty more", async () => {
    // Whoever sends it again is signed in since before: their own session would be over too.
    const sender = await inviter(owner);
    const [early, late] = [await invite(owner), await invite(owner, "viewer", admin.email.replace("usr", "inv"))];
    ahead = INVITATION.seconds * 1000 - 60_000;
    expect(await accept(world, guest, early)).toMatchObject({ role: "member" });
    ahead = INVITATION.seconds * 1000 + 1_000;
    await expect(preview(late)).rejects.toMatchObject(invalid);
    const sweep = () => world.auth.db.work(world.request(), sweepInvitations);
    await sweep();
    const [left] = await waiting();
    await world.auth.invitations.resend(sender, { invitationId: left?.id ?? "" });
    await expect(preview(late)).rejects.toMatchObject(invalid);
    await expect.poll(async () => (await world.mailbox.list(left?.email)).length, { timeout: 10_000 }).toBe(2);
    expect(await preview((await world.mailTo(left?.email ?? "")).token ?? "")).toMatchObject({ role: "viewer" });
    ahead += (INVITATION.seconds + INVITATION.keptSeconds) * 1000 + 1_000;
    await sweep();
    expect(await waiting()).toEqual([]);
  });

  test("that was revoked opens nothing, nor does one that never was or is of another purpose", async () => {
    const token = await invite(owner);
    const [row] = await waiting();
    const { begin } = await inviter(admin);
    await begin((work) => world.auth.invitations.revoke(work, { invitationId: row?.id ?? "" }));
    for (const none of [token, newToken("invitation"), newToken("verify"), guest.token, "", "x' or 1=1 --"]) {
      await expect(preview(none)).rejects.toMatchObject(invalid);
      await expect(accept(world, guest, none)).rejects.toMatchObject(invalid);
    }
    expect(await rolesOf(guest)).toEqual([]);
  });

  test("shows the organization, the role and a mask of the address to whoever holds it, as often as they look", async () => {
    const token = await invite(owner, "viewer");
    for (let looks = 0; looks < 3; looks += 1) {
      expect(await preview(token)).toEqual({
        organizationName: "Team",
        role: "viewer",
        roleName: "Viewer",
        email: guest.email.replace(/^(.).*@/, "$1***@"),
        expiresAt: expect.stringMatching(/Z$/),
      });
    }
    expect(await accept(world, guest, token)).toMatchObject({ role: "viewer" });
  });
});

describe("the role is capped at what its sender may still give", () => {
  const cases: [string, () => Promise<unknown>][] = [
    [
      "was demoted",
      () =>
        world.database
          .admin`update auth.memberships set role = 'member' where user_id = ${admin.userId} and role = 'admin'`,
    ],
    [
      "was removed",
      () => world.database.admin`delete from auth.memberships where user_id = ${admin.userId} and role = 'admin'`,
    ],
    ["was disabled", () => world.database.admin`update auth.users set disabled_at = now() where id = ${admin.userId}`],
    [
      "erased their account",
      async () => {
        await world.database.admin`delete from auth.organizations where id = ${admin.personalOrganizationId}`;
        await world.database.admin`delete from auth.users where id = ${admin.userId}`;
      },
    ],
  ];

  test.each(cases)("who %s: nobody joins by their word, and nothing is sent again", async (_, happen) => {
    const token = await invite(admin, "viewer");
    await happen();
    const refused = { code: "invitation.not_grantable", status: "CONFLICT", audit: "member.join_refused" };
    await expect(accept(world, guest, token)).rejects.toMatchObject(refused);
    expect(await rolesOf(guest)).toEqual([]);
    const [row] = await waiting();
    const actor = await inviter(owner);
    await expect(world.auth.invitations.resend(actor, { invitationId: row?.id ?? "" })).rejects.toMatchObject(refused);
  });

  test("and nobody brings one back who could not give its role", async () => {
    const asOwner = await inviter(owner);
    await invite(owner, "owner");
    const [row] = await waiting();
    const resend = { invitationId: row?.id ?? "" };
    const asAdmin = await inviter(admin);
    ahead = INVITATION.seconds * 1000 + 1_000;
    await expect(world.auth.invitations.resend(asAdmin, resend)).rejects.toMatchObject({
      code: "access.permission_missing",
    });
    expect(await world.auth.invitations.resend(asOwner, resend)).toMatchObject({ role: "owner" });
  });

  test("who was an owner and is an admin now: an owner is not made, an admin is", async () => {
    const { admin: sql } = world.database;
    const second = await world.signUp();
    await sql`insert into auth.memberships values (${organizationId}, ${second.userId}, 'owner', now())`;
    const tokens = { owner: await invite(owner, "owner"), admin: "" };
    const other = await world.signUp();
    tokens.admin = await invite(owner, "admin", other.email);
    await sql`update auth.memberships set role = 'admin' where organization_id = ${organizationId} and user_id = ${owner.userId}`;
    await expect(accept(world, guest, tokens.owner)).rejects.toMatchObject({ code: "invitation.not_grantable" });
    expect(await accept(world, other, tokens.admin)).toMatchObject({ role: "admin" });
  });

  test("of the organization's own that grew meanwhile: what its sender lacks is not given", async () => {
    const { admin: sql } = world.database;
    await sql`insert into auth.roles values (${organizationId}, 'potter', 'Potter', '{member:read}', now(), now())`;
    const token = await invite(admin, "potter");
    expect(await preview(token)).toMatchObject({ role: "potter", roleName: "Potter" });
    await sql`update auth.roles set permissions = '{house:sell}' where organization_id = ${organizationId}`;
    await expect(accept(world, guest, token)).rejects.toMatchObject({ code: "invitation.not_grantable" });
    await sql`update auth.roles set permissions = '{organization:update}' where organization_id = ${organizationId}`;
    expect(await accept(world, guest, token)).toEqual({ organizationId, role: "potter" });
  });

  test("a second factor that the sender has to set up anew takes nothing from it", async () => {
    const token = await invite(admin, "viewer");
    await world.database.admin`delete from auth.totp where user_id = ${admin.userId}`;
    expect(await accept(world, guest, token)).toMatchObject({ role: "viewer" });
  });
});

describe("a member limit", () => {
  test("holds however many join at once, round after round", async () => {
    const { admin: sql } = world.database;
    const guests = await Promise.all(Array.from({ length: 12 }, () => world.signUp()));
    for (let round = 0; round < 5; round += 1) {
      await limitTo(null);
      const tokens = guests.map(() => newToken("invitation"));
      await plant(guests, tokens);
      await limitTo(5);
      const outcomes = await Promise.allSettled(guests.map((person, at) => accept(world, person, tokens[at] ?? "")));
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") {
          expect(outcome.reason).toMatchObject({ code: "organization.full", status: "CONFLICT" });
        }
      }
      const members = await sql`select from auth.memberships where organization_id = ${organizationId}`;
      expect(members).toHaveLength(5);
      expect(await waiting(), "whoever found no room keeps the invitation").toHaveLength(9);
      await sql`delete from auth.memberships where organization_id = ${organizationId} and role = 'viewer'`;
      await sql`delete from auth.invitations where organization_id = ${organizationId}`;
    }
  }, 60_000);

  test("is the database's own: rows that are written past us do not pass it, in one statement or many", async () => {
    const { admin: sql } = world.database;
    const people = await Promise.all(Array.from({ length: 8 }, () => world.signUp()));
    await limitTo(4);
    const ids = people.map(({ userId }) => userId);
    await expect(
      sql`insert into auth.memberships select ${organizationId}, unnest(${ids}::text[]), 'viewer', now()`,
    ).rejects.toMatchObject({ constraint_name: "memberships_within_limit", code: "23514" });
    const outcomes = await Promise.allSettled(
      ids.map((id) => sql`insert into auth.memberships values (${organizationId}, ${id}, 'viewer', now())`),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  });

  test("below what there is throws nobody out, is set by its own event, and is lifted again", async () => {
    await limitTo(1);
    expect(await rolesOf(admin)).toHaveLength(1);
    const token = await limitTo(null).then(() => invite(owner));
    expect(await accept(world, guest, token)).toMatchObject({ role: "member" });
    expect((await eventsOf("organization.members_limited")).map(({ detail }) => detail)).toEqual([
      { memberLimit: 1 },
      { memberLimit: null },
    ]);
    const none = { organizationId: newId("org"), memberLimit: 3 };
    await expect(
      world.auth.db.work(world.request(), (work) => world.auth.organizations.limitMembers(work, none)),
    ).rejects.toMatchObject({ code: "organization.not_found" });
  });
});

test("whoever erases their account takes along what was sent to their address, everywhere", async () => {
  await invite(owner);
  await world.database.admin`delete from auth.organizations where id = ${guest.personalOrganizationId}`;
  await world.database.admin`delete from auth.users where id = ${guest.userId}`;
  expect(await waiting()).toEqual([]);
});
