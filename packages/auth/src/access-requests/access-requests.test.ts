// Threat: asking as a way to get more than somebody may give, to flood owners with mail, or to be answered twice.
import type { AppError } from "@gatehouse/kernel";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { LIMITS } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refusalOf } from "../testing/passkeys.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";

const policy = definePolicy({
  ...authPermissions,
  "cup:fill": { from: "member", says: "Fill cups" },
  "cup:break": { from: "admin", says: "Break cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});
let world: World<keyof typeof policy.table & string>;
let organizationId: string;
let owner: Person;
let admin: Person;
let viewer: Person;

beforeAll(async () => {
  world = await createWorld({ policy });
});
afterAll(() => world.close());
beforeEach(async () => {
  const team = await world.organization("admin", "viewer");
  organizationId = team.organizationId;
  [owner, admin, viewer] = team.people as [Person, Person, Person];
});

const as = async ({ token }: Person) => createBrowser(world, token).call();
const ask = async (by: Person, permission: string, note?: string) =>
  (await as(by)).accessRequest.create({ organizationId, permission, ...(note !== undefined && { note }) });
/** Asks, and hands over the id of what waits. */
async function asked(by: Person, permission: string, note?: string): Promise<string> {
  const answer = await ask(by, permission, note);
  if (answer.status !== "requested") throw new Error("it was held already");
  return answer.id;
}
const waiting = async (by: Person) => (await (await as(by)).accessRequest.list({ organizationId })).items;
const approve = async (by: Person, accessRequestId: string, becomes?: string) =>
  (await as(by)).accessRequest.approve({ organizationId, accessRequestId, ...(becomes && { becomes }) });
const mayFill = async ({ token }: Person) =>
  (await world.context(token)).door.actor?.memberships.get(organizationId)?.permissions.has("cup:fill");
const roleOf = async ({ userId }: Person) =>
  (
    await world.database.admin`
    select role from auth.memberships where organization_id = ${organizationId} and user_id = ${userId}`
  )[0]?.role;
const eventsOf = (id: string) => world.database.admin`
  select action, actor_id, detail from audit.events where target = ${id} order by seq`;
const subjectsTo = async ({ email }: Person) => (await world.mailbox.list(email)).map(({ subject }) => subject);
const succeeded = (results: PromiseSettledResult<unknown>[]) => results.filter(({ status }) => status === "fulfilled");

describe("asking", () => {
  test("mails every owner who asks for what, and nobody else, and not a word that the person wrote", async () => {
    const second = await world.signUp("Second owner");
    await world.database.admin`
      insert into auth.memberships (organization_id, user_id, role, created_at) values (${organizationId}, ${second.userId}, 'owner', now())`;
    const id = await asked(viewer, "cup:fill", "  Look at https://evil.example  ");
    for (const person of [owner, second]) {
      const { subject, text } = await world.mailTo(person.email);
      expect(subject).toBe("Somebody asks for more in Team at Gatehouse");
      expect(text).toContain("viewer person of Team would like to be allowed this: Fill cups.");
      expect(text).not.toContain("evil");
    }
    expect(await subjectsTo(admin)).toEqual([]);
    expect(await eventsOf(id)).toEqual([
      { action: "access_request.created", actor_id: viewer.userId, detail: { permission: "cup:fill" } },
    ]);
    expect((await waiting(owner))[0]).toEqual({
      id,
      permission: "cup:fill",
      says: "Fill cups",
      note: "Look at https://evil.example",
      createdAt: expect.stringMatching(/Z$/),
      userId: viewer.userId,
      name: "viewer person",
      role: "viewer",
      roleName: "Viewer",
      becomes: { key: "member", name: "Member" },
    });
  });

  test("twelve times at once is asking once: one request waits, one mail is sent", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(viewer, "cup:fill")));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await waiting(owner)).toHaveLength(1);
    await world.mailTo(owner.email);
    await asked(viewer, "cup:break");
    await expect.poll(async () => (await subjectsTo(owner)).length, { timeout: 10_000 }).toBe(2);
  });

  test("is bounded, so that taking back and asking again floods nobody", async () => {
    const caller = await as(viewer);
    for (let round = 0; round < LIMITS.accessRequest.points; round += 1) {
      const answer = await caller.accessRequest.create({ organizationId, permission: "cup:fill" });
      if (answer.status === "requested")
        await caller.accessRequest.withdraw({ organizationId, accessRequestId: answer.id });
    }
    expect(await refusalOf(ask(viewer, "cup:fill"))).toBe("limits.exceeded");
  });

  test("for what one may already answers that, and leaves nothing", async () => {
    expect(await ask(viewer, "organization:read")).toEqual({ status: "held" });
    expect(await ask(owner, "house:sell")).toEqual({ status: "held" });
    expect(await waiting(owner)).toEqual([]);
  });

  test.each(["cup:sip", "cup:*", "Cup:fill", "cup:fill ", "cup:fіll", "", "__proto__"])(
    "for %j, which is no permission, is refused",
    async (permission) => {
      expect(await refusalOf(ask(viewer, permission))).toBe("role.permission_unknown");
    },
  );

  test("takes at most 500 characters, and no field that is not its own", async () => {
    await asked(viewer, "cup:fill", "x".repeat(500));
    expect(await refusalOf(ask(viewer, "cup:break", "x".repeat(501)))).toBe("request.invalid");
    const caller = await as(viewer);
    for (const field of ["userId", "role", "status", "becomes", "id"]) {
      const extra = { [field]: "owner" } as object;
      expect(await refusalOf(caller.accessRequest.create({ organizationId, permission: "cup:break", ...extra }))).toBe(
        "request.invalid",
      );
    }
  });
});

