// Threat: an erased person who is still in the tables; an organization left without an owner; an account erased by mistake.
import { inTenant } from "@gatehouse/db";
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

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

const actorOf = async (token: string) => {
  const admission = await world.auth.gate.admit(world.request(), token);
  if (!admission) throw new Error("no session");
  return admission.actor;
};
const ask = async ({ token, email }: Person, confirm = email) => {
  const actor = await actorOf(token);
  return world.auth.db.userWork(world.request(), actor, (work) =>
    world.auth.account.deletion.request(work, { confirm }),
  );
};
const pass = (days: number) => {
  now = new Date(now.getTime() + days * DAY_MS);
};
const erase = () => Promise.all([world, other].map(({ auth }) => auth.account.erasure.run()));
const isThere = async (table: string, id: string) =>
  (await world.database.admin.unsafe(`select from auth.${table} where id = $1`, [id])).length > 0;
const join = (organizationId: string, { userId }: Person, role = "member") =>
  world.auth.db.work(world.request(), (work) =>
    inTenant(work, organizationId, (tenant) => world.auth.members.add(tenant, { userId, role })),
  );
const signIn = ({ email }: Person) =>
  world.auth.signIn.withPassword(world.request(), null, { email, password: GOOD_PASSWORD });
const toldOf = (email: string, what: string) =>
  expect.poll(async () => (await world.mailbox.list(email))[0]?.subject ?? "", { timeout: 10_000 }).toContain(what);
const membersOf = (organizationId: string) =>
  world.database.admin`select user_id, role from auth.memberships where organization_id = ${organizationId}`;

test("asking takes the account's own address, ends every session, and erases nothing for seven days", async () => {
  const person = await world.signUp();
  await expect(ask(person, "someone.else@example.test")).rejects.toMatchObject({
    code: "request.invalid",
    details: { fieldErrors: { confirm: [expect.any(String)] } },
  });
  const { erasesAt } = await ask(person);
  expect(erasesAt).toBe(new Date(now.getTime() + 7 * DAY_MS).toISOString());
  await expect.poll(() => other.auth.gate.admit(world.request(), person.token)).toBeNull();
  expect((await world.mailTo(person.email, "/sign-in")).subject).toBe("Your account at Gatehouse will be deleted");
  pass(6.9);
  await erase();
  expect(await isThere("users", person.userId)).toBe(true);
  pass(0.2);
  await erase();
  expect(await isThere("users", person.userId)).toBe(false);
  await toldOf(person.email, "was deleted");
});

test("a sign-in keeps the account, and says so", async () => {
  const person = await world.signUp();
  await ask(person);
  pass(3);
  expect((await signIn(person)).status).toBe("signedIn");
  pass(10);
  await erase();
  expect(await isThere("users", person.userId)).toBe(true);
  await toldOf(person.email, "stays");
});

test("a sign-in and the erasure at once: the account is kept whole, or gone whole", async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await world.signUp();
    await ask(person);
    pass(8);
    const [arrived] = await Promise.allSettled([signIn(person), erase()]);
    await erase();
    const sessions = await world.database.admin`select from auth.sessions where user_id = ${person.userId}`;
    expect(await isThere("users", person.userId)).toBe(arrived.status === "fulfilled");
    expect(sessions).toHaveLength(arrived.status === "fulfilled" ? 1 : 0);
    if (arrived.status === "rejected") expect(arrived.reason).toMatchObject({ code: "auth.credentials_wrong" });
  }
});

test("the sole owner of an organization with other members is refused, and a second owner frees them", async () => {
  const { organizationId, people } = await world.organization("member");
  const [owner, member] = people as [Person, Person];
  const details = { organizationIds: [organizationId] };
  await expect(ask(owner)).rejects.toMatchObject({ code: "account.sole_owner", details });
  await actorOf(owner.token);
  await world.database
    .admin`update auth.memberships set role = 'owner' where user_id = ${member.userId} and organization_id = ${organizationId}`;
  await ask(owner);
  pass(8);
  await erase();
  expect([...(await membersOf(organizationId))]).toEqual([{ user_id: member.userId, role: "owner" }]);
});

test("organizations without anybody else go with the person, the personal one among them", async () => {
  const { organizationId, people } = await world.organization();
  const [owner] = people as [Person];
  await ask(owner);
  pass(8);
  await erase();
  expect(await isThere("organizations", organizationId)).toBe(false);
  expect(await isThere("organizations", owner.personalOrganizationId)).toBe(false);
});

