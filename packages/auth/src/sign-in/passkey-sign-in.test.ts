// Threat: an answer of an authenticator that is somebody else's, for another page, copied, replayed, or given without its owner.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { LIMITS } from "../config.ts";
import { authPermissions } from "../permissions.ts";
import { createAuthenticator, type Twist } from "../testing/authenticator.ts";
import { type Browser, createBrowser } from "../testing/browser.ts";
import { createPasskeyHolder, type PasskeyHolder, refusalOf } from "../testing/passkeys.ts";
import { createWorld, GOOD_PASSWORD, type Person, type World } from "../testing/world.ts";

let world: World<keyof typeof authPermissions>;
let skew = 0;
const clock = () => new Date(Date.now() + skew);
const elapse = (minutes: number) => {
  skew += minutes * 60_000;
};

beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions), clock });
});
afterAll(() => world.close());

/** Signs in with a passkey in this browser, as the page does. */
async function signIn({ authenticator }: PasskeyHolder, browser: Browser, twist?: Twist) {
  const options = await (await browser.call()).passkey.beginSignIn();
  return (await browser.call()).passkey.finishSignIn(authenticator.get(options, twist));
}

/** A browser half-way through a sign-in. */
async function halfWay({ person }: PasskeyHolder): Promise<Browser> {
  const browser = createBrowser(world);
  const answer = await (await browser.call()).auth.signIn({ email: person.email, password: GOOD_PASSWORD });
  expect(answer).toEqual({ status: "mfaRequired", methods: ["passkey", "recoveryCode"] });
  return browser;
}

const actorIn = async (browser: Browser) =>
  (await world.auth.gate.admit(world.request(), browser.jar.get("session") ?? ""))?.actor;

const reasons = async (person: Person) => {
  const rows = await world.database.admin<{ detail: { reason?: string } }[]>`
    select detail from audit.events where actor_id = ${person.userId} and action = 'passkey.refused' order by at`;
  return rows.map(({ detail }) => detail.reason);
};

const holding = (counts = false) => createPasskeyHolder(world, createAuthenticator({ counts }));

describe("a passkey as the way in", () => {
  test("signs in by itself, as every factor at once, and the new session is fresh", async () => {
    const holder = await holding();
    const browser = createBrowser(world);
    expect(await signIn(holder, browser)).toEqual({ status: "signedIn" });
    const actor = await actorIn(browser);
    expect(actor).toMatchObject({ userId: holder.person.userId, amr: ["swk", "user", "mfa"] });
    expect(actor?.freshUntil).toBeGreaterThan(Date.now());
    expect([...browser.jar.keys()]).toEqual(["session", "device"]);
    const [passkey] = (await (await browser.call()).passkey.list({})).items;
    expect(passkey?.lastUsedAt).toEqual(expect.any(String));
  });

  test("a key that stays in its device says so", async () => {
    const browser = createBrowser(world);
    await signIn(await holding(true), browser);
    expect((await actorIn(browser))?.amr).toEqual(["hwk", "user", "mfa"]);
  });

  test("the session that the browser held ends", async () => {
    const holder = await holding();
    const before = holder.browser.jar.get("session") ?? "";
    await signIn(holder, holder.browser);
    await expect.poll(() => world.auth.gate.admit(world.request(), before)).toBeNull();
    expect(await actorIn(holder.browser)).toMatchObject({ userId: holder.person.userId });
  });

  test.each([null, "challenge_unknown"])(
    "the options say nothing of anybody to whoever carries: %s",
    async (carried) => {
      const browser = createBrowser(world);
      if (carried !== null) browser.jar.set("challenge", carried);
      expect(await (await browser.call()).passkey.beginSignIn()).toEqual({
        challenge: expect.any(String),
        rpId: "localhost",
        timeout: 600_000,
        userVerification: "required",
      });
    },
  );
});

const CROOKED: readonly (readonly [string, Twist, string])[] = [
  ["on another page", { origin: "https://localhost.evil.test" }, "response"],
  ["for another host name", { rpId: "evil.test" }, "response"],
  ["without a verified user", { userVerified: false }, "response"],
  ["that is a registration", { type: "webauthn.create" }, "response"],
  ["that names no owner where nobody is known", { userHandle: null }, "owner"],
  ["that names another owner", { userHandle: Buffer.from("usr_other").toString("base64url") }, "owner"],
];

