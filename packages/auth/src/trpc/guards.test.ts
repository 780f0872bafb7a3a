// Threat: a procedure that checks nothing, checks too late, or tells a stranger that something exists.
import type { TenantWork, Work } from "@gatehouse/db";
import { type AppError, newId } from "@gatehouse/kernel";
import { newToken } from "@gatehouse/kernel/secrets";
import { initTRPC, TRPCError } from "@trpc/server";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { definePolicy } from "../access/define-policy.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { inOrganization, noInput } from "../input.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/index.ts";
import type { GateContext } from "./door.ts";
import { formatError } from "./errors.ts";
import { accessOf, createGuards, type GateMeta, transact } from "./guards.ts";

const policy = definePolicy({ ...authPermissions, "cup:fill": { from: "member", says: "Fill cups" } });
const guards = createGuards(policy);
// A host's own t, which the guards join: the way out of the package.
const t = initTRPC.context<GateContext>().meta<GateMeta>().create({ isDev: false, errorFormatter: formatError });

const whoAmI = async (work: Work) =>
  (
    await work.tx.execute(
      sql`select current_user as role, gatehouse.organization_id() as organization, gatehouse.user_id() as person`,
    )
  )[0];
/** A schema that no guard may let anybody reach who has no right to. */
let parsed = 0;
const tripwire = z.custom<{ organizationId: string }>(() => {
  parsed += 1;
  throw new Error("the input was parsed");
});
const failing = (thrown: unknown) => async (work: Work) => {
  await record(work, "organization.updated", { target: "half done" });
  throw thrown;
};

const router = t.router({
  anybody: t.procedure.concat(guards.publicProcedure).input(noInput).query(transact(whoAmI)),
  person: t.procedure.concat(guards.protectedProcedure).input(noInput).query(transact(whoAmI)),
  personTripwire: t.procedure
    .concat(guards.protectedProcedure)
    .input(tripwire)
    .query(() => "reached"),
  member: t.procedure
    .concat(guards.permissionedProcedure("cup:fill"))
    .input(inOrganization({ litres: z.number() }))
    .mutation(transact(whoAmI)),
  memberTripwire: t.procedure
    .concat(guards.permissionedProcedure("cup:fill"))
    .input(tripwire)
    .mutation(() => "reached"),
  limited: t.procedure
    .concat(guards.publicProcedure)
    .meta({ limit: "verifyEmail" })
    .input(noInput)
    .mutation(() => "passed"),
  anything: t.procedure
    .concat(guards.publicProcedure)
    .input(z.unknown())
    .query(() => "passed"),
  refuses: t.procedure
    .concat(guards.publicProcedure)
    .input(noInput)
    .mutation(transact(failing(refusal("auth.link_invalid")))),
  breaks: t.procedure
    .concat(guards.publicProcedure)
    .input(noInput)
    .mutation(transact(failing(new Error("select secrets")))),
});
const callerOf = t.createCallerFactory(router);

let world: World<keyof typeof policy.table>;
const faults: unknown[] = [];

beforeAll(async () => {
  world = await createWorld({ policy });
});
afterAll(() => world.close());
beforeEach(() => {
  faults.splice(0);
  parsed = 0;
});

async function as(person: Person | null, ip = "203.0.113.7") {
  const { door } = await world.context(person?.token ?? null);
  return callerOf({ door: { ...door, request: { ...door.request, ip }, onFault: (fault) => void faults.push(fault) } });
}

