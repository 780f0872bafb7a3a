// Threat: what may be used once is used twice, by whoever is quick enough to send it many times, to several instances, before it is spent.
import { GOOD_PASSWORD, type Person, TOTP_SECRET } from "@gatehouse/auth/testing";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newEmail } from "../testing/fixtures.ts";
import { type House, openHouse } from "../testing/house.ts";
import { plantInvitation } from "../testing/invitations.ts";
import { createJar } from "../testing/jar.ts";
import { codeNow, installTotp } from "../testing/prepared.ts";
import { type Answer, errorOf } from "../testing/wire.ts";

const AT_ONCE = 20;
const ROUNDS = 20;
const TIMEOUT_MS = 180_000;

let house: House;
let other: House;

beforeAll(async () => {
  house = await openHouse();
  const { database, sealer } = house.world;
  other = await openHouse({ beside: { database, sealer } });
});
afterAll(async () => {
  await other.close();
  await house.close();
});

const times = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => make(index));
const rounds = <Made>(make: (index: number) => Promise<Made>): Promise<Made[]> => Promise.all(times(ROUNDS, make));

/**
 * Sends twenty at once, to two instances in turn.
 *
 * @param refusals the codes that all but one are refused with
 * @returns which of them succeeded
 */
async function race(send: (at: House, index: number) => Promise<Answer>, refusals: readonly string[]): Promise<number> {
  const answers = await Promise.all(times(AT_ONCE, (index) => send(index % 2 === 0 ? house : other, index)));
  const codes = answers.map((answer) => (answer.status === 200 ? "ok" : errorOf(answer)?.data.appCode));
  expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  for (const code of codes) expect(["ok", ...refusals]).toContain(code);
  return codes.indexOf("ok");
}

const rowsOf = async (query: string, value: string) => (await house.world.database.admin.unsafe(query, [value])).length;

test(
  "a reset link, by which twenty would choose twenty passwords",
  async () => {
    const links = await rounds(async () => {
      const { email } = await house.world.signUp();
      await house.call("auth.requestPasswordReset", { email });
      return { email, token: (await house.world.mailTo(email, "/reset-password")).token };
    });
    for (const { email, token } of links) {
      const passwordOf = (index: number) => `${GOOD_PASSWORD} ${index}`;
      const winner = await race(
        (at, index) => at.call("auth.resetPassword", { token, password: passwordOf(index) }),
        ["auth.link_invalid"],
      );
      expect((await house.call("auth.signIn", { email, password: passwordOf(winner) })).status).toBe(200);
    }
  },
  TIMEOUT_MS,
);

test(
  "a link that proves an address",
  async () => {
    const links = await rounds(async () => {
      const email = newEmail();
      await house.call("auth.signUp", { email, password: GOOD_PASSWORD, name: "Nora New" });
      return { email, token: (await house.world.mailTo(email, "/verify-email")).token };
    });
    for (const { email, token } of links) {
      await race((at) => at.call("auth.verifyEmail", { token }), ["auth.link_invalid"]);
      expect(await rowsOf("select from auth.users where email = $1", email)).toBe(1);
    }
  },
  TIMEOUT_MS,
);

/** Somebody with an authenticator app and ten recovery codes, whose budget of tries does not get into the way of a race. */
async function createGuarded(): Promise<{ person: Person; codes: readonly string[] }> {
  const { world } = house;
  const person = await world.signUp();
  await installTotp(house, person);
  const admission = await world.auth.gate.admit(world.request(), person.token);
  if (!admission) throw new Error("the session is not admitted");
  const make = world.auth.mfa.regenerateRecoveryCodes;
  const { recoveryCodes } = await world.auth.db.userWork(world.request(), admission.actor, make);
  const budget = `codeByAccount:${digestOf(person.userId)}`;
  await world.database.admin`
    insert into limits.counters (key, points, expire) values (${budget}, -1000, ${Date.now() + 3_600_000})`;
  return { person, codes: recoveryCodes };
}

async function challenge({ email }: Person): Promise<string> {
  const jar = createJar();
  await jar.call(house, "auth.signIn", { email, password: GOOD_PASSWORD });
  return jar.cookies.get("gatehouse_challenge") ?? "";
}

