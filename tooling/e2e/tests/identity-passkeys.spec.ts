import type { CDPSession, Page } from "@playwright/test";
import { type Account, type Desk, expect, test } from "../fixtures.ts";
import { arrive, signOut, typePassword } from "../people.ts";

/** An authenticator that lives in the browser: present or not, and able to check its user or not. */
interface Authenticator {
  /** Whether it answers by itself when it is asked. */
  present(isPresent: boolean): Promise<void>;
  /** Without it, what asks for a checked user is refused as a person's "Cancel" is. */
  verifies(isVerified: boolean): Promise<void>;
}

async function addAuthenticator(page: Page): Promise<Authenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async present(enabled) {
      await session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
    },
    async verifies(isUserVerified) {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}

/** Somebody with a passkey, signed out again; the authenticator is not present. */
async function enrol(
  page: Page,
  desk: Desk,
  name: string,
): Promise<Account & { readonly authenticator: Authenticator }> {
  const account = await desk.newAccount(name);
  await desk.signIn(account);
  await page.goto("/security");
  const authenticator = await addAuthenticator(page);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("button", { name: "I saved them" }).click();
  await expect(page.getByRole("list", { name: "Your passkeys" }).getByRole("listitem")).toHaveCount(1);
  await authenticator.present(false);
  await signOut(page);
  return { ...account, authenticator };
}

const byPasskey = (page: Page) => page.getByText(/Signed in just now by passkey/);

test("a passkey is added, named and removed", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Paula Passkey"));
  await page.goto("/security");
  await addAuthenticator(page);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByRole("heading", { name: "Save your recovery codes" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await page.getByRole("button", { name: "I saved them" }).click();
  await expect(page.getByText("Phishing-proof")).toBeVisible();

  await page.getByRole("button", { name: /^Rename/ }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Blue key");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove Blue key" }).click();
  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByText("The passkey “Blue key” is removed.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Your passkeys" })).toHaveCount(0);
});

test("the field offers the passkey, and it opens the gate", async ({ page, desk }) => {
  const { authenticator } = await enrol(page, desk, "Otto Autofill");
  await authenticator.present(true);
  await page.goto("/sign-in?next=/security");
  await arrive(page, "/security");
  await expect(byPasskey(page)).toBeVisible();
});

test("the button asks for the passkey; a person who cancels is told nothing, and tries again", async ({
  page,
  desk,
}) => {
  const { authenticator } = await enrol(page, desk, "Bea Button");
  // The offer in the field would be faster than the button, now and then.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.goto("/sign-in?next=/security");
  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await authenticator.verifies(false);
  await authenticator.present(true);
  const asked = page.waitForResponse(/passkey\.beginSignIn/);
  await button.click();
  await asked;
  await expect(button).toBeEnabled();
  await expect(button).not.toHaveAttribute("aria-disabled");
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);

  await authenticator.verifies(true);
  await button.click();
  await arrive(page, "/security");
  await expect(byPasskey(page)).toBeVisible();
});

test("the passkey is the second half of a sign-in by password", async ({ page, desk }) => {
  const account = await enrol(page, desk, "Sid Secondfactor");
  await typePassword(page, account);
  const button = page.getByRole("button", { name: "Use your passkey" });
  await expect(button).toBeFocused();
  await account.authenticator.present(true);
  await button.click();
  await page.waitForURL(/\/o\//);
});
