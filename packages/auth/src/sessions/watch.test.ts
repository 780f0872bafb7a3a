// Threat: a session's cookie, copied off a machine and used on another continent while its owner goes on working.
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { writePlacesFile } from "../testing/places-file.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";
import { openPlaces, type Places } from "./places.ts";

const BERLIN = "198.51.100.7";
const HAMBURG = "198.51.100.200";
const SYDNEY = "203.0.113.80";
const NOWHERE = "192.0.2.1";

let places: Places;
let world: World<keyof typeof authPermissions>;
let person: Person;
let now = new Date("2026-11-22T10:00:00Z");

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const from = (ip: string) => ({ ...world.request(), ip });
/** Two instances: what one of them remembers for a minute, the other asks the database for. */
let other: World<keyof typeof authPermissions>;
/** Two minutes later the gate looks at the session again: under a token that it cannot remember. */
const ask = async (ip: string) => {
  later(2);
  const token = newToken("session");
  await world.database.admin`update auth.sessions set digest = ${digestOf(token)} where user_id = ${person.userId}`;
  return (await world.auth.gate.admit(from(ip), token))?.actor ?? null;
};
const sessionIds = async () =>
  (await world.database.admin`select id from auth.sessions where user_id = ${person.userId} order by id`).map(
    ({ id }) => id,
  );

beforeAll(async () => {
  places = await openPlaces(
    writePlacesFile([
      { network: "198.51.100.0/25", city: "Berlin", country: "Germany", latitude: 52.5, longitude: 13.4 },
      { network: "198.51.100.128/25", city: "Hamburg", country: "Germany", latitude: 53.5, longitude: 10 },
      { network: "203.0.113.0/24", city: "Sydney", country: "Australia", latitude: 33.9, longitude: 151.2 },
    ]),
  );
  const policy = definePolicy(authPermissions);
  world = await createWorld({ policy, places, clock: () => now });
  other = await createWorld({ policy, places, clock: () => now, beside: world });
});
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(async () => {
  person = await world.signUp();
  await world.database.admin`update auth.sessions set ip = ${BERLIN} where user_id = ${person.userId}`;
});

test("an operator's database names the places of addresses, and of no others", () => {
  expect(places(BERLIN)).toMatchObject({ label: "Berlin, Germany", at: { radiusKm: 20 } });
  expect(places(SYDNEY)?.label).toBe("Sydney, Australia");
  for (const ip of [NOWHERE, "10.0.0.1", "::1", "not an address", null]) expect(places(ip)).toBeNull();
});

test("a file that is no database of places is refused by name", async () => {
  await expect(openPlaces("/nowhere/places.mmdb")).rejects.toThrow();
  await expect(openPlaces(import.meta.filename)).rejects.toThrow();
});

test("a session that is seen on another continent two minutes later ends on every instance, and its owner is told", async () => {
  const admission = await other.auth.gate.admit(from(BERLIN), person.token);
  const { sessionId } = admission?.actor ?? {};
  expect(sessionId).toBeDefined();
  expect(await ask(SYDNEY)).toBeNull();
  await expect.poll(() => other.auth.gate.admit(from(BERLIN), person.token)).toBeNull();
  expect(await sessionIds()).toEqual([]);
  const { text, token } = await world.mailTo(person.email, "/not-me");
  expect(text).toContain("two places");
  expect(token).toMatch(/^not-me_/);
  const [event] = await world.database.admin`
    select target, detail from audit.events where action = 'session.suspicious' and actor_id = ${person.userId}`;
  expect(event).toEqual({ target: sessionId, detail: { sign: "impossible_journey" } });
});

test("a session goes on over the networks of a country, over an unknown one, and after a flight", async () => {
  expect(await ask(HAMBURG)).not.toBeNull();
  expect(await ask(NOWHERE)).not.toBeNull();
  expect(await ask(BERLIN)).not.toBeNull();
  later(24 * 60);
  expect(await ask(SYDNEY)).not.toBeNull();
});

test("the list of sessions says where each was last seen", async () => {
  const actor = await ask(HAMBURG);
  if (!actor) throw new Error("no session");
  const { items } = await world.auth.db.userWork(from(HAMBURG), actor, (work) => world.auth.sessions.list(work, {}));
  expect(items).toMatchObject([{ ip: HAMBURG, place: "Hamburg, Germany", amr: ["pwd"], current: true }]);
});

test("a sign-in far away, on a device that is not known, ends what cannot be the same person", async () => {
  await world.database.admin`update auth.users set first_signed_in_at = created_at where id = ${person.userId}`;
  const credentials = { email: person.email, password: GOOD_PASSWORD };
  const [before] = await sessionIds();
  later(30);
  await world.auth.signIn.withPassword(from(HAMBURG), null, credentials);
  expect(await sessionIds()).toContain(before);
  await world.auth.signIn.withPassword(from(SYDNEY), null, credentials);
  const after = await sessionIds();
  expect(after).toHaveLength(1);
  expect(after).not.toContain(before);
  expect((await world.mailTo(person.email, "/not-me")).text).toMatch(/new device|two places/);
});
