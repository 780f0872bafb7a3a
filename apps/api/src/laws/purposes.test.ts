// Threat: a token that opens one thing is taken for another, or is spent by being tried as one.
import { GOOD_PASSWORD, type Person, TOTP_SECRET } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newEmail, signUpToken } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { createJar } from "../testing/jar.ts";
import { codeNow, installTotp } from "../testing/prepared.ts";
import { type Answer, dataOf, send } from "../testing/wire.ts";

const house = await openHouse();
afterAll(house.close);

/** One kind of token: how somebody comes by one, and what it opens. */
interface Kind {
  make(): Promise<string>;
  open(token: string): Promise<Answer>;
}

const { world } = house;
const mailed = async (email: string, path: string) => (await world.mailTo(email, path)).token ?? "";
const signIn = async ({ email }: Person) => {
  const jar = createJar();
  await jar.call(house, "auth.signIn", { email, password: GOOD_PASSWORD });
  return jar;
};
const cookieOf = async (name: string, person?: Person) =>
  (await signIn(person ?? (await world.signUp()))).cookies.get(name) ?? "";
const asCookie = (name: string) => (token: string) =>
  house.call("session.list", {}, { headers: { Cookie: `${name}=${token}` } });
const asLink = (path: string, more: object = {}) => ({ open: (token: string) => house.call(path, { token, ...more }) });

async function emailChange(): Promise<{ before: string; after: string }> {
  const [person, after] = [await world.signUp(), newEmail()];
  await house.call("account.requestEmailChange", { email: after }, { token: person.token });
  return { before: person.email, after };
}

async function unknownDevice(): Promise<string> {
  const person = await world.signUp();
  for (const _device of ["the first, which nobody is told of", "another"]) await signIn(person);
  return mailed(person.email, "/not-me");
}

async function factorReset(): Promise<string> {
  const { organizationId, people } = await world.organization("admin");
  const [owner, admin] = people as [Person, Person];
  await house.call("member.resetFactors", { organizationId, userId: admin.userId }, { token: owner.token });
  return mailed(admin.email, "/cancel-factor-reset");
}

/** Whom the invitation below is for: without a session nobody can try it. */
const guest = await world.signUp();

async function invitation(email: string): Promise<string> {
  const { organizationId, people } = await world.organization();
  const { token } = people[0] as Person;
  await house.call("invitation.create", { organizationId, email, role: "viewer" }, { token });
  return mailed(email, "/invitation");
}

async function challenge(): Promise<string> {
  const person = await world.signUp();
  await installTotp(house, person);
  return cookieOf("gatehouse_challenge", person);
}

async function refreshToken(): Promise<string> {
  const answer = await (await signIn(await world.signUp())).call(house, "token.issue", { name: "Script" });
  return (dataOf(answer) as { refreshToken: string }).refreshToken;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "a link that proves an address": { make: () => signUpToken(house), ...asLink("auth.verifyEmail") },
  "a reset link": {
    async make() {
      const { email } = await world.signUp();
      await house.call("auth.requestPasswordReset", { email });
      return mailed(email, "/reset-password");
    },
    ...asLink("auth.resetPassword", { password: "another way over the bridge" }),
  },
  "a link that confirms a new address": {
    make: async () => mailed((await emailChange()).after, "/confirm-email"),
    ...asLink("account.confirmEmailChange"),
  },
  "a link that takes a new address back": {
    make: async () => mailed((await emailChange()).before, "/cancel-email"),
    ...asLink("account.cancelEmailChange"),
  },
  'a link that says "this was not me"': { make: unknownDevice, ...asLink("auth.reportNotMe") },
  "a link that keeps second factors": { make: factorReset, ...asLink("account.cancelFactorReset") },
  "an invitation": {
    make: () => invitation(guest.email),
    open: (token) => house.call("invitation.accept", { token }, { token: guest.token }),
  },
  "an invitation that is looked at": {
    make: () => invitation(newEmail()),
    ...asLink("invitation.preview"),
  },
  "a half-way sign-in": {
    make: challenge,
    open: (token) =>
      createJar({ gatehouse_challenge: token }).call(house, "auth.completeMfa", {
        method: "totp",
        code: codeNow(TOTP_SECRET),
      }),
  },
  "a session": { make: () => cookieOf("gatehouse_session"), open: asCookie("gatehouse_session") },
  "an access token": { make: () => cookieOf("gatehouse_access"), open: asCookie("gatehouse_access") },
  "an access token as bearer": {
    make: () => cookieOf("gatehouse_access"),
    open: (token) => house.call("session.list", {}, { headers: { Authorization: `Bearer ${token}` } }),
  },
  "a refresh token": {
    make: refreshToken,
    open: (token) =>
      send(house.url, {
        method: "POST",
        path: "/oauth/token",
        headers: { Host: "localhost:5173", "Content-Type": "application/x-www-form-urlencoded" },
        body: `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`,
      }),
  },
};

/** Both carry one kind of token. */
const isSame = (one: string, another: string) =>
  one === another ||
  ["an access token", "an invitation"].some((kind) => [one, another].every((name) => name.startsWith(kind)));

let tokens: Readonly<Record<string, string>>;

beforeAll(async () => {
  const made = Object.entries(KINDS).map(async ([name, { make }]) => [name, await make()] as const);
  tokens = {
    "the marker of a device": await cookieOf("gatehouse_device"),
    ...Object.fromEntries(await Promise.all(made)),
  };
}, 60_000);

it("each kind of token is there, and is no other's", () => {
  for (const [name, token] of Object.entries(tokens)) expect(token.length, name).toBeGreaterThan(40);
  expect(new Set(Object.values(tokens)).size).toBe(Object.keys(KINDS).length + 1);
});

it.each(Object.entries(KINDS))("what opens with %s opens with nothing else", async (name, { open }) => {
  for (const [other, token] of Object.entries(tokens)) {
    if (isSame(name, other)) continue;
    const { status } = await open(token);
    expect([400, 401, 403, 404], `${other}: ${status}`).toContain(status);
  }
});

it.each(Object.entries(KINDS))(
  "%s that was tried everywhere else still opens what it is for",
  async (name, { open }) => {
    const answer = await open(tokens[name] ?? "");
    expect(answer.status, answer.text).toBe(200);
  },
);
