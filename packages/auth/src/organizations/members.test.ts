// Threat: a search that finds people of another organization, or that everybody answers to.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refused } from "../testing/refused.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;
let organizationId: string;
let people: readonly Person[];
let stranger: Person;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
  ({ organizationId, people } = await world.organization("member", "viewer"));
  const others = await world.organization("member");
  const names = ["Ada Byron Lovelace", "100% Real", "Grace Hopper"];
  await Promise.all(people.map((person, index) => rename(person, names[index] ?? "")));
  stranger = others.people[1] as Person;
  await Promise.all(others.people.map((person) => rename(person, "Ada Elsewhere")));
});
afterAll(() => world.close());

const rename = ({ userId }: Person, name: string) =>
  world.database.admin`update auth.users set name = ${name} where id = ${userId}`;

async function found(search?: string): Promise<string[]> {
  const { member } = await createBrowser(world, people[2]?.token).call();
  const { items } = await member.list({ organizationId, search });
  return items.map(({ name }) => name).sort();
}

describe("members are looked for", () => {
  test.each(["ada", "ADA BY", " Byron ", "lovel"])(
    "by how their name, or a later word of it, begins: %j",
    async (text) => {
      expect(await found(text)).toEqual(["Ada Byron Lovelace"]);
    },
  );

  test("by how their address begins", async () => {
    const email = people[2]?.email ?? "";
    expect(await found(email.toUpperCase())).toEqual(["Grace Hopper"]);
  });

  test.each(["yron", "elsewhere", "%", "_", "\\", "a%a"])("and by nothing else: %j finds nobody", async (text) => {
    expect(await found(text)).toEqual([]);
  });

  test("by the very signs that steer a pattern", async () => {
    expect(await found("100%")).toEqual(["100% Real"]);
  });

  test("by nothing at all: everybody is listed", async () => {
    const everybody = ["100% Real", "Ada Byron Lovelace", "Grace Hopper"];
    expect(await found()).toEqual(everybody);
    expect(await found("  ")).toEqual(everybody);
  });
});

test("members of one role are listed by themselves, and searched in", async () => {
  const { member } = await createBrowser(world, people[2]?.token).call();
  const of = async (role: string, search?: string) =>
    (await member.list({ organizationId, role, search })).items.map(({ name }) => name);
  expect(await of("owner")).toEqual(["Ada Byron Lovelace"]);
  expect(await of("owner", "grace")).toEqual([]);
  expect(await of("nobodys-role")).toEqual([]);
});

test("one member is shown as the list shows them, and whoever is none is not there", async () => {
  const { member } = await createBrowser(world, people[2]?.token).call();
  const { items } = await member.list({ organizationId });
  for (const listed of items) expect(await member.get({ organizationId, userId: listed.userId })).toEqual(listed);
  expect(await refused(member.get({ organizationId, userId: stranger.userId }))).toMatchObject({
    code: "member.not_found",
  });
});
