// Threat: somebody who learns from a sign-up who has an account, or who plants a password in an account that another person
// will prove (OWASP Authentication Cheat Sheet; "pre-hijacking", Sudhodanan and Paverd 2022).
import { GOOD_PASSWORD } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newEmail, signUpToken } from "../testing/fixtures.ts";
import { type House, openHouse } from "../testing/house.ts";
import { type Answer, dataOf, errorOf, send } from "../testing/wire.ts";

const house = await openHouse();
const { call, world } = house;
const { admin } = world.database;
afterAll(house.close);

const ATTACKERS = "the attacker chose this one";
const VICTIMS = "the victim will choose another";

const signUp = (email: string, password = GOOD_PASSWORD, at: House = house) =>
  at.call("auth.signUp", { email, password, name: "Some Body" });
const verify = (token: string) => call("auth.verifyEmail", { token });
const signIn = (email: string, password = GOOD_PASSWORD) => call("auth.signIn", { email, password });

/** The token of the mail that comes next to an address, when the mailbox held none to it. */
async function tokenOf(email: string): Promise<string> {
  const { token } = await world.mailTo(email);
  await world.mailbox.clear();
  return token ?? "";
}

/** All of an answer but what is its own each time. */
function comparable({ status, headers, text }: Answer): unknown {
  const { date: _date, "x-request-id": requestId, ...rest } = headers;
  return { status, rest, text: text.replaceAll(String(requestId), "REQUEST") };
}

async function account(): Promise<string> {
  const email = newEmail();
  expect((await verify(await signUpToken(house, email))).status).toBe(200);
  await world.mailbox.clear();
  return email;
}

/** What is stored of an address. */
const stored = async (email: string): Promise<string> =>
  JSON.stringify(
    await admin`
    select (select jsonb_agg(u) from auth.users u where email = ${email}) as users,
      (select jsonb_agg(p) from auth.pending_sign_ups p where email = ${email}) as pending,
      (select jsonb_agg(s) from auth.sessions s join auth.users u on u.id = s.user_id where email = ${email}) as sessions`,
  );

describe("signing up with an address that has an account", () => {
  it("answers as for a new one, mails the owner, and changes nothing", async () => {
    const known = await account();
    const before = await stored(known);
    const forKnown = await signUp(known, ATTACKERS);
    const forNew = await signUp(newEmail(), ATTACKERS);
    expect(dataOf(forKnown)).toEqual({ status: "verificationSent" });
    expect(comparable(forKnown)).toEqual(comparable(forNew));
    const mail = await world.mailTo(known);
    expect(mail.subject).toMatch(/already have an account/);
    expect(mail.token).toBeNull();
    expect(await stored(known)).toBe(before);
    expect((await signIn(known, ATTACKERS)).status).toBe(401);
    expect((await signIn(known)).status).toBe(200);
  });

  it("refuses a bad password as for a new one, before anything else", async () => {
    const known = await account();
    const refused = await signUp(known, "password12345678");
    expect(comparable(refused)).toEqual(comparable(await signUp(newEmail(), "password12345678")));
    expect(errorOf(refused)?.data.appCode).toBe("password.too_common");
  });
});

describe("two people who sign up with one address", () => {
  it("the attacker first, the victim second: the victim's link makes the victim's account alone", async () => {
    const email = newEmail();
    await signUp(email, ATTACKERS);
    const attackersLink = await tokenOf(email);
    await signUp(email, VICTIMS);
    const victimsLink = await tokenOf(email);
    expect(dataOf(await verify(victimsLink))).toEqual({ status: "verified" });
    const waiting = await admin`select from auth.pending_sign_ups where email = ${email}`;
    expect(waiting.count, "the attacker's password waits nowhere").toBe(0);
    expect(errorOf(await signIn(email, ATTACKERS))?.data.appCode).toBe("auth.credentials_wrong");
    expect((await signIn(email, VICTIMS)).status).toBe(200);
    expect(errorOf(await verify(attackersLink))?.data.appCode).toBe("auth.link_invalid");
    expect((await signIn(email, VICTIMS)).status).toBe(200);
  });

  it("both links opened at once make one account and no fault, and neither opens again", async () => {
    const emails = [newEmail(), newEmail(), newEmail()];
    for (const email of emails) {
      await signUp(email, ATTACKERS);
      const first = await tokenOf(email);
      await signUp(email, VICTIMS);
      const second = await tokenOf(email);
      const statuses = (await Promise.all([verify(first), verify(second)])).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, 400]);
      const [row] = await admin`select count(*)::int as count from auth.users where email = ${email}`;
      expect(row?.count).toBe(1);
      expect([(await verify(first)).status, (await verify(second)).status]).toEqual([400, 400]);
      const opened = await Promise.all([signIn(email, ATTACKERS), signIn(email, VICTIMS)]);
      expect(opened.map(({ status }) => status).sort()).toEqual([200, 401]);
      await call("auth.resendVerification", { email });
    }
    await signUpToken(house);
    for (const email of emails) {
      expect(await world.mailbox.list(email), "there is nothing left to confirm").toEqual([]);
    }
  });
});

