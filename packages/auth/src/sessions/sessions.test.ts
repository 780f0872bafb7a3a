// Threat: a person cannot see or end where they are signed in, or can end and see where somebody else is.
import type { Actor } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import { createFinders } from "./sessions.ts";

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36";
// real time, moved on by the tests
let ahead = 0;
let world: World<keyof typeof authPermissions>;
let pat: Person;
let eve: Person;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock: () => new Date(Date.now() + ahead) });
});
afterAll(() => world.close());
beforeEach(async () => {
  ahead = 0;
  [pat, eve] = [await world.signUp("Pat Person"), await world.signUp("Eve Listener")];
});

const admitted = async (token: string, request = world.request()): Promise<Actor | null> =>
  (await world.auth.gate.admit(request, token))?.actor ?? null;

async function actorOf(token: string, request = world.request()): Promise<Actor> {
  const actor = await admitted(token, request);
  if (!actor) throw new Error("the token is not admitted");
  return actor;
}

const another = ({ userId }: Person) =>
  world.auth.db.work(world.request(), (work) => world.auth.sessions.start(work, { userId, amr: ["pwd"] }));
const rowsOf = ({ userId }: Person) =>
  world.database.admin`select id from auth.sessions where user_id = ${userId} order by id desc`;
const eventsOf = async ({ userId }: Person) =>
  (
    await world.database.admin<
      { action: string }[]
    >`select action from audit.events where actor_id = ${userId} order by seq`
  ).map((row) => row.action);
const list = async (token: string, page = {}, request = world.request()) =>
  world.auth.db.userWork(request, await actorOf(token, request), (work) => world.auth.sessions.list(work, page));
const revoke = async (token: string, sessionId: string) =>
  world.auth.db.userWork(world.request(), await actorOf(token), (work) =>
    world.auth.sessions.revoke(work, { sessionId }),
  );

describe("the list", () => {
  test("shows where a person is signed in, newest first, and which of it is here", async () => {
    const request = { ...world.request(), ip: "198.51.100.9", userAgent: CHROME };
    const token = await world.auth.db.work(request, (work) =>
      world.auth.sessions.start(work, { userId: pat.userId, amr: ["pwd"] }),
    );
    const { items, nextCursor } = await list(token, {}, request);
    expect(items).toHaveLength(2);
    expect(nextCursor).toBeNull();
    expect(items[0]).toMatchObject({
      current: true,
      ip: "198.51.100.9",
      device: { browser: "Chrome 143", os: "Linux" },
    });
    expect(items[1]).toMatchObject({ current: false, ip: "203.0.113.7" });
    for (const { createdAt, lastSeenAt, endsAt } of items) {
      for (const at of [createdAt, lastSeenAt, endsAt]) expect(new Date(at).toISOString()).toBe(at);
    }
  });

  test("holds nobody else's, nothing that is over, and neither token nor digest", async () => {
    ahead = -8 * DAY;
    await another(pat);
    ahead = 0;
    const { items } = await list(pat.token);
    expect(items).toHaveLength(1);
    const text = JSON.stringify(items);
    expect(text).not.toContain(pat.token.slice("session_".length));
    expect(text).not.toContain(digestOf(pat.token));
  });

  test("comes in pages without gaps or repeats", async () => {
    for (let at = 0; at < 6; at += 1) await another(pat);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await list(pat.token, { cursor, limit: 3 });
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual((await rowsOf(pat)).map(({ id }) => id));
    expect(seen).toHaveLength(7);
  });

  test("says when a session was last seen, written at most once a minute", async () => {
    const visit = () =>
      world.auth.db.work(world.request(), (work) => createFinders({ look: async () => true }).byToken(work, pat.token));
    const seenAt = async () => Date.parse((await list(pat.token)).items[0]?.lastSeenAt ?? "");
    const first = await seenAt();
    ahead = 30 * SECOND;
    await visit();
    expect(await seenAt()).toBe(first);
    ahead = 61 * SECOND;
    await visit();
    expect((await seenAt()) - first).toBeGreaterThanOrEqual(60 * SECOND);
  });
});

