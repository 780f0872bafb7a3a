// Threat: a change without its event, an event without its change, an event that was altered afterwards, or one that a tenant wrote into
// somebody else's log.
import type { RequestInfo, Work } from "@gatehouse/db";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import type { Actor } from "@gatehouse/kernel";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { append, auditMigrations, defineEvents } from "./index.ts";

const request: RequestInfo = { id: "req_1", ip: "203.0.113.7", userAgent: "vitest" };
const now = new Date("2026-11-22T10:00:00Z");
const ada: Actor = {
  userId: "usr_ada",
  sessionId: "ses_1",
  personalOrganizationId: "org_ada",
  memberships: new Map(),
  instance: new Set<string>(),
  impersonator: null,
  client: "browser",
  factors: [],
  amr: [],
  signedInAt: 0,
  authenticatedAt: 0,
  freshUntil: 0,
};
const { catalogue, record } = defineEvents({ "cup.filled": "A cup was filled", "cup.broken": "A cup was broken" });

let world: TestDatabase;
beforeAll(async () => {
  world = await createTestDatabase([auditMigrations], { clock: () => now });
});
afterAll(() => world.close());
beforeEach(() => world.admin`truncate audit.events`);

const stored = () => world.admin`select * from audit.events order by seq`;
const inOrganization = <Result>(organizationId: string, fn: (work: Work) => Promise<Result>) =>
  world.db.tenantWork(request, ada, organizationId, fn);

test("an event says what, where, who, from where and when, by the work alone", async () => {
  await inOrganization("org_a", (work) => record(work, "cup.filled", { target: "cup_1", detail: { litres: 2 } }));
  const [event] = await stored();
  expect(event).toMatchObject({
    action: "cup.filled",
    outcome: "success",
    actor_id: "usr_ada",
    organization_id: "org_a",
    target: "cup_1",
    ip: "203.0.113.7",
    user_agent: "vitest",
    request_id: "req_1",
    at: now,
    detail: { litres: 2 },
  });
  expect(event?.id).toMatch(/^evt_/);
});

test("what a person does outside any organization stands in the personal one", async () => {
  await world.db.userWork(request, ada, (work) => record(work, "cup.filled"));
  expect(await stored()).toMatchObject([{ actor_id: "usr_ada", organization_id: "org_ada", target: null, detail: {} }]);
});

test("what nobody known does stands nowhere and names nobody", async () => {
  await world.db.work(request, (work) => record(work, "cup.filled"));
  expect(await stored()).toMatchObject([{ actor_id: null, organization_id: null }]);
});

test("an event may say otherwise whom and which place it is about, nobody and nowhere included", async () => {
  await world.db.userWork(request, ada, async (work) => {
    await record(work, "cup.broken", { actorId: "usr_ben", organizationId: "org_b", outcome: "refused" });
    await record(work, "cup.broken", { actorId: null, organizationId: null });
  });
  expect(await stored()).toMatchObject([
    { actor_id: "usr_ben", organization_id: "org_b", outcome: "refused" },
    { actor_id: null, organization_id: null, outcome: "success" },
  ]);
});