describe("an answer", () => {
  test.each(CROOKED)("%s is refused, and the log knows why", async (_how, twist, reason) => {
    const holder = await holding();
    const browser = createBrowser(world);
    expect(await refusalOf(signIn(holder, browser, twist))).toBe("passkey.refused");
    expect(browser.jar.has("session")).toBe(false);
    expect(await reasons(holder.person)).toEqual([reason]);
  });

  test("signed by another key is refused", async () => {
    const holder = await holding();
    const browser = createBrowser(world);
    const options = await (await browser.call()).passkey.beginSignIn();
    const answer = holder.authenticator.get(options);
    const { signature } = (await holding()).authenticator.get(options).response;
    const forged = { ...answer, response: { ...answer.response, signature } };
    expect(await refusalOf((await browser.call()).passkey.finishSignIn(forged))).toBe("passkey.refused");
  });

  test("to a challenge that nobody gave, or none any more, is refused", async () => {
    const holder = await holding();
    const browser = createBrowser(world);
    const forged = signIn(holder, browser, { challenge: Buffer.alloc(32).toString("base64url") });
    expect(await refusalOf(forged)).toBe("auth.challenge_required");
    const options = await (await browser.call()).passkey.beginSignIn();
    elapse(10);
    const late = (await browser.call()).passkey.finishSignIn(holder.authenticator.get(options));
    expect(await refusalOf(late)).toBe("auth.challenge_required");
  });

  test("opens one session, however often and from however many requests at once it comes", async () => {
    const holder = await holding();
    const browser = createBrowser(world);
    const answer = holder.authenticator.get(await (await browser.call()).passkey.beginSignIn());
    const caller = await browser.call();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => caller.passkey.finishSignIn(answer)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusalOf(caller.passkey.finishSignIn(answer))).toBe("auth.challenge_required");
  });

  test("counts in the browser that asked for it", async () => {
    const holder = await holding();
    const browser = createBrowser(world);
    const answer = holder.authenticator.get(await (await browser.call()).passkey.beginSignIn());
    const thief = createBrowser(world);
    expect(await refusalOf((await thief.call()).passkey.finishSignIn(answer))).toBe("auth.challenge_required");
    await (await thief.call()).passkey.beginSignIn();
    expect(await refusalOf((await thief.call()).passkey.finishSignIn(answer))).toBe("auth.challenge_required");
    expect(await (await browser.call()).passkey.finishSignIn(answer)).toEqual({ status: "signedIn" });
  });

  test("to a ceremony of one purpose is refused for another, and spends nothing", async () => {
    const { browser, authenticator } = await holding();
    const stepUp = authenticator.get(await (await browser.call()).passkey.beginStepUp());
    const entry = authenticator.get(await (await browser.call()).passkey.beginSignIn());
    const caller = await browser.call();
    expect(await refusalOf(caller.passkey.finishSignIn(stepUp))).toBe("auth.challenge_required");
    expect(await refusalOf(caller.passkey.finishStepUp(entry))).toBe("auth.challenge_required");
    expect(await caller.passkey.finishStepUp(stepUp)).toEqual({ freshUntil: expect.any(String) });
    expect(await caller.passkey.finishSignIn(entry)).toEqual({ status: "signedIn" });
  });

  test("with a counter that does not rise is refused: the passkey may have been copied", async () => {
    const holder = await holding(true);
    await signIn(holder, createBrowser(world), { counter: 5 });
    expect(await refusalOf(signIn(holder, createBrowser(world), { counter: 5 }))).toBe("passkey.refused");
    expect(await refusalOf(signIn(holder, createBrowser(world), { counter: 4 }))).toBe("passkey.refused");
    expect(await refusalOf(signIn(holder, createBrowser(world), { counter: 0 }))).toBe("passkey.refused");
    expect(await reasons(holder.person)).toEqual(["counter", "counter", "counter"]);
    expect(await signIn(holder, createBrowser(world), { counter: 6 })).toEqual({ status: "signedIn" });
  });

  test("of a passkey that was removed is refused like one that never was", async () => {
    const holder = await holding();
    await (await holder.browser.call()).passkey.remove({ passkeyId: holder.passkey.id });
    expect(await refusalOf(signIn(holder, createBrowser(world)))).toBe("passkey.refused");
  });

  test("of a disabled account is refused like any other", async () => {
    const holder = await holding();
    await world.database.admin`update auth.users set disabled_at = now() where id = ${holder.person.userId}`;
    expect(await refusalOf(signIn(holder, createBrowser(world)))).toBe("passkey.refused");
    expect(await reasons(holder.person)).toEqual(["disabled"]);
  });
});

