// Threat: a proof that nobody can ask for: the chain over HTTP, as an organization's admin and an auditor with a file meet it.
import type { Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantDocument } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { dataOf } from "../testing/wire.ts";

const house = await openHouse();
const { world, call } = house;
const { admin } = world.database;
afterAll(house.close);

interface Event {
  readonly id: string;
  readonly action: string;
  readonly actorId: string | null;
  readonly target: string | null;
}

let organizationId: string;
let owner: Person;
let viewer: Person;

beforeAll(async () => {
  const team = await world.organization("viewer");
  organizationId = team.organizationId;
  [owner, viewer] = team.people as [Person, Person];
  world.auth.audit.start();
});

const ask = async <Data>(path: string, input: object = {}): Promise<Data> => {
  const answer = await call(path, { organizationId, ...input }, { token: owner.token });
  expect(answer.status, answer.text).toBe(200);
  return dataOf(answer) as Data;
};
const list = (input: object = {}) => ask<{ items: Event[]; nextCursor: string | null }>("audit.list", input);
const verify = () => ask<{ valid: boolean; checked: number; firstBad: { id: string } | null }>("audit.verify");
const create = (title: string) => ask<{ id: string }>("document.create", { title, body: "" });
const sealed = async () => (await admin`select from audit.seals where organization_id = ${organizationId}`).length;

describe("the log of an organization", () => {
  it("shows what just happened, in the shape of the contract", async () => {
    const { id } = await create("Listed");
    const { items } = await list({ limit: 1 });
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        action: "document.created",
        actorId: owner.userId,
        organizationId,
        target: id,
        ip: expect.any(String),
        userAgent: null,
        outcome: "success",
        requestId: expect.any(String),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        detail: {},
      },
    ]);
  });

  it("is sealed within a second of the answer, and verified", async () => {
    const took: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      const before = await sealed();
      await create("Sealed");
      const answeredAt = performance.now();
      await expect.poll(sealed, { timeout: 10_000, interval: 20 }).toBeGreaterThan(before);
      took.push(performance.now() - answeredAt);
    }
    // Whoever else uses the machine makes some of them late. Each begins when the one before is sealed, so that it waits for a whole round.
    expect(Math.min(...took.slice(1))).toBeLessThan(1_000);
    expect(await verify()).toMatchObject({ valid: true, firstBad: null, checked: expect.any(Number) });
  });

  it("shows who looked at what is marked, and nothing of who was refused a look", async () => {
    const documentId = await plantDocument(house, organizationId);
    await call("document.get", { organizationId, documentId }, { token: viewer.token });
    await call("document.get", { organizationId, documentId: "doc_none" }, { token: viewer.token });
    const looks = () => list({ action: "document.read", actorId: viewer.userId });
    await expect.poll(async () => (await looks()).items, { timeout: 5_000 }).toMatchObject([{ target: documentId }]);
  });

  it("names the event that somebody changed behind its back", async () => {
    await create("Tampered");
    const { items } = await list({ action: "document.created", limit: 1 });
    const id = items[0]?.id ?? "";
    await expect.poll(() => admin`select from audit.seals where event_id = ${id}`, { timeout: 5_000 }).toHaveLength(1);
    await admin`update audit.events set target = 'doc_other' where id = ${id}`;
    expect(await verify()).toMatchObject({ valid: false, firstBad: { id } });
    await admin`update audit.events set target = ${items[0]?.target ?? ""} where id = ${id}`;
    expect(await verify()).toMatchObject({ valid: true, firstBad: null });
  });
});

it("of 50 writers at once over HTTP the chain has no gap and no fork", async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => create(`Document ${index}`)));
  const documents = () => admin`select from audit.events where organization_id = ${organizationId}`;
  await expect.poll(async () => (await sealed()) === (await documents()).length, { timeout: 10_000 }).toBe(true);
  const [chain] = await admin`
    select count(*)::int as seals, max(position)::int as last, count(distinct hash)::int as hashes
    from audit.seals where organization_id = ${organizationId}`;
  expect(chain).toEqual({ seals: chain?.last, last: chain?.last, hashes: chain?.last });
  expect(await verify()).toMatchObject({ valid: true });
});

it("what a person does outside any organization stands in the log of the personal one", async () => {
  await call("account.updateProfile", { name: "Olive Owner" }, { token: owner.token });
  const answer = await call("audit.list", { organizationId: owner.personalOrganizationId }, { token: owner.token });
  expect((dataOf(answer) as { items: Event[] }).items[0]).toMatchObject({ action: "account.profile_updated" });
});

it("after a person was erased, the organization's log holds no address of theirs and verifies", async () => {
  const joiner = await world.signUp();
  await admin`
    insert into auth.memberships (organization_id, user_id, role, created_at)
    values (${organizationId}, ${joiner.userId}, 'member', now())`;
  await call(
    "document.create",
    { organizationId, title: "T" },
    { token: joiner.token, headers: { "User-Agent": "joiner's" } },
  );
  await admin`update auth.users set deletes_at = now() - interval '1 second' where id = ${joiner.userId}`;
  await world.auth.account.erasure.run();
  const { items } = await list({ actorId: joiner.userId });
  expect(items).toMatchObject([{ action: "document.created", ip: null, userAgent: null }]);
  expect(await verify()).toMatchObject({ valid: true });
  const [user] = await admin`select from auth.users where id = ${joiner.userId}`;
  expect(user).toBeUndefined();
});

it("a log of which nothing is left is not valid: it began with the making of the organization", async () => {
  const { organizationId: emptied, people } = await world.organization("admin");
  const look = async () => {
    const { token } = people[0] as Person;
    return dataOf(await call("audit.verify", { organizationId: emptied }, { token }));
  };
  expect(await look(), "before anything is sealed, or after").toMatchObject({ valid: true });
  const waiting = () =>
    admin`select from audit.events e join audit.inbox i using (seq) where organization_id = ${emptied}`;
  await expect.poll(waiting, { timeout: 5_000 }).toHaveLength(0);
  await admin`delete from audit.events where organization_id = ${emptied}`;
  await admin`delete from audit.seals where organization_id = ${emptied}`;
  await admin`delete from audit.checkpoints where organization_id = ${emptied}`;
  expect(await look()).toMatchObject({ valid: false, checked: 0, firstBad: null });
});

it("a log is not verified without end, since each time all of it is read", async () => {
  const { organizationId: asked, people } = await world.organization("admin");
  const [owner, admin] = people as [Person, Person];
  const look = ({ token }: Person) => call("audit.verify", { organizationId: asked }, { token, ip: "198.19.255.2" });
  for (let times = 0; times < 59; times += 1) await world.auth.limits.spend("auditVerify", owner.userId);
  expect((await look(owner)).status).toBe(200);
  expect((await look(owner)).status).toBe(429);
  expect((await look(admin)).status, "somebody else of the same office").toBe(200);
});
