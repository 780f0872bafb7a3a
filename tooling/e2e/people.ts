import type { Page } from "@playwright/test";
import { type Account, type Desk, expect } from "./fixtures.ts";
import { codeOf } from "./totp.ts";

/** What an authenticator app holds, and the codes that stand in for it. */
interface Enrolment {
  readonly totpSecret: string;
  readonly recoveryCodes: readonly string[];
}

/** Gives whoever is signed in here an authenticator app. The current code is unspent. */
export async function enrolTotp(desk: Desk): Promise<Enrolment> {
  const { secret: totpSecret } = await desk.mutate<{ secret: string }>("mfa.beginTotp");
  let recoveryCodes: readonly string[] = [];
  // The code before the current one is too old when the step ends on the way: then it is asked for anew.
  await expect(async () => {
    const code = codeOf(totpSecret, 1);
    ({ recoveryCodes } = await desk.mutate<{ recoveryCodes: string[] }>("mfa.confirmTotp", { code }));
  }).toPass({ timeout: 10_000 });
  return { totpSecret, recoveryCodes };
}

/** Makes an account with an authenticator app; nobody is signed in afterwards. The current code is unspent. */
export async function newGuardedAccount(desk: Desk, name: string): Promise<Account & Enrolment> {
  const account = await desk.newAccount(name);
  await desk.signIn(account);
  const enrolment = await enrolTotp(desk);
  await desk.mutate("auth.signOut");
  return { ...account, ...enrolment };
}

/** Sets up an authenticator app by hand, from its button to where the recovery codes are. */
export async function setUpTotp(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const key = page.locator("code").filter({ hasText: /^([A-Z2-7]{4} ?){8}$/ });
  const secret = (await key.textContent()) ?? "";
  await page.getByLabel("Six-digit code").focus();
  await paste(page, codeOf(secret.replaceAll(" ", "")));
  await expect(page.getByRole("heading", { name: "Save your recovery codes" })).toBeVisible();
}

/** Passes the second half as somebody of the demo. Another journey may have spent the code: then the next one does. */
export async function passByDevelopmentCode(page: Page, path: string): Promise<void> {
  const button = page.getByRole("button", { name: "Fill in the development code" });
  await button.waitFor();
  await expect(async () => {
    if (await button.isVisible()) await button.click();
    await page.waitForURL((url) => url.pathname === path, { timeout: 5_000 });
  }).toPass({ intervals: [5_000], timeout: 50_000 });
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

/** The link of the newest mail to an address, once it is one to that page: another mail may come before it. */
export async function linkOf(desk: Desk, address: string, path: string): Promise<string> {
  let link = "";
  await expect(async () => {
    [link = ""] = (await desk.letterTo(address)).links;
    expect(new URL(link).pathname).toBe(path);
  }).toPass({ timeout: 15_000 });
  return link;
}

/** The link of an invitation, and the secret in it. */
export async function invitationOf(desk: Desk, address: string): Promise<{ link: string; token: string }> {
  const link = await linkOf(desk, address, "/invitation");
  return { link, token: new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "" };
}
