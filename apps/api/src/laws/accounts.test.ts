// Threat: a mail scanner that spends a link, a device's marker that opens or outlives too much, and sensitive doors without a step-up.

import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { digestOf } from "@gatehouse/kernel/secrets";
import { afterAll, beforeEach, expect, it } from "vitest";
import { newEmail, validInput } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import type { Procedure } from "../testing/procedures.ts";
import { type Answer, dataOf, errorOf, send } from "../testing/wire.ts";

const house = await openHouse({ production: true });
const { admin } = house.world.database;
let person: Person;

afterAll(house.close);
beforeEach(async () => {
  person = await house.world.signUp();
});

const cookiesOf = ({ headers }: Answer) => headers["set-cookie"] ?? [];
const markerIn = (answer: Answer) => cookiesOf(answer).find((cookie) => cookie.startsWith("__Host-gatehouse_device="));
const signIn = (cookie?: string) =>
  house.call(
    "auth.signIn",
    { email: person.email, password: GOOD_PASSWORD },
    cookie === undefined ? {} : { headers: { Cookie: cookie } },
  );
const procedure = (path: string) => house.procedures.find((found) => found.path === path) as Procedure;

const LINKED = [
  "account.confirmEmailChange",
  "account.cancelEmailChange",
  "account.cancelFactorReset",
  "auth.reportNotMe",
  "auth.resetPassword",
  "auth.verifyEmail",
];

it.each(LINKED)("a scanner that opens the link of %s by GET or HEAD spends nothing", async (path) => {
  const { organizationId } = await house.world.organization();
  const input = await validInput(procedure(path), { house, organizationId, person });
  for (const [method, status] of [
    ["GET", 405],
    ["HEAD", 204],
  ] as const) {
    const query = encodeURIComponent(JSON.stringify(input));
    const answer = await send(house.url, {
      method,
      path: `/trpc/${path}?input=${query}`,
      headers: { Host: "localhost:5173" },
    });
    expect(answer.status).toBe(status);
  }
  expect((await house.call(path, input)).status).toBe(200);
});

it.each(["requestEmailChange", "export", "delete", "changePassword"])(
  "account.%s asks for a step-up once the sign-in is ten minutes old",
  async (name) => {
    const path = `account.${name}`;
    const input = await validInput(procedure(path), { house, organizationId: "", person });
    await admin`update auth.sessions set fresh_until = now() where user_id = ${person.userId}`;
    const refused = await house.call(path, input, { token: person.token });
    expect(refused.status).toBe(403);
    expect(errorOf(refused)?.data).toMatchObject({
      appCode: "access.step_up_required",
      stepUp: { methods: ["password"], maxAgeSeconds: 600 },
    });
  },
);

it("member.resetFactors asks for a step-up too", async () => {
  const { organizationId, people } = await house.world.organization("admin");
  const caller = people[1] as Person;
  const input = await validInput(procedure("member.resetFactors"), { house, organizationId, person: caller });
  await admin`update auth.sessions set fresh_until = now() where user_id = ${caller.userId}`;
  const refused = await house.call("member.resetFactors", input, { token: caller.token });
  expect(errorOf(refused)?.data.appCode).toBe("access.step_up_required");
});

it("a complete sign-in marks the device, for as long as a browser keeps a cookie, and only in a cookie that scripts cannot read", async () => {
  const marker = markerIn(await signIn());
  expect(marker).toMatch(/^__Host-gatehouse_device=device_[\w-]{43};/);
  for (const attribute of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/", `Max-Age=${400 * 24 * 60 * 60}`]) {
    expect(marker).toContain(attribute);
  }
});

it("a wrong password and a sign-in that is half-way mark nothing", async () => {
  const wrong = await house.call("auth.signIn", { email: person.email, password: "not the password at all" });
  expect(cookiesOf(wrong)).toEqual([]);
  person = (await house.world.organization()).people[0] as Person;
  const half = await signIn();
  expect(dataOf(half)).toMatchObject({ status: "mfaRequired" });
  expect(markerIn(half)).toBeUndefined();
});

it("the marker is kept at the next sign-in and over a sign-out, opens nothing, and makes the device known", async () => {
  const marker = (markerIn(await signIn()) ?? "").split(";", 1)[0] ?? "";
  const again = await signIn(marker);
  expect(markerIn(again)).toContain(marker);
  const session = cookiesOf(again).find((cookie) => cookie.startsWith("__Host-gatehouse_session="));
  const both = `${marker}; ${session?.split(";", 1)[0]}`;
  const out = await house.call("auth.signOut", undefined, { headers: { Cookie: both } });
  expect(out.status).toBe(200);
  expect(markerIn(out)).toBeUndefined();
  expect(dataOf(await house.call("session.current", undefined, { headers: { Cookie: marker } }))).toBeNull();
  const token = marker.split("=", 2)[1] ?? "";
  const known = await admin`select digest from auth.devices where user_id = ${person.userId}`;
  expect([...known]).toEqual([{ digest: digestOf(token) }]);
  expect(await house.world.mailbox.list(person.email)).toEqual([]);
});

it("deleting the account takes the cookies away, and the answer says when it is gone", async () => {
  const answer = await house.call("account.delete", { confirm: person.email }, { token: person.token });
  expect(dataOf(answer)).toEqual({ status: "deleting", erasesAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(cookiesOf(answer).find((cookie) => cookie.startsWith("__Host-gatehouse_session="))).toContain("Max-Age=0");
  expect((await house.call("session.list", {}, { token: person.token })).status).toBe(401);
});

it("an unknown address for a change is answered byte for byte as a known one", async () => {
  const other = await house.world.signUp();
  const ask = (email: string) => house.call("account.requestEmailChange", { email }, { token: person.token });
  const [known, unknown] = [await ask(other.email), await ask(newEmail())];
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
});

it("a member may not have anybody's factors removed, and an admin not an owner's", async () => {
  const { organizationId, people } = await house.world.organization("admin", "member");
  const [owner, ofAdmin, member] = people as [Person, Person, Person];
  const ask = (by: Person, userId: string) =>
    house.call("member.resetFactors", { organizationId, userId }, { token: by.token });
  expect(errorOf(await ask(member, ofAdmin.userId))?.data.appCode).toBe("access.permission_missing");
  expect(errorOf(await ask(ofAdmin, owner.userId))?.data.appCode).toBe("member.outranked");
  expect(dataOf(await ask(ofAdmin, member.userId))).toMatchObject({ status: "requested" });
  const refusals = await admin`
    select target from audit.events where action = 'access.refused' and organization_id = ${organizationId} and target is not null`;
  expect([...refusals]).toEqual([{ target: owner.userId }]);
});
