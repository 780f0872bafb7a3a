// Threat: one tenant reads or writes another's rows, or a connection hands its last user's rights to the next.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Actor, newId } from "@gatehouse/kernel";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Database } from "./connect.ts";
import { asApplication, asPerson, inTenant, setScope } from "./tenancy.ts";
import { createTestDatabase, type TestDatabase } from "./testing.ts";
import type { RequestInfo, Work } from "./work.ts";

const request: RequestInfo = { id: "req_1", ip: "203.0.113.7", userAgent: null };
const now = new Date("2026-11-22T10:00:00Z");
const personOf = (userId: string): Actor => ({
  userId,
  sessionId: "ses_1",
  client: "browser",
  personalOrganizationId: "org_p",
  memberships: new Map(),
  instance: new Set<string>(),
  impersonator: null,
  factors: [],
  amr: [],
  signedInAt: 0,
  authenticatedAt: 0,
  freshUntil: 0,
});
const ada = personOf("usr_ada");

/** A table as every package makes its own: tenant rows, and a second policy for what names a person. */
const CUPS = `
  create schema cups;
  grant usage on schema cups to gatehouse_app, gatehouse_tenant;
  create table cups.cups (id text primary key, organization_id text not null, user_id text not null);
  grant select, insert, update, delete on cups.cups to gatehouse_tenant;
  grant select on cups.cups to gatehouse_app;
  alter table cups.cups enable row level security;
  alter table cups.cups force row level security;
  create policy in_organization on cups.cups to gatehouse_tenant
    using (organization_id = (select gatehouse.organization_id()))
    with check (organization_id = (select gatehouse.organization_id()));
  create policy own on cups.cups for select to gatehouse_app using (user_id = (select gatehouse.user_id()));`;

let world: TestDatabase;
let db: Database;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-cups-"));
  writeFileSync(join(folder, "0001-cups.sql"), CUPS);
  world = await createTestDatabase([{ package: "cups", folder: pathToFileURL(`${folder}/`) }]);
  // one connection, so that whoever comes next gets the one that was just used
  db = connect({ url: world.url, clock: () => now, max: 1, assumeRole: true });
});
afterAll(async () => {
  await db.close();
  await world.close();
});
beforeEach(async () => {
  await world.admin`truncate cups.cups`;
  await world.admin`insert into cups.cups values ('a1', 'org_a', 'usr_ada'), ('a2', 'org_a', 'usr_ben'), ('b1', 'org_b', 'usr_ada')`;
});

const whereIs = async ({ tx }: Work) => {
  const [row] = await tx.execute<{ role: string; organization: string | null; person: string | null }>(
    sql`select current_user as role, gatehouse.organization_id() as organization, gatehouse.user_id() as person`,
  );
  return row;
};
const cups = async ({ tx }: Work) =>
  (await tx.execute<{ id: string }>(sql`select id from cups.cups order by id`)).map((row) => row.id);
const nobody = { role: "gatehouse_app", organization: null, person: null };
const asAda = { role: "gatehouse_app", organization: null, person: "usr_ada" };
const adaInA = { role: "gatehouse_tenant", organization: "org_a", person: "usr_ada" };

test("a work is the application's and sees no tenant's row", async () => {
  expect(await db.work(request, whereIs)).toEqual(nobody);
  expect(await db.work(request, cups)).toEqual([]);
});

test("a person's work is the application's and sees the rows that name the person", async () => {
  expect(await db.userWork(request, ada, whereIs)).toEqual(asAda);
  expect(await db.userWork(request, ada, cups)).toEqual(["a1", "b1"]);
});

test("a tenant's work is the tenant role's and sees that tenant's rows, not another's that name the person", async () => {
  expect(await db.tenantWork(request, ada, "org_a", whereIs)).toEqual(adaInA);
  expect(await db.tenantWork(request, ada, "org_a", cups)).toEqual(["a1", "a2"]);
});

test("a work knows its time, its request, its actor and its organization", async () => {
  const {
    now: at,
    request: from,
    actor,
    organizationId,
  } = await db.tenantWork(request, ada, "org_a", async (work) => work);
  expect({ at, from, actor, organizationId }).toEqual({ at: now, from: request, actor: ada, organizationId: "org_a" });
});

test("a tenant writes no row into another's, moves none there, and touches none that it cannot see", async () => {
  const inA = (statement: string) => db.tenantWork(request, ada, "org_a", ({ tx }) => tx.execute(sql.raw(statement)));
  const denied = { cause: { code: "42501" } };
  await expect(inA("insert into cups.cups values ('x', 'org_b', 'usr_ada')")).rejects.toMatchObject(denied);
  await expect(inA("update cups.cups set organization_id = 'org_b'")).rejects.toMatchObject(denied);
  await inA("update cups.cups set user_id = 'usr_eve' where id = 'b1'");
  await inA("delete from cups.cups where id = 'b1'");
  expect(await world.admin`select user_id from cups.cups where id = 'b1'`).toEqual([{ user_id: "usr_ada" }]);
});

