// Threat: an admin who takes somebody's second factor away behind their back, or over their head.
import type { Work } from "@gatehouse/db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, TOTP_SECRET, type World } from "../testing/world.ts";

type Spend = (work: Work, input: { token: string }) => Promise<unknown>;

const HOUR_MS = 60 * 60 * 1000;

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
  now = new Date(now.getTime() + HOUR_MS);
  const team = await world.organization("admin", "member");
  ({ organizationId } = team);
  [owner, admin, member] = team.people as [Person, Person, Person];
  await world.auth.db.work(world.request(), (work) => world.auth.totp.install(work, member.userId, TOTP_SECRET));
});

async function ask(by: Person, userId: string) {
  const admission = await world.auth.gate.admit(world.request(), by.token);
  if (!admission) throw new Error("no session");
  return world.auth.db.tenantWork(world.request(), admission.actor, organizationId, (work) =>
    world.auth.factorResets.request(work, { userId }),
  );
}
const cancel = (token: string | null) =>
  world.auth.db.work(world.request(), (work) => world.auth.factorResets.cancel(work, { token: token ?? "" }));
const letterTo = async ({ email }: Person) => (await world.mailTo(email, "/cancel-factor-reset")).token;
const pass = (hours: number) => {
  now = new Date(now.getTime() + hours * HOUR_MS);
};
const run = () => Promise.all([world, other].map(({ auth }) => auth.factorRemoval.run()));
const signIn = ({ email }: Person) =>
  world.auth.signIn.withPassword(world.request(), null, { email, password: GOOD_PASSWORD });
const succeeded = (results: PromiseSettledResult<unknown>[]) => results.filter(({ status }) => status === "fulfilled");

test("after a day the factors are gone on one of two instances, every session ends, and the person is told", async () => {
  const { dueAt } = await ask(admin, member.userId);
  expect(dueAt).toBe(new Date(now.getTime() + 24 * HOUR_MS).toISOString());
  await letterTo(member);
  pass(23.9);
  await run();
  expect((await signIn(member)).status).toBe("mfaRequired");
  pass(0.2);
  await run();
  expect((await signIn(member)).status).toBe("signedIn");
  expect(await world.auth.gate.admit(world.request(), member.token)).toBeNull();
  await expect
    .poll(async () => (await world.mailbox.list(member.email)).map(({ subject }) => subject), { timeout: 10_000 })
    .toContain("Your second factors for Gatehouse were removed");
  const events = await world.database.admin`
    select action, actor_id, organization_id from audit.events where target = ${member.userId} and action like '%reset%' order by seq`;
  expect([...events]).toEqual([
    { action: "member.factors_reset_requested", actor_id: admin.userId, organization_id: organizationId },
    { action: "mfa.reset", actor_id: null, organization_id: member.personalOrganizationId },
    { action: "member.factors_reset", actor_id: admin.userId, organization_id: organizationId },
  ]);
});

test("the person who objects keeps the factors, once, by twenty requests at once", async () => {
  await ask(admin, member.userId);
  const token = await letterTo(member);
  expect(succeeded(await Promise.allSettled(Array.from({ length: 20 }, () => cancel(token))))).toHaveLength(1);
  pass(25);
  await run();
  expect((await signIn(member)).status).toBe("mfaRequired");
});

test("an objection and the schedule at once: one of them has decided", async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = round % 2 === 0 ? member : admin;
    await ask(owner, person.userId);
    const token = await letterTo(person);
    pass(24);
    const [objected] = await Promise.allSettled([cancel(token), run()]);
    const [row] = await world.database.admin`select confirmed_at from auth.totp where user_id = ${person.userId}`;
    expect(row === undefined).toBe(objected.status === "rejected");
    await world.auth.db.work(world.request(), (work) => world.auth.totp.install(work, person.userId, TOTP_SECRET));
    await world.mailbox.clear();
  }
});

test("nobody does it to themselves, an admin not to an owner, and nobody to a stranger", async () => {
  const stranger = await world.signUp();
  await expect(ask(admin, admin.userId)).rejects.toMatchObject({ code: "member.self" });
  await expect(ask(admin, owner.userId)).rejects.toMatchObject({ code: "member.outranked" });
  await expect(ask(admin, stranger.userId)).rejects.toMatchObject({ code: "member.not_found" });
  await expect(ask(admin, "usr_nobody")).rejects.toMatchObject({ code: "member.not_found" });
  expect((await ask(owner, admin.userId)).status).toBe("requested");
});

test("nobody who holds less: what takes no member away takes no second factor of theirs either", async () => {
  const keeper = await world.signUp();
  const { admin: sql } = world.database;
  await sql`insert into auth.roles values (${organizationId}, 'keeper', 'Keeper', '{member:remove,organization:read}', now(), now())`;
  await sql`insert into auth.memberships values (${organizationId}, ${keeper.userId}, 'keeper', now())`;
  for (const userId of [admin.userId, member.userId]) {
    await expect(ask(keeper, userId)).rejects.toMatchObject({ code: "access.permission_missing" });
  }
});

const setRole = ({ userId }: Person, role: string) => world.database.admin`
  update auth.memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${userId}`;

test.each<[string, () => Promise<unknown>]>([
  ["whoever asked may not ask any more", () => setRole(admin, "viewer")],
  [
    "whoever asked was removed",
    async () => world.database.admin`
    delete from auth.memberships where organization_id = ${organizationId} and user_id = ${admin.userId}`,
  ],
  [
    "whoever asked is disabled",
    async () => world.database.admin`
    update auth.users set disabled_at = now() where id = ${admin.userId}`,
  ],
  ["the person is an owner by now", () => setRole(member, "owner")],
  [
    "the person runs the installation",
    async () => world.database.admin`
    insert into auth.instance_grants values (${member.userId}, now(), '{instance:audit}')`,
  ],
])("it is not done when %s, on the day that it is due", async (_when, happen) => {
  expect((await ask(admin, member.userId)).status).toBe("requested");
  await happen();
  pass(25);
  await run();
  expect((await signIn(member)).status).toBe("mfaRequired");
});

test("asking again changes nothing: not the time, and not the link", async () => {
  const first = await ask(admin, member.userId);
  const token = await letterTo(member);
  pass(12);
  expect(await ask(owner, member.userId)).toEqual(first);
  expect(await cancel(token)).toEqual({ status: "cancelled" });
});

test("whoever left the organization keeps the factors", async () => {
  await ask(admin, member.userId);
  await world.database
    .admin`delete from auth.memberships where user_id = ${member.userId} and organization_id = ${organizationId}`;
  pass(25);
  await run();
  expect((await signIn(member)).status).toBe("mfaRequired");
});

test("a token of one purpose is refused for another, and still works for its own", async () => {
  await ask(admin, member.userId);
  const token = (await letterTo(member)) ?? "";
  const { notMe, account } = world.auth;
  const elsewhere: Spend[] = [notMe.report, account.emailChange.confirm, account.emailChange.cancel];
  for (const spend of elsewhere) {
    const tried = world.auth.db.work(world.request(), (work) => spend(work, { token }));
    await expect(tried).rejects.toMatchObject({ code: "auth.link_invalid" });
  }
  expect(await cancel(token)).toEqual({ status: "cancelled" });
});
