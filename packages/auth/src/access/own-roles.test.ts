// Threat: an organization without an owner, a membership with a role that is not there, or a role that changes for nobody.
import { afterAll, beforeAll, expect, test } from "vitest";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { definePolicy } from "./define-policy.ts";

const policy = definePolicy({ ...authPermissions, "cup:see": { from: "viewer", says: "See cups" } });
let world: World<keyof typeof policy.table & string>;

beforeAll(async () => {
  world = await createWorld({ policy });
});
afterAll(() => world.close());

const setRole = (organizationId: string, { userId }: Person, role: string) => world.database.admin`
  update auth.memberships set role = ${role} where organization_id = ${organizationId} and user_id = ${userId}`;
const addRole = (organizationId: string, key: string, permissions: string[]) => world.database.admin`
  insert into auth.roles (organization_id, key, name, permissions, created_at, updated_at)
  values (${organizationId}, ${key}, 'Role', ${permissions}, now(), now())`;
const heldBy = async ({ token }: Person, organizationId: string) =>
  (await world.context(token)).door.actor?.memberships.get(organizationId);

test("of two owners who demote each other at once, one remains, a hundred times", async () => {
  const { organizationId, people } = await world.organization("owner");
  const [one, other] = people as [Person, Person];
  for (let round = 0; round < 100; round += 1) {
    const outcomes = await Promise.allSettled([
      setRole(organizationId, one, "viewer"),
      setRole(organizationId, other, "viewer"),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = outcomes.find((outcome) => outcome.status === "rejected");
    expect(refused?.reason).toMatchObject({ constraint_name: "memberships_keep_an_owner" });
    await setRole(organizationId, outcomes[0]?.status === "fulfilled" ? one : other, "owner");
  }
}, 60_000);

test("the last owner is not removed, and an organization that goes takes its owner along", async () => {
  const { organizationId, people } = await world.organization();
  const { admin } = world.database;
  await expect(
    admin`delete from auth.memberships where organization_id = ${organizationId} and user_id = ${people[0]?.userId ?? ""}`,
  ).rejects.toMatchObject({ constraint_name: "memberships_keep_an_owner" });
  await admin`delete from auth.organizations where id = ${organizationId}`;
  expect(await admin`select from auth.memberships where organization_id = ${organizationId}`).toHaveLength(0);
});

test("nobody is given a role that is not there, or that is another organization's", async () => {
  const [here, there] = [await world.organization("viewer"), await world.organization()];
  await addRole(there.organizationId, "potter", ["cup:see"]);
  for (const role of ["potter", "Owner", "owner ", "оwner", ""]) {
    await expect(setRole(here.organizationId, here.people[1] as Person, role)).rejects.toMatchObject({ code: "23503" });
  }
  for (const key of ["owner", "Potter", "po tter", "pоtter", "p", "_x"]) {
    await expect(addRole(here.organizationId, key, [])).rejects.toMatchObject({ code: "23514" });
  }
});

test("a role that changes, changes what its holders may do at once, and one in use cannot be deleted", async () => {
  const { organizationId, people } = await world.organization("viewer");
  const potter = people[1] as Person;
  const { admin } = world.database;
  await addRole(organizationId, "potter", ["cup:*"]);
  await setRole(organizationId, potter, "potter");
  await expect.poll(async () => (await heldBy(potter, organizationId))?.role).toBe("potter");
  expect([...((await heldBy(potter, organizationId))?.permissions ?? [])]).toEqual(["cup:see"]);
  await admin`update auth.roles set permissions = '{organization:update}' where organization_id = ${organizationId}`;
  await expect
    .poll(async () => [...((await heldBy(potter, organizationId))?.permissions ?? [])])
    .toEqual(["organization:update"]);
  expect((await heldBy(potter, organizationId))?.needsFactor).toBe(true);
  await expect(admin`delete from auth.roles where organization_id = ${organizationId}`).rejects.toMatchObject({
    code: "23503",
  });
});
