import { expect, test } from "../fixtures.ts";
import { arrive, typePassword } from "../people.ts";

test("a new password is chosen by a link, which a refused password does not spend", async ({ page, desk }) => {
  const account = await desk.newAccount("Freda Forgetful");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByRole("link", { name: "Forgot it?" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(account.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText(/is on its way/)).toBeVisible();

  let link = "";
  await expect(async () => {
    [link = ""] = (await desk.letterTo(account.email)).links;
    expect(link).toContain("/reset-password");
  }).toPass();
  await page.goto(link);
  await page.getByLabel("New password").fill("too short");
  await page.keyboard.press("Enter");
  await expect(page.getByText("A password has at least 15 characters.")).toBeVisible();
  await page.getByLabel("New password").fill("password1234567890");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This password is easy to guess. Choose another.")).toBeVisible();
  const password = `another way in ${account.email}`.slice(0, 40).replace("nora", "quartz");
  await page.getByLabel("New password").fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your new password is saved" })).toBeVisible();

  await page.goto("/sign-in");
  await page.goto(link);
  await page.getByLabel("New password").fill("yet another quiet harbour");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();

  await page.goto("/sign-in?next=/security");
  await typePassword(page, account);
  await expect(page.getByText("That e-mail and password do not go together.")).toBeVisible();
  await typePassword(page, { ...account, password });
  await arrive(page, "/security");
});

test("nobody learns from the answer whether an address has an account", async ({ page }) => {
  await page.goto("/forgot-password");
  await page.getByLabel("E-mail").fill("nobody-at-all@example.test");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(
    page.getByText("If there is an account for nobody-at-all@example.test, a link is on its way to it."),
  ).toBeVisible();
});
