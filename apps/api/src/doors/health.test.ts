// Threat: an instance that is sent requests it cannot answer, hangs on a database that is away, or is killed for its absence.
import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { createWire, type Wire } from "@gatehouse/db/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { signUpToken } from "../testing/fixtures.ts";
import { type House, openHouse } from "../testing/house.ts";
import { type Answer, errorOf, faultsOfRefusal, send } from "../testing/wire.ts";

let wire: Wire;
let house: House;
let person: Person;

beforeAll(async () => {
  // The whole house reaches its database by way of the wire.
  wire = await createWire(process.env.GATEHOUSE_TEST_DATABASE_URL ?? "");
  process.env.GATEHOUSE_TEST_DATABASE_URL = wire.url;
  house = await openHouse();
  person = await house.world.signUp();
});
afterAll(async () => {
  await house.close();
  await wire.close();
});

/** The bound of the design, and a little for a machine that is busy. */
const BOUND_MS = 3_000;
const RECOVERS_WITHIN_MS = 10_000;

const probe = (path: string) => send(house.url, { path, headers: { Host: "10.0.0.7" } });
const signIn = () => house.call("auth.signIn", { email: person.email, password: GOOD_PASSWORD });

async function inTime(ask: () => Promise<Answer>): Promise<Answer> {
  const startedAt = performance.now();
  const answer = await ask();
  expect(performance.now() - startedAt).toBeLessThan(BOUND_MS);
  return answer;
}

const requireReady = () =>
  expect.poll(async () => (await probe("/readyz")).status, { timeout: RECOVERS_WITHIN_MS, interval: 100 }).toBe(200);

describe("while the database is there", () => {
  it("the process lives and is ready, whatever host a probe names", async () => {
    expect((await probe("/healthz")).json).toEqual({ status: "alive" });
    expect((await probe("/readyz")).json).toEqual({ status: "ready" });
  });
});

describe.each([
  ["away", () => wire.cut()],
  ["hanging", () => wire.hold()],
])("while the database is %s", (_how, disturb) => {
  afterEach(() => wire.mend());

  it("the process lives and is not ready, says 503 in time, and recovers by itself", async () => {
    await requireReady();
    disturb();
    const [ready, alive] = await Promise.all([inTime(() => probe("/readyz")), inTime(() => probe("/healthz"))]);
    expect([ready.status, ready.json]).toEqual([503, { status: "unavailable" }]);
    expect(alive.status).toBe(200);
    wire.mend();
    await requireReady();
    await expect.poll(async () => (await signIn()).status, { timeout: RECOVERS_WITHIN_MS, interval: 100 }).toBe(200);
  });

  it("whoever must be checked is refused with 503 in time, and never let through unchecked", async () => {
    await requireReady();
    const token = await house.startSession(person);
    expect((await house.call("session.list", {}, { token })).status).toBe(200);
    disturb();
    const refused = await inTime(() => house.call("session.list", {}, { token: "session_unknown" }));
    expect(faultsOfRefusal(refused, 503, "auth.unavailable")).toEqual([]);
    const guess = await inTime(signIn);
    expect([503, "limits.unavailable"]).toEqual([guess.status, errorOf(guess)?.data.appCode]);
    const asked = await inTime(() => house.call("document.list", { organizationId: "org_none" }, { token }));
    expect(asked.status, asked.text).toBe(503);
  });

  it("the queue goes on by itself when it is back: mail leaves", async () => {
    for (const ms of [600, 700, 800]) {
      await requireReady();
      disturb();
      await new Promise((resolve) => setTimeout(resolve, ms));
      wire.mend();
      await requireReady();
    }
    await expect.poll(async () => (await signIn()).status, { timeout: RECOVERS_WITHIN_MS, interval: 100 }).toBe(200);
    expect(await signUpToken(house)).toMatch(/^verify_/);
  });
});

it("a draining process is not ready, and lives", async () => {
  await requireReady();
  house.readiness.drain();
  expect((await probe("/readyz")).status).toBe(503);
  expect((await probe("/healthz")).status).toBe(200);
});
