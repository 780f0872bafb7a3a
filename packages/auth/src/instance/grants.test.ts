// Threat: whoever runs part of the installation takes all of it, locks the others out, or keeps what was taken away.
import type { Work } from "@gatehouse/db";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { createInstanceAdmin } from "../testing/instance-admin.ts";
import { refusalOf } from "../testing/passkeys.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { accountOf } from "../users/accounts.ts";
import { INSTANCE_PERMISSIONS, type InstancePermission } from "./permissions.ts";

type Permission = keyof typeof authPermissions;
const ROUNDS = 20;

let world: World<Permission>;
let other: World<Permission>;
/** Holds everything, and stays. */
let root: Person;
let person: Person;

beforeAll(async () => {
  const policy = definePolicy(authPermissions);
  world = await createWorld({ policy });
  other = await createWorld({ policy, beside: world });
  root = await createInstanceAdmin(world);
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  person = await world.signUp();
});

const as = ({ token }: Person, at = world) => createBrowser(at, token).call();
const inWork = <Result>(fn: (work: Work) => Promise<Result>) => world.auth.db.work(world.request(), fn);
const admin = () => world.database.admin;
const grantIn = async ({ userId }: Person): Promise<readonly string[] | undefined> =>
  (
    await admin()<{ permissions: string[] }[]>`select permissions from auth.instance_grants where user_id = ${userId}`
  )[0]?.permissions;
const give = async (by: Person, to: Person, ...permissions: InstancePermission[]) =>
  (await as(by)).instance.grant({ userId: to.userId, permissions });
const take = async (by: Person, from: Person) => (await as(by)).instance.revoke({ userId: from.userId });
/** What the gate of an instance knows that a person may do to the installation. */
const knownTo = async (at: World<Permission>, { token }: Person) => [
  ...((await at.auth.gate.admit(at.request(), token))?.actor.instance ?? []),
];

