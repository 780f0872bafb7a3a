// Threat: somebody who tries doors, or opens one, and leaves no trace (OWASP ASVS 5.0 16.3; API10:2019 insufficient logging).
import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { events } from "../events.ts";
import { callValid, newEmail, type Scene, signUpToken } from "../testing/fixtures.ts";
import { newIp, openHouse } from "../testing/house.ts";
import { isOfInstallation, letRunInstallation } from "../testing/instance.ts";
import type { Answer } from "../testing/wire.ts";

const house = await openHouse();
const { call, world, procedures } = house;
const { admin } = world.database;
afterAll(house.close);

let scene: Scene;
let viewer: Person;

beforeAll(async () => {
  const { organizationId, people } = await world.organization("viewer");
  scene = { house, organizationId, person: people[0] as Person };
  viewer = people[1] as Person;
  await letRunInstallation(house, scene.person);
});

/** The events that a request left. */
const eventsOf = async ({ headers }: Answer) => [
  ...(await admin`
    select action, outcome, actor_id, organization_id, target, ip, user_agent, detail from audit.events
    where request_id = ${String(headers["x-request-id"])} order by seq`),
];

const WRONG = "not the right one at all";
const signIn = (email: string, caller = {}) => call("auth.signIn", { email, password: WRONG }, caller);

/** What changes nothing that is in force, and is heard of when it is finished. */
const BEGINNINGS = new Set([
  "mfa.beginTotp",
  "passkey.beginRegistration",
  "passkey.beginSignIn",
  "passkey.beginStepUp",
]);

/** What an owner, who may everything, asks for in vain: whoever lacks it is heard of, in the tests beside it. */
const NEEDLESS = new Set(["accessRequest.create"]);

describe("every command that succeeds", () => {
  const commands = procedures.filter(
    ({ type, path }) => type === "mutation" && !BEGINNINGS.has(path) && !NEEDLESS.has(path),
  );

  it.each(commands)("$path leaves an event", async (procedure) => {
    const signedIn = procedure.access !== "public";
    // The only owner of an organization with members has to stay.
    const person = procedure.path === "account.delete" ? await world.signUp() : scene.person;
    if (procedure.path === "session.revokeOthers") await house.startSession(scene.person);
    const ip = newIp();
    let sent: { organizationId?: unknown } = {};
    const change = (input: object) => {
      sent = input;
      return input;
    };
    const caller = { signedIn, ip, headers: { "User-Agent": "law/1" }, change };
    const answer = await callValid(procedure, { ...scene, person }, caller);
    expect(answer.status, answer.text).toBe(200);
    // A reset is asked for in a job, so that it takes as long for an address without an account.
    await expect.poll(async () => (await eventsOf(answer)).length, { timeout: 10_000 }).toBeGreaterThan(0);
    const left = await eventsOf(answer);
    for (const event of left) {
      expect(event).toMatchObject({ outcome: "success", ip, user_agent: "law/1" });
      expect(Object.keys(events)).toContain(event.action);
      if (signedIn) expect(event.actor_id).toBe(person.userId);
      if (!procedure.keys.includes("organizationId")) continue;
      // What is done from outside stands in the installation's own log too.
      const places = [sent.organizationId, ...(isOfInstallation(procedure) ? [null] : [])];
      expect(places).toContain(event.organization_id);
    }
  });

  it("and no query does, for reading is not a change, unless it is marked: then it leaves just that", async () => {
    for (const procedure of procedures.filter((one) => one.type === "query" && !isOfInstallation(one))) {
      const answer = await callValid(procedure, scene, { signedIn: true });
      expect(answer.status, answer.text).toBe(200);
      await world.auth.audit.accesses.flush();
      const { userId: actor_id } = scene.person;
      const look = { action: procedure.audit, outcome: "success", actor_id, organization_id: scene.organizationId };
      const left = await eventsOf(answer);
      expect(left, procedure.path).toMatchObject(procedure.audit === null ? [] : [look]);
      expect(Object.keys(events)).toEqual(expect.arrayContaining(left.map(({ action }) => action)));
    }
    expect(procedures.filter(({ audit }) => audit !== null).length).toBeGreaterThan(0);
  });
});

