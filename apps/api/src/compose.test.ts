// Threat: a setting that is read, documented, and reaches nothing: the operator believes in a protection that is not there.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { append } from "@gatehouse/audit";
import { writePlacesFile } from "@gatehouse/auth/testing";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { AppError, newId } from "@gatehouse/kernel";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { compose } from "./compose.ts";
import { readEnv } from "./env.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import { createLog } from "./log.ts";

const STOLEN = "nobody would ever guess this one";
const IP = "198.51.100.7";
const digits = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();
/** A list of stolen passwords, which answers while it is up. */
const list = createServer((req, res) => {
  const [prefix, rest] = [digits(STOLEN).slice(0, 5), digits(STOLEN).slice(5)];
  res.statusCode = isListUp ? 200 : 500;
  res.end(req.url === `/range/${prefix}` ? `${rest}:3` : "");
});
let isListUp = true;

let database: TestDatabase;
let lifetime: Lifetime;
const lines: string[] = [];
const log = createLog("warn", { write: (line) => void lines.push(line) });

beforeAll(async () => {
  database = await createTestDatabase([]);
  await once(list.listen(0, "127.0.0.1"), "listening");
});
afterEach(() => lifetime.end());
afterAll(async () => {
  list.close();
  await database.close();
});

function composed(settings: NodeJS.ProcessEnv) {
  lifetime = createLifetime((error) => {
    throw error;
  });
  const secret = `1:${Buffer.from("0123456789abcdefghijklmnopqrstuv").toString("base64")}`;
  return compose(readEnv({ DATABASE_URL: database.url, APP_SECRET: secret, ...settings }), log, lifetime);
}

test("GATEHOUSE_BREACH_URL: a stolen password is refused; a list that does not answer is passed over, and the log says so", async () => {
  const { port } = list.address() as AddressInfo;
  const { auth } = await composed({ GATEHOUSE_BREACH_URL: `http://127.0.0.1:${port}/range/` });
  const choose = () => auth.passwords.requireAcceptable(STOLEN, []);
  await expect(choose()).rejects.toMatchObject({ code: "password.breached" });
  expect(lines).toEqual([]);
  isListUp = false;
  await expect(choose()).resolves.toBeUndefined();
  expect(lines.join()).toContain("the list of stolen passwords does not answer");
  expect(lines.join()).not.toContain(STOLEN);
});

test("without it, as in development, nothing is asked", async () => {
  const { auth } = await composed({});
  await expect(auth.passwords.requireAcceptable(STOLEN, [])).resolves.toBeUndefined();
});

test("GATEHOUSE_STEP_UP_SECONDS and GATEHOUSE_GEOIP_PATH: a session is fresh for as long, and its place is named", async () => {
  const path = writePlacesFile([
    { network: "198.51.100.0/24", city: "Lisbon", country: "Portugal", latitude: 38.5, longitude: -9.5 },
  ]);
  const { auth, db } = await composed({ GATEHOUSE_STEP_UP_SECONDS: "60", GATEHOUSE_GEOIP_PATH: path });
  const [id, organizationId] = [newId("usr"), newId("org")];
  const request = { id: "req_1", ip: IP, userAgent: null };
  const passwordHash = await auth.passwords.seal(STOLEN, id);
  const account = { id, organizationId, email: "ada@example.test", name: "Ada", passwordHash };
  const token = await db.work(request, async (work) => {
    await auth.accounts.create(work, account);
    return auth.sessions.start(work, { userId: id, amr: ["pwd"] });
  });
  const admission = await auth.gate.admit(request, token);
  if (!admission) throw new Error("the session is not admitted");
  const { actor } = admission;
  expect(actor.freshUntil - actor.authenticatedAt).toBe(60_000);
  const { items } = await db.userWork(request, actor, (work) => auth.sessions.list(work, {}));
  expect(items).toMatchObject([{ ip: IP, place: "Lisbon, Portugal" }]);
});

test("GATEHOUSE_AUDIT_DAYS: what is older goes, and what is not stays", async () => {
  const { auth, db } = await composed({ GATEHOUSE_AUDIT_DAYS: "60" });
  const request = { id: newId("req"), ip: IP, userAgent: null };
  const days = (count: number) => new Date(Date.now() - count * 24 * 60 * 60 * 1000);
  for (const [age, target] of [
    [61, "old"],
    [59, "young"],
  ] as const) {
    await db.work(request, (work) =>
      append({ ...work, now: days(age) }, "organization.created", { organizationId: "org_kept", target }),
    );
  }
  await auth.audit.seal();
  await auth.audit.prune();
  const left =
    await database.admin`select target from audit.events where organization_id = 'org_kept' and target is not null`;
  expect([...left]).toEqual([{ target: "young" }]);
});

test("what is written while the house stops is sealed by the stop: by a key that was refused, and by a job that finishes", async () => {
  const { auth, db } = await composed({});
  const request = { id: newId("req"), ip: IP, userAgent: null };
  const key = { keyId: "apk_late", personalOrganizationId: "org_late" } as Parameters<typeof auth.keys.counted>[0];
  const refused = new AppError("api_key.ip_not_allowed", { status: "FORBIDDEN", says: "Not from here." });
  await expect(auth.keys.counted(key, request, () => Promise.reject(refused))).rejects.toBe(refused);
  // As `main.ts` does with the queue, which is started after the house was put together.
  lifetime.onStop(() => db.work(request, (work) => append(work, "member.joined", { organizationId: "org_late" })));
  await lifetime.end();
  const sealed = await database.admin`
    select e.action, s.position is not null as sealed from audit.events e left join audit.seals s on s.event_id = e.id
    where e.organization_id = 'org_late' order by e.seq`;
  expect([...sealed]).toEqual([
    { action: "member.joined", sealed: true },
    { action: "api_key.refused", sealed: true },
  ]);
});