describe("a way out", () => {
  test("ends one's own session, and the log says so", async () => {
    await world.auth.db.userWork(world.request(), await actorOf(pat.token), (work) => world.auth.sessions.end(work));
    await expect.poll(() => admitted(pat.token), { timeout: 1_000 }).toBeNull();
    expect(await rowsOf(pat)).toEqual([]);
    expect(await eventsOf(pat)).toContain("session.ended");
  });

  test("ends another of one's own sessions from here, and leaves this one", async () => {
    const other = await another(pat);
    const { sessionId } = await actorOf(other);
    expect(await revoke(pat.token, sessionId)).toEqual({ status: "revoked" });
    await expect.poll(() => admitted(other), { timeout: 1_000 }).toBeNull();
    expect(await admitted(pat.token)).not.toBeNull();
    expect(await eventsOf(pat)).toContain("session.revoked");
  });

  test("a foreign session and one that never was are refused alike, and nothing ends", async () => {
    const { sessionId } = await actorOf(eve.token);
    const refusals = [];
    for (const id of [sessionId, "ses_01JD5Z3NDEKTSV4RRFFQ69G5FA", "", "x' or 1=1 --", digestOf(eve.token)]) {
      refusals.push(await revoke(pat.token, id).catch((error: unknown) => error));
    }
    for (const refused of refusals) {
      expect(refused).toMatchObject({ code: "session.not_found", status: "NOT_FOUND", details: {}, subject: {} });
    }
    expect(await rowsOf(eve)).toHaveLength(1);
    expect(await admitted(eve.token)).not.toBeNull();
  });

  test("ends all the others at once, and nobody else's", async () => {
    const others = [await another(pat), await another(pat), await another(pat)];
    for (const token of others) await actorOf(token);
    const answer = await world.auth.db.userWork(world.request(), await actorOf(pat.token), (work) =>
      world.auth.sessions.revokeOthers(work),
    );
    expect(answer).toEqual({ revoked: 3 });
    for (const token of others) await expect.poll(() => admitted(token), { timeout: 1_000 }).toBeNull();
    expect(await admitted(pat.token)).not.toBeNull();
    expect(await admitted(eve.token)).not.toBeNull();
    expect((await eventsOf(pat)).filter((action) => action === "session.revoked")).toHaveLength(3);
  });
});

describe("a sign-in", () => {
  const signIn = (previous: Actor | null) =>
    world.auth.signIn.withPassword(world.request(), previous, { email: pat.email, password: GOOD_PASSWORD });
  const sessionOf = async (previous: Actor | null): Promise<string> => {
    const answer = await signIn(previous);
    if (answer.status !== "signedIn") throw new Error("a second factor was asked for");
    return answer.session;
  };

  test("over a live session ends that one and begins another, under a token that nobody knew", async () => {
    const token = await sessionOf(await actorOf(pat.token));
    expect(token).not.toBe(pat.token);
    expect(await admitted(token)).toMatchObject({ userId: pat.userId });
    await expect.poll(() => admitted(pat.token), { timeout: 1_000 }).toBeNull();
    expect(await rowsOf(pat)).toHaveLength(1);
  });

  test("over somebody else's live session in the same browser ends that one too", async () => {
    await signIn(await actorOf(eve.token));
    await expect.poll(() => admitted(eve.token), { timeout: 1_000 }).toBeNull();
    expect(await rowsOf(eve)).toEqual([]);
  });

  test("that fails leaves the live session as it was", async () => {
    const actor = await actorOf(pat.token);
    const failing = world.auth.signIn.withPassword(world.request(), actor, {
      email: pat.email,
      password: "not the one, surely",
    });
    await expect(failing).rejects.toMatchObject({ code: "auth.credentials_wrong" });
    expect(await admitted(pat.token)).not.toBeNull();
    expect(await rowsOf(pat)).toHaveLength(1);
  });
});

test("upkeep forgets what is over, and keeps what is not", async () => {
  ahead = -8 * DAY;
  await another(pat);
  await world.auth.db.work(world.request(), (work) => world.auth.gate.end(work, { session: "ses_old" }));
  ahead = 0;
  await world.auth.db.work(world.request(), (work) => world.auth.gate.end(work, { session: "ses_new" }));
  await world.auth.db.work(world.request(), (work) => world.auth.sessions.sweep(work));
  expect(await rowsOf(pat)).toHaveLength(1);
  expect(
    await world.database
      .admin`select subject from auth.epochs where subject like 'session:ses_%d' or subject like 'session:ses_new'`,
  ).toEqual([{ subject: "session:ses_new" }]);
  expect(await admitted(pat.token)).not.toBeNull();
});
