// Threat: a password waits in somebody else's account, one link makes two accounts, or a sign-up tells who has an account already.
import { randomInt } from "node:crypto";
import { createJobs } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { createProofOfWork } from "@gatehouse/limits";
import { createMail, MAIL_QUEUE } from "@gatehouse/mail";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { VERIFICATION_SECONDS } from "../config.ts";
import { authLetters } from "../letters.ts";
import { isInvited } from "../organizations/invitation-links.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, GOOD_PASSWORD, type World } from "../testing/world.ts";
import { createSignUp, type SignUpMode, welcomeIn } from "./sign-up.ts";

const OTHER_PASSWORD = "eleven herons beneath the pier";
let ahead = 0;
let world: World<keyof typeof authPermissions>;

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock: () => new Date(Date.now() + ahead) });
});
afterAll(() => world.close());
beforeEach(() => {
  ahead = 0;
});

// Each sign-up from an address of its own: their limit is tested elsewhere.
const newIp = () => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(1, 255)}`;
const newEmail = () => `${newId("pat").toLowerCase()}@example.test`;
const pending = (email: string) =>
  world.database.admin`select * from auth.pending_sign_ups where email = ${email} order by created_at`;
const accounts = (email: string) => world.database.admin`select * from auth.users where email = ${email}`;
const ask = (email: string, password = GOOD_PASSWORD, name = "Pat Person") =>
  world.auth.signUp.request({ ...world.request(), ip: newIp() }, { email, password, name });
const open = (token: string) =>
  world.auth.db.work(world.request(), (work) => world.auth.signUp.verify(work, { token }));
const resend = (email: string) =>
  world.auth.db.work(world.request(), (work) => world.auth.signUp.resend(work, { email }));
const invalid = { code: "auth.link_invalid", status: "BAD_REQUEST", audit: "account.link_refused" };

/** The links of an address, oldest first, read from the mailbox once so many mails have come. */
async function linksTo(email: string, count: number): Promise<string[]> {
  await expect.poll(async () => (await world.mailbox.list(email)).length, { timeout: 10_000 }).toBe(count);
  const tokens = (await world.mailbox.list(email)).flatMap(({ links }) =>
    links.filter((link) => link.includes("token=")),
  );
  return tokens.map((link) => new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "").toReversed();
}

async function linkTo(email: string): Promise<string> {
  await ask(email);
  const [token] = await linksTo(email, 1);
  return token ?? "";
}

const signIn = (email: string, password: string) =>
  world.auth.signIn.withPassword(world.request(), null, { email, password });

describe("a link", () => {
  test("makes the account of its own sign-up, with a personal organization that is its owner's", async () => {
    const email = newEmail();
    expect(await open(await linkTo(email))).toEqual({ status: "verified" });
    const [user] = await accounts(email);
    expect(user).toMatchObject({ email, name: "Pat Person", disabled_at: null });
    const rows = await world.database.admin`
      select o.id, o.personal, m.role, m.user_id from auth.organizations o join auth.memberships m on m.organization_id = o.id
      where m.user_id = ${user?.id}`;
    expect(rows).toEqual([{ id: user?.personal_organization_id, personal: true, role: "owner", user_id: user?.id }]);
    expect(await signIn(email, GOOD_PASSWORD)).toMatchObject({ status: "signedIn" });
  });

  test("opened twenty times at once makes one account", async () => {
    const email = newEmail();
    const token = await linkTo(email);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => open(token)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(invalid);
    expect(await accounts(email)).toHaveLength(1);
    expect(await pending(email)).toEqual([]);
  });

  test("of twenty for one address, opened at once, one makes the account, with its own name and password", async () => {
    const email = newEmail();
    const names = Array.from({ length: 20 }, (_, at) => `Person ${at}`);
    await Promise.all(names.map((name, at) => ask(email, at % 2 ? GOOD_PASSWORD : OTHER_PASSWORD, name)));
    const tokens = await linksTo(email, 20);
    const outcomes = await Promise.allSettled(tokens.map(open));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(invalid);
    const [user, ...more] = await accounts(email);
    expect(more).toEqual([]);
    const isOdd = names.indexOf(user?.name) % 2 === 1;
    expect(await signIn(email, isOdd ? GOOD_PASSWORD : OTHER_PASSWORD)).toMatchObject({ status: "signedIn" });
    await expect(signIn(email, isOdd ? OTHER_PASSWORD : GOOD_PASSWORD)).rejects.toMatchObject({
      code: "auth.credentials_wrong",
    });
    for (const token of tokens) await expect(open(token)).rejects.toMatchObject(invalid);
    expect(await accounts(email)).toHaveLength(1);
  }, 60_000);

  test("voids every other sign-up of its address, and nobody else's", async () => {
    const [email, other] = [newEmail(), newEmail()];
    await ask(email, OTHER_PASSWORD, "Attacker");
    await ask(email, GOOD_PASSWORD, "Owner");
    await ask(other);
    const [, owners] = await linksTo(email, 2);
    await open(owners ?? "");
    expect(await pending(email)).toEqual([]);
    expect(await pending(other)).toHaveLength(1);
    expect((await accounts(email))[0]?.name).toBe("Owner");
    await expect(signIn(email, OTHER_PASSWORD)).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  });

  test("works for twenty-four hours and no longer", async () => {
    const [early, late] = [await linkTo(newEmail()), await linkTo(newEmail())];
    ahead = VERIFICATION_SECONDS * 1_000 - 60_000;
    expect(await open(early)).toEqual({ status: "verified" });
    ahead = VERIFICATION_SECONDS * 1_000 + 1_000;
    await expect(open(late)).rejects.toMatchObject(invalid);
  });

  test.each([newToken("verify"), newToken("session"), "", "verify_", "x' or 1=1 --"])(
    "that was never sent (%s) opens nothing",
    async (token) => {
      await expect(open(token)).rejects.toMatchObject(invalid);
    },
  );

  test("is stored as its digest, and a password as its sealed hash", async () => {
    const email = newEmail();
    const token = await linkTo(email);
    const rows = await pending(email);
    expect(rows).toMatchObject([{ digest: digestOf(token) }]);
    expect(JSON.stringify(rows)).not.toContain(token.slice("verify_".length));
    expect(JSON.stringify(rows)).not.toContain("argon2");
  });
});

describe("a link that is sent again", () => {
  test("is the newest sign-up's, and the one before it is void", async () => {
    const email = newEmail();
    await ask(email, OTHER_PASSWORD, "First");
    ahead = 1_000;
    await ask(email, GOOD_PASSWORD, "Second");
    ahead = 2_000;
    await resend(email);
    const [, second, again] = await linksTo(email, 3);
    await expect(open(second ?? "")).rejects.toMatchObject(invalid);
    await open(again ?? "");
    expect((await accounts(email))[0]?.name).toBe("Second");
  });

  test.each(["an unknown address", "an address with an account"])(
    "to %s is none, and is answered alike",
    async (who) => {
      const email = newEmail();
      if (who === "an address with an account") await open(await linkTo(email));
      const before = (await world.mailbox.list(email)).length;
      expect(await resend(email)).toEqual({ status: "sent" });
      const jobs = await world.database
        .admin`select state from gatehouse_jobs.job where name = ${MAIL_QUEUE} and state < 'completed'`;
      expect(jobs).toEqual([]);
      expect(await world.mailbox.list(email)).toHaveLength(before);
    },
  );
});

describe("asking for an account", () => {
  test("with a known address changes nothing of it, mails its owner, and is answered as for an unknown one", async () => {
    const person = await world.signUp();
    const before = await accounts(person.email);
    expect(await ask(person.email, OTHER_PASSWORD, "Attacker")).toEqual(await ask(newEmail()));
    expect(await accounts(person.email)).toEqual(before);
    expect(await pending(person.email)).toEqual([]);
    expect(await world.mailTo(person.email)).toMatchObject({ token: null });
    expect(await signIn(person.email, GOOD_PASSWORD)).toMatchObject({ status: "signedIn" });
  });

  test.each(["closed", "invited"] as const)(
    "while sign-up is %s leaves no row and no link, is answered alike and costs a hash",
    async (mode) => {
      let hashes = 0;
      const signUp = signUpIn(mode, () => {
        hashes += 1;
      });
      const email = newEmail();
      const answer = await signUp.request(world.request(), { email, password: GOOD_PASSWORD, name: "Pat Person" });
      expect(answer).toEqual(await ask(newEmail()));
      expect(hashes).toBe(1);
      expect(await pending(email)).toEqual([]);
      expect(await world.mailbox.list(email)).toEqual([]);
    },
  );

  test("while sign-up is invited goes on for whoever an organization waits for, and ends with the invitation", async () => {
    const { organizationId } = await world.organization();
    const signUp = signUpIn("invited", () => {});
    const request = (email: string) =>
      signUp.request({ ...world.request(), ip: newIp() }, { email, password: GOOD_PASSWORD, name: "Pat Person" });
    const [invited, late] = [newEmail(), newEmail()];
    for (const [email, end] of [
      [invited, "1 hour"],
      [late, "-1 second"],
    ] as const) {
      await world.database.admin`
        insert into auth.invitations (id, organization_id, email, role, digest, created_at, expires_at)
        values (${newId("inv")}, ${organizationId}, ${email}, 'viewer', ${digestOf(email)}, now(), now() + ${end}::interval)`;
    }
    expect(await request(invited)).toEqual(await request(late));
    expect(await pending(invited)).toHaveLength(1);
    expect(await pending(late)).toEqual([]);
  });

  test("with a password that is not acceptable is refused for known and unknown addresses alike, before anything is written", async () => {
    const person = await world.signUp();
    const before = await world.database.admin`select count(*) from audit.events`;
    for (const email of [person.email, newEmail()]) {
      await expect(ask(email, "too short")).rejects.toMatchObject({ code: "password.too_short" });
    }
    expect(await world.database.admin`select count(*) from audit.events`).toEqual(before);
  });

  test("does not sign in: an unproven address with the right password is a wrong password", async () => {
    const email = newEmail();
    await ask(email);
    await expect(signIn(email, GOOD_PASSWORD)).rejects.toMatchObject({ code: "auth.credentials_wrong" });
  });
});

function signUpIn(mode: SignUpMode, onHash: () => void) {
  const { db, passwords, accounts, limits, clock } = world.auth;
  const proofs = createProofOfWork(db, world.sealer, clock);
  const jobs = createJobs(db, [MAIL_QUEUE], () => {});
  const brand = { product: "Gatehouse", origin: "http://localhost:5173" };
  const mail = createMail({ jobs, sealer: world.sealer, templates: authLetters, transport: world.mailbox, brand });
  const counted = {
    ...passwords,
    seal(password: string, id: string) {
      onHash();
      return passwords.seal(password, id);
    },
  };
  const isWelcome = welcomeIn(mode, isInvited);
  return createSignUp({ db, passwords: counted, mail, isWelcome, accounts, limits, proofs });
}
