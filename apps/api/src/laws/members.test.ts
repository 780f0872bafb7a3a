// Threat: an organization that nobody owns any more, somebody who makes themselves more than they are, or who stays what they no longer are.
import { setTimeout as sleep } from "node:timers/promises";
import { BUILT_IN_ROLES } from "@gatehouse/auth";
import type { Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, openHouse } from "../testing/house.ts";
import { errorOf } from "../testing/wire.ts";

/** Within this time a change of access counts on every instance. */
const WITHIN_MS = 1_000;
const LOOKS_ON_MS = 500;

const house = await openHouse();
let other: House;
const { world, call } = house;
const { admin } = world.database;

beforeAll(async () => {
  other = await openHouse({ beside: { database: world.database, sealer: world.sealer } });
});
afterAll(async () => {
  await other.close();
  await house.close();
});

async function team(...roles: Parameters<typeof world.organization>) {
  const { organizationId, people } = await world.organization(...roles);
  return { organizationId, people: people as readonly [Person, Person, Person] };
}
const rolesIn = async (organizationId: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await admin`select user_id, role from auth.memberships where organization_id = ${organizationId}`).map((row) => [
      String(row.user_id),
      String(row.role),
    ]),
  );

describe("an organization keeps an owner", () => {
  it("when two owners unmake each other at once on two instances, a hundred times", async () => {
    const { organizationId, people } = await team("owner");
    const [one, two] = people;
    const tokens = { one: await house.startSession(one), two: await house.startSession(two) };
    const statuses = new Set<string>();
    for (let round = 0; round < 100; round += 1) {
      const asked = (userId: string) => ({ organizationId, userId, role: "viewer" });
      const answers = await Promise.all([
        house.call("member.changeRole", asked(two.userId), { token: tokens.one }),
        other.call("member.changeRole", asked(one.userId), { token: tokens.two }),
      ]);
      statuses.add(
        answers
          .map(({ status }) => status)
          .toSorted()
          .join(),
      );
      const left = Object.values(await rolesIn(organizationId));
      expect(left.toSorted(), `round ${round}: ${answers.map(({ text }) => text).join()}`).toEqual(["owner", "viewer"]);
      await admin`update auth.memberships set role = 'owner' where organization_id = ${organizationId}`;
    }
    // Whoever comes second is refused for the last owner, or is no owner any more.
    for (const pair of statuses) expect(["200,403", "200,409"]).toContain(pair);
  }, 120_000);

  it("when they leave, are removed or hand over, whatever else happens at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { organizationId, people } = await team("owner", "viewer");
      const [one, two, viewer] = people;
      const [tokenOne, tokenTwo] = [await house.startSession(one), await house.startSession(two)];
      const answers = await Promise.all([
        house.call("organization.leave", { organizationId }, { token: tokenOne }),
        other.call("member.remove", { organizationId, userId: one.userId }, { token: tokenTwo }),
        house.call("member.remove", { organizationId, userId: two.userId }, { token: tokenOne }),
        other.call("organization.transferOwnership", { organizationId, userId: viewer.userId }, { token: tokenTwo }),
      ]);
      for (const { status, text } of answers) expect([200, 403, 404, 409], text).toContain(status);
      expect(Object.values(await rolesIn(organizationId))).toContain("owner");
    }
  }, 60_000);
});

describe("nobody makes themselves more than they are", () => {
  it("by changing their own role, whatever they are", async () => {
    const { organizationId, people } = await team("admin", "member", "viewer");
    const before = await rolesIn(organizationId);
    for (const person of people) {
      const token = await house.startSession(person);
      for (const role of [...BUILT_IN_ROLES, "Owner", "оwner"]) {
        const { status } = await call("member.changeRole", { organizationId, userId: person.userId, role }, { token });
        expect([400, 403], role).toContain(status);
      }
    }
    expect(await rolesIn(organizationId)).toEqual(before);
  });

  it("by saying so beside what they may say", async () => {
    const { organizationId, people } = await team("admin");
    const [owner, adm] = people;
    const token = await house.startSession(adm);
    const extras = [
      { role: "owner" },
      { owner: adm.userId },
      { ownerId: adm.userId },
      { userId: adm.userId },
      { personal: false },
      { memberLimit: null },
      { permissions: ["organization:delete"] },
      { actor: { role: "owner" } },
      { breakGlassUserId: adm.userId },
    ];
    const before = await rolesIn(organizationId);
    for (const extra of extras) {
      const tries = [
        await call("organization.update", { organizationId, name: "New", ...extra }, { token }),
        await call("organization.create", { name: "Mine", ...extra }, { token }),
        await call("account.updateProfile", { name: "Adam", ...extra }, { token }),
      ];
      for (const answer of tries)
        expect([answer.status, errorOf(answer)?.data.appCode]).toEqual([400, "request.invalid"]);
    }
    const two = { organizationId, userId: [owner.userId, adm.userId], role: "owner" };
    expect((await call("member.changeRole", two, { token })).status).toBe(400);
    expect((await call("member.changeRole", { ...two, userId: owner.userId, role: ["owner"] }, { token })).status).toBe(
      400,
    );
    expect(await rolesIn(organizationId)).toEqual(before);
    expect(await admin`select from auth.memberships where user_id = ${adm.userId}`).toHaveLength(2);
  });
});

describe("who is no longer what they were is refused within a second, on both of two instances", () => {
  /** Calls both instances without a pause. */
  function watch(path: string, organizationId: string, token: string) {
    const seen: { sentAt: number; status: number }[] = [];
    let isOver = false;
    const callers = [house, other].map(async (at) => {
      while (!isOver) {
        const sentAt = performance.now();
        const { status } = await at.call(path, { organizationId }, { token });
        seen.push({ sentAt, status });
      }
    });
    return {
      since: (at: number) => new Set(seen.filter(({ sentAt }) => sentAt >= at).map(({ status }) => status)),
      end: async () => {
        isOver = true;
        await Promise.all(callers);
      },
    };
  }

  it.each([
    ["demoted", "member.changeRole", { role: "viewer" }, 403],
    ["removed", "member.remove", {}, 404],
  ] as const)("an admin who was %s", async (_, path, what, refused) => {
    const { organizationId, people } = await team("admin");
    const [owner, adm] = people;
    const answers = watch("role.list", organizationId, await house.startSession(adm));
    const token = await house.startSession(owner);
    const before = performance.now();
    await expect.poll(() => [...answers.since(before)], { timeout: 10_000 }).toEqual([200]);
    const changed = await call(path, { organizationId, userId: adm.userId, ...what }, { token });
    const changedAt = performance.now();
    expect(changed.status, changed.text).toBe(200);
    await sleep(WITHIN_MS + LOOKS_ON_MS);
    await answers.end();
    expect([...answers.since(changedAt + WITHIN_MS)]).toEqual([refused]);
  });
});
