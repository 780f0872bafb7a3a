// Threat: somebody who acts as another person does what that person alone may, goes on for ever, is not seen, or leaves the blame behind.
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { type Browser, createBrowser } from "../testing/browser.ts";
import { createInstanceAdmin } from "../testing/instance-admin.ts";
import { refusalOf } from "../testing/passkeys.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import { accountOf } from "../users/accounts.ts";

type Permission = keyof typeof authPermissions;
const REASON = "Ticket 4711: the list stays empty";
const MINUTE_MS = 60_000;

let world: World<Permission>;
let other: World<Permission>;
let ahead = 0;
let admin: Person;
let target: Person;
let browser: Browser;

beforeAll(async () => {
  const policy = definePolicy(authPermissions);
  const clock = () => new Date(Date.now() + ahead);
  world = await createWorld({ policy, clock });
  other = await createWorld({ policy, clock, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  ahead = 0;
  [admin, target] = [await createInstanceAdmin(world), await world.signUp("Tam Target")];
  browser = createBrowser(world, admin.token);
});

const sql = () => world.database.admin;
const impersonate = async (by = browser, { userId } = target, minutes = 30) =>
  (await by.call()).instance.impersonate({ userId, reason: REASON, minutes });
const stop = async (by = browser) => (await by.call()).instance.stopImpersonating();
const whoIs = async (by = browser) => (await (await by.call()).session.current())?.user.id ?? null;
/** What the second instance, which has seen the session, says of a token. */
const admitted = async (token: string) => (await other.auth.gate.admit(other.request(), token)) !== null;
const acting = async (): Promise<string> => {
  await impersonate();
  const token = browser.jar.get("session") ?? "";
  expect(await admitted(token)).toBe(true);
  return token;
};
const operator = (fn: (account: Awaited<ReturnType<typeof accountOf>>) => Promise<unknown>, { userId }: Person) =>
  world.auth.db.work(world.request(), async (work) => fn(await accountOf(work, userId)));

test("whoever acts as a person is that person to every instance, and says who is really there and how long", async () => {
  const { status, until } = await impersonate();
  expect(status).toBe("impersonating");
  const current = await (await browser.call()).session.current();
  expect(current).toMatchObject({
    user: { id: target.userId },
    instance: [],
    impersonator: { name: "Ada Admin", until },
  });
  const admission = await other.auth.gate.admit(other.request(), browser.jar.get("session") ?? "");
  expect(admission?.actor).toMatchObject({
    userId: target.userId,
    client: "browser",
    impersonator: { userId: admin.userId },
    freshUntil: 0,
    amr: [],
  });
  expect((await (await createBrowser(world, target.token).call()).session.current())?.impersonator).toBeNull();
});

test("an access token of such a session names both, and dies with it", async () => {
  await impersonate();
  const admission = await world.auth.gate.admit(world.request(), browser.jar.get("session") ?? "");
  const { token } = await world.auth.accessTokens.issue(admission?.subject as never);
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ sub: target.userId, act: { sub: admin.userId }, acr: "aal1" });
  expect((await other.auth.gate.admitToken(other.request(), token))?.impersonator?.userId).toBe(admin.userId);
  await stop();
  await expect.poll(() => other.auth.gate.admitToken(other.request(), token)).toBeNull();
});

test("the own session waits aside and is given back, and the other one is over", async () => {
  const token = await acting();
  expect(browser.jar.get("aside")).toBe(admin.token);
  expect(await stop()).toEqual({ status: "stopped" });
  expect([browser.jar.get("session"), browser.jar.get("aside")]).toEqual([admin.token, undefined]);
  expect(await whoIs()).toBe(admin.userId);
  await expect.poll(() => admitted(token)).toBe(false);
  expect((await (await browser.call()).instance.users()).items.length).toBeGreaterThan(0);
});

