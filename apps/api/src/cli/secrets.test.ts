// Threat: the key of everything at rest cannot be changed without resetting everybody, or is thrown away while it is still needed.
import { randomBytes } from "node:crypto";
import { GOOD_PASSWORD, TOTP_SECRET } from "@gatehouse/auth/testing";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { newId } from "@gatehouse/kernel";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Composed, compose } from "../compose.ts";
import { readEnv } from "../env.ts";
import { createLifetime, type Lifetime } from "../lifetime.ts";
import { createLog } from "../log.ts";
import { codeNow } from "../testing/prepared.ts";
import { readCommand } from "./commands.ts";

const keyOf = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [OLD, NEW] = [keyOf("2025"), keyOf("2026")];
const email = "ada@example.test";
const request = { id: "req_1", ip: "198.51.100.7", userAgent: null };

let database: TestDatabase;
let lifetime: Lifetime;

beforeAll(async () => {
  database = await createTestDatabase([]);
});
afterEach(() => lifetime.end());
afterAll(() => database.close());

/** Starts the house under these keys, the first of which seals. */
async function startUnder(...keys: string[]): Promise<Composed> {
  lifetime = createLifetime(() => {});
  const env = readEnv({ DATABASE_URL: database.url, APP_SECRET: keys.join(",") });
  const house = await compose(env, createLog("silent"), lifetime);
  await house.signals.start();
  lifetime.onStop(house.signals.stop);
  await house.jobs.start();
  lifetime.onStop(house.jobs.stop);
  return house;
}

const secrets = async (house: Composed) => (await readCommand(["secrets"])?.command.run(house, ""))?.join("\n") ?? "";

/** A sign-in with both factors, and an access token that is verified. */
async function signIn({ auth }: Composed): Promise<string> {
  await database.admin`update auth.totp set last_step = 0`;
  const half = await auth.signIn.withPassword(request, null, { email, password: GOOD_PASSWORD });
  const challenge = half.status === "mfaRequired" ? half.challenge : null;
  const whole = await auth.signIn.withCode(request, challenge, { method: "totp", code: codeNow(TOTP_SECRET) });
  const admission = whole.status === "signedIn" ? await auth.gate.admit(request, whole.session) : null;
  if (!admission) throw new Error("not signed in");
  const { accessToken } = await auth.refresh.issue(request, admission.actor, { name: "Script" });
  return accessToken;
}

test("a key is rotated out without a reset: passwords, second factors and access tokens go on under the new one", async () => {
  const old = await startUnder(OLD);
  const [id, organizationId] = [newId("usr"), newId("org")];
  const passwordHash = await old.auth.passwords.seal(GOOD_PASSWORD, id);
  await old.db.work(request, async (work) => {
    await old.auth.accounts.create(work, { id, organizationId, email, name: "Ada", passwordHash });
    await old.auth.totp.install(work, id, TOTP_SECRET);
  });
  const issued = await signIn(old);
  await lifetime.end();

  await expect(startUnder(NEW)).rejects.toThrow(/"2025": 1 passwords/);
  await lifetime.end();

  const both = await startUnder(NEW, OLD);
  await signIn(both);
  const said = await secrets(both);
  expect(said).toContain("2026 (current) protects 1 passwords, 1 authenticator secrets, 1 signing keys");
  expect(said).toContain("2025 protects nothing; take it out of APP_SECRET");
  await lifetime.end();

  const renewed = await startUnder(NEW);
  await signIn(renewed);
  expect((await renewed.auth.gate.admitToken(request, issued))?.userId).toBe(id);
  expect(await secrets(renewed)).toContain("0 values were sealed anew");
}, 60_000);
