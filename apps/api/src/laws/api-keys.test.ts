// Threat: a key that does what only a person may, reaches another tenant, floods the house, or is found in a log, an answer or a backup.
import { setTimeout as sleep } from "node:timers/promises";
import type { Person } from "@gatehouse/auth/testing";
import { newId } from "@gatehouse/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dump, secretsIn } from "../testing/dump.ts";
import { callValid, type Scene } from "../testing/fixtures.ts";
import { newIp, openHouse } from "../testing/house.ts";
import type { Procedure } from "../testing/procedures.ts";
import { dataOf, errorOf, send } from "../testing/wire.ts";

const house = await openHouse();
const other = await openHouse({ beside: house.world });
const { world, procedures } = house;
const { admin } = world.database;

let organizationId: string;
let owner: Person;
let scene: Scene;
/** A key of the owner's that names all that there is. */
let master: Made;

interface Made {
  readonly id: string;
  readonly key: string;
}

const ALL = ["organization:*", "member:*", "role:*", "audit:*", "api_key:*", "document:*"];
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

async function make(asked: object = {}): Promise<Made> {
  const token = await house.startSession(owner);
  const input = { organizationId, name: "Robot", permissions: ["document:*"], expiresInDays: 30, ...asked };
  const answer = await house.call("apiKey.create", input, { token });
  if (answer.status !== 200) throw new Error(answer.text);
  return dataOf(answer) as Made;
}
const callBy = (key: string, path = "document.list", input: object = { organizationId }, at = house) =>
  at.call(path, input, { headers: bearer(key) });

beforeAll(async () => {
  const team = await world.organization("member");
  organizationId = team.organizationId;
  owner = team.people[0] as Person;
  scene = { house, organizationId, person: owner };
  master = await make({ permissions: ALL });
});
afterAll(async () => {
  await other.close();
  await house.close();
});

/** Whose valid call names an organization that was made for it. */
const ELSEWHERE = new Set(["organization.restore"]);

describe("a key is no person", () => {
  const isForInstallers = ({ access }: Procedure) => access?.startsWith("instance:") === true;
  const forPeople = procedures.filter(
    (row) => row.access !== "public" && (row.access === "signed in" || row.stepUp) && !isForInstallers(row),
  );
  const forPrograms = procedures.filter(
    ({ access, stepUp, path }) => access?.includes(":") && !stepUp && !ELSEWHERE.has(path),
  );

  it("is tried on every procedure", () => {
    expect(forPeople.length).toBeGreaterThan(20);
    expect(forPrograms.length).toBeGreaterThan(8);
  });

  it.each(forPeople)("$path does not take it", async (procedure) => {
    const answer = await callValid(procedure, scene, { signedIn: true, headers: bearer(master.key) });
    expect([answer.status, errorOf(answer)?.data.appCode]).toEqual([403, "access.key_not_accepted"]);
  });

  it.each(procedures.filter(isForInstallers))("$path is not there for it, as for anybody else", async (procedure) => {
    const answer = await callValid(procedure, scene, { signedIn: true, headers: bearer(master.key) });
    expect([answer.status, errorOf(answer)?.data.appCode]).toEqual([404, "request.not_found"]);
  });

  it.each(forPrograms)("$path takes it, in its organization alone", async (procedure) => {
    const answer = await callValid(procedure, scene, { signedIn: true, headers: bearer(master.key) });
    expect(answer.status, answer.text).toBe(200);
    const refusals = [owner.personalOrganizationId, newId("org")].map(async (id) => {
      const change = (input: object) => ({ ...input, organizationId: id });
      const refused = await callValid(procedure, scene, { signedIn: true, headers: bearer(master.key), change });
      return [refused.status, errorOf(refused)?.data.appCode];
    });
    expect(await Promise.all(refusals)).toEqual(Array(2).fill([404, "organization.not_found"]));
  });

  it("is nobody to what is public", async () => {
    expect((await callBy(master.key, "session.current", {})).text).toBe('{"result":{"data":null}}');
  });
});

describe("what a key does", () => {
  it("needs neither cookie nor origin, and stands in the log as its maker's act, by this key", async () => {
    const { id, key } = await make();
    const answer = await send(house.url, {
      method: "POST",
      path: "/trpc/document.create",
      headers: { Host: "localhost:5173", "Content-Type": "application/json", ...bearer(key) },
      body: JSON.stringify({ organizationId, title: "By a robot", body: "" }),
    });
    expect(answer.status, answer.text).toBe(200);
    const events = await admin`
      select action, actor_id, organization_id, detail from audit.events where request_id = ${String(answer.headers["x-request-id"])}`;
    expect([...events]).toMatchObject([
      { action: "document.created", actor_id: owner.userId, organization_id: organizationId, detail: { keyId: id } },
    ]);
  });

  it("is refused without the permission, and that is remembered with the key", async () => {
    const { id, key } = await make({ permissions: ["document:read"] });
    const answer = await callBy(key, "document.create", { organizationId, title: "T", body: "" });
    expect(errorOf(answer)?.data).toMatchObject({ appCode: "access.permission_missing", missing: ["document:write"] });
    const events = await admin`
      select action, actor_id, detail from audit.events where request_id = ${String(answer.headers["x-request-id"])}`;
    expect([...events]).toMatchObject([{ action: "access.refused", actor_id: owner.userId, detail: { keyId: id } }]);
  });

  it("is refused from an address that it is not for", async () => {
    const { key } = await make({ ipRanges: ["198.51.100.0/24"] });
    const from = (ip: string) => house.call("document.list", { organizationId }, { ip, headers: bearer(key) });
    expect((await from("198.51.100.7")).status).toBe(200);
    const refused = await from(newIp());
    expect([refused.status, errorOf(refused)?.data.appCode]).toEqual([403, "api_key.ip_not_allowed"]);
  });
});