describe("a passkey as the second half", () => {
  test("is asked for by name, completes the sign-in, and the waiting half is spent", async () => {
    const holder = await holding();
    const browser = await halfWay(holder);
    const waiting = browser.jar.get("challenge") ?? "";
    const options = await (await browser.call()).passkey.beginSignIn();
    expect(options.allowCredentials).toEqual([
      { id: holder.passkey.id, type: "public-key", transports: ["internal", "hybrid"] },
    ]);
    const answer = holder.authenticator.get(options, { userHandle: null });
    expect(await (await browser.call()).passkey.finishSignIn(answer)).toEqual({ status: "signedIn" });
    expect((await actorIn(browser))?.amr).toEqual(["pwd", "swk", "user", "mfa"]);
    const again = createBrowser(world);
    again.jar.set("challenge", waiting);
    const code = holder.recoveryCodes[0] ?? "";
    const second = (await again.call()).auth.completeMfa({ method: "recoveryCode", code });
    expect(await refusalOf(second)).toBe("auth.challenge_required");
  });

  test("of somebody else is refused, and the sign-in still waits", async () => {
    const holder = await holding();
    const browser = await halfWay(holder);
    const options = await (await browser.call()).passkey.beginSignIn();
    const { allowCredentials: _asked, ...open } = options;
    const other = await holding();
    const stolen = (await browser.call()).passkey.finishSignIn(other.authenticator.get(open));
    expect(await refusalOf(stolen)).toBe("passkey.refused");
    expect(await reasons(holder.person)).toEqual(["owner"]);
    expect(await signIn(holder, browser)).toEqual({ status: "signedIn" });
  });

  test("is worth nothing without the first half", async () => {
    const holder = await holding();
    const browser = await halfWay(holder);
    const answer = holder.authenticator.get(await (await browser.call()).passkey.beginSignIn());
    browser.jar.delete("challenge");
    const alone = (await browser.call()).passkey.finishSignIn(answer);
    expect(await refusalOf(alone)).toBe("auth.challenge_required");
  });

  test("a recovery code stands in for it, once", async () => {
    const holder = await holding();
    const code = holder.recoveryCodes[0] ?? "";
    const browser = await halfWay(holder);
    const whole = await (await browser.call()).auth.completeMfa({ method: "recoveryCode", code });
    expect(whole).toEqual({ status: "signedIn" });
    const again = (await (await halfWay(holder)).call()).auth.completeMfa({ method: "recoveryCode", code });
    expect(await refusalOf(again)).toBe("mfa.code_wrong");
  });

  test("refusals spend the account's codes, and a right passkey still gets through", async () => {
    const holder = await holding();
    const browser = await halfWay(holder);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await refusalOf(signIn(holder, browser, { userVerified: false }))).toBe("passkey.refused");
    }
    const code = holder.recoveryCodes[0] ?? "";
    const guess = (await browser.call()).auth.completeMfa({ method: "recoveryCode", code });
    expect(await refusalOf(guess)).toBe("limits.exceeded");
    expect(await refusalOf(signIn(holder, browser, { userVerified: false }))).toBe("limits.exceeded");
    expect(await signIn(holder, browser)).toEqual({ status: "signedIn" });
  });
});

describe("a passkey as a step-up", () => {
  async function stepUp(browser: Browser, { authenticator }: PasskeyHolder) {
    const { allowCredentials: _asked, ...open } = await (await browser.call()).passkey.beginStepUp();
    return (await browser.call()).passkey.finishStepUp(authenticator.get(open));
  }

  test("opens sensitive things to this session under a new token, and the old one is dead", async () => {
    const holder = await holding();
    elapse(11);
    const sensitive = async () => (await holder.browser.call()).mfa.regenerateRecoveryCodes();
    expect(await refusalOf(sensitive())).toBe("access.step_up_required");
    const before = holder.browser.jar.get("session") ?? "";
    const { freshUntil } = await stepUp(holder.browser, holder);
    expect(Date.parse(freshUntil)).toBeGreaterThan(clock().getTime());
    expect((await sensitive()).recoveryCodes).toHaveLength(10);
    await expect.poll(() => world.auth.gate.admit(world.request(), before)).toBeNull();
  });

  test("is refused with another person's passkey", async () => {
    const holder = await holding();
    const raising = stepUp(holder.browser, await holding());
    expect(await refusalOf(raising)).toBe("passkey.refused");
    expect(await reasons(holder.person)).toEqual(["owner"]);
  });

  test("is refused in a ceremony that another person began in this browser", async () => {
    const [first, second] = [await holding(), await holding()];
    const { browser } = first;
    const answer = first.authenticator.get(await (await browser.call()).passkey.beginStepUp());
    browser.jar.set("session", second.browser.jar.get("session") ?? "");
    expect(await refusalOf((await browser.call()).passkey.finishStepUp(answer))).toBe("passkey.refused");
  });

  test("is not offered to whoever has none", async () => {
    const browser = createBrowser(world, (await world.signUp()).token);
    expect(await refusalOf((await browser.call()).passkey.beginStepUp())).toBe("mfa.method_wrong");
  });

  test("the password no longer raises a session once there is a passkey", async () => {
    const { browser } = await holding();
    const weaker = (await browser.call()).auth.stepUp({ method: "password", secret: GOOD_PASSWORD });
    expect(await refusalOf(weaker)).toBe("mfa.method_wrong");
  });
});

test("ceremonies are counted by address", async () => {
  const browser = createBrowser(world);
  const caller = await browser.call();
  // No more at once than there are connections: on a slow machine whoever waits for one is refused in the end.
  for (let times = 0; times < LIMITS.passkeyCeremony.points; times += 10) {
    await Promise.all(Array.from({ length: 10 }, () => caller.passkey.beginSignIn()));
  }
  expect(await refusalOf(caller.passkey.beginSignIn())).toBe("limits.exceeded");
});