test("a person's work writes no tenant's row, its own neither", async () => {
  const insert = db.userWork(request, ada, ({ tx }) =>
    tx.execute(sql`insert into cups.cups values ('x', 'org_a', 'usr_ada')`),
  );
  await expect(insert).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("what throws rolls back, and the error arrives as it was thrown", async () => {
  const error = new Error("no");
  const failing = db.tenantWork(request, ada, "org_a", async ({ tx }) => {
    await tx.execute(sql`delete from cups.cups`);
    throw error;
  });
  await expect(failing).rejects.toBe(error);
  expect(await db.tenantWork(request, ada, "org_a", cups)).toEqual(["a1", "a2"]);
});

test.each(["commit", "rollback", "failed statement"])(
  "after a %s the bare connection has neither role nor scope",
  async (end) => {
    const bare = postgres(world.url, { max: 1 });
    const place = () =>
      bare`select current_user as role, gatehouse.organization_id() as organization, gatehouse.user_id() as person`;
    const before = await place();
    const used = drizzle(bare).transaction(async (tx) => {
      await setScope(tx, { userId: "usr_ada", organizationId: "org_a" });
      if (end === "rollback") tx.rollback();
      if (end === "failed statement") await tx.execute(sql`select 1 / 0`);
    });
    await used.catch(() => {});
    expect(await place()).toEqual(before);
    expect(before).toMatchObject([{ organization: null, person: null }]);
    await bare.end();
  },
);

test("a work that follows another on the same connection sees its own tenant's rows alone", async () => {
  const ben = personOf("usr_ben");
  await db.tenantWork(request, ada, "org_a", cups);
  expect(await db.tenantWork(request, ben, "org_b", cups)).toEqual(["b1"]);
  expect(await db.userWork(request, ben, cups)).toEqual(["a2"]);
  expect(await db.work(request, whereIs)).toEqual(nobody);
});

test("one part of a work runs inside an organization, and the rest does not", async () => {
  const [inside, after] = await db.userWork(request, ada, async (work) => [
    await inTenant(work, "org_a", async (tenant) => ({ ...(await whereIs(tenant)), cups: await cups(tenant) })),
    await whereIs(work),
  ]);
  expect(inside).toEqual({ ...adaInA, cups: ["a1", "a2"] });
  expect(after).toEqual(asAda);
});

test("one part of a tenant's work runs as the application, and the rest as the tenant", async () => {
  const [inside, after] = await db.tenantWork(request, ada, "org_a", async (work) => [
    await asApplication(work, () => whereIs(work)),
    await whereIs(work),
  ]);
  expect(inside).toEqual(asAda);
  expect(after).toEqual(adaInA);
});

test("one part of a work is seen by one person, and the rest by whoever it was", async () => {
  const [inside, after] = await db.tenantWork(request, ada, "org_a", async (work) => [
    await asPerson(work, "usr_ben", async () => ({ ...(await whereIs(work)), cups: await cups(work) })),
    await whereIs(work),
  ]);
  expect(inside).toEqual({ ...asAda, person: "usr_ben", cups: ["a2"] });
  expect(after).toEqual(adaInA);
});

test("scopes nest, and each gives way to the one around it", async () => {
  const places = await db.work(request, (work) =>
    inTenant(work, "org_b", async (tenant) => {
      const outer = await asApplication(tenant, () => whereIs(tenant));
      const inner = await inTenant(tenant, "org_a", whereIs);
      return [outer, inner, await whereIs(tenant), await cups(tenant)];
    }),
  );
  const inB = { role: "gatehouse_tenant", organization: "org_b", person: null };
  expect(places).toEqual([nobody, { ...inB, organization: "org_a" }, inB, ["b1"]]);
});

test("a refusal that is caught inside the work leaves it where it was", async () => {
  const refused = () => Promise.reject(new Error("no"));
  const places = await db.tenantWork(request, ada, "org_a", async (work) => {
    const caught: unknown[] = [];
    const parts = [
      () => asApplication(work, refused),
      () => asPerson(work, "usr_ben", refused),
      () => inTenant(work, "org_b", refused),
    ];
    for (const part of parts) {
      await part().catch(() => {});
      caught.push(await whereIs(work));
    }
    return caught;
  });
  expect(places).toEqual([adaInA, adaInA, adaInA]);
});

test("many works at once on few connections keep apart", async () => {
  const few = connect({ url: world.url, clock: () => now, max: 3, assumeRole: true });
  const asked = Array.from({ length: 60 }, (_, index) => ({
    organizationId: newId("org"),
    person: personOf(`usr_${index}`),
  }));
  const answers = await Promise.all(
    asked.map(({ organizationId, person }, index) =>
      index % 3 === 0 ? few.work(request, whereIs) : few.tenantWork(request, person, organizationId, whereIs),
    ),
  );
  await few.close();
  expect(answers).toEqual(
    asked.map(({ organizationId, person }, index) =>
      index % 3 === 0 ? nobody : { role: "gatehouse_tenant", organization: organizationId, person: person.userId },
    ),
  );
});
