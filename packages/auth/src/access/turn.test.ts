// Threat: somebody who was demoted, removed or signed out a moment ago, and whose last request was already on its way.
import { setTimeout } from "node:timers/promises";
import type { Begin, TenantWork } from "@gatehouse/db";
import { AppError } from "@gatehouse/kernel";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refusalOf } from "../testing/passkeys.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { refusalOf as translate } from "../trpc/errors.ts";
import { definePolicy } from "./define-policy.ts";
import { createTurns, type InTurn } from "./turn.ts";

let world: World<keyof typeof authPermissions>;
let other: World<keyof typeof authPermissions>;
let organizationId: string;
let owner: Person;
let second: Person;
let third: Person;
let admin: Person;
let viewer: Person;

beforeAll(async () => {
  const policy = definePolicy(authPermissions);
  world = await createWorld({ policy });
  other = await createWorld({ policy, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  const team = await world.organization("owner", "owner", "admin", "viewer");
  organizationId = team.organizationId;
  [owner, second, third, admin, viewer] = team.people as [Person, Person, Person, Person, Person];
});

/** A caller that passed the door when it was made: what the guard remembers is what was true then. */
const as = async ({ token }: Person, at = world) => createBrowser(at, token).call();
type Caller = Awaited<ReturnType<typeof as>>;
const roleOf = async ({ userId }: Person): Promise<string | undefined> =>
  (
    await world.database.admin`
    select role from auth.memberships where organization_id = ${organizationId} and user_id = ${userId}`
  )[0]?.role;

const ATTEMPTS: [string, (caller: Caller) => Promise<unknown>][] = [
  ["gives a role", ({ member }) => member.changeRole({ organizationId, userId: viewer.userId, role: "admin" })],
  ["removes somebody", ({ member }) => member.remove({ organizationId, userId: viewer.userId })],
  ["takes second factors", ({ member }) => member.resetFactors({ organizationId, userId: viewer.userId })],
  ["makes a role", ({ role }) => role.create({ organizationId, name: "Potter", permissions: ["member:*"] })],
  [
    "changes what is demanded",
    ({ organization }) =>
      organization.setRequirements({
        ...{ organizationId, mfa: "all", sessionHours: 1, emailDomains: [], addressRanges: [] },
        breakGlassUserId: null,
      }),
  ],
  [
    "makes a key",
    ({ apiKey }) => apiKey.create({ organizationId, name: "K", permissions: ["member:read"], expiresInDays: 1 }),
  ],
];

test.each(ATTEMPTS)("an admin who is none any more since the request came in no longer %s", async (_what, attempt) => {
  const late = await as(admin);
  await (await as(owner)).member.changeRole({ organizationId, userId: admin.userId, role: "viewer" });
  expect(await refusalOf(attempt(late))).toBe("access.permission_missing");
  expect(await roleOf(viewer)).toBe("viewer");
});

test("whoever was removed or signed out since the request came in changes nothing", async () => {
  const [removed, signedOut] = [await as(admin), await as(second)];
  await (await as(owner)).member.remove({ organizationId, userId: admin.userId });
  expect(await refusalOf(removed.member.remove({ organizationId, userId: viewer.userId }))).toBe(
    "organization.not_found",
  );
  await (await as(second)).auth.signOut();
  const change = () => signedOut.member.changeRole({ organizationId, userId: viewer.userId, role: "viewer" });
  await expect
    .poll(() =>
      change().then(
        () => "",
        (error: { cause?: { code?: string } }) => error.cause?.code,
      ),
    )
    .toBe("auth.session_required");
});

/** Keeps these accounts from being changed until as many others wait as are asked for, and lets go. */
const heldUntil = (people: readonly Person[], waiting: number) =>
  world.database.admin.begin(async (tx) => {
    await tx`select from auth.users where id = any(${people.map(({ userId }) => userId)}) for update`;
    for (;;) {
      const [row] = await tx`
        select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      if (row?.waiting >= waiting) return;
      await setTimeout(20);
    }
  });

test("of two owners who unmake each other at once the one who comes second is an owner no more, though a third is left", async () => {
  const callers = [await as(owner), await as(second, other)] as const;
  const holding = heldUntil([owner, second], 2);
  await setTimeout(100);
  const outcomes = Promise.allSettled([
    callers[0].member.changeRole({ organizationId, userId: second.userId, role: "viewer" }),
    callers[1].member.changeRole({ organizationId, userId: owner.userId, role: "viewer" }),
  ]);
  await holding;
  const refused = (await outcomes).filter((outcome) => outcome.status === "rejected");
  expect(refused.map(({ reason }) => reason.cause.code)).toEqual(["access.permission_missing"]);
  expect([await roleOf(owner), await roleOf(second)].toSorted()).toEqual(["owner", "viewer"]);
  expect(await roleOf(third)).toBe("owner");
});

test("whoever waits for a turn keeps nobody of another organization waiting, however many they are", async () => {
  const caller = await as(owner);
  const elsewhere = await world.organization();
  const stranger = await as(elsewhere.people[0] as Person);
  const change = () => caller.member.changeRole({ organizationId, userId: viewer.userId, role: "viewer" });
  const waiting = await world.database.admin.begin(async (tx) => {
    await tx`select from auth.users where id = ${viewer.userId} for update`;
    const changes = Array.from({ length: 15 }, change);
    await setTimeout(300);
    await stranger.organization.update({ organizationId: elsewhere.organizationId, name: "Elsewhere" });
    return { changes };
  });
  expect(new Set((await Promise.allSettled(waiting.changes)).map(({ status }) => status))).toEqual(
    new Set(["fulfilled"]),
  );
});

describe("whoever waits for a turn in vain", () => {
  const WAIT_MS = 300;
  const refusedIn = async (asked: Promise<unknown>) => asked.then(String, (error: { code?: string }) => error.code);
  let begun: number;
  let begin: Begin<TenantWork>;
  beforeEach(async () => {
    const admission = await world.auth.gate.admit(world.request(), owner.token);
    if (!admission) throw new Error("nobody");
    begun = 0;
    begin = (fn) => {
      begun += 1;
      return world.auth.db.tenantWork(world.request(), admission.actor, organizationId, fn);
    };
  });
  /** Takes a turn and keeps it. */
  async function keep(inTurn: InTurn) {
    const [taken, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const over = inTurn(organizationId, begin, () => {
      taken.resolve();
      return free.promise;
    });
    await taken.promise;
    return { free: free.resolve, over };
  }

  test("is told so in words, without ever having had a connection, and so is whoever comes after; the next one gets through", async () => {
    const inTurn = createTurns(WAIT_MS);
    const kept = await keep(inTurn);
    const ask = () => refusedIn(inTurn(organizationId, begin, async () => "done"));
    expect(await Promise.all([ask(), ask()])).toEqual(["organization.busy", "organization.busy"]);
    expect(await ask()).toBe("organization.busy");
    expect(begun).toBe(1);
    const next = ask();
    kept.free();
    await kept.over;
    expect(await next).toBe("done");
    expect(await ask()).toBe("done");
  });

  test("is told so too where another instance keeps it, and waits for no row longer than that", async () => {
    const kept = await keep(createTurns(WAIT_MS));
    const inTurn = createTurns(WAIT_MS);
    const ask = () => refusedIn(inTurn(organizationId, begin, async () => "done"));
    expect(await ask()).toBe("organization.busy");
    kept.free();
    await kept.over;
    const caught = world.database.admin.begin(async (tx) => {
      await tx`select from auth.organizations where id = ${organizationId} for update`;
      const look = ({ tx: theirs }: TenantWork) => theirs.execute("select from auth.organizations for update");
      return inTurn(organizationId, begin, look).catch((error: unknown) => translate(error, () => {}).code);
    });
    expect(await caught).toBe("server.unavailable");
    expect(await ask()).toBe("done");
  });

  test("because the database does not answer does not wait for it anew behind each of the others", async () => {
    const inTurn = createTurns();
    let asked = 0;
    const away: Begin<TenantWork> = async () => {
      asked += 1;
      await setTimeout(100);
      throw new AppError("server.unavailable", { status: "SERVICE_UNAVAILABLE", says: "Away." });
    };
    const outcomes = Array.from({ length: 20 }, () => refusedIn(inTurn(organizationId, away, async () => "done")));
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(["server.unavailable"]));
    expect(asked).toBe(1);
    expect(await inTurn(organizationId, begin, async () => "done")).toBe("done");
  });

  test("keeps nobody from trying where what fails is the work itself", async () => {
    const inTurn = createTurns();
    const fail = inTurn(organizationId, begin, () => Promise.reject(new Error("mine")));
    const next = inTurn(organizationId, begin, async () => "done");
    await expect(fail).rejects.toThrow("mine");
    expect(await next).toBe("done");
  });
});