describe("a key that is none, or none any more, opens nothing", () => {
  const refused = async (key: string, at = house) => {
    const answer = await callBy(key, "document.list", { organizationId }, at);
    return [answer.status, errorOf(answer)?.data.appCode];
  };

  it("mistyped, invented, or by what the database holds of it", async () => {
    const { id, key } = await make();
    const [row] = await admin<{ digest: string; hint: string }[]>`
      select digest, hint from auth.api_keys where id = ${id}`;
    const texts = [`${key.slice(0, -1)}~`, key.toLowerCase(), id, row?.digest ?? "", row?.hint.replace("…", "") ?? ""];
    for (const text of [...texts, `gk_live_${row?.digest}`, `${key}${key}`]) {
      expect(await refused(text), text).toEqual([401, "auth.session_required"]);
    }
  });

  it("as a cookie, a session's or an access token's", async () => {
    const { key } = await make();
    const { organizationId: id } = scene;
    for (const name of ["gatehouse_session", "gatehouse_access"]) {
      const answer = await house.call(
        "document.list",
        { organizationId: id },
        { headers: { Cookie: `${name}=${key}` } },
      );
      expect(answer.status).toBe(401);
    }
  });

  it("revoked: within a second on the other instance, while it is being called without a pause", async () => {
    const { id, key } = await make();
    const statuses: { at: number; status: number }[] = [];
    let isOver = false;
    const calling = (async () => {
      while (!isOver) {
        const at = performance.now();
        statuses.push({ at, status: (await callBy(key, "document.list", { organizationId }, other)).status });
      }
    })();
    await expect
      .poll(() => statuses.filter(({ status }) => status === 200).length, { timeout: 10_000 })
      .toBeGreaterThan(3);
    const token = await house.startSession(owner);
    expect((await house.call("apiKey.revoke", { organizationId, apiKeyId: id }, { token })).status).toBe(200);
    const revokedAt = performance.now();
    await sleep(2_000);
    isOver = true;
    await calling;
    const late = statuses.filter(({ at }) => at > revokedAt + 1_000).map(({ status }) => status);
    expect(new Set(late)).toEqual(new Set([401]));
    expect(await refused(key)).toEqual([401, "auth.session_required"]);
  }, 30_000);
});

it("a key has a limit of its own, counted by the call and not by the request", async () => {
  const { key } = await make();
  const input = encodeURIComponent(
    JSON.stringify(Object.fromEntries(Array.from({ length: 10 }, (_, at) => [at, { organizationId }]))),
  );
  const path = `/trpc/${Array(10).fill("document.list").join(",")}?batch=1&input=${input}`;
  const batch = () =>
    send(house.url, { path, headers: { Host: "localhost:5173", "X-Forwarded-For": newIp(), ...bearer(key) } });
  for (let sent = 0; sent < 60; sent += 1) expect((await batch()).status).toBe(200);
  const answer = await callBy(key);
  expect([answer.status, errorOf(answer)?.data.appCode]).toEqual([429, "limits.exceeded"]);
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  expect(answer.headers["ratelimit-limit"]).toBe("600");
  expect((await callBy(master.key)).status).toBe(200);
}, 60_000);

it("no key stands in a log, in a backup, or in any answer but the one that made it", async () => {
  const made = await make();
  const token = await house.startSession(owner);
  const roll = await house.call("apiKey.roll", { organizationId, apiKeyId: made.id, overlapHours: 1 }, { token });
  const next = dataOf(roll) as Made;
  const keys = { first: made.key, second: next.key, master: master.key };
  const answers = [
    await callBy(made.key),
    await callBy(`${next.key}x`),
    await callBy(next.key, "apiKey.create", { organizationId }),
    await callBy(master.key, "apiKey.list"),
    await callBy(master.key, "apiKey.outcomes", { organizationId, apiKeyId: made.id }),
    await house.call("apiKey.update", { organizationId, apiKeyId: next.id, name: "N" }, { token }),
    await house.call("account.export", {}, { token }),
    await house.call("session.current", {}, { token }),
  ];
  await world.auth.keys.flush();
  for (const { text, headers } of answers) expect(secretsIn(text + JSON.stringify(headers), keys)).toEqual([]);
  expect(secretsIn(roll.text, keys)).toEqual(["second"]);
  expect(house.logged()).toContain("apiKey.roll");
  expect(secretsIn(house.logged(), keys)).toEqual([]);
  const stored = await dump(house);
  expect(stored.get("auth.api_keys")?.length).toBeGreaterThan(3);
  for (const [table, rows] of stored) expect(secretsIn(rows.join("\n"), keys), table).toEqual([]);
});
