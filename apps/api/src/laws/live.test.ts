// Threat: an open stream that goes on telling what its reader may no longer know, outlives the session, or tells of other tenants.
import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "@gatehouse/auth/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newEmail } from "../testing/fixtures.ts";
import { type House, newIp, ORIGIN, openHouse } from "../testing/house.ts";
import { openStream, type Stream } from "../testing/stream.ts";
import { errorOf } from "../testing/wire.ts";

/** Within this time what was taken away is refused on every instance. */
const WITHIN_MS = 1_000;
/** How long a change may take from the commit, over its seal, to a reader on a busy machine. */
const ARRIVES_MS = 5_000;

let house: House;
let other: House;
let team: { organizationId: string; people: readonly Person[] };
const streams: Stream[] = [];

beforeAll(async () => {
  house = await openHouse();
  const { database, sealer } = house.world;
  other = await openHouse({ beside: { database, sealer } });
  for (const { world } of [house, other]) world.auth.audit.start();
  team = await house.world.organization("admin", "member", "viewer");
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(async () => {
  await other.close();
  await house.close();
});

interface Note {
  readonly kind: string;
  readonly organizationId?: string;
  readonly nouns?: readonly string[];
}

const headersOf = (token: string) => ({
  Host: new URL(ORIGIN).host,
  Origin: ORIGIN,
  Cookie: `gatehouse_session=${token}`,
  "X-Forwarded-For": newIp(),
});

async function follow({ url }: House, token: string, input: object = {}): Promise<Stream> {
  const path = `/trpc/live.updates?input=${encodeURIComponent(JSON.stringify(input))}`;
  const stream = await openStream(url, { path, headers: headersOf(token) });
  streams.push(stream);
  expect(stream.status).toBe(200);
  expect((await stream.next()).event).toBe("connected");
  return stream;
}

/** A stream that tells already. */
async function opened(at: House, token: string, input: object = {}): Promise<Stream> {
  const stream = await follow(at, token, input);
  expect((await stream.next()).data).toEqual({ kind: "opened" });
  return stream;
}

const notesOf = ({ seen }: Stream): (Note & { at: number; id: string | null })[] =>
  seen.filter(({ event }) => event === "message").map(({ data, at, id }) => ({ ...(data as Note), at, id }));

const nounsIn = (stream: Stream, organizationId: string): string[] =>
  notesOf(stream).flatMap((note) => (note.organizationId === organizationId ? (note.nouns ?? []) : []));

/** Waits until a stream tells of this noun. */
const hears = (stream: Stream, noun: string, { organizationId } = team) =>
  expect.poll(() => nounsIn(stream, organizationId), { timeout: ARRIVES_MS, interval: 20 }).toContain(noun);

/** Waits for a note of a kind. @returns when it came */
async function heard(stream: Stream, kind: string): Promise<number> {
  const find = () => notesOf(stream).find((note) => note.kind === kind)?.at;
  await expect.poll(find, { timeout: ARRIVES_MS, interval: 10 }).toBeDefined();
  return find() as number;
}

/** Changes something that every reader of the log is told of, and nobody else. */
async function write(token: string): Promise<void> {
  const answer = await house.call("document.create", { organizationId: team.organizationId, title: "T" }, { token });
  expect(answer.status, answer.text).toBe(200);
}

/** A new member of the team, and the owner's session. */
async function join(role: "admin" | "member" | "viewer"): Promise<{ person: Person; owner: Person }> {
  const person = await house.world.signUp();
  const { auth, database } = house.world;
  await auth.db.work(house.world.request(), (work) => auth.totp.install(work, person.userId, "JBSWY3DPEHPK3PXP"));
  await database.admin`
    insert into auth.memberships (organization_id, user_id, role, created_at)
    values (${team.organizationId}, ${person.userId}, ${role}, now())`;
  return { person, owner: team.people[0] as Person };
}

describe("who is told what", () => {
  test("readers of the log of everything, members of members, and nobody by name", async () => {
    const [owner, , member] = team.people as [Person, Person, Person];
    const reader = await opened(house, owner.token);
    const colleague = await opened(other, member.token);
    await write(owner.token);
    await hears(reader, "audit");
    const guest = newEmail();
    const input = { organizationId: team.organizationId, email: guest, role: "viewer" };
    const invited = await house.call("invitation.create", input, { token: await fresh(owner) });
    expect(invited.status, invited.text).toBe(200);
    await hears(reader, "invitation");
    const { person } = await join("viewer");
    const change = { organizationId: team.organizationId, userId: person.userId, role: "member" };
    const changed = await house.call("member.changeRole", change, { token: await fresh(owner) });
    expect(changed.status, changed.text).toBe(200);
    await hears(colleague, "member");
    // The making of the organization itself may be sealed a moment later.
    const nouns = nounsIn(colleague, team.organizationId).filter((noun) => noun !== "organization");
    expect(new Set(nouns)).toEqual(new Set(["member"]));
    const text = JSON.stringify([reader.seen, colleague.seen]);
    for (const secret of [guest, owner.email, person.userId, person.email]) expect(text).not.toContain(secret);
  });

  test("nobody of another tenant, whatever happens there", async () => {
    const stranger = await house.world.signUp();
    const stream = await opened(other, stranger.token);
    const reader = await opened(house, (team.people[0] as Person).token);
    await write((team.people[0] as Person).token);
    await hears(reader, "audit");
    await sleep(WITHIN_MS);
    expect(JSON.stringify(stream.seen)).not.toContain(team.organizationId);
  });
});

/** A session whose second factor was proven a moment ago. */
const fresh = ({ userId }: Person): Promise<string> =>
  house.world.auth.db.work(house.world.request(), (work) =>
    house.world.auth.sessions.start(work, { userId, amr: ["pwd", "otp", "mfa"] }),
  );

describe("what ends", () => {
  test("a demoted admin hears of it within a second on both instances, and of the log no more", async () => {
    const { person, owner } = await join("admin");
    const mine = [await opened(house, person.token), await opened(other, person.token)];
    const reader = await opened(other, owner.token);
    await write(owner.token);
    for (const stream of mine) await hears(stream, "audit");
    const token = await fresh(owner);
    const change = { organizationId: team.organizationId, userId: person.userId, role: "viewer" };
    const answer = await house.call("member.changeRole", change, { token });
    expect(answer.status, answer.text).toBe(200);
    const demotedAt = performance.now();
    for (const stream of mine) expect((await heard(stream, "access.changed")) - demotedAt).toBeLessThan(WITHIN_MS);
    await sleep(WITHIN_MS);
    const before = [...mine, reader].map((stream) => stream.seen.length);
    await write(owner.token);
    await expect.poll(() => reader.seen.length, { timeout: ARRIVES_MS }).toBeGreaterThan(before[2] ?? 0);
    await sleep(WITHIN_MS);
    for (const [index, stream] of mine.entries()) {
      const later = notesOf({ ...stream, seen: stream.seen.slice(before[index]) });
      expect(later.flatMap(({ nouns = [] }) => nouns)).not.toContain("audit");
    }
  });

  test.each(["session.revokeOthers", "the person"])(
    "a session that is ended by %s ends its streams within a second on both instances",
    async (by) => {
      const person = await house.world.signUp();
      const away = await house.startSession(person);
      const [near, far, own] = [
        await opened(house, away),
        await opened(other, away),
        await opened(other, person.token),
      ];
      const { auth } = house.world;
      if (by === "the person") {
        await auth.db.work(house.world.request(), (work) => auth.gate.end(work, { user: person.userId }));
      } else {
        expect((await house.call("session.revokeOthers", {}, { token: person.token })).status).toBe(200);
      }
      const endedAt = performance.now();
      for (const stream of by === "the person" ? [near, far, own] : [near, far]) {
        expect((await heard(stream, "session.ended")) - endedAt).toBeLessThan(WITHIN_MS);
        await stream.ended;
      }
      if (by !== "the person") expect(notesOf(own).map(({ kind }) => kind)).not.toContain("session.ended");
    },
  );

  test("a stream is not opened for a session that ended, for a stranger's page, nor by a fifth time", async () => {
    const person = await house.world.signUp();
    const ended = await house.startSession(person);
    await house.call("session.revokeOthers", {}, { token: person.token });
    expect(errorOf(await house.call("live.updates", {}, { token: ended }))?.data.appCode).toBe("auth.session_required");
    const strange = { token: person.token, headers: { Origin: "https://evil.example" } };
    expect((await house.call("live.updates", {}, strange)).status).toBe(403);
    for (let count = 0; count < 4; count += 1) await opened(house, person.token);
    const refused = await house.call("live.updates", {}, { token: person.token });
    expect(errorOf(refused)?.data).toMatchObject({ appCode: "live.too_many", httpStatus: 429 });
    for (const stream of streams.splice(0)) stream.close();
    await expect
      .poll(async () => (await house.call("live.updates", {}, { token: person.token })).status, { timeout: ARRIVES_MS })
      .toBe(200);
  });
});

describe("what was missed", () => {
  test("is told to whoever comes back with the last number, on the other instance too, and not again", async () => {
    const owner = team.people[0] as Person;
    const first = await opened(house, owner.token);
    await write(owner.token);
    await hears(first, "audit");
    const after = Number(notesOf(first).at(-1)?.id);
    first.close();
    await write(owner.token);
    await house.world.auth.audit.seal();
    const again = await opened(other, owner.token, { after });
    await hears(again, "audit");
    const last = notesOf(again).at(-1);
    expect(Number(last?.id)).toBeGreaterThan(after);
    again.close();
    const late = await opened(house, owner.token, { after: 0, lastEventId: last?.id });
    await sleep(WITHIN_MS);
    expect(nounsIn(late, team.organizationId)).toEqual([]);
  });

  test("is too much to be told after a long time: then everything is asked again", async () => {
    const owner = team.people[0] as Person;
    for (let count = 0; count < 201; count += 1) await note(owner);
    await house.world.auth.audit.accesses.flush();
    await expect.poll(sealed, { timeout: 10_000 }).toBeGreaterThan(201);
    const stream = await follow(house, owner.token, { after: 0 });
    expect((await stream.next()).data).toEqual({ kind: "reset" });
  });
});

async function sealed(): Promise<number> {
  const [row] = await house.world.database.admin<{ newest: string }[]>`select max(number) as newest from audit.seals`;
  return Number(row?.newest);
}

const note = ({ userId }: Person) =>
  house.world.auth.audit.accesses.note({
    action: "document.read",
    actorId: userId,
    organizationId: team.organizationId,
    request: house.world.request(),
  });

test("a stream shows signs of life; the cookies that were due came before it began", async () => {
  const person = await house.world.signUp();
  const stream = await opened(house, person.token);
  expect(stream.headers["content-type"]).toMatch(/^text\/event-stream/);
  expect(stream.headers["cache-control"]).toBe("no-store");
  expect(stream.headers["set-cookie"]).toEqual([expect.stringMatching(/^gatehouse_access=/)]);
  await expect.poll(() => stream.pings(), { timeout: 10_000 }).toBeGreaterThan(1);
});

test("a process that is being stopped ends its streams at once, and takes none", async () => {
  const { database, sealer } = house.world;
  const third = await openHouse({ beside: { database, sealer } });
  const stream = await opened(third, (team.people[0] as Person).token);
  const closing = third.close();
  expect(await heard(stream, "paused")).toBeGreaterThan(0);
  await stream.ended;
  await closing;
});
