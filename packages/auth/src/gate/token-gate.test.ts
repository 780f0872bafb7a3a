// Threat: an access token that outlives its session, its person's rights, or the database that could say so.
import { connect, type Database } from "@gatehouse/db";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

type Permission = keyof typeof authPermissions;
const policy = definePolicy(authPermissions);
const clock = () => new Date();

let wire: Wire;
let db: Database;
let world: World<Permission>;
/** A second instance, whose way to the database is in our hands. */
let other: World<Permission>;
let person: Person;
let token: string;

const admit = (text = token, at = other) => at.auth.gate.admitToken(at.request(), text);
const recall = (beside: string | null = null, at = other) => at.auth.gate.recall(token, beside);

async function issue(session = person.token): Promise<string> {
  const admission = await world.auth.gate.admit(world.request(), session);
  if (!admission) throw new Error("no session");
  return (await world.auth.accessTokens.issue(admission.subject)).token;
}

const asPerson = async <Result>(fn: Parameters<typeof world.database.db.userWork<Result>>[2]) => {
  const admission = await world.auth.gate.admit(world.request(), person.token);
  return world.database.db.userWork<Result>(world.request(), admission?.actor as never, fn);
};

/** Ends the backend that the second instance listens on, as an administrator could. */
const killListener = () => world.database.admin`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and query ilike '%listen%gatehouse%'`;

beforeAll(async () => {
  world = await createWorld({ policy, clock });
  wire = await createWire(world.database.url);
  db = connect({ url: wire.url, clock, assumeRole: true });
  other = await createWorld({
    policy,
    clock,
    beside: { ...world, database: { ...world.database, db, url: wire.url } },
  });
});
afterAll(async () => {
  await other.close();
  await db.close();
  await wire.close();
  await world.close();
});
beforeEach(async () => {
  person = await world.signUp();
  token = await issue();
  await vi.waitFor(async () => {
    expect(await admit()).not.toBeNull();
    expect(recall()).not.toBeNull();
  }, 15_000);
});
afterEach(() => {
  wire.delay(0);
  wire.mend();
});

test("a remembered token makes no query, and the very same actor each time", async () => {
  const first = recall();
  const before = wire.takeStatements();
  expect(before).toBeGreaterThan(0);
  const beganAt = performance.now();
  for (let call = 0; call < 10_000; call += 1) expect(recall()).toBe(first);
  const perCall = ((performance.now() - beganAt) * 1000) / 10_000;
  // In one turn of the event loop nothing else can have sent anything: what left, these calls sent.
  expect(wire.takeStatements()).toBe(0);
  expect(perCall, "microseconds").toBeLessThan(50);
});

test("a session that is revoked on one instance is refused on the other within a second, remembered or not", async () => {
  const actor = recall();
  const unseen = await issue();
  await asPerson((work) => world.auth.sessions.revoke(work, { sessionId: actor?.sessionId ?? "" }));
  const revokedAt = performance.now();
  await expect.poll(() => recall(), { timeout: 1_000, interval: 5 }).toBeNull();
  expect(performance.now() - revokedAt).toBeLessThan(1_000);
  expect(await admit()).toBeNull();
  expect(await admit(unseen)).toBeNull();
});

test("raising a session leaves its older access tokens behind", async () => {
  const raised = await asPerson((work) => world.auth.sessions.raise(work, ["pwd", "otp"]));
  await expect.poll(() => admit(), { timeout: 1_000, interval: 5 }).toBeNull();
  const next = await issue(raised.token);
  expect(await admit(next)).toMatchObject({ amr: ["pwd", "otp"] });
});

test("raising a client's session keeps its tokens, and they open what was raised", async () => {
  const admission = await world.auth.gate.admit(world.request(), person.token);
  const { accessToken } = await world.auth.refresh.issue(world.request(), admission?.actor as never, {
    name: "Script",
  });
  const client = await admit(accessToken);
  expect(client?.freshUntil).toBe(0);
  await world.database.db.userWork(world.request(), client as never, (work) =>
    world.auth.sessions.raise(work, ["pwd"]),
  );
  await expect.poll(async () => (await admit(accessToken))?.freshUntil, { timeout: 1_000 }).toBeGreaterThan(Date.now());
});

test("a raised access version is reread and not refused: a new organization is there, a lost role is gone", async () => {
  const { id } = await asPerson((work) => world.auth.organizations.create(work, { name: "New" }));
  await expect
    .poll(async () => (await admit())?.memberships.get(id)?.role, { timeout: 1_000, interval: 5 })
    .toBe("owner");
  const { userId } = await world.signUp();
  await world.database.admin`
    insert into auth.memberships (organization_id, user_id, role, created_at) values (${id}, ${userId}, 'owner', now())`;
  await world.database.admin`
    update auth.memberships set role = 'viewer' where organization_id = ${id} and user_id = ${person.userId}`;
  await expect
    .poll(async () => (await admit())?.memberships.get(id)?.role, { timeout: 1_000, interval: 5 })
    .toBe("viewer");
});

test("a token that was made under a newer version is not judged by older knowledge", async () => {
  expect(await other.auth.gate.admit(other.request(), person.token)).not.toBeNull();
  wire.delay(300);
  const { id } = await asPerson((work) => world.auth.organizations.create(work, { name: "Newer" }));
  const knows = async () => (await world.auth.gate.admit(world.request(), person.token))?.actor.memberships.has(id);
  await expect.poll(knows, { interval: 5 }).toBe(true);
  token = await issue();
  expect(await other.auth.gate.pair(token, person.token)).toBe(true);
  expect(recall(person.token)).toBeNull();
  wire.delay(0);
  expect((await admit())?.memberships.get(id)?.role).toBe("owner");
});

test("beside a session's token only an access token of that very session is taken", async () => {
  const stranger = await world.signUp();
  expect(recall(person.token)).toBeNull();
  expect(await other.auth.gate.pair(token, stranger.token)).toBe(false);
  expect(recall(stranger.token)).toBeNull();
  expect(await other.auth.gate.pair(token, person.token)).toBe(true);
  expect(recall(person.token)).toMatchObject({ userId: person.userId });
  expect(recall(stranger.token)).toBeNull();
});

test("when its LISTEN connection is killed, the instance asks the database, and never accepts what was revoked meanwhile", async () => {
  const sessionId = recall()?.sessionId ?? "";
  expect(await killListener()).not.toHaveLength(0);
  await asPerson((work) => world.auth.sessions.revoke(work, { sessionId }));
  const until = performance.now() + 4_000;
  const revokedAt = performance.now();
  while (performance.now() < until) {
    const actor = await admit();
    if (performance.now() - revokedAt > 1_000) expect(actor).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await admit(await issue((await world.signUp()).token))).not.toBeNull();
});

test("while the database is away no token is accepted, known or new, and each answer is 503 in a bounded time", async () => {
  const fresh = await issue();
  wire.cut();
  await expect.poll(() => recall(), { timeout: 1_000, interval: 5 }).toBeNull();
  for (const text of [token, fresh, token]) {
    const beganAt = performance.now();
    await expect(admit(text)).rejects.toMatchObject({ code: "auth.unavailable", status: "SERVICE_UNAVAILABLE" });
    expect(performance.now() - beganAt).toBeLessThan(3_000);
  }
  wire.mend();
  await vi.waitFor(async () => expect(await admit()).not.toBeNull(), 10_000);
});