describe("a request that was approved", () => {
  test("works in the session that asked, without signing in anew, and is told", async () => {
    const caller = await as(viewer);
    const id = await asked(viewer, "cup:fill");
    expect(await mayFill(viewer)).toBe(false);
    expect(await approve(owner, id, "member")).toEqual({
      status: "approved",
      userId: viewer.userId,
      role: { key: "member", name: "Member" },
    });
    await expect.poll(() => mayFill(viewer)).toBe(true);
    expect((await caller.access.check({ organizationId, permissions: ["organization:read"] })).allowed).toBeTruthy();
    expect((await eventsOf(id)).map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ["access_request.created", viewer.userId],
      ["access_request.approved", owner.userId],
    ]);
    expect(await eventsOf(viewer.userId)).toContainEqual(
      expect.objectContaining({ action: "member.role_changed", actor_id: owner.userId }),
    );
    await expect.poll(async () => (await subjectsTo(viewer)).length, { timeout: 10_000 }).toBe(1);
    expect(await waiting(owner)).toEqual([]);
  });

  test("raises to the organization's own role where that is the least", async () => {
    await (await as(owner)).role.create({
      organizationId,
      key: "breaker",
      name: "Breaker",
      permissions: ["cup:break", "organization:read", "member:read"],
    });
    const id = await asked(viewer, "cup:break");
    expect((await waiting(owner))[0]?.becomes).toEqual({ key: "breaker", name: "Breaker" });
    expect((await approve(owner, id)).role).toEqual({ key: "breaker", name: "Breaker" });
    expect(await roleOf(viewer)).toBe("breaker");
  });

  test("is refused where it would not be what the approver saw, and says what it would be now", async () => {
    const id = await asked(viewer, "cup:break");
    expect((await waiting(owner))[0]?.becomes?.key).toBe("admin");
    await (await as(owner)).role.create({
      organizationId,
      key: "breaker",
      name: "Breaker",
      permissions: ["cup:break", "organization:read", "member:read"],
    });
    const refused = await approve(owner, id, "admin").catch((error: { cause?: AppError }) => error.cause);
    expect(refused).toMatchObject({
      code: "access_request.overtaken",
      details: { becomes: { key: "breaker", name: "Breaker" } },
    });
    expect(await roleOf(viewer)).toBe("viewer");
    expect(await waiting(owner)).toHaveLength(1);
  });

  test("is approved once, by however many at once, and leaves no second event", async () => {
    const id = await asked(viewer, "cup:fill");
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 5 }, () => approve(owner, id)),
      ...Array.from({ length: 5 }, () => approve(admin, id)),
    ]);
    expect(succeeded(outcomes)).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected")
        expect(outcome.reason.cause).toMatchObject({ code: "access_request.not_found" });
    }
    expect((await eventsOf(id)).filter(({ action }) => action === "access_request.approved")).toHaveLength(1);
  });

  test("keeps what the person was given meanwhile", async () => {
    const id = await asked(viewer, "cup:fill");
    await (await as(owner)).member.changeRole({ organizationId, userId: viewer.userId, role: "admin" });
    expect((await approve(owner, id)).role.key).toBe("admin");
    expect(await roleOf(viewer)).toBe("admin");
  });
});