describe("a link", () => {
  it("is spent once, of twenty who open it at once", async () => {
    const token = await signUpToken(house);
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect([answer.status, errorOf(answer)?.data.appCode]).toEqual([400, "auth.link_invalid"]);
    }
  });

  it("is not spent by a scanner that opens it with GET or HEAD, nor by one that calls the procedure so", async () => {
    const token = await signUpToken(house);
    const input = encodeURIComponent(JSON.stringify({ token }));
    for (const method of ["GET", "HEAD"]) {
      for (const path of [
        `/verify-email?token=${token}`,
        `/trpc/auth.verifyEmail?input=${input}`,
        `/trpc/auth.verifyEmail?batch=1&input=${input}`,
      ]) {
        const { status } = await send(house.url, { method, path, headers: { Host: "localhost:5173" } });
        expect(status).toBeLessThan(500);
      }
    }
    expect(dataOf(await verify(token))).toEqual({ status: "verified" });
  });

  it("is void once a newer one was asked for, and the newer one works", async () => {
    const email = newEmail();
    const first = await signUpToken(house, email);
    await world.mailbox.clear();
    expect(dataOf(await call("auth.resendVerification", { email }))).toEqual({ status: "sent" });
    const second = await tokenOf(email);
    expect(second).not.toBe(first);
    expect(errorOf(await verify(first))?.data.appCode).toBe("auth.link_invalid");
    expect((await verify(second)).status).toBe(200);
  });

  it("is void after a day", async () => {
    const email = newEmail();
    const token = await signUpToken(house, email);
    await admin`update auth.pending_sign_ups set expires_at = now() - interval '1 second' where email = ${email}`;
    expect(errorOf(await verify(token))?.data.appCode).toBe("auth.link_invalid");
  });

  it("is no session, and a session is no link: neither is spent by being tried as the other", async () => {
    const person = await world.signUp();
    const link = await signUpToken(house);
    for (const token of [link, link.replace("verify_", "session_")]) {
      expect((await call("session.list", {}, { token })).status).toBe(401);
    }
    for (const token of [person.token, person.token.replace("session_", "verify_")]) {
      expect(errorOf(await verify(token))?.data.appCode).toBe("auth.link_invalid");
    }
    expect((await call("session.list", {}, { token: person.token })).status).toBe(200);
    expect((await verify(link)).status).toBe(200);
  });
});

describe("asking for the link again", () => {
  it("answers alike for an account, a waiting sign-up and nobody", async () => {
    const [known, waiting, nobody] = [await account(), newEmail(), newEmail()];
    await signUp(waiting);
    const answers = await Promise.all(
      [known, waiting, nobody].map((email) => call("auth.resendVerification", { email })),
    );
    expect(dataOf(answers[0] as Answer)).toEqual({ status: "sent" });
    expect(comparable(answers[1] as Answer)).toEqual(comparable(answers[0] as Answer));
    expect(comparable(answers[2] as Answer)).toEqual(comparable(answers[0] as Answer));
  });

  it("is refused after five times in an hour, alike for known and unknown addresses", async () => {
    for (const email of [await account(), newEmail()]) {
      const statuses: number[] = [];
      for (let times = 0; times < 6; times += 1)
        statuses.push((await call("auth.resendVerification", { email })).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    }
  });
});

describe("a sign-in", () => {
  it("answers alike for a wrong password, nobody, an address that is not proven, and a disabled account", async () => {
    const [known, waiting, disabled] = [await account(), newEmail(), await account()];
    await signUp(waiting);
    await admin`update auth.users set disabled_at = now() where email = ${disabled}`;
    const wrong = await signIn(known, ATTACKERS);
    expect([wrong.status, errorOf(wrong)?.data.appCode]).toEqual([401, "auth.credentials_wrong"]);
    for (const other of [await signIn(newEmail()), await signIn(waiting), await signIn(disabled)]) {
      expect(comparable(other)).toEqual(comparable(wrong));
      expect(other.headers["set-cookie"]).toBeUndefined();
    }
  });
});

describe.each(["closed", "invited"] as const)("where sign-up is %s", (mode) => {
  let closed: House;
  beforeAll(async () => {
    closed = await openHouse({ signUp: mode });
  });
  afterAll(() => closed.close());

  it("a stranger is answered as a known address is, and nothing is made", async () => {
    const known = await closed.world.signUp();
    const stranger = newEmail();
    const forStranger = await signUp(stranger, GOOD_PASSWORD, closed);
    expect(comparable(forStranger)).toEqual(comparable(await signUp(known.email, GOOD_PASSWORD, closed)));
    expect(comparable(forStranger)).toEqual(comparable(await signUp(newEmail())));
    expect((await closed.world.mailTo(known.email)).subject).toMatch(/already have an account/);
    const [row] = await closed.world.database.admin`
      select (select count(*)::int from auth.pending_sign_ups) as pending, (select count(*)::int from auth.users) as users`;
    expect(row).toEqual({ pending: 0, users: 1 });
    expect(await closed.world.mailbox.list(stranger)).toEqual([]);
  });
});

// Last: the mail that it asks for keeps the queue busy.
describe("the cost of an answer does not tell whether an address has an account", () => {
  /** The processor's time of this process, threads included: the clock on the wall also counts its neighbours. */
  async function costOf(ask: () => Promise<Answer>): Promise<number> {
    const before = process.cpuUsage();
    await ask();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  }

  it.each<[string, (email: string) => Promise<Answer>]>([
    ["signing up", (email) => signUp(email)],
    ["signing in with a wrong password", (email) => signIn(email, ATTACKERS)],
  ])("%s", async (_what, ask) => {
    const known = await account();
    const costs = { known: [] as number[], nobody: [] as number[] };
    for (let round = 0; round < 9; round += 1) {
      costs.known.push(await costOf(() => ask(known)));
      costs.nobody.push(await costOf(() => ask(newEmail())));
    }
    const [forKnown = 0, forNobody = 0] = [costs.known, costs.nobody].map((each) => each.sort((a, b) => a - b)[4]);
    // Whoever skipped the hash would spend less than half.
    expect(forKnown / forNobody).toBeGreaterThan(0.6);
    expect(forKnown / forNobody).toBeLessThan(1.6);
  });
});
