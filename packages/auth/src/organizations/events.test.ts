// Threat: a log that tells the name of a stranger for an id that somebody typed, or that hides who did it once they are gone.
import { append, type EventFacts } from "@gatehouse/audit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { createInstanceAdmin } from "../testing/instance-admin.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;
let organizationId: string;
let owner: Person;
let member: Person;
let stranger: Person;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());
beforeEach(async () => {
  const team = await world.organization("member");
  [owner, member] = team.people as [Person, Person];
  stranger = await world.signUp("Sam Stranger");
  organizationId = team.organizationId;
  const { admin } = world.database;
  await admin`update auth.users set name = 'Olive Owner' where id = ${owner.userId}`;
  await admin`update auth.users set name = 'Mo Member' where id = ${member.userId}`;
});

const happened = (facts: EventFacts) =>
  world.auth.db.work(world.request(), (work) => append(work, "test.happened", { organizationId, ...facts }));
async function namesIn(place = organizationId, { token } = owner, filter: object = {}): Promise<string[]> {
  const { audit } = await createBrowser(world, token).call();
  const { people } = await audit.list({ organizationId: place, action: "test.happened", ...filter });
  return people.map(({ name }) => name).sort();
}

test("whoever did something is named, and the member whom it was done to, each once", async () => {
  await happened({ actorId: owner.userId, target: member.userId });
  await happened({ actorId: owner.userId, target: owner.userId });
  expect(await namesIn()).toEqual(["Mo Member", "Olive Owner"]);
});

test("no stranger is named for an id that somebody typed", async () => {
  await happened({ actorId: member.userId, target: stranger.userId });
  await happened({ actorId: member.userId, target: stranger.personalOrganizationId });
  await happened({ actorId: null, detail: { userId: stranger.userId, note: stranger.userId } });
  expect(await namesIn()).toEqual(["Mo Member"]);
  expect(await namesIn(organizationId, owner, { actorId: stranger.userId })).toEqual([]);
});

test("what stands on another page, or in another organization, names nobody on this one", async () => {
  await happened({ actorId: member.userId });
  await happened({ actorId: stranger.userId, organizationId: stranger.personalOrganizationId });
  await happened({ actorId: owner.userId });
  expect(await namesIn(organizationId, owner, { limit: 1 })).toEqual(["Olive Owner"]);
  expect(await namesIn(stranger.personalOrganizationId, stranger)).toEqual(["Sam Stranger"]);
});

test("whoever left is still named for what they did, and no longer for what was done to them", async () => {
  await happened({ actorId: member.userId });
  await world.database
    .admin`delete from auth.memberships where user_id = ${member.userId} and organization_id = ${organizationId}`;
  expect(await namesIn()).toEqual(["Mo Member"]);
  await happened({ actorId: owner.userId, target: member.userId });
  expect(await namesIn(organizationId, owner, { limit: 1 })).toEqual(["Olive Owner"]);
});

test("whoever was erased has no name", async () => {
  await happened({ actorId: member.userId, target: member.userId });
  await world.database
    .admin`update auth.users set deletes_at = now() - interval '1 second' where id = ${member.userId}`;
  await world.auth.account.erasure.run();
  expect(await namesIn()).toEqual([]);
});

test("whoever acted as somebody else is named beside them, in a personal log too", async () => {
  const browser = createBrowser(world, (await createInstanceAdmin(world)).token);
  await (await browser.call()).instance.impersonate({ userId: stranger.userId, reason: "Ticket 4711", minutes: 5 });
  const { personalOrganizationId: place } = stranger;
  await (await browser.call()).organization.update({ organizationId: place, name: "Renamed" });
  expect(await namesIn(place, stranger, { action: "organization.updated" })).toEqual(["Ada Admin", "Sam Stranger"]);
});