describe("a refused sign-in leaves exactly one event, after the rollback", () => {
  const FAILED = { action: "session.sign_in_failed", outcome: "refused", detail: { code: "auth.credentials_wrong" } };

  it("in the person's own log, where the address has an account", async () => {
    const { email, userId, personalOrganizationId } = await world.signUp();
    expect(await eventsOf(await signIn(email))).toMatchObject([
      { ...FAILED, actor_id: userId, organization_id: personalOrganizationId },
    ]);
  });

  it("in nobody's, where it has none", async () => {
    expect(await eventsOf(await signIn(newEmail()))).toMatchObject([
      { ...FAILED, actor_id: null, organization_id: null },
    ]);
  });

  it("in nobody's either, where the browser still holds a session: whoever tries reads their own log", async () => {
    const { token } = await world.signUp();
    const answer = await signIn(newEmail(), { token });
    expect(await eventsOf(answer)).toMatchObject([{ ...FAILED, actor_id: null, organization_id: null }]);
  });

  it("without the password or the address in it", async () => {
    const email = newEmail();
    const text = JSON.stringify(await eventsOf(await signIn(email)));
    expect(text).not.toContain(WRONG);
    expect(text).not.toContain(email);
  });
});

/** How many rows of each table a request wrote or took away; the queue's own upkeep is left out. */
async function writesOf(request: () => Promise<unknown>): Promise<Record<string, number>> {
  const tables = await admin<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'gatehouse_jobs', 'gatehouse') order by 1`;
  const versions = async () =>
    new Map(
      await Promise.all(
        tables.map(async ({ name }) => {
          const rows = await admin.unsafe<{ version: string }[]>(
            `select xmin::text || ctid::text as version from ${name}`,
          );
          return [name, new Set(rows.map(({ version }) => version))] as const;
        }),
      ),
    );
  const before = await versions();
  await request();
  const changed = [...(await versions())].map(([name, after]) => {
    const was = before.get(name) ?? new Set<string>();
    const written = [...after].filter((version) => !was.has(version)).length;
    return [name, written + Math.max(0, was.size - after.size)] as const;
  });
  return Object.fromEntries(changed.filter(([, count]) => count > 0));
}

it("a refused sign-in writes as much for an account as for nobody, a waiting sign-up and a disabled account", async () => {
  const [known, disabled] = [await world.signUp(), await world.signUp()];
  const waiting = newEmail();
  await signUpToken(house, waiting);
  await admin`update auth.users set disabled_at = now() where id = ${disabled.userId}`;
  const forKnown = await writesOf(() => signIn(known.email));
  expect(forKnown).toMatchObject({ "audit.events": 1, "limits.counters": 3 });
  for (const email of [newEmail(), waiting, disabled.email]) {
    expect(await writesOf(() => signIn(email))).toEqual(forKnown);
  }
});

describe("other refusals that are remembered", () => {
  it("a link that is not valid, once, in nobody's log", async () => {
    const answer = await call("auth.verifyEmail", { token: "verify_none" });
    expect(await eventsOf(answer)).toMatchObject([
      { action: "account.link_refused", outcome: "refused", actor_id: null, organization_id: null },
    ]);
  });

  it("a missing permission, once, in the log of the organization, with what was missing", async () => {
    const { organizationId } = scene;
    const answer = await call("document.create", { organizationId, title: "T" }, { token: viewer.token });
    expect(await eventsOf(answer)).toMatchObject([
      {
        action: "access.refused",
        outcome: "refused",
        actor_id: viewer.userId,
        organization_id: organizationId,
        detail: { code: "access.permission_missing", missing: ["document:write"] },
      },
    ]);
  });

  it("too many tries, once in a window: whoever goes on does not fill the log", async () => {
    const [email, ip] = [newEmail(), newIp()];
    const refused: Answer[] = [];
    for (let tries = 0; tries < 13; tries += 1) refused.push(await signIn(email, { ip }));
    const left = await Promise.all(refused.map(eventsOf));
    expect(refused.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429, 429]);
    expect(left.flat().map(({ action }) => action)).toEqual([
      ...Array(10).fill("session.sign_in_failed"),
      "limits.exceeded",
    ]);
  });

  it("nothing in the log of an organization that the caller is no member of", async () => {
    const stranger = await world.signUp();
    const { organizationId } = scene;
    const answer = await call("document.create", { organizationId, title: "T" }, { token: stranger.token });
    expect([answer.status, await eventsOf(answer)]).toEqual([404, []]);
  });
});

it("every event that was ever written has a sentence that explains it, and carries the request's id", async () => {
  await call("auth.signUp", { email: newEmail(), password: GOOD_PASSWORD, name: "Last" });
  const rows = await admin<
    { action: string; request_id: string }[]
  >`select distinct action, request_id from audit.events`;
  expect(Object.keys(events)).toEqual(expect.arrayContaining([...new Set(rows.map(({ action }) => action))]));
  expect(rows.every(({ request_id }) => request_id.length > 8)).toBe(true);
});
