// Threat: an error that tells how the inside is built, or damage in one row that becomes a crash (OWASP ASVS 5.0 16.5).
import { GOOD_PASSWORD } from "@gatehouse/auth/testing";
import { afterAll, describe, expect, it } from "vitest";
import { newEmail } from "./testing/fixtures.ts";
import { openHouse } from "./testing/house.ts";
import { errorOf, faultsOfRefusal } from "./testing/wire.ts";

const house = await openHouse();
const { call, world } = house;
const { admin } = world.database;
afterAll(house.close);

describe("a fault of ours", () => {
  it("is told without a word of the inside, stands in the log under the same id, and the next request is clean", async () => {
    const { token, personalOrganizationId: organizationId } = await world.signUp();
    await admin`alter table app.documents rename to papers`;
    const broken = await call("document.list", { organizationId }, { token });
    await admin`alter table app.papers rename to documents`;
    expect(faultsOfRefusal(broken, 500, "server.fault")).toEqual([]);
    expect(broken.text).not.toContain("documents");
    const line =
      house
        .logged()
        .split("\n")
        .find((entry) => entry.includes('"msg":"fault"')) ?? "";
    expect(line).toContain(errorOf(broken)?.data.requestId);
    expect((await call("document.list", { organizationId }, { token })).status).toBe(200);
  });

  it("rolls back whatever the command did before it", async () => {
    const { token } = await world.signUp();
    await admin`alter table audit.events rename to trail`;
    const broken = await call("organization.create", { name: "Half Done" }, { token });
    await admin`alter table audit.trail rename to events`;
    expect(broken.status).toBe(500);
    expect((await admin`select from auth.organizations where name = 'Half Done'`).count).toBe(0);
  });
});

describe("a stored hash that is damaged is a failed sign-in, like any other", () => {
  it.each([
    ["nothing", () => ""],
    ["what was never sealed", () => "garbage"],
    ["an unsealed hash", () => "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA"],
    ["a seal under a key that is gone", (sealed: string) => sealed.replace(/^1\./, "9.")],
    ["a seal with a byte changed", (sealed: string) => `${sealed.slice(0, -4)}AAAA`],
    ["something else, sealed", (_: string, id: string) => world.sealer.seal("no hash", `password:${id}`)],
  ])("%s", async (_what, damage) => {
    const { email, userId } = await world.signUp();
    const [row] = await admin<
      { sealed: string }[]
    >`select password_hash as sealed from auth.users where id = ${userId}`;
    await admin`update auth.users set password_hash = ${damage(row?.sealed ?? "", userId)} where id = ${userId}`;
    const refused = await call("auth.signIn", { email, password: GOOD_PASSWORD });
    const unknown = await call("auth.signIn", { email: newEmail(), password: GOOD_PASSWORD });
    expect(faultsOfRefusal(refused, 401, "auth.credentials_wrong")).toEqual([]);
    expect(errorOf(refused)).toEqual({
      ...errorOf(unknown),
      data: { ...errorOf(unknown)?.data, requestId: errorOf(refused)?.data.requestId },
    });
  });
});
