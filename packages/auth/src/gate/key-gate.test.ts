// Threat: a key that goes on after whoever gave it their rights lost them, was removed or shut out, on the instance that did not do it;
// that reaches beyond its organization; or that is taken while nobody can check it.
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@gatehouse/db";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { systemClock } from "@gatehouse/kernel";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { newApiKey } from "../keys/format.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

const policy = definePolicy({
  ...authPermissions,
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:fill": { from: "member", says: "Fill cups" },
  "cup:break": { from: "admin", says: "Break cups" },
});
type AnyWorld = World<keyof typeof policy.table & string>;

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

const admit = (world: AnyWorld, key: string, ip = "203.0.113.7") =>
  world.auth.keys.admit({ ...world.request(), ip }, key);
const isIn = async (world: AnyWorld, key: string) => (await admit(world, key)) !== null;

/** Runs something in an organization as one of its people. */
async function inOrganization<Result>(
  { token }: Person,
  organizationId: string,
  fn: Parameters<typeof here.auth.db.tenantWork<Result>>[3],
): Promise<Result> {
  const admission = await here.auth.gate.admit(here.request(), token);
  if (!admission) throw new Error("signed in a moment ago");
  return here.auth.db.tenantWork(here.request(), admission.actor, organizationId, fn);
}

interface Made {
  readonly organizationId: string;
  readonly owner: Person;
  readonly maker: Person;
  readonly id: string;
  readonly key: string;
}

/** A team, and a key that an admin of it made; known to both instances' memories before anything happens to it. */
async function makeKey(permissions: readonly string[] = ["cup:*"], ipRanges: readonly string[] = []): Promise<Made> {
  const { organizationId, people } = await here.organization("admin");
  const [owner, maker] = people as [Person, Person];
  const made = await inOrganization(maker, organizationId, (work) =>
    here.auth.apiKeys.create(work, { name: "Robot", permissions, expiresInDays: 30, ipRanges }),
  );
  for (const world of [here, there]) expect(await isIn(world, made.key)).toBe(true);
  return { organizationId, owner, maker, id: made.id, key: made.key };
}