test("whoever became the sole owner meanwhile is not erased, and is told", async () => {
  const { organizationId, people } = await world.organization();
  const [owner] = people as [Person];
  await ask(owner);
  await join(organizationId, await world.signUp());
  pass(8);
  await erase();
  expect(await isThere("users", owner.userId)).toBe(true);
  expect(await membersOf(organizationId)).toHaveLength(2);
  await toldOf(owner.email, "was not deleted");
  const [row] = await world.database.admin`select deletes_at from auth.users where id = ${owner.userId}`;
  expect(row?.deletes_at).toBeNull();
});

test("in parallel with a member who joins, no organization is left without an owner, and none loses a member", async () => {
  for (let round = 0; round < 10; round += 1) {
    const { organizationId, people } = await world.organization();
    const [owner] = people as [Person];
    const joiner = await world.signUp();
    const isAtErasure = round % 2 === 0;
    if (isAtErasure) {
      await ask(owner);
      pass(8);
    }
    const [left, joined] = await Promise.allSettled([isAtErasure ? erase() : ask(owner), join(organizationId, joiner)]);
    if (!isAtErasure && left.status === "rejected") expect(left.reason).toMatchObject({ code: "account.sole_owner" });
    pass(8);
    await erase();
    const members = await membersOf(organizationId);
    if (joined.status === "rejected") expect(members).toHaveLength(0);
    else expect(members.map(({ role }) => role).sort()).toEqual(["member", "owner"]);
  }
});

test("twenty requests at once are one request, and one letter", async () => {
  const person = await world.signUp();
  const actor = await actorOf(person.token);
  const request = () =>
    world.auth.db.userWork(world.request(), actor, (work) =>
      world.auth.account.deletion.request(work, { confirm: person.email }),
    );
  await Promise.all(Array.from({ length: 20 }, request));
  const events = await world.database.admin`
    select from audit.events where action = 'account.deletion_requested' and actor_id = ${person.userId}`;
  expect(events).toHaveLength(1);
});

/** Every row of every table, as text: what a dump would show. */
async function dump(): Promise<string> {
  const { admin } = world.database;
  const tables = await admin<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`;
  const rows = await Promise.all(tables.map(({ name }) => admin.unsafe(`select t::text as row from ${name} t`)));
  return rows.flatMap((table, index) => table.map(({ row }) => `${tables[index]?.name} ${row}`)).join("\n");
}

test("after the erasure no table holds the person's address, name or device, and what holds the id is the log alone", async () => {
  const person = await world.signUp("Philippa Quixote");
  const { organizationId } = await world.organization("member");
  await join(organizationId, person);
  const request = { ...world.request(), device: digestOf("device_of_philippa") };
  const actor = await actorOf(person.token);
  const { auth } = world;
  await auth.db.userWork(request, actor, (work) =>
    auth.account.updateProfile(work, { name: "Pippa Quixote", locale: "de" }),
  );
  await auth.account.emailChange.request(request, actor, { email: "pippa@example.test" });
  const { token } = await world.mailTo("pippa@example.test", "/confirm-email");
  await auth.db.work(request, (work) => auth.account.emailChange.confirm(work, { token: token ?? "" }));
  await auth.db.work(request, (work) => auth.reset.request(work, { email: "pippa@example.test" }));
  await auth.signIn
    .withPassword(request, null, { email: "pippa@example.test", password: "not the password at all" })
    .catch(() => {});
  await auth.signUp.request(request, {
    email: person.email,
    password: "a long way over the hills",
    name: "Philippa Quixote",
  });
  expect(await dump()).toMatch(/quixote/i);
  await world.mailTo("pippa@example.test", "/reset-password");
  await ask({ ...person, email: "pippa@example.test" });
  pass(8);
  await erase();
  await auth.upkeep.run();
  const left = await dump();
  for (const trace of [person.email, "pippa", "philippa", "quixote", digestOf("device_of_philippa")]) {
    expect(
      left.split("\n").filter((row) => row.toLowerCase().includes(trace.toLowerCase())),
      trace,
    ).toEqual([]);
  }
  expect(left).toContain(person.userId);
  const elsewhere = left.split("\n").filter((row) => row.includes(person.userId));
  expect([...new Set(elsewhere.map((row) => row.split(" ", 1)[0]))].sort()).toEqual(["audit.events", "auth.epochs"]);
});