test("an event stands if, and only if, the change does", async () => {
  const failing = world.db.work(request, async (work) => {
    await record(work, "cup.filled", { target: "lost" });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await world.db.work(request, (work) => record(work, "cup.filled", { target: "kept" }));
  expect(await stored()).toMatchObject([{ target: "kept" }]);
});

test("events keep the order of their writing, and the clock of the work", async () => {
  await world.db.work(request, async (work) => {
    for (const target of ["1", "2", "3"]) await record({ ...work, now: new Date(0) }, "cup.filled", { target });
  });
  expect(await stored()).toMatchObject(["1", "2", "3"].map((target) => ({ target, at: new Date(0) })));
});

test("a package records its own events and no others", async () => {
  expect(catalogue).toEqual({ "cup.filled": "A cup was filled", "cup.broken": "A cup was broken" });
  await world.db.work(request, async (work) => {
    // @ts-expect-error there is no such event in the catalogue
    await record(work, "cup.stolen");
  });
});

test("an outcome that is none is refused by the table itself", async () => {
  const writing = world.db.work(request, (work) => append(work, "cup.filled", { outcome: "maybe" as "success" }));
  await expect(writing).rejects.toMatchObject({ cause: { code: "23514" } });
});

describe("neither role may change what was written", () => {
  const statements = [
    "update audit.events set action = 'x'",
    "delete from audit.events",
    "truncate audit.events",
    "alter table audit.events disable row level security",
    "drop table audit.events",
    "insert into audit.events (id, seq, action, outcome, request_id, at) overriding system value values ('evt_0', 1, 'x', 'success', 'r', now()) on conflict (id) do update set action = 'x'",
  ];
  beforeEach(() => inOrganization("org_a", (work) => record(work, "cup.filled")));

  test.each(statements)("%s", async (statement) => {
    const before = await stored();
    const asApplication = world.db.work(request, ({ tx }) => tx.execute(sql.raw(statement)));
    await expect(asApplication).rejects.toMatchObject({ cause: { code: "42501" } });
    const asTenant = inOrganization("org_a", ({ tx }) => tx.execute(sql.raw(statement)));
    await expect(asTenant).rejects.toMatchObject({ cause: { code: "42501" } });
    expect(await stored()).toEqual(before);
  });
});

test("the application reads of all events only what its person did, and nothing back from a write", async () => {
  await world.db.work(request, (work) => record(work, "cup.filled"));
  const seen = await world.db.userWork(request, ada, async (work) => {
    await record(work, "cup.filled");
    return work.tx.execute(sql`select actor_id from audit.events`);
  });
  expect([...seen]).toEqual([{ actor_id: ada.userId }]);
  const nobodys = await world.db.work(request, ({ tx }) => tx.execute(sql`select * from audit.events`));
  expect([...nobodys]).toEqual([]);
  expect(await stored()).toHaveLength(2);
  const returning = sql`insert into audit.events (id, action, outcome, request_id, at) values ('evt_1', 'x', 'success', 'r', now()) returning id`;
  await expect(world.db.work(request, ({ tx }) => tx.execute(returning))).rejects.toMatchObject({
    cause: { code: "42501" },
  });
});

test("a tenant reads its own log and no other", async () => {
  await inOrganization("org_a", (work) => record(work, "cup.filled"));
  await inOrganization("org_b", (work) => record(work, "cup.broken"));
  await world.db.work(request, (work) => record(work, "cup.filled"));
  const seen = await inOrganization("org_a", ({ tx }) =>
    tx.execute(sql`select organization_id, action from audit.events`),
  );
  expect([...seen]).toEqual([{ organization_id: "org_a", action: "cup.filled" }]);
});

test.each(["org_b", null])("a tenant writes no event into %s", async (organizationId) => {
  const writing = inOrganization("org_a", (work) => append(work, "cup.broken", { organizationId }));
  await expect(writing).rejects.toMatchObject({ cause: { code: "42501" } });
  expect(await stored()).toEqual([]);
});

test("row-level security binds the owner of the log too", async () => {
  const [table] =
    await world.admin`select relrowsecurity as on, relforcerowsecurity as forced from pg_class where oid = 'audit.events'::regclass`;
  expect(table).toEqual({ on: true, forced: true });
});

test("what the package offers is what is written here", async () => {
  const names = async (entry: Promise<object>) => Object.keys(await entry).sort();
  expect(await names(import("@gatehouse/audit"))).toEqual([
    "AUDIT_QUEUES",
    "acrossTenants",
    "append",
    "auditEvents",
    "auditMigrations",
    "auditOwasp",
    "auditSealed",
    "createAudit",
    "csvLine",
    "defineEvents",
    "erasePerson",
    "listEvents",
    "verifyFile",
  ]);
  expect(await names(import("@gatehouse/audit/schema"))).toEqual([
    "checkpoints",
    "cursors",
    "events",
    "inbox",
    "seals",
    "signingKeys",
  ]);
});