/** What the client is told, without the id of its request. */
async function refused(call: Promise<unknown>) {
  const thrown = await call.then(
    (answer) => Promise.reject(new Error(`answered ${JSON.stringify(answer)}`)),
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(TRPCError);
  const error = (thrown as TRPCError).cause as AppError;
  return { code: error.code, status: error.status, message: error.message, details: error.details };
}
const events = (action: string) =>
  world.database.admin`select * from audit.events where action = ${action} order by seq desc`;

describe("without a session", () => {
  test("a procedure for anybody opens the application's work", async () => {
    expect(await (await as(null)).anybody()).toEqual({ role: "gatehouse_app", organization: null, person: null });
  });

  test.each(["no token", "a token of nobody"])(
    "every other is 401 (%s), before its input is parsed and whatever it names",
    async (who) => {
      const { organizationId } = await world.organization();
      const { door } = await world.context(who === "no token" ? null : newToken("session"));
      const caller = callerOf({ door });
      for (const call of [
        caller.person(),
        caller.personTripwire({ organizationId }),
        caller.memberTripwire({ organizationId }),
        caller.memberTripwire({} as never),
      ]) {
        expect(await refused(call)).toMatchObject({
          code: "auth.session_required",
          status: "UNAUTHORIZED",
          details: {},
        });
      }
    },
  );
});

describe("in an organization", () => {
  test("a member with the permission works as the tenant", async () => {
    const { organizationId, people } = await world.organization("member");
    const member = people[1] as Person;
    expect(await (await as(member)).member({ organizationId, litres: 1 })).toEqual({
      role: "gatehouse_tenant",
      organization: organizationId,
      person: member.userId,
    });
    expect(await (await as(member)).person()).toEqual({
      role: "gatehouse_app",
      organization: null,
      person: member.userId,
    });
  });

  test("another's organization is 404 before the input is parsed, in the very words for one that never was", async () => {
    const { organizationId } = await world.organization();
    const caller = await as(await world.signUp());
    const foreign = await refused(caller.memberTripwire({ organizationId }));
    expect(foreign).toEqual(await refused(caller.memberTripwire({ organizationId: newId("org") })));
    expect(foreign).toMatchObject({ code: "organization.not_found", status: "NOT_FOUND", details: {} });
    for (const nonsense of ["", "x", "' or 1=1", "\u0000", "__proto__", "constructor"]) {
      expect(await refused(caller.memberTripwire({ organizationId: nonsense }))).toEqual(foreign);
    }
    expect(parsed).toBe(0);
  });

  test("a role without the permission is 403 with what is missing, before the input is parsed, and the log there says so", async () => {
    const { organizationId, people } = await world.organization("viewer");
    const viewer = people[1] as Person;
    expect(await refused((await as(viewer)).memberTripwire({ organizationId }))).toMatchObject({
      code: "access.permission_missing",
      status: "FORBIDDEN",
      details: { missing: ["cup:fill"] },
    });
    expect(parsed).toBe(0);
    const [event] = await events("access.refused");
    expect(event).toMatchObject({
      actor_id: viewer.userId,
      organization_id: organizationId,
      outcome: "refused",
      detail: { code: "access.permission_missing", missing: ["cup:fill"] },
    });
  });

  test("whoever may has the input parsed, and is told what is wrong with it", async () => {
    const { organizationId, people } = await world.organization();
    const caller = await as(people[0] as Person);
    await expect(caller.memberTripwire({ organizationId })).rejects.toThrow();
    expect(parsed).toBe(1);
    expect(await refused(caller.member({ organizationId, litres: "many" } as never))).toMatchObject({
      code: "request.invalid",
      details: { fieldErrors: { litres: [expect.any(String)] } },
    });
    expect(await refused(caller.member({ organizationId, litres: 1, extra: 1 } as never))).toMatchObject({
      code: "request.invalid",
    });
  });

  test("which is not named, the request is 400 without a look at the rest", async () => {
    const caller = await as(await world.signUp());
    for (const input of [
      undefined,
      null,
      {},
      [],
      "org",
      { organizationId: 1 },
      { organizationId: null },
      { organizationId: ["org"] },
    ]) {
      expect(await refused(caller.memberTripwire(input as never))).toMatchObject({
        code: "request.invalid",
        details: { fieldErrors: { organizationId: [expect.any(String)] } },
      });
    }
  });

  test("a membership that began after the request did counts", async () => {
    const { organizationId } = await world.organization();
    const person = await world.signUp();
    const caller = await as(person);
    await world.database
      .admin`insert into auth.memberships values (${organizationId}, ${person.userId}, 'member', now())`;
    expect(await caller.member({ organizationId, litres: 1 })).toMatchObject({ organization: organizationId });
  });

  test("an account that is gone by then is 401", async () => {
    const person = await world.signUp();
    const caller = await as(person);
    const { admin } = world.database;
    await admin`delete from auth.organizations where id = ${person.personalOrganizationId}`;
    await admin`delete from auth.users where id = ${person.userId}`;
    expect(await refused(caller.memberTripwire({ organizationId: newId("org") }))).toMatchObject({
      code: "auth.session_required",
    });
  });
});

describe("limits", () => {
  test("are counted for each call, by address, /64 for IPv6", async () => {
    const [one, neighbour, other] = [
      await as(null, "2001:db8:1:1::1"),
      await as(null, "2001:db8:1:1::2"),
      await as(null, "2001:db8:1:2::1"),
    ];
    for (let call = 0; call < 10; call += 1) {
      for (const caller of [one, neighbour]) expect(await caller.limited()).toBe("passed");
    }
    for (const caller of [one, neighbour]) {
      expect(await refused(caller.limited())).toMatchObject({
        code: "limits.exceeded",
        status: "TOO_MANY_REQUESTS",
        details: { retryAfterSeconds: expect.any(Number) },
      });
    }
    expect(await other.limited()).toBe("passed");
  });
});

test("unclean input is refused by every builder, whatever the schema would have said", async () => {
  const { organizationId, people } = await world.organization();
  const caller = await as(people[0] as Person);
  for (const dirty of ["a\u0000b", { "\ud800": 1 }, JSON.parse('{"__proto__":{}}')]) {
    const input = { organizationId, dirty };
    for (const call of [caller.anything(input), caller.personTripwire(input), caller.memberTripwire(input)]) {
      expect(await refused(call)).toMatchObject({ code: "request.invalid", details: {} });
    }
  }
  expect(parsed).toBe(0);
  expect(await caller.anything({ fine: true })).toBe("passed");
});

describe("what a procedure throws", () => {
  test("as a refusal is told; the change is rolled back, and what must be remembered stands", async () => {
    const before = await events("account.link_refused");
    expect(await refused((await as(null)).refuses())).toMatchObject({ code: "auth.link_invalid", details: {} });
    expect(await events("account.link_refused")).toHaveLength(before.length + 1);
    expect(await events("organization.updated")).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("as anything else is 500 without a word of it, and we are told", async () => {
    const answer = await refused((await as(null)).breaks());
    expect(answer).toMatchObject({ code: "server.fault", status: "INTERNAL_SERVER_ERROR", details: {} });
    expect(JSON.stringify(answer)).not.toContain("select");
    expect(faults.map(String)).toEqual([expect.stringContaining("select secrets")]);
  });
});

describe("declarations", () => {
  const metaOf = (name: keyof typeof router) => (router[name] as unknown as { _def: { meta: unknown } })._def.meta;

  test("say the access that the guard enforces, and nothing where no guard stands", () => {
    expect([accessOf(metaOf("anybody")), accessOf(metaOf("person")), accessOf(metaOf("member"))]).toEqual([
      "public",
      "signed in",
      "cup:fill",
    ]);
    expect(accessOf(t.procedure.query(() => 1)._def.meta)).toBeUndefined();
  });

  test("of access are not restated by what else a procedure demands", () => {
    expect(accessOf(metaOf("limited"))).toBe("public");
    const restated = t.procedure
      .concat(guards.permissionedProcedure("cup:fill"))
      .meta({ access: "public", ACCESS: "public" } as GateMeta);
    expect(accessOf(restated.query(() => 1)._def.meta)).toBe("cup:fill");
  });

  test("that are misspelt, and works of the wrong kind, do not compile", () => {
    // @ts-expect-error there is no such permission in the policy
    guards.permissionedProcedure("cup:fil");
    const inTenantOnly = async (work: TenantWork) => work.organizationId;
    t.procedure.concat(guards.permissionedProcedure("cup:fill")).query(transact(inTenantOnly));
    // @ts-expect-error a procedure for anybody opens no tenant's work
    t.procedure.concat(guards.publicProcedure).query(transact(inTenantOnly));
    // @ts-expect-error a procedure for whoever is signed in opens no tenant's work
    t.procedure.concat(guards.protectedProcedure).query(transact(inTenantOnly));
    expect(accessOf(undefined)).toBeUndefined();
  });
});
