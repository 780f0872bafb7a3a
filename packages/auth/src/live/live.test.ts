// Threat: a stream that outlives its time, costs without bound, or tells on while nobody can know whether it may.
import type { FeedEvent } from "@gatehouse/audit";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { AppError } from "@gatehouse/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { LIVE } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { createBacklog } from "./backlog.ts";
import { createLive } from "./live.ts";
import type { LiveNote } from "./notes.ts";

const policy = definePolicy(authPermissions);
let world: World<string>;
/** A second instance, whose LISTEN connection is in our hands. */
let other: World<string>;
let wire: Wire;

beforeAll(async () => {
  world = await createWorld({ policy });
  wire = await createWire(world.database.url);
  other = await createWorld({
    policy,
    beside: { database: { ...world.database, url: wire.url }, sealer: world.sealer },
  });
});
afterAll(async () => {
  await other.close();
  await wire.close();
  await world.close();
});

/** Follows as a person until the stream ends. @returns the kinds of what was told */
async function follow(
  at: World<string>,
  live: ReturnType<typeof createLive>,
  { token }: Person,
  after: number | null = null,
): Promise<string[]> {
  const request = at.request();
  const admission = await at.auth.gate.admit(request, token);
  if (admission === null) throw new Error("nobody");
  const { signal } = new AbortController();
  const notes: LiveNote[] = [];
  for await (const { note } of live.follow({ request, actor: admission.actor, after, signal })) notes.push(note);
  return notes.map(({ kind }) => kind);
}

const feed = { tail: () => {}, after: async () => [], end: async () => 0 };
const heard = { isCurrent: () => true };
const liveWith = (bounds: Partial<typeof LIVE>, { auth }: World<string> = world) =>
  createLive({ db: auth.db, signals: heard, gate: auth.gate, feed, clock: auth.clock }, { ...LIVE, ...bounds });

test("a stream ends when it lasted long enough, and says that more will come", async () => {
  const live = liveWith({ streamSeconds: 1 });
  expect(await follow(world, live, await world.signUp())).toEqual(["opened", "paused"]);
});

test("whoever comes back from beyond the end, as after a restore, is told to ask everything again", async () => {
  const live = liveWith({ streamSeconds: 1 });
  expect(await follow(world, live, await world.signUp(), 5)).toEqual(["reset", "paused"]);
});

test("a process holds as many streams as it may, and one that ended makes room", async () => {
  const live = liveWith({ streamSeconds: 3, perProcess: 1 });
  const person = await world.signUp();
  const outcome = () => follow(world, live, person).catch((error: AppError) => error.code);
  const both = await Promise.all([outcome(), outcome()]);
  expect(both).toEqual(expect.arrayContaining([["opened", "paused"], "live.too_many"]));
  expect(await outcome()).toEqual(["opened", "paused"]);
});

test("nobody takes the streams of everybody else, however many sessions they begin", async () => {
  const live = liveWith({ streamSeconds: 2, perPerson: 2, perProcess: 3 });
  const greedy = await world.signUp();
  const tokens = await Promise.all(
    Array.from({ length: 4 }, () =>
      world.auth.db.work(world.request(), (work) =>
        world.auth.sessions.start(work, { userId: greedy.userId, amr: ["pwd"] }),
      ),
    ),
  );
  const outcome = (token: string) => follow(world, live, { ...greedy, token }).catch((error: AppError) => error.code);
  const theirs = Promise.all(tokens.map(outcome));
  expect(await follow(world, live, await world.signUp())).toEqual(["opened", "paused"]);
  expect((await theirs).filter((told) => told === "live.too_many")).toHaveLength(2);
});

test("a process that hears nothing any more ends its streams: nobody could tell whether the session stands", async () => {
  const person = await world.signUp();
  const following = follow(other, liveWith({}, other), person).catch((error: AppError) => error.code);
  await expect.poll(() => other.auth.gate.admit(other.request(), person.token)).not.toBeNull();
  wire.cut();
  expect(await following).toBe("auth.unavailable");
  wire.mend();
});

test("a session that ends between its admission and the stream ends the stream", async () => {
  const person = await world.signUp();
  const request = world.request();
  const admission = await world.auth.gate.admit(request, person.token);
  const actor = admission?.actor;
  if (actor === undefined) throw new Error("nobody");
  await world.auth.db.work(request, (work) => world.auth.gate.end(work, { session: actor.sessionId }));
  await expect.poll(() => world.auth.gate.recall(person.token, null)).toBeNull();
  const over = new AbortController();
  await expect.poll(() => world.auth.gate.until(actor, over.signal).aborted).toBe(true);
  const { reason } = world.auth.gate.until(actor, over.signal);
  expect(reason instanceof AppError && reason.code).toBe("auth.session_required");
  over.abort();
});

test.each(["constructor", "__proto__", "toString.x", "hasOwnProperty.removed"])(
  "an event that somebody called %s, past the catalogue, keeps nobody from hearing of what comes with it",
  (action) => {
    const backlog = createBacklog(() => true);
    const event = (number: number, organizationId: string, action: string) =>
      ({ number, organizationId, action, outcome: "success" }) as FeedEvent;
    backlog.add([event(1, "org_theirs", action), event(2, "org_mine", "member.removed")]);
    expect([...backlog.take().changes]).toEqual([
      ["org_theirs", new Set(["audit"])],
      ["org_mine", new Set(["member", "audit"])],
    ]);
  },
);

test("whoever reads slowly is kept nouns, and nothing of an organization of others", () => {
  const backlog = createBacklog((organizationId) => organizationId === "org_mine");
  const event = (number: number, organizationId: string, action: string) =>
    ({ number, organizationId, action, outcome: "success" }) as FeedEvent;
  for (let number = 1; number <= 1_000; number += 1) {
    backlog.add([event(number, "org_mine", "member.removed"), event(number, "org_theirs", "member.removed")]);
  }
  const { changes, number } = backlog.take();
  expect([...changes]).toEqual([["org_mine", new Set(["member", "audit"])]]);
  expect(number).toBe(1_000);
  expect(backlog.take().changes.size).toBe(0);
});