describe("it ends", () => {
  test("when its time is over, however busy it was, and the way back stays open", async () => {
    await impersonate(browser, target, 10);
    ahead = 9 * MINUTE_MS;
    expect(await whoIs()).toBe(target.userId);
    ahead = 10 * MINUTE_MS + 1000;
    expect(await whoIs()).toBeNull();
    await stop();
    expect(await whoIs()).toBe(admin.userId);
  });

  test("when its time is over, for what was opened before and still goes on", async () => {
    const token = await acting();
    const [theirs, own] = [token, target.token].map((each) => world.auth.gate.admit(world.request(), each));
    const over = new AbortController();
    const signals = [await theirs, await own].map((admission) => {
      if (!admission) throw new Error("nobody");
      return world.auth.gate.until(admission.actor, over.signal);
    });
    ahead = 29 * MINUTE_MS;
    await setTimeout(600);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    ahead = 30 * MINUTE_MS + 1000;
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    over.abort();
  });

  test("never later than the own session", async () => {
    await sql()`update auth.sessions set ends_at = now() + interval '5 minutes', expires_at = now() + interval '5 minutes'
      where user_id = ${admin.userId}`;
    const { until } = await impersonate(browser, target, 60);
    expect(new Date(until).getTime()).toBeLessThan(Date.now() + 6 * MINUTE_MS);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["the own session is ended", () => sql()`delete from auth.sessions where user_id = ${admin.userId}`],
    [
      "the grant is taken away",
      async () => {
        await createInstanceAdmin(world);
        await world.auth.db.work(world.request(), async (work) =>
          world.auth.instance.operator.revoke(work, await accountOf(work, admin.userId)),
        );
      },
    ],
    [
      "the grant no longer includes it",
      async () => {
        const granter = createBrowser(world, (await createInstanceAdmin(world)).token);
        await (await granter.call()).instance.grant({ userId: admin.userId, permissions: ["instance:users"] });
      },
    ],
    [
      "the person is let to run the installation",
      () =>
        world.auth.db.work(world.request(), async (work) =>
          world.auth.instance.operator.grant(work, await accountOf(work, target.userId)),
        ),
    ],
    [
      "whoever acts is disabled",
      () =>
        world.auth.db.work(world.request(), async (work) =>
          world.auth.account.disable(work, await accountOf(work, admin.userId)),
        ),
    ],
    [
      "the person is signed out everywhere",
      async () => {
        const closer = createBrowser(world, (await createInstanceAdmin(world)).token);
        await (await closer.call()).instance.signOut({ userId: target.userId });
      },
    ],
    [
      "the person ends it from the list",
      async () => {
        const own = await createBrowser(world, target.token).call();
        const { items } = await own.session.list();
        await own.session.revoke({ sessionId: items.find(({ kind }) => kind === "impersonation")?.id ?? "" });
      },
    ],
  ])("on every instance within a second, when %s", async (_when, end) => {
    const token = await acting();
    const fromHere = createBrowser(world, token);
    await end();
    await expect.poll(() => admitted(token)).toBe(false);
    await expect.poll(() => whoIs(fromHere)).toBeNull();
  });

  test("before another begins: nobody acts as two from one browser", async () => {
    const own = createBrowser(world, admin.token);
    const [first, second] = [await world.signUp(), await world.signUp()];
    for (const { userId } of [first, second]) {
      await impersonate(createBrowser(world, admin.token), { ...first, userId });
    }
    const rows = await sql()<
      { id: string }[]
    >`select user_id as id from auth.sessions where impersonator_id = ${admin.userId}`;
    expect(rows.map(({ id }) => id)).toEqual([second.userId]);
    expect(await whoIs(own)).toBe(admin.userId);
  });
});