describe("a grant", () => {
  test("holds what was given, in force on every instance within a second, and another takes its place", async () => {
    expect(await knownTo(other, person)).toEqual([]);
    await give(root, person, "instance:audit", "instance:users");
    await expect.poll(() => knownTo(other, person)).toEqual(["instance:users", "instance:audit"]);
    await give(root, person, "instance:audit");
    await expect.poll(() => knownTo(other, person)).toEqual(["instance:audit"]);
    await take(root, person);
    await expect.poll(() => knownTo(other, person)).toEqual([]);
  });

  test("is known to the gate without a query: its actor comes with it", async () => {
    const admin = await createInstanceAdmin(world, ["instance:audit"]);
    await knownTo(world, admin);
    const first = await world.auth.gate.admit(world.request(), admin.token);
    expect(first?.actor.instance).toEqual(new Set(["instance:audit"]));
    expect((await world.auth.gate.admit(world.request(), admin.token))?.actor).toBe(first?.actor);
  });

  test("counts at once for whoever is refused by memory", async () => {
    const admin = await createInstanceAdmin(world, ["instance:audit"]);
    const caller = await as(admin);
    await give(root, admin, "instance:audit", "instance:users");
    expect((await caller.instance.users()).items.length).toBeGreaterThan(0);
  });

  test("stands in the installation's log and in the person's own, with who gave it and what", async () => {
    await give(root, person, "instance:audit");
    await take(root, person);
    const events = await admin()`
      select action, actor_id, organization_id, detail from audit.events
      where target = ${person.userId} and action like 'instance.%' order by seq`;
    const [here, theirs] = [
      { actor_id: root.userId, organization_id: null },
      { actor_id: root.userId, organization_id: person.personalOrganizationId },
    ];
    const given = { action: "instance.granted", detail: { permissions: ["instance:audit"] } };
    const taken = { action: "instance.revoked", detail: {} };
    expect([...events]).toEqual([
      { ...given, ...here },
      { ...given, ...theirs },
      { ...taken, ...here },
      { ...taken, ...theirs },
    ]);
  });

  test("is listed with whom it belongs to, by pages", async () => {
    await give(root, person, "instance:audit");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<Awaited<ReturnType<typeof as>>["instance"]["grants"]>> = await (
        await as(root)
      ).instance.grants({ cursor, limit: 1 });
      seen.push(...page.items.map(({ userId }) => userId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const rows = await admin()<{ id: string }[]>`select user_id as id from auth.instance_grants order by user_id`;
    expect(seen).toEqual(rows.map(({ id }) => id));
  });
});

describe("nobody", () => {
  test("gives what they lack, be it to somebody new or to somebody who has it", async () => {
    const granter = await createInstanceAdmin(world, ["instance:grants", "instance:audit"]);
    expect(await refusalOf(give(granter, person, "instance:audit", "instance:impersonate"))).toBe(
      "instance.permission_missing",
    );
    expect(await grantIn(person)).toBeUndefined();
    await give(granter, person, "instance:audit");
    expect(await grantIn(person)).toEqual(["instance:audit"]);
  });

  test("changes or takes their own", async () => {
    expect(await refusalOf(give(root, root, "instance:audit"))).toBe("instance.self");
    expect(await refusalOf(take(root, root))).toBe("instance.self");
    expect(await grantIn(root)).toEqual(INSTANCE_PERMISSIONS);
  });

  test("takes, changes or closes what is above them", async () => {
    const above = await createInstanceAdmin(world, ["instance:users", "instance:audit"]);
    const granter = await createInstanceAdmin(world, ["instance:grants", "instance:audit", "instance:disable"]);
    const { instance } = await as(granter);
    const { userId } = above;
    for (const attempt of [
      () => instance.revoke({ userId }),
      () => instance.grant({ userId, permissions: ["instance:audit"] }),
      () => instance.disable({ userId }),
      () => instance.enable({ userId }),
      () => instance.signOut({ userId }),
    ]) {
      expect(await refusalOf(attempt())).toBe("instance.outranked");
    }
    expect(await grantIn(above)).toEqual(["instance:users", "instance:audit"]);
    expect(await knownTo(world, above)).toEqual(["instance:users", "instance:audit"]);
  });

  test("is named who is nobody, and no grant is taken that there is not", async () => {
    const { instance } = await as(root);
    expect(await refusalOf(instance.grant({ userId: "usr_none", permissions: ["instance:audit"] }))).toBe(
      "user.not_found",
    );
    expect(await refusalOf(instance.revoke({ userId: "usr_none" }))).toBe("user.not_found");
    expect(await refusalOf(instance.revoke({ userId: person.userId }))).toBe("instance.grant_not_found");
  });

  test("is given a permission that there is not, none at all, or one twice", async () => {
    const { instance } = await as(root);
    const given = (permissions: unknown) =>
      instance.grant({ userId: person.userId, permissions: permissions as never });
    for (const permissions of [[], ["instance:everything"], ["organization:read"], "instance:audit", ["instance:*"]]) {
      expect(await refusalOf(given(permissions)), JSON.stringify(permissions)).toBe("request.invalid");
    }
    await given(["instance:audit", "instance:audit"]);
    expect(await grantIn(person)).toEqual(["instance:audit"]);
  });
});

describe("the last grant that lets others in", () => {
  let lone: World<Permission>;
  let last: Person;
  beforeAll(async () => {
    lone = await createWorld({ policy: definePolicy(authPermissions) });
    last = await createInstanceAdmin(lone);
  });
  afterAll(() => lone.close());

  const operator = (fn: (work: Work) => Promise<unknown>) => lone.auth.db.work(lone.request(), fn);
  const codeOf = (answer: Promise<unknown>) =>
    answer.then(
      () => "done",
      (error: { code?: string }) => error.code,
    );

  test("is not taken from the command line, made less, or given up with the account", async () => {
    const { revoke, grant } = lone.auth.instance.operator;
    const account = await operator((work) => accountOf(work, last.userId));
    expect(await codeOf(operator((work) => revoke(work, account as never)))).toBe("instance.last_grantor");
    const less = operator((work) => grant(work, account as never, ["instance:audit"]));
    expect(await codeOf(less)).toBe("instance.last_grantor");
    const { account: own } = await createBrowser(lone, last.token).call();
    expect(await refusalOf(own.delete({ confirm: last.email }))).toBe("instance.last_grantor");
  });

  test("is kept by the database from whoever writes past the product, and goes with an account that is erased", async () => {
    const sql = lone.database.admin;
    await expect(sql`delete from auth.instance_grants`).rejects.toThrow("somebody keeps the right to grant");
    await expect(sql`update auth.instance_grants set permissions = '{instance:audit}'`).rejects.toThrow(
      "somebody keeps",
    );
    const [second, closed] = [await createInstanceAdmin(lone), await createInstanceAdmin(lone)];
    await sql`update auth.users set disabled_at = now() where id = ${closed.userId}`;
    await sql`delete from auth.instance_grants where user_id = ${last.userId}`;
    await expect(sql`delete from auth.instance_grants where user_id = ${second.userId}`).rejects.toThrow(
      "somebody keeps",
    );
    await sql`delete from auth.organizations where id = ${second.personalOrganizationId}`;
    await sql`delete from auth.users where id = ${second.userId}`;
  });
});

test(`two who take it from each other at once, ${ROUNDS} times on two instances: one stays, and neither waits for ever`, async () => {
  const lone = await createWorld({ policy: definePolicy(authPermissions) });
  const beside = await createWorld({ policy: definePolicy(authPermissions), beside: lone });
  const [a, b] = [await createInstanceAdmin(lone), await createInstanceAdmin(lone)];
  const { grant } = lone.auth.instance.operator;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [one, two] = [await createBrowser(lone, a.token).call(), await createBrowser(beside, b.token).call()];
    const closes = round % 2 === 1;
    const outcomes = await Promise.allSettled([
      one.instance.revoke({ userId: b.userId }),
      closes ? two.instance.disable({ userId: a.userId }) : two.instance.revoke({ userId: a.userId }),
    ]);
    const codes = outcomes.map((one) => (one.status === "fulfilled" ? "done" : (one.reason.cause?.code ?? one.reason)));
    expect(codes.filter((code) => code === "done")).toHaveLength(1);
    expect(codes).toContain("request.not_found");
    const left = await lone.database.admin<{ id: string }[]>`
      select u.id from auth.instance_grants g join auth.users u on u.id = g.user_id where u.disabled_at is null`;
    expect(left).toHaveLength(1);
    await lone.database.admin`update auth.users set disabled_at = null`;
    for (const { userId } of [a, b]) {
      await lone.auth.db.work(lone.request(), async (work) => grant(work, await accountOf(work, userId)));
      const token = await lone.auth.db.work(lone.request(), (work) =>
        lone.auth.sessions.start(work, { userId, amr: ["pwd", "otp"] }),
      );
      Object.assign(userId === a.userId ? a : b, { token });
    }
  }
  await beside.close();
  await lone.close();
});

test("an operator grants once, lists, and takes back, and each raises what memory knows of the person", async () => {
  const version = async () =>
    Number((await admin()`select access_version from auth.users where id = ${person.userId}`)[0]?.access_version);
  const { grant, revoke, list } = world.auth.instance.operator;
  const change = (fn: (work: Work, account: never) => Promise<boolean>) =>
    inWork(async (work) => fn(work, (await accountOf(work, person.userId)) as never));
  const before = await version();
  expect([await change(grant), await change(grant)]).toEqual([true, false]);
  expect((await inWork(list)).at(-1)).toMatchObject({ userId: person.userId, permissions: INSTANCE_PERMISSIONS });
  expect(await version()).toBe(before + 1);
  expect([await change(revoke), await change(revoke)]).toEqual([true, false]);
  expect((await inWork(list)).map(({ userId }) => userId)).not.toContain(person.userId);
  expect(await version()).toBe(before + 2);
});
