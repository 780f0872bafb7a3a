// Threat: somebody who was thrown out goes on, on the instance that did not do it, or while nobody can check.
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@gatehouse/db";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { systemClock } from "@gatehouse/kernel";
import { newToken } from "@gatehouse/kernel/secrets";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/index.ts";

const policy = definePolicy(authPermissions);
type AnyWorld = World<keyof typeof authPermissions>;

let here: AnyWorld;
let there: AnyWorld;

beforeAll(async () => {
  here = await createWorld({ policy });
  there = await createWorld({ policy, beside: here });
});
afterAll(async () => {
  await there.close();
  await here.close();
});

const actorAt = async (world: AnyWorld, token: string) =>
  (await world.auth.gate.admit(world.request(), token))?.actor ?? null;
const roleAt = async (world: AnyWorld, { token }: Person, organizationId: string) =>
  (await actorAt(world, token))?.memberships.get(organizationId)?.role ?? null;

async function within(ms: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms`);
    await sleep(5);
  }
}

/** Known to both instances' memories before anything happens to it. */
async function known(person: Person): Promise<Person> {
  for (const world of [here, there])
    expect(await actorAt(world, person.token)).toMatchObject({ userId: person.userId });
  return person;
}

test("a token makes the actor of its session, with the person's memberships and what each allows", async () => {
  const { organizationId, people } = await here.organization("viewer");
  const [, viewer] = people as [Person, Person];
  const actor = await actorAt(here, viewer.token);
  expect(actor).toMatchObject({ userId: viewer.userId, personalOrganizationId: viewer.personalOrganizationId });
  expect([...(actor?.memberships.keys() ?? [])].toSorted()).toEqual(
    [organizationId, viewer.personalOrganizationId].toSorted(),
  );
  const held = actor?.memberships.get(organizationId);
  expect(held?.role).toBe("viewer");
  expect([...(held?.permissions ?? [])].toSorted()).toEqual(["member:read", "organization:read"]);
});

test.each(["", "session_", "x", newToken("session"), newToken("verify"), "\u0000", "é".repeat(50)])(
  "a token that was never issued (%j) makes nobody",
  async (token) => {
    expect(await actorAt(here, token)).toBeNull();
  },
);

test("the id and the digest of a session, which are not secret, are no tokens", async () => {
  const person = await here.signUp();
  const [row] = await here.database.admin<{ id: string; digest: string }[]>`
    select id, digest from auth.sessions where user_id = ${person.userId}`;
  expect(await actorAt(here, row?.id ?? "")).toBeNull();
  expect(await actorAt(here, row?.digest ?? "")).toBeNull();
});

describe("within a second, on every instance", () => {
  test("a session that was ended is refused", async () => {
    const person = await known(await here.signUp());
    const actor = await actorAt(here, person.token);
    if (!actor) throw new Error("admitted a moment ago");
    await here.auth.db.userWork(here.request(), actor, (work) => here.auth.sessions.end(work));
    await within(1_000, async () => (await actorAt(there, person.token)) === null);
    expect(await actorAt(here, person.token)).toBeNull();
  });

  test("all of a person's sessions are refused, and one that begins afterwards is not", async () => {
    const person = await known(await here.signUp());
    await here.auth.db.work(here.request(), (work) => here.auth.gate.end(work, { user: person.userId }));
    for (const world of [here, there]) await within(1_000, async () => (await actorAt(world, person.token)) === null);
    await sleep(5);
    const token = await here.auth.db.work(here.request(), (work) =>
      here.auth.sessions.start(work, { userId: person.userId, amr: ["pwd"] }),
    );
    for (const world of [here, there]) expect(await actorAt(world, token)).toMatchObject({ userId: person.userId });
  });

  test("an end that is rolled back ends nothing", async () => {
    const person = await known(await here.signUp());
    const failing = here.auth.db.work(here.request(), async (work) => {
      await here.auth.gate.end(work, { user: person.userId });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await sleep(300);
    await known(person);
  });

  test("a disabled account is refused", async () => {
    const person = await known(await here.signUp());
    const { token: unseen } = await here.signUp();
    await here.database.admin`update auth.users set disabled_at = now()`;
    expect(await actorAt(there, unseen)).toBeNull();
    await here.auth.db.work(here.request(), (work) => here.auth.gate.end(work, { user: person.userId }));
    for (const world of [here, there]) await within(1_000, async () => (await actorAt(world, person.token)) === null);
    await here.database.admin`update auth.users set disabled_at = null`;
  });

  test("a membership that is given, changed and taken away counts", async () => {
    const { organizationId } = await here.organization();
    const person = await known(await here.signUp());
    const { admin } = here.database;
    await admin`insert into auth.memberships values (${organizationId}, ${person.userId}, 'viewer', now())`;
    for (const world of [here, there])
      await within(1_000, async () => (await roleAt(world, person, organizationId)) === "viewer");
    await admin`update auth.memberships set role = 'admin' where user_id = ${person.userId} and organization_id = ${organizationId}`;
    for (const world of [here, there])
      await within(1_000, async () => (await roleAt(world, person, organizationId)) === "admin");
    await admin`delete from auth.memberships where user_id = ${person.userId} and organization_id = ${organizationId}`;
    for (const world of [here, there])
      await within(1_000, async () => (await roleAt(world, person, organizationId)) === null);
  });

  test("an organization that is deleted is nobody's", async () => {
    const { organizationId, people } = await here.organization("member");
    for (const person of people) await known(person);
    await here.database.admin`delete from auth.organizations where id = ${organizationId}`;
    for (const person of people)
      await within(1_000, async () => (await roleAt(there, person, organizationId)) === null);
  });
});

test("access that is read anew counts at once, before any signal, and for whoever is admitted next", async () => {
  const { organizationId } = await here.organization();
  const person = await here.signUp();
  const actor = await actorAt(there, person.token);
  if (!actor) throw new Error("admitted a moment ago");
  await here.database.admin`insert into auth.memberships values (${organizationId}, ${person.userId}, 'member', now())`;
  const reread = await there.auth.gate.reread(there.request(), actor);
  expect(reread?.memberships.get(organizationId)?.role).toBe("member");
  expect(reread).toMatchObject({ userId: person.userId, sessionId: actor.sessionId });
  expect(await roleAt(there, person, organizationId)).toBe("member");
});

test("the access of an account that is gone reads as none", async () => {
  const person = await here.signUp();
  const actor = await actorAt(here, person.token);
  if (!actor) throw new Error("admitted a moment ago");
  await here.database.admin`delete from auth.organizations where id = ${person.personalOrganizationId}`;
  await here.database.admin`delete from auth.users where id = ${person.userId}`;
  expect(await here.auth.gate.reread(here.request(), actor)).toBeNull();
});

describe("with its wires in our hands", () => {
  let rows: Wire;
  let signals: Wire;
  let wired: AnyWorld;

  beforeEach(async () => {
    rows = await createWire(here.database.url);
    signals = await createWire(here.database.url);
    const works = connect({ url: rows.url, clock: systemClock, max: 4, assumeRole: true });
    // the queue polls by itself: it goes around the wire, so that the statements on it are the gate's
    const db = { ...works, sql: here.auth.db.sql, close: () => works.close() };
    wired = await createWorld({ policy, beside: { ...here, database: { ...here.database, db, url: signals.url } } });
  });
  afterEach(async () => {
    rows.mend();
    signals.mend();
    await wired.close();
    await wired.auth.db.close();
    await Promise.all([rows.close(), signals.close()]);
  });

  const isCurrent = async (person: Person) => {
    await actorAt(wired, person.token);
    rows.takeStatements();
    await actorAt(wired, person.token);
    return rows.takeStatements() === 0;
  };

  test("a token that was seen is answered from memory, without a statement, by the same actor", async () => {
    const person = await here.signUp();
    await actorAt(wired, person.token);
    expect(rows.takeStatements()).toBeGreaterThan(0);
    const first = await actorAt(wired, person.token);
    for (let call = 0; call < 50; call += 1) expect(await actorAt(wired, person.token)).toBe(first);
    expect(rows.takeStatements()).toBe(0);
  });

  test("a token that makes nobody is asked of the database each time: the memory cannot be filled with inventions", async () => {
    const token = newToken("session");
    await actorAt(wired, token);
    rows.takeStatements();
    await actorAt(wired, token);
    expect(rows.takeStatements()).toBeGreaterThan(0);
  });

  test("in silence the database is asked for each request, and what ended in silence is refused", async () => {
    const [ended, kept] = [await here.signUp(), await here.signUp()];
    for (const person of [ended, kept]) expect(await isCurrent(person)).toBe(true);
    signals.cut();
    await here.auth.db.work(here.request(), (work) => here.auth.gate.end(work, { user: ended.userId }));
    await here.database.admin`delete from auth.sessions where user_id = ${ended.userId}`;
    await within(1_000, async () => (await actorAt(wired, ended.token)) === null);
    await within(1_000, async () => !(await isCurrent(kept)));
    expect(await actorAt(wired, kept.token)).toMatchObject({ userId: kept.userId });
    signals.mend();
    await within(10_000, () => isCurrent(kept));
    expect(await actorAt(wired, ended.token)).toBeNull();
  }, 30_000);

  test("a role that was taken away in silence is gone when the signals are back", async () => {
    const { organizationId, people } = await here.organization("admin");
    const [, admin] = people as [Person, Person];
    expect(await roleAt(wired, admin, organizationId)).toBe("admin");
    signals.cut();
    await here.database
      .admin`update auth.memberships set role = 'viewer' where user_id = ${admin.userId} and organization_id = ${organizationId}`;
    await within(1_000, async () => (await roleAt(wired, admin, organizationId)) === "viewer");
    signals.mend();
    await within(10_000, () => isCurrent(admin));
    expect(await roleAt(wired, admin, organizationId)).toBe("viewer");
  }, 30_000);

  test("while signals come, memory answers without the database; what it does not know is a refusal and not an answer", async () => {
    const person = await here.signUp();
    await actorAt(wired, person.token);
    rows.cut();
    expect(await actorAt(wired, person.token)).toMatchObject({ userId: person.userId });
    await expect(actorAt(wired, newToken("session"))).rejects.toMatchObject({
      code: "auth.unavailable",
      status: "SERVICE_UNAVAILABLE",
    });
  });

  test("with the database away nobody is admitted within a second, the answer comes in time, and afterwards all is well", async () => {
    const person = await here.signUp();
    await actorAt(wired, person.token);
    rows.cut();
    signals.cut();
    await sleep(1_000);
    for (let call = 0; call < 5; call += 1) {
      const began = performance.now();
      await expect(actorAt(wired, person.token)).rejects.toMatchObject({ code: "auth.unavailable" });
      expect(performance.now() - began).toBeLessThan(2_500);
    }
    rows.mend();
    signals.mend();
    await within(10_000, async () => (await actorAt(wired, person.token).catch(() => null)) !== null);
    await within(10_000, () => isCurrent(person));
  }, 30_000);
});
