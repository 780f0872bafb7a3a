// Threat: a stolen refresh token that goes on unnoticed beside its owner's, or one that outlives what it was given for (RFC 9700 4.14).
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import type { ClientTokens } from "./refresh.ts";

type Permission = keyof typeof authPermissions;
const policy = definePolicy(authPermissions);
const DAY_MS = 24 * 60 * 60 * 1000;

let world: World<Permission>;
let other: World<Permission>;
let person: Person;
let tokens: ClientTokens;
let offset = 0;
const clock = () => new Date(Date.now() + offset);

const actorOf = async (token: string) => (await world.auth.gate.admit(world.request(), token))?.actor ?? null;
const admit = (token: string, at = world) => at.auth.gate.admitToken(at.request(), token);
const refresh = (token: string, at = world) => at.auth.refresh.refresh(at.request(), token);
const rowsOf = (sessionId: string) =>
  world.database.admin<{ digest: string; used_at: Date | null }[]>`
    select digest, used_at from auth.refresh_tokens where session_id = ${sessionId} order by created_at`;

async function issue(): Promise<ClientTokens> {
  const actor = await actorOf(person.token);
  if (!actor) throw new Error("no session");
  return world.auth.refresh.issue(world.request(), actor, { name: "Laptop script" });
}

async function sessionOf(accessToken: string): Promise<string> {
  return (await admit(accessToken))?.sessionId ?? "";
}

beforeAll(async () => {
  world = await createWorld({ policy, clock });
  other = await createWorld({ policy, clock, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  offset = 0;
  person = await world.signUp();
  tokens = await issue();
});

test("issued tokens have a session of their own, named in the list, that the browser's cookie does not open and that is not fresh", async () => {
  expect(tokens).toEqual({
    accessToken: expect.any(String),
    refreshToken: expect.stringMatching(/^refresh_/),
    expiresIn: 900,
  });
  const browser = await actorOf(person.token);
  const client = await admit(tokens.accessToken);
  expect(client).toMatchObject({ userId: person.userId, client: "token", freshUntil: 0, amr: ["pwd"] });
  expect(client?.sessionId).not.toBe(browser?.sessionId);
  const list = await world.database.db.userWork(world.request(), browser as never, (work) =>
    world.auth.sessions.list(work, {}),
  );
  expect(list.items).toContainEqual(
    expect.objectContaining({ id: client?.sessionId, kind: "token", name: "Laptop script", current: false }),
  );
  expect(await actorOf(tokens.refreshToken)).toBeNull();
  expect(await admit(tokens.refreshToken)).toBeNull();
});

test("tokens are not issued to what is no browser's session, so that none begets another", async () => {
  const client = await admit(tokens.accessToken);
  const issuing = world.auth.refresh.issue(world.request(), client as never, { name: "Copy" });
  await expect(issuing).rejects.toMatchObject({ code: "token.browser_required" });
});

test("twenty at once with one token, on two instances, make one row and get one identical successor, twenty times over", async () => {
  const sessionId = await sessionOf(tokens.accessToken);
  let current = tokens.refreshToken;
  for (let round = 1; round <= 20; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refresh(current, index % 2 === 0 ? world : other)),
    );
    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(await rowsOf(sessionId)).toHaveLength(1 + round);
    current = answers[0]?.refreshToken ?? "";
    expect(await admit(answers[7]?.accessToken ?? "")).toMatchObject({ sessionId });
  }
});

test("only digests are stored", async () => {
  const { refreshToken } = await refresh(tokens.refreshToken);
  const rows = await rowsOf(await sessionOf(tokens.accessToken));
  expect(rows.map(({ digest }) => digest)).toEqual([digestOf(tokens.refreshToken), digestOf(refreshToken)]);
  const dump = JSON.stringify(await world.database.admin`select * from auth.refresh_tokens, auth.sessions`);
  for (const secret of [tokens.refreshToken, refreshToken])
    expect(dump.includes(secret.slice("refresh_".length))).toBe(false);
});

test("the old token within ten seconds gets the same successor; after that it ends the family, with an event and a mail", async () => {
  const first = await refresh(tokens.refreshToken);
  offset = 9_000;
  expect((await refresh(tokens.refreshToken)).refreshToken).toBe(first.refreshToken);
  offset = 11_000;
  const sessionId = await sessionOf(first.accessToken);
  await expect(refresh(tokens.refreshToken, other)).rejects.toMatchObject({ code: "token.refresh_invalid" });
  await expect(refresh(first.refreshToken)).rejects.toMatchObject({ code: "token.refresh_invalid" });
  await expect.poll(() => admit(first.accessToken), { timeout: 1_000 }).toBeNull();
  expect(await admit(first.accessToken, other)).toBeNull();
  expect(await actorOf(person.token)).not.toBeNull();
  const events = await world.database
    .admin`select * from audit.events where action = 'token.reused' and target = ${sessionId}`;
  expect(events).toMatchObject([
    { actor_id: person.userId, organization_id: person.personalOrganizationId, outcome: "refused" },
  ]);
  const mail = await world.mailTo(person.email);
  expect(mail.text).toContain("Laptop script");
});

test("twenty reuses at once end the family once: one event, one mail", async () => {
  const sessionId = await sessionOf(tokens.accessToken);
  await refresh(tokens.refreshToken);
  offset = 11_000;
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => refresh(tokens.refreshToken)));
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  expect(
    await world.database.admin`select from audit.events where action = 'token.reused' and target = ${sessionId}`,
  ).toHaveLength(1);
});

test("an unknown token ends nothing, even one that is nearly right", async () => {
  for (const token of ["", "refresh_x", `${tokens.refreshToken}x`, tokens.accessToken, person.token]) {
    await expect(refresh(token)).rejects.toMatchObject({ code: "token.refresh_invalid" });
  }
  expect(await refresh(tokens.refreshToken)).toMatchObject({ expiresIn: 900 });
});

test("use moves the idle end of a week, and nothing moves the absolute end of thirty days", async () => {
  let current = tokens.refreshToken;
  for (const day of [6, 12, 18, 24, 29.9]) {
    offset = day * DAY_MS;
    current = (await refresh(current)).refreshToken;
  }
  offset = 30.1 * DAY_MS;
  await expect(refresh(current)).rejects.toMatchObject({ code: "token.refresh_invalid" });
  offset = 0;
  const idle = await issue();
  offset = 7.1 * DAY_MS;
  await expect(refresh(idle.refreshToken)).rejects.toMatchObject({ code: "token.refresh_invalid" });
});

test("a changed password, and ending the other sessions, end the clients too; signing out of the browser does not", async () => {
  const kept = await issue();
  const actor = await actorOf(person.token);
  await world.auth.passwordChange.change(world.request(), actor as never, {
    currentPassword: GOOD_PASSWORD,
    newPassword: "four ferries under the moonlit pier",
  });
  await expect(refresh(tokens.refreshToken)).rejects.toMatchObject({ code: "token.refresh_invalid" });
  await expect.poll(() => admit(kept.accessToken), { timeout: 1_000 }).toBeNull();

  const again = await issue();
  await world.database.db.userWork(world.request(), actor as never, world.auth.sessions.end);
  await expect.poll(() => actorOf(person.token), { timeout: 1_000 }).toBeNull();
  expect(await admit((await refresh(again.refreshToken)).accessToken)).toMatchObject({ client: "token" });
});

test("nobody who is disabled refreshes", async () => {
  await world.database.admin`update auth.users set disabled_at = now() where id = ${person.userId}`;
  await expect(refresh(tokens.refreshToken)).rejects.toMatchObject({ code: "token.refresh_invalid" });
});
