import { expect, test } from "../fixtures.ts";
import { signInStale } from "../stale.ts";

test("what needs a fresh proof asks for it and goes on by itself, with nothing typed twice", async ({ page, desk }) => {
  const account = await desk.newAccount("Petra Proof");
  await signInStale(page.context(), account);
  await page.goto("/security");
  await page.getByRole("button", { name: "Change your password" }).click();
  await page.getByLabel("Your password now").fill(account.password);
  const next = "a quiet harbour at dawn";
  await page.getByLabel("New password").fill(next);
  await page.getByRole("button", { name: "Change the password" }).click();

  const dialog = page.getByRole("dialog", { name: "Is it still you?" });
  await expect(dialog.getByLabel("Your password", { exact: true })).toBeFocused();
  await dialog.getByLabel("Your password", { exact: true }).fill("not the password at all");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("That is not your password.")).toBeVisible();
  await dialog.getByLabel("Your password", { exact: true }).fill(account.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your password is changed. Every other sign-in ended.")).toBeVisible();
  await desk.mutate("auth.signOut");
  await desk.signIn({ ...account, password: next });
});

test("whoever does not want to prove it is back where they were, and is told nothing", async ({ page, desk }) => {
  const account = await desk.newAccount("Nils Nothanks");
  await signInStale(page.context(), account);
  await page.goto("/security");
  const button = page.getByRole("button", { name: "Set up an authenticator app" });
  await button.click();
  await expect(page.getByRole("dialog", { name: "Is it still you?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0);
});