describe("nobody acts as", () => {
  test("a person who runs the installation, whatever of it, be it that the grant came a moment ago", async () => {
    const peer = await createInstanceAdmin(world, ["instance:audit"]);
    expect(await refusalOf(impersonate(browser, peer))).toBe("instance.grant_held");
    const grant = operator(
      (account) => world.auth.db.work(world.request(), (work) => world.auth.instance.operator.grant(work, account)),
      target,
    );
    const outcome = await impersonate().then(
      () => "acting",
      (error: { cause?: { code?: string } }) => error.cause?.code,
    );
    await grant;
    expect(["acting", "instance.grant_held"]).toContain(outcome);
    const left = await sql()`select from auth.sessions where user_id = ${target.userId} and kind = 'impersonation'`;
    expect([...left]).toEqual([]);
  });

  test("themselves, nobody, or a person whose account is closed", async () => {
    expect(await refusalOf(impersonate(browser, admin))).toBe("instance.self");
    expect(await refusalOf(impersonate(browser, { ...target, userId: "usr_none" }))).toBe("user.not_found");
    await operator(
      (account) => world.auth.db.work(world.request(), (work) => world.auth.account.disable(work, account)),
      target,
    );
    expect(await refusalOf(impersonate())).toBe("user.disabled");
  });

  test("anybody while they act as somebody, nor does anything else with the installation", async () => {
    await impersonate();
    const { instance } = await browser.call();
    const { userId } = await world.signUp();
    for (const attempt of [
      () => instance.impersonate({ userId, reason: REASON }),
      () => instance.users(),
      () => instance.grant({ userId, permissions: ["instance:audit"] }),
    ]) {
      expect(await refusalOf(attempt())).toBe("request.not_found");
    }
    // Not even when the person is let in by somebody who writes past the product, so that the session stays.
    await sql()`insert into auth.instance_grants values (${target.userId}, now(), '{instance:impersonate,instance:users}')`;
    await sql()`insert into auth.passkeys (id, user_id, name, public_key, counter, transports, backed_up, created_at)
      values (${target.userId}, ${target.userId}, 'Key', 'none', 0, '{}', false, now())`;
    await setTimeout(300);
    expect(await refusalOf(instance.impersonate({ userId, reason: REASON }))).toBe("request.not_found");
    expect(await refusalOf((await browser.call()).instance.users())).toBe("request.not_found");
  });

  test("anybody without a reason of 10 to 500 characters, or for longer than 60 minutes", async () => {
    const { instance } = await browser.call();
    const { userId } = target;
    for (const input of [
      { reason: "too short" },
      { reason: `${" ".repeat(20)}x` },
      { reason: "x".repeat(501) },
      { reason: REASON, minutes: 61 },
      { reason: REASON, minutes: 0 },
      { reason: REASON, minutes: 1.5 },
      {},
    ]) {
      expect(await refusalOf(instance.impersonate({ userId, ...input } as never)), JSON.stringify(input)).toBe(
        "request.invalid",
      );
    }
    expect(await whoIs()).toBe(admin.userId);
  });

  test("anybody by a bearer, which no cookie can give back", async () => {
    const { door } = await world.context(admin.token);
    expect(door.session).toBe(admin.token);
    const begin = (own: string) =>
      world.auth.db.userWork(door.request, door.actor as never, (work) =>
        world.auth.instance.impersonation.begin(
          { ...work, installation: true },
          { userId: target.userId, reason: REASON, minutes: 5 },
          own,
        ),
      );
    await expect(begin(target.token)).rejects.toMatchObject({ code: "auth.session_required" });
  });
});

test("the person is told by mail, and finds it in the list of sessions and in the security log, with the reason", async () => {
  await impersonate();
  const mail = await world.mailTo(target.email, "/security");
  expect(mail.subject).toContain("acts as you");
  expect(mail.text).toContain(REASON);
  const { items } = await (await createBrowser(world, target.token).call()).session.list();
  expect(items).toMatchObject([{ kind: "impersonation", current: false }, { kind: "browser" }]);
  await stop();
  const events = await sql()`
    select action, actor_id, target, detail, personal from audit.events
    where organization_id = ${target.personalOrganizationId} and action like 'instance.%' order by seq`;
  const both = { actor_id: admin.userId, target: target.userId };
  expect([...events]).toMatchObject([
    { ...both, action: "instance.impersonation_began", personal: { reason: REASON } },
    { ...both, action: "instance.impersonation_ended", detail: { impersonatorId: admin.userId } },
  ]);
  const here = await sql()`
    select action from audit.events where organization_id is null and target = ${target.userId} order by seq`;
  expect(here.map(({ action }) => action)).toEqual(["instance.impersonation_began", "instance.impersonation_ended"]);
});

