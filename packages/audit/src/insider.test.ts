// Threat: SQL that an attacker runs as the tenant role. It may write events, and with one of them stop the sealing, the feed and every writer.
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFeed } from "./feed.ts";
import { createSealing } from "./seal.ts";
import { createLogWorld, type LogWorld, REQUEST } from "./testing.ts";

let world: LogWorld;
beforeAll(async () => {
  world = await createLogWorld();
});
afterAll(() => world.database.close());
beforeEach(() => world.clear());

const asTenant = (statement: string, organizationId = "org_a") =>
  world.inTenant(organizationId, ({ tx }) => tx.execute(sql.raw(statement)));

const USUAL = {
  id: "'evt_forged'",
  action: "'cup.filled'",
  outcome: "'success'",
  organization_id: "'org_a'",
  request_id: "'r'",
  at: "now()",
};
const insert = (values: object, how = "") => {
  const all = { ...USUAL, ...values };
  return `insert into audit.events (${Object.keys(all)}) ${how} values (${Object.values(all)})`;
};

test("no writer says where in the order of all events its own stands", async () => {
  await asTenant(insert({}));
  await world.clear();
  const taken = asTenant(insert({ seq: "-9223372036854775807" }, "overriding system value"));
  await expect(taken).rejects.toMatchObject({ cause: { code: "42501" } });
});

describe("an event that could not be sealed or read is not written", () => {
  const deep = (levels: number) => `('{"a":${"[".repeat(levels)}${"]".repeat(levels)}}')`;
  test.each<[string, object]>([
    ["a time without end", { at: "'infinity'" }],
    ["a time without beginning", { at: "'-infinity'" }],
    ["a time before our era", { at: "'0044-03-15 BC'" }],
    ["a year of five digits", { at: "'20000-01-01'" }],
    ["facts that are no object", { detail: "'[1]'" }],
    ["personal facts that are no object", { personal: "'\"x\"'" }],
    ["facts of a great depth", { detail: deep(5000) }],
    ["personal facts of a great depth", { personal: deep(5000) }],
    ["facts of a great length", { detail: `jsonb_build_object('a', repeat('x', 100000))` }],
    ["personal facts of a great length", { personal: `jsonb_build_object('a', repeat('x', 100000))` }],
    ["a browser of a great length", { user_agent: "repeat('x', 100000)" }],
    ["a target of a great length", { target: "repeat('x', 100000)" }],
    ["an address of a great length", { ip: "repeat('x', 100000)" }],
    ["a request of a great length", { request_id: "repeat('x', 100000)" }],
  ])("%s", async (_what, values) => {
    await expect(asTenant(insert(values))).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/^(23514|54001)$/) },
    });
    await world.write("org_b", 1);
    await world.seal();
    expect(await world.verify("org_b")).toMatchObject({ valid: true, checked: 1 });
    const signals = { listen: () => {} } as never;
    const feed = createFeed({ db: world.database.db, signals, onFault: () => {} });
    expect(await world.database.db.work(REQUEST, (work) => feed.after(work, 0, 10))).toHaveLength(1);
  });

  test("one of an organization that calls itself the installation", async () => {
    const forged = asTenant(insert({ organization_id: "'installation'" }), "installation");
    await expect(forged).rejects.toMatchObject({ cause: { code: "23514" } });
  });
});

test("whoever holds a lock that anybody may hold keeps nobody from sealing", async () => {
  await expect(asTenant("select from audit.locks for key share")).rejects.toMatchObject({ cause: { code: "42501" } });
  await world.write("org_b", 1);
  await world.inTenant("org_a", async ({ tx }) => {
    await tx.execute(sql.raw("select pg_advisory_xact_lock(7140288)"));
    await world.seal();
  });
  expect(await world.verify("org_b")).toMatchObject({ checked: 1 });
});

test("a process that stands still while it seals, and keeps its connection, holds up the others for a few seconds", async () => {
  const { db } = world.database;
  await world.write("org_a", 1);
  let hasBegun = () => {};
  const begun = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });
  const frozen = createSealing({
    db,
    keys: {
      ...world.keys,
      sign() {
        hasBegun();
        return new Promise(() => {});
      },
    },
    onFault: () => {},
  });
  void frozen.run().catch(() => {});
  await begun;
  await expect
    .poll(
      async () => {
        await world.seal();
        return (await world.verify("org_a")).checked;
      },
      { timeout: 30_000, interval: 250 },
    )
    .toBe(1);
}, 40_000);
