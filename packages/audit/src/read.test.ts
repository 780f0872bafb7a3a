// Threat: a page that repeats or leaves out an event while others are written; a filter that shows another organization's.
import { afterAll, beforeAll, expect, test } from "vitest";
import { crossing } from "./crossing.ts";
import { type EventQuery, type EventView, listEvents } from "./read.ts";
import { append } from "./record.ts";
import { actorOf, createLogWorld, type LogWorld, REQUEST } from "./testing.ts";

let world: LogWorld;
let now = new Date("2026-11-01T00:00:00Z");

beforeAll(async () => {
  world = await createLogWorld(() => now);
  const { db } = world.database;
  for (let day = 1; day <= 20; day += 1) {
    now = new Date(Date.UTC(2026, 10, day));
    const actor = actorOf(day % 2 === 0 ? "ada" : "ben");
    await db.tenantWork(REQUEST, actor, "org_a", async (work) => {
      await append(work, "cup.filled", { target: `cup_${day}`, detail: { litres: day }, personal: { name: "My cup" } });
      await append(work, day % 5 === 0 ? "cup.broken" : "cup.washed");
    });
    await db.tenantWork(REQUEST, actor, "org_b", (work) => append(work, "cup.filled"));
  }
});
afterAll(() => world.database.close());

const list = (query: EventQuery = {}, organizationId = "org_a") =>
  world.inTenant(organizationId, (work) => listEvents(work, query));

async function listAll(query: EventQuery): Promise<EventView[]> {
  const found: EventView[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ ...query, cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found;
}

test("an event is shown as the contract says, with what is personal among its facts", async () => {
  const [event] = (await list({ action: "cup.filled", limit: 1 })).items;
  expect(event).toEqual({
    id: expect.stringMatching(/^evt_/),
    action: "cup.filled",
    actorId: "usr_ada",
    organizationId: "org_a",
    target: "cup_20",
    ip: REQUEST.ip,
    userAgent: REQUEST.userAgent,
    outcome: "success",
    requestId: "req_1",
    at: "2026-11-20T00:00:00.000Z",
    detail: { litres: 20, name: "My cup" },
  });
});

test.each([1, 2, 3, 7, 40, 100])(
  "pages of %i show every event of the organization once, newest first",
  async (limit) => {
    const found = await listAll({ limit });
    expect(found).toHaveLength(40);
    expect(new Set(found.map(({ id }) => id)).size).toBe(40);
    const order = found.map(({ at, id }) => `${at} ${id}`);
    expect(order).toEqual([...order].sort().reverse());
    expect(found.every(({ organizationId }) => organizationId === "org_a")).toBe(true);
  },
);

test.each<[EventQuery, number]>([
  [{ action: "cup.broken" }, 4],
  [{ actorId: "usr_ada" }, 20],
  [{ actorId: "usr_ada", action: "cup.broken" }, 2],
  [{ from: "2026-11-19" }, 4],
  [{ to: "2026-11-03T00:00:00Z" }, 4],
  [{ from: "2026-11-05T01:00:00+01:00", to: "2026-11-06T00:00:00Z" }, 2],
  [{ action: "cup.filled", actorId: "usr_ben", from: "2026-11-10", to: "2026-11-14" }, 2],
  [{ action: "cup.lost" }, 0],
  [{ actorId: "usr_nobody" }, 0],
])("%j leaves %i events, over pages too", async (filter, count) => {
  expect(await listAll(filter)).toHaveLength(count);
  expect(await listAll({ ...filter, limit: 1 })).toHaveLength(count);
});

test("what is written meanwhile moves no page", async () => {
  const first = await list({ limit: 5 });
  await world.write("org_a", 3);
  const second = await list({ limit: 5, cursor: first.nextCursor });
  const ids = (await list({ limit: 100 })).items.map(({ id }) => id);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.slice(3, 13));
});

test.each(["", "evt_none", "\u{10ffff}"])("nothing comes after a cursor that is none: %j", async (cursor) => {
  expect(await list({ cursor })).toEqual({ items: [], nextCursor: null });
});

test("another organization's event is no cursor", async () => {
  const [foreign] = (await list({}, "org_b")).items;
  expect(await list({ cursor: foreign?.id })).toEqual({ items: [], nextCursor: null });
});

test("moments that differ by microseconds are told apart", async () => {
  const { admin } = world.database;
  await admin`insert into audit.events (id, action, outcome, organization_id, request_id, at)
    select 'evt_' || n, 'cup.spun', 'success', 'org_a', 'r', timestamptz '2026-12-01' + n * interval '1 microsecond' from generate_series(1, 9) n`;
  const found = await listAll({ action: "cup.spun", limit: 2 });
  expect(found.map(({ id }) => id)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `evt_${n}`));
});

test("the installation's own events are paged alike, and no organization's are among them", async () => {
  const read = (query: EventQuery) =>
    world.database.db.work(REQUEST, (work) =>
      crossing(work, "test", ({ tx }) => listEvents({ tx, organizationId: null }, query)),
    );
  await world.database.db.work(REQUEST, async (work) => {
    for (const target of ["cup_1", "cup_2", "cup_3"]) await append(work, "shelf.built", { target });
  });
  const first = await read({ limit: 2 });
  const second = await read({ limit: 2, cursor: first.nextCursor });
  const found = [...first.items, ...second.items];
  expect(found.map(({ target, organizationId }) => [target, organizationId])).toEqual([
    ["cup_3", null],
    ["cup_2", null],
    ["cup_1", null],
  ]);
  expect(second.nextCursor).toBeNull();
  const [foreign] = (await list({ limit: 1 })).items;
  expect((await read({ cursor: foreign?.id ?? null })).items).toEqual([]);
});
