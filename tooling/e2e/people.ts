import type { Page } from "@playwright/test";
import type { Account, Desk } from "./fixtures.ts";
import { codeOf } from "./totp.ts";

/** Somebody with an authenticator app, and the codes that stand in for it. */
export interface Guarded extends Account {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

/** Makes an account with an authenticator app; nobody is signed in afterwards. The current code is unspent. */
export async function newGuardedAccount(desk: Desk, name: string): Promise<Guarded> {
  const account = await desk.newAccount(name);
  await desk.signIn(account);
  const { secret } = await desk.mutate<{ secret: string }>("mfa.beginTotp");
  const code = codeOf(secret, 1);
  const { recoveryCodes } = await desk.mutate<{ recoveryCodes: string[] }>("mfa.confirmTotp", { code });
  await desk.mutate("auth.signOut");
  return { ...account, secret, recoveryCodes };
}

/** The first half of a sign-in, by hand. */
export async function typePassword(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Pastes into the field that has the focus, as a person does: the field sees one change with the whole text. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => document.execCommand("insertText", false, pasted), text);
}

/** Leaves by the menu, as people do. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL((url) => url.pathname === "/sign-in");
}

/** Waits for a page by its path: what stands in the query may name it too. */
export const arrive = (page: Page, path: string): Promise<void> => page.waitForURL((url) => url.pathname === path);
