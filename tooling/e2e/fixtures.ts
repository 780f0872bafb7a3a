import { randomUUID } from "node:crypto";
import { type APIRequestContext, test as base, expect } from "@playwright/test";
import { codeOf } from "./totp.ts";

export { expect };

/** What somebody signs in with. */
export interface Account {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** The secret of their authenticator app, base32. */
  readonly totpSecret?: string;
}

/** Somebody of the demo organization, by the role that they hold there. */
export interface DemoAccount extends Account {
  readonly role: "owner" | "admin" | "member" | "viewer";
}

/** A mail as the development mailbox shows it. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly links: readonly string[];
  readonly at: string;
}

/** What a journey does without clicks. Cookies go to the page's own browser context. */
export interface Desk {
  /** The accounts of the demo, by role. */
  demo(role: DemoAccount["role"]): DemoAccount;
  /** Calls a mutation as the dashboard would, and fails with what it answered when it refuses. */
  mutate<Output = unknown>(procedure: string, input?: object): Promise<Output>;
  /** Signs this browser in, as somebody of the demo or as an account; both halves, where there are two. */
  signIn(who: DemoAccount["role"] | Account): Promise<Account>;
  /** Makes an account with a proven address, which nobody has used yet; does not sign in. */
  newAccount(name?: string): Promise<Account>;
  /** The newest mail to an address, once it is there. */
  letterTo(address: string): Promise<Letter>;
}

/** Another journey may have spent the code of a shared account: the next one comes within thirty seconds. */
const NEXT_CODE = { intervals: [10_000], timeout: 40_000 };

const tokenOf = (link: string): string => {
  const { searchParams, hash } = new URL(link);
  return searchParams.get("token") ?? new URLSearchParams(hash.slice(1)).get("token") ?? "";
};

function createDesk(request: APIRequestContext, origin: string): Desk {
  const accounts = JSON.parse(process.env.GATEHOUSE_E2E_ACCOUNTS ?? "[]") as DemoAccount[];
  const desk: Desk = {
    demo(role) {
      const account = accounts.find((one) => one.role === role);
      if (!account) throw new Error(`the demo has no ${role}`);
      return account;
    },
    async mutate<Output>(procedure: string, input?: object) {
      const answer = await request.post(`/trpc/${procedure}`, { data: input ?? {}, headers: { Origin: origin } });
      if (!answer.ok()) throw new Error(`${procedure}: ${answer.status()} ${await answer.text()}`);
      return ((await answer.json()) as { result: { data: Output } }).result.data;
    },
    async signIn(who) {
      const account = typeof who === "string" ? desk.demo(who) : who;
      const { email, password, totpSecret } = account;
      const { status } = await desk.mutate<{ status: string }>("auth.signIn", { email, password });
      if (status === "signedIn") return account;
      if (totpSecret === undefined) throw new Error(`${email} has no authenticator app here`);
      await expect(async () => {
        await desk.mutate("auth.completeMfa", { method: "totp", code: codeOf(totpSecret) });
      }).toPass(NEXT_CODE);
      return account;
    },
    async newAccount(name = "Nora Newcomer") {
      const mark = randomUUID();
      const account = { email: `nora-${mark}@example.test`, name, password: `a long way in ${mark}` };
      await desk.mutate("auth.signUp", account);
      const [link = ""] = (await desk.letterTo(account.email)).links;
      await desk.mutate("auth.verifyEmail", { token: tokenOf(link) });
      return account;
    },
    async letterTo(address) {
      let letter: Letter | undefined;
      await expect(async () => {
        const answer = await request.get(`/dev/mailbox?to=${encodeURIComponent(address)}`);
        [letter] = (await answer.json()) as Letter[];
        expect(letter, `mail to ${address}`).toBeDefined();
      }).toPass({ timeout: 10_000 });
      return letter as Letter;
    },
  };
  return desk;
}

/** Playwright's test with a desk. */
export const test = base.extend<{ desk: Desk }>({
  desk: async ({ context, baseURL }, use) => {
    await use(createDesk(context.request, baseURL ?? ""));
  },
});