test("both stand on every event: what is done, what is refused, and signing out, which leaves no way back", async () => {
  await impersonate();
  const { organization, auth, account } = await browser.call();
  await organization.update({ organizationId: target.personalOrganizationId, name: "Renamed" });
  expect(await refusalOf(account.updateProfile({ name: "Mallory" }))).toBe("access.impersonating");
  await auth.signOut();
  const events = await sql()`
    select action, outcome from audit.events
    where actor_id = ${target.userId} and detail->>'impersonatorId' = ${admin.userId} order by seq`;
  expect([...events]).toEqual([
    { action: "organization.updated", outcome: "success" },
    { action: "instance.impersonation_refused", outcome: "refused" },
    { action: "session.ended", outcome: "success" },
  ]);
  const own = await sql()`
    select action from audit.events where organization_id = ${admin.personalOrganizationId} and action = 'session.ended'`;
  expect(own).toHaveLength(1);
  expect(browser.jar.size).toBe(0);
  await expect.poll(() => admitted(admin.token)).toBe(false);
});

test("nobody breaks glass as somebody else: what the person is exempt from binds whoever acts as that person", async () => {
  const { organizationId, people } = await world.organization();
  const owner = people[0] as Person;
  await sql()`
    insert into auth.requirements (organization_id, mfa_for_all, mfa_roles, email_domains, address_ranges, break_glass_user_id, updated_at)
    values (${organizationId}, false, '{}', '{}', '{10.0.0.0/8}', ${owner.userId}, now())`;
  const look = async (who: Browser) => (await who.call()).organization.get({ organizationId });
  await look(createBrowser(world, owner.token));
  await impersonate(browser, owner);
  expect(await refusalOf(look(browser))).toBe("requirement.ip_address");
});

test("signing in as somebody else over it ends both, and the way back with them", async () => {
  await impersonate();
  const [token, newcomer] = [browser.jar.get("session") ?? "", await world.signUp()];
  await (await browser.call()).auth.signIn({ email: newcomer.email, password: GOOD_PASSWORD });
  expect([await whoIs(), browser.jar.get("aside")]).toEqual([newcomer.userId, undefined]);
  await expect.poll(async () => [await admitted(token), await admitted(admin.token)]).toEqual([false, false]);
});

describe("the way back", () => {
  test("is nothing to a browser that kept nothing aside, or another's", async () => {
    expect(await refusalOf(stop())).toBe("request.not_found");
    expect(await refusalOf(stop(createBrowser(world)))).toBe("request.not_found");
    await impersonate();
    const thief = createBrowser(world, target.token);
    thief.jar.set("aside", browser.jar.get("aside") ?? "");
    expect(await refusalOf(stop(thief))).toBe("request.not_found");
    expect(thief.jar.get("aside")).toBeUndefined();
    expect(await whoIs()).toBe(target.userId);
    const chained = createBrowser(world);
    chained.jar.set("aside", browser.jar.get("session") ?? "");
    expect(await refusalOf(stop(chained))).toBe("request.not_found");
  });

  test("is closed once the own session ended", async () => {
    await impersonate();
    await world.auth.db.work(world.request(), (work) => world.auth.sessions.endAll(work, admin.userId));
    await expect.poll(() => whoIs()).toBeNull();
    await expect.poll(async () => (await world.auth.gate.admit(world.request(), admin.token)) !== null).toBe(false);
    expect(await refusalOf(stop())).toBe("auth.session_required");
    expect(browser.jar.get("aside")).toBeUndefined();
  });
});