/** Twenty half-way sign-ins of one person: one, copied under tokens of their own. */
async function challenges(person: Person): Promise<string[]> {
  const first = await challenge(person);
  const tokens = times(AT_ONCE, () => newToken("challenge"));
  await house.world.database.admin`
    insert into auth.challenges (digest, purpose, user_id, detail, created_at, expires_at)
    select d, purpose, user_id, detail, created_at, expires_at
    from auth.challenges, unnest(${tokens.map(digestOf)}::text[]) d where digest = ${digestOf(first)}`;
  return tokens;
}

/** The one that succeeds clears the budget, which the others may then use up. */
const CODE_REFUSALS = ["mfa.code_wrong", "limits.exceeded"];
const complete = (at: House, token: string, method: "totp" | "recoveryCode", code: string) =>
  createJar({ gatehouse_challenge: token }).call(at, "auth.completeMfa", { method, code });
const codesLeft = ({ userId }: Person) =>
  rowsOf("select from auth.recovery_codes where user_id = $1 and used_at is null", userId);

test(
  "a recovery code, with twenty half-way sign-ins",
  async () => {
    const guarded = await rounds(async () => {
      const { person, codes } = await createGuarded();
      return { person, codes, tokens: await challenges(person) };
    });
    for (const { person, codes, tokens } of guarded) {
      const send = (at: House, index: number) => complete(at, tokens[index] ?? "", "recoveryCode", codes[0] ?? "");
      await race(send, CODE_REFUSALS);
      expect(await codesLeft(person)).toBe(9);
    }
  },
  TIMEOUT_MS,
);

test(
  "a time step of an authenticator app, with twenty half-way sign-ins",
  async () => {
    const guarded = await rounds(async () => challenges((await createGuarded()).person));
    for (const tokens of guarded) {
      const code = codeNow(TOTP_SECRET);
      await race((at, index) => complete(at, tokens[index] ?? "", "totp", code), CODE_REFUSALS);
    }
  },
  TIMEOUT_MS,
);

test(
  "a half-way sign-in, with ten right codes, of which the others stay unspent",
  async () => {
    const guarded = await rounds(async () => {
      const { person, codes } = await createGuarded();
      return { person, codes, token: await challenge(person) };
    });
    for (const { person, codes, token } of guarded) {
      const send = (at: House, index: number) => complete(at, token, "recoveryCode", codes[index % codes.length] ?? "");
      await race(send, ["auth.challenge_required", ...CODE_REFUSALS]);
      expect(await codesLeft(person)).toBe(9);
      expect(await rowsOf("select from auth.sessions where user_id = $1 and amr @> '{otp}'", person.userId)).toBe(1);
    }
  },
  TIMEOUT_MS,
);

const membersOf = (organizationId: string) =>
  rowsOf("select from auth.memberships where organization_id = $1", organizationId);

test(
  "an invitation, which twenty requests of the person it was sent to would accept",
  async () => {
    const invitations = await rounds(async () => {
      const [{ organizationId }, person] = [await house.world.organization(), await house.world.signUp()];
      return { organizationId, person, ...(await plantInvitation(house, organizationId, person.email)) };
    });
    for (const { organizationId, person, token } of invitations) {
      await race((at) => at.call("invitation.accept", { token }, { token: person.token }), ["auth.link_invalid"]);
      expect(await membersOf(organizationId)).toBe(2);
    }
  },
  TIMEOUT_MS,
);

test(
  "the last seat of an organization with a member limit, for twenty people who are invited",
  async () => {
    const guests = await Promise.all(times(AT_ONCE, () => house.world.signUp()));
    const teams = await rounds(async () => {
      const { organizationId } = await house.world.organization();
      const planted = guests.map(({ email }) => plantInvitation(house, organizationId, email));
      const tokens = (await Promise.all(planted)).map(({ token }) => token);
      await house.world.database.admin`update auth.organizations set member_limit = 2 where id = ${organizationId}`;
      return { organizationId, tokens };
    });
    for (const { organizationId, tokens } of teams) {
      const accept = (at: House, index: number) =>
        at.call("invitation.accept", { token: tokens[index] ?? "" }, { token: guests[index]?.token });
      await race(accept, ["organization.full"]);
      expect(await membersOf(organizationId)).toBe(2);
    }
  },
  TIMEOUT_MS,
);