describe("nobody gives by an answer", () => {
  test("what they lack: an admin is shown no role for it, and is refused", async () => {
    const id = await asked(viewer, "house:sell");
    expect((await waiting(admin))[0]?.becomes).toBeNull();
    expect((await waiting(owner))[0]?.becomes).toEqual({ key: "owner", name: "Owner" });
    expect(await refusalOf(approve(admin, id))).toBe("access_request.not_grantable");
    expect(await refusalOf(approve(admin, id, "admin"))).toBe("access_request.not_grantable");
    expect(await roleOf(viewer)).toBe("viewer");
    expect(await waiting(owner)).toHaveLength(1);
  });

  test("anything to themselves", async () => {
    const id = await asked(admin, "house:sell");
    expect((await waiting(admin))[0]?.becomes).toBeNull();
    expect(await refusalOf(approve(admin, id))).toBe("member.self");
    expect(await roleOf(admin)).toBe("admin");
  });

  test("without the permission to change roles, nor in another organization", async () => {
    const id = await asked(viewer, "cup:fill");
    const caller = await as(viewer);
    for (const attempt of [
      () => caller.accessRequest.approve({ organizationId, accessRequestId: id }),
      () => caller.accessRequest.decline({ organizationId, accessRequestId: id }),
      () => caller.accessRequest.list({ organizationId }),
    ]) {
      expect(await refusalOf(attempt())).toBe("access.permission_missing");
    }
    const other = await world.organization();
    const stranger = await as(other.people[0] as Person);
    const there = { organizationId: other.organizationId, accessRequestId: id };
    for (const attempt of [
      () => stranger.accessRequest.approve(there),
      () => stranger.accessRequest.decline(there),
      () => stranger.accessRequest.withdraw(there),
    ]) {
      expect(await refusalOf(attempt())).toBe("access_request.not_found");
    }
    expect((await stranger.accessRequest.list({ organizationId: other.organizationId })).items).toEqual([]);
    expect(await waiting(owner)).toHaveLength(1);
  });

  test("by fields that are not theirs to send", async () => {
    const id = await asked(viewer, "cup:fill");
    const caller = await as(owner);
    for (const field of ["role", "userId", "permission"]) {
      const extra = { [field]: "owner" } as object;
      expect(await refusalOf(caller.accessRequest.approve({ organizationId, accessRequestId: id, ...extra }))).toBe(
        "request.invalid",
      );
    }
  });
});

describe("a request ends", () => {
  test("when it is declined, and the person is told", async () => {
    const id = await asked(viewer, "cup:fill");
    const decline = async () => (await as(admin)).accessRequest.decline({ organizationId, accessRequestId: id });
    expect(await decline()).toEqual({ status: "declined" });
    const told = async () => (await world.mailbox.list(viewer.email)).map(({ text }) => text);
    await expect.poll(told, { timeout: 10_000 }).toEqual([expect.stringContaining("in Team: Fill cups.")]);
    expect(await roleOf(viewer)).toBe("viewer");
    expect(await refusalOf(decline())).toBe("access_request.not_found");
    expect(await refusalOf(approve(owner, id))).toBe("access_request.not_found");
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "access_request.declined", actor_id: admin.userId });
    expect(await asked(viewer, "cup:fill")).not.toBe(id);
  });

  test("when whoever asked takes it back, and nobody else can", async () => {
    const id = await asked(viewer, "cup:fill");
    const withdraw = async (by: Person) =>
      (await as(by)).accessRequest.withdraw({ organizationId, accessRequestId: id });
    expect(await refusalOf(withdraw(owner))).toBe("access_request.not_found");
    expect((await (await as(viewer)).accessRequest.mine({ organizationId })).items).toEqual([
      { id, permission: "cup:fill", says: "Fill cups", note: null, createdAt: expect.any(String) },
    ]);
    expect((await (await as(owner)).accessRequest.mine({ organizationId })).items).toEqual([]);
    expect(await withdraw(viewer)).toEqual({ status: "withdrawn" });
    expect(await refusalOf(withdraw(viewer))).toBe("access_request.not_found");
    expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "access_request.withdrawn", actor_id: viewer.userId });
    expect(await waiting(owner)).toEqual([]);
  });

  test("when the person leaves, or is erased: their words go along", async () => {
    const id = await asked(viewer, "cup:fill", "Please");
    await world.database.admin`
      delete from auth.memberships where organization_id = ${organizationId} and user_id = ${viewer.userId}`;
    expect(await world.database.admin`select from auth.access_requests where id = ${id}`).toHaveLength(0);
    expect(await refusalOf(approve(owner, id))).toBe("access_request.not_found");
  });

  test("once, when it is answered and taken back at the same moment", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await asked(viewer, "cup:break");
      const outcomes = await Promise.allSettled([
        (await as(admin)).accessRequest.decline({ organizationId, accessRequestId: id }),
        (await as(viewer)).accessRequest.withdraw({ organizationId, accessRequestId: id }),
        approve(owner, id),
      ]);
      expect(succeeded(outcomes)).toHaveLength(1);
      expect(await roleOf(viewer)).toBe(outcomes[2]?.status === "fulfilled" ? "admin" : "viewer");
      if (outcomes[2]?.status === "fulfilled") break;
    }
  });
});