async function within(ms: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms`);
    await sleep(5);
  }
}

/** The maker goes on working beside the key, so that memory knows the maker's access whatever it knows of the key. */
async function besideMaker<Result>(world: AnyWorld, { maker }: Made, fn: () => Promise<Result>): Promise<Result> {
  await world.auth.gate.admit(world.request(), maker.token);
  return fn();
}

const deadEverywhere = async (made: Made): Promise<void> => {
  for (const world of [here, there])
    await within(1_000, () => besideMaker(world, made, async () => !(await isIn(world, made.key))));
};

const permissionsAt = async (world: AnyWorld, { key, organizationId }: Made) =>
  [...((await admit(world, key))?.memberships.get(organizationId)?.permissions ?? [])].toSorted();

describe("a key's actor", () => {
  test("may in its organization what the key names and its maker holds, and is nobody anywhere else", async () => {
    const made = await makeKey(["cup:*", "member:read"]);
    const { organizationId, maker, id, key } = made;
    const actor = await admit(here, key);
    expect(actor).toMatchObject({
      userId: maker.userId,
      client: "key",
      keyId: id,
      personalOrganizationId: organizationId,
      amr: [],
      freshUntil: 0,
    });
    expect([...(actor?.memberships.keys() ?? [])]).toEqual([organizationId]);
    expect(await permissionsAt(here, made)).toEqual(["cup:break", "cup:fill", "cup:see", "member:read"]);
    expect(JSON.stringify(actor)).not.toContain(key);
  });

  test("loses what its maker loses, and gets it back with it, within a second on every instance", async () => {
    const made = await makeKey();
    const { admin } = here.database;
    const setRole = (role: string) => admin`
      update auth.memberships set role = ${role} where user_id = ${made.maker.userId} and organization_id = ${made.organizationId}`;
    await setRole("viewer");
    for (const world of [here, there])
      await within(1_000, async () => (await permissionsAt(world, made)).join() === "cup:see");
    await setRole("member");
    for (const world of [here, there])
      await within(1_000, async () => (await permissionsAt(world, made)).join() === "cup:fill,cup:see");
  });

  test("lacks what its maker's role demands: a second factor that is gone", async () => {
    const { key, organizationId, maker } = await makeKey();
    await here.database.admin`delete from auth.totp where user_id = ${maker.userId}`;
    const needsFactor = async (world: AnyWorld) =>
      (await admit(world, key))?.memberships.get(organizationId)?.needsFactor === true;
    for (const world of [here, there]) await within(1_000, () => needsFactor(world));
  });

  test("read anew is the key's again, and never its maker's", async () => {
    const { key, organizationId } = await makeKey(["cup:see"]);
    const actor = await admit(here, key);
    if (!actor) throw new Error("admitted a moment ago");
    const reread = await here.auth.gate.reread(here.request(), actor);
    expect(reread).toMatchObject({ client: "key", keyId: actor.keyId });
    expect([...(reread?.memberships ?? [])].map(([id, { permissions }]) => [id, [...permissions]])).toEqual([
      [organizationId, ["cup:see"]],
    ]);
  });
});

describe("within a second, on every instance", () => {
  test("a key that was revoked is dead", async () => {
    const made = await makeKey();
    await inOrganization(made.owner, made.organizationId, (work) =>
      here.auth.apiKeys.revoke(work, { apiKeyId: made.id }),
    );
    await deadEverywhere(made);
    const actor = { keyId: made.id, userId: made.maker.userId, client: "key" } as never;
    expect(await there.auth.gate.reread(there.request(), actor)).toBeNull();
  });

  test("a key is dead whose maker was removed, and stays so when that person is taken back", async () => {
    const made = await makeKey();
    const { admin } = here.database;
    const { organizationId, maker } = made;
    await admin.begin(async (tx) => {
      await tx`delete from auth.memberships where user_id = ${maker.userId} and organization_id = ${organizationId}`;
      await tx`insert into auth.memberships values (${organizationId}, ${maker.userId}, 'admin', now())`;
    });
    await deadEverywhere(made);
    expect(await admin`select from auth.api_keys where id = ${made.id}`).toHaveLength(0);
  });

  test("a key is dead whose maker's account was disabled, and lives again when that is enabled", async () => {
    const made = await makeKey();
    const { account } = here.auth;
    const change = (fn: typeof account.disable) =>
      here.auth.db.work(here.request(), async (work) => {
        const found = await here.auth.accounts.find(work, made.maker.email);
        if (found) await fn(work, found);
      });
    await change(account.disable);
    await deadEverywhere(made);
    await change(account.enable);
    for (const world of [here, there]) await within(1_000, () => isIn(world, made.key));
  });

  test("a key is dead whose maker asked to be erased", async () => {
    const made = await makeKey();
    await here.database
      .admin`update auth.users set deletes_at = now() + interval '7 days' where id = ${made.maker.userId}`;
    await deadEverywhere(made);
  });

  test("a key is dead whose organization was deleted", async () => {
    const made = await makeKey();
    await here.database.admin`delete from auth.organizations where id = ${made.organizationId}`;
    await deadEverywhere(made);
  });

  test("a key that was rolled without overlap is dead, and its successor alive", async () => {
    const made = await makeKey();
    const next = await inOrganization(made.maker, made.organizationId, (work) =>
      here.auth.apiKeys.roll(work, { apiKeyId: made.id, overlapHours: 0 }),
    );
    await deadEverywhere(made);
    for (const world of [here, there]) expect(await isIn(world, next.key)).toBe(true);
  });

  test("a key whose addresses were narrowed is refused from the others", async () => {
    const made = await makeKey();
    const { key, maker, organizationId, id } = made;
    await inOrganization(maker, organizationId, (work) =>
      here.auth.apiKeys.update(work, { apiKeyId: id, ipRanges: ["198.51.100.0/24"] }),
    );
    const isRefused = (world: AnyWorld) =>
      admit(world, key).then(
        () => false,
        ({ code, status }) => code === "api_key.ip_not_allowed" && status === "FORBIDDEN",
      );
    for (const world of [here, there]) {
      await within(1_000, () => besideMaker(world, made, () => isRefused(world)));
      expect(await admit(world, key, "198.51.100.9")).not.toBeNull();
    }
  });
});

describe("an allow-list of addresses", () => {
  test("is asked at each use, however the address is written, and by the key alone", async () => {
    const { key } = await makeKey(["cup:see"], ["203.0.113.0/24", "2001:db8::/32"]);
    for (const ip of ["203.0.113.255", "::ffff:203.0.113.1", "2001:db8:1::1"]) {
      expect(await admit(here, key, ip), ip).not.toBeNull();
    }
    for (const ip of ["203.0.114.1", "2001:db9::1", "", "203.0.113.1, 10.0.0.1"]) {
      await expect(admit(here, key, ip), ip).rejects.toMatchObject({ code: "api_key.ip_not_allowed" });
    }
    const nowhere = { ...here.request(), ip: null };
    await expect(here.auth.keys.admit(nowhere, key)).rejects.toMatchObject({ code: "api_key.ip_not_allowed" });
    expect(await admit(here, key)).not.toBeNull();
  });
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

  const isRemembered = async (key: string) => {
    await admit(wired, key);
    rows.takeStatements();
    await admit(wired, key);
    return rows.takeStatements() === 0;
  };

  test("a key that was seen is answered from memory, without a statement, by the same actor", async () => {
    const { key } = await makeKey();
    await admit(wired, key);
    expect(rows.takeStatements()).toBeGreaterThan(0);
    const first = await admit(wired, key);
    for (let call = 0; call < 50; call += 1) expect(await admit(wired, key)).toBe(first);
    expect(rows.takeStatements()).toBe(0);
  });

  test("a mistyped key is refused without a statement; a well-formed one that is nobody's is asked about each time", async () => {
    const { key } = newApiKey();
    rows.takeStatements();
    for (const text of [`${key.slice(0, -1)}${key.endsWith("x") ? "y" : "x"}`, key.slice(1), `${key}1`, "gk_live_"]) {
      expect(await admit(wired, text)).toBeNull();
    }
    expect(rows.takeStatements()).toBe(0);
    for (let call = 0; call < 2; call += 1) {
      expect(await admit(wired, key)).toBeNull();
      expect(rows.takeStatements()).toBeGreaterThan(0);
    }
  });

  test("in silence the database is asked for each use, and what was revoked in silence is refused, then and afterwards", async () => {
    const [revoked, kept] = [await makeKey(), await makeKey()];
    for (const { key } of [revoked, kept]) expect(await isRemembered(key)).toBe(true);
    signals.cut();
    await inOrganization(revoked.owner, revoked.organizationId, (work) =>
      here.auth.apiKeys.revoke(work, { apiKeyId: revoked.id }),
    );
    await within(1_000, async () => !(await isIn(wired, revoked.key)));
    await within(1_000, async () => !(await isRemembered(kept.key)));
    expect(await isIn(wired, kept.key)).toBe(true);
    signals.mend();
    await within(10_000, () => isRemembered(kept.key));
    expect(await isIn(wired, revoked.key)).toBe(false);
  }, 30_000);

  test("with the database away a known key is taken while signals come, and then none, in a bounded time", async () => {
    const { key } = await makeKey();
    await admit(wired, key);
    rows.cut();
    expect(await isIn(wired, key)).toBe(true);
    const unavailable = { code: "auth.unavailable", status: "SERVICE_UNAVAILABLE" };
    await expect(admit(wired, newApiKey().key)).rejects.toMatchObject(unavailable);
    signals.cut();
    await sleep(1_000);
    const began = performance.now();
    await expect(admit(wired, key)).rejects.toMatchObject(unavailable);
    expect(performance.now() - began).toBeLessThan(2_500);
    rows.mend();
    signals.mend();
    await within(10_000, () => isIn(wired, key).catch(() => false));
  }, 30_000);
});
