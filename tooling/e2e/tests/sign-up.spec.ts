import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures.ts";
import { setUpTotp } from "../people.ts";

test("a person signs up, proves the address, signs in, makes an organization and writes a document", async ({
  page,
}) => {
  const mark = randomUUID().slice(0, 8);
  const email = `ada-${mark}@example.test`;
  const password = `three ravens on the gate ${mark}`;

  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Ada Newcomer");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();

  await expect(async () => {
    await page.goto("/dev/mail");
    await page.getByText(email).first().click({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
  await page
    .locator('a[href*="/verify-email"]')
    .first()
    .evaluate((link) => link.removeAttribute("target"));
  await page.locator('a[href*="/verify-email"]').first().click();
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByText("Your address is confirmed")).toBeVisible();

  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/o\/ada-newcomer/);

  await page.getByRole("button", { name: /switch organization/ }).click();
  await page.getByRole("menuitem", { name: "New organization" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`Ravens ${mark}`);
  await dialog.getByRole("button", { name: "Create it" }).click();
  await page.waitForURL(`**/o/ravens-${mark}/**`);
  await setUpTotp(page);
  await page.getByRole("button", { name: "I saved them" }).click();

  await page.getByRole("link", { name: "New document" }).first().click();
  await page.getByLabel("Title").fill("What the ravens saw");
  await page.getByLabel("Text").fill("Nobody passed unannounced.");
  await page.getByRole("button", { name: "Create the document" }).click();
  await expect(page.getByRole("heading", { name: "What the ravens saw" })).toBeVisible();
  await expect(page.getByText("Nobody passed unannounced.", { exact: true }).first()).toBeVisible();
});

test("a password that is easy to guess is refused at its field, and nothing typed is lost", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel("Your name").fill("Eve Easy");
  await page.getByLabel("E-mail").fill(`eve-${randomUUID()}@example.test`);
  await page.getByLabel("Password", { exact: true }).fill("passwordpassword");
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByText("This password is easy to guess. Choose another.")).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your name")).toHaveValue("Eve Easy");
});
