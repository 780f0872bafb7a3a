// Threat: a copy of a person's data that leaves something out, shows somebody else's, or carries what opens the account.
import { inTenant } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;
let owner: Person;
let member: Person;
let organizationId: string;

const copyOf = async ({ token }: Person) => {
  const admission = await world.auth.gate.admit(world.request(), token);
  if (!admission) throw new Error("no session");
  return world.auth.db.userWork(world.request(), admission.actor, world.auth.account.export);
};

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
  const team = await world.organization("member");
  ({ organizationId } = team);
  [owner, member] = team.people as [Person, Person];
});
afterAll(() => world.close());

test("a copy holds the profile, the organizations, the sessions, the factors and what the person did", async () => {
  const { profile, organizations, sessions, factors, events, eventsLeftOut } = await copyOf(owner);
  expect(profile).toMatchObject({ id: owner.userId, email: owner.email, name: "owner person", locale: "en" });
  expect(organizations).toMatchObject([
    { id: organizationId, role: "owner", personal: false },
    { id: owner.personalOrganizationId, role: "owner", personal: true },
  ]);
  expect(sessions).toMatchObject([{ ip: "203.0.113.7", userAgent: "vitest", amr: ["pwd"], place: null }]);
  expect(factors).toMatchObject({ totp: expect.any(Date), passkeys: [], recoveryCodesLeft: 0, devices: [] });
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["account.created", "organization.created"]),
  );
  expect(eventsLeftOut).toBe(0);
});

test("a copy holds the invitations that wait at the person's address, and nobody else's", async () => {
  const other = await world.organization();
  for (const [id, { email }] of [
    ["inv_1", member],
    ["inv_2", owner],
  ] as const) {
    await world.database.admin`
      insert into auth.invitations (id, organization_id, email, role, digest, created_at, expires_at)
      values (${id}, ${other.organizationId}, ${email}, 'viewer', ${digestOf(id)}, now(), now() + interval '1 day')`;
  }
  const { invitations } = (await copyOf(member)).pending;
  expect(invitations).toEqual([
    {
      id: "inv_1",
      organizationId: other.organizationId,
      role: "viewer",
      createdAt: expect.any(Date),
      expiresAt: expect.any(Date),
    },
  ]);
});

test("making a copy is remembered, and the next copy says so", async () => {
  await copyOf(member);
  expect((await copyOf(member)).events[0]).toMatchObject({ action: "account.exported", target: member.userId });
});

test("a copy holds what the person did in an organization that they left, and nothing that others did", async () => {
  const before = await copyOf(member);
  await world.auth.db.work(world.request(), (work) =>
    inTenant(work, organizationId, async ({ tx }) => {
      await tx.execute(`insert into audit.events (id, action, outcome, actor_id, organization_id, request_id, at)
        values ('evt_left', 'document.created', 'success', '${member.userId}', '${organizationId}', 'req_1', now()),
          ('evt_others', 'document.created', 'success', '${owner.userId}', '${organizationId}', 'req_1', now())`);
    }),
  );
  await world.database
    .admin`delete from auth.memberships where user_id = ${member.userId} and organization_id = ${organizationId}`;
  const { events, organizations } = await copyOf(member);
  expect(organizations.map(({ id }) => id)).toEqual([member.personalOrganizationId]);
  const added = events.map(({ id }) => id).filter((id) => !before.events.some((event) => event.id === id));
  expect(added).toContain("evt_left");
  expect(added).not.toContain("evt_others");
});

test("a copy carries no secret: no digest, no hash, no key, nothing sealed", async () => {
  const { admin } = world.database;
  const device = digestOf(newToken("device"));
  await admin`insert into auth.devices values (${owner.userId}, ${device}, now(), now())`;
  await admin`insert into auth.passkeys (id, user_id, name, public_key, counter, transports, backed_up, created_at)
    values ('credential', ${owner.userId}, 'Key', 'the-public-key', 0, '{}', false, now())`;
  const copy = JSON.stringify(await copyOf(owner));
  const [stored] = await admin`
    select u.password_hash, t.secret, s.digest from auth.users u join auth.totp t on t.user_id = u.id
      join auth.sessions s on s.user_id = u.id where u.id = ${owner.userId}`;
  for (const secret of [stored?.password_hash, stored?.secret, stored?.digest, device, "the-public-key", owner.token]) {
    expect(String(secret).length).toBeGreaterThan(8);
    expect(copy).not.toContain(String(secret));
  }
  expect(copy).toContain('"name":"Key"');
});
