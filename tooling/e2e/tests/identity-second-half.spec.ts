import { expect, test } from "../fixtures.ts";
import { arrive, newGuardedAccount, passByDevelopmentCode, paste, typePassword } from "../people.ts";
import { codeOf } from "../totp.ts";

test("a code is pasted as 123-456, sends itself, and leads to where the person wanted to go", async ({
  page,
  desk,
}) => {
  const account = await newGuardedAccount(desk, "Tom Totp");
  await page.goto("/sign-in?next=/security");
  await typePassword(page, account);
  await expect(page.getByLabel("Six-digit code")).toBeFocused();
  expect(await page.context().cookies()).not.toContainEqual(
    expect.objectContaining({ name: expect.stringMatching(/session$/) }),
  );

  await paste(page, "000-000");
  await expect(page.getByText("That code is not right.")).toBeVisible();
  await expect(page.getByLabel("Six-digit code")).toHaveValue("");
  await expect(page.getByLabel("Six-digit code")).toBeFocused();

  const code = codeOf(account.totpSecret);
  await paste(page, `${code.slice(0, 3)}-${code.slice(3)}`);
  await arrive(page, "/security");
  await expect(page.getByText(/Signed in just now by password and code/)).toBeVisible();
});

test("a recovery code stands in for the app, once", async ({ page, desk }) => {
  const account = await newGuardedAccount(desk, "Rita Recovery");
  const [code = ""] = account.recoveryCodes;
  await page.goto("/sign-in?next=/security");
  await typePassword(page, account);
  await page.getByLabel("Six-digit code").fill("000000");
  await expect(page.getByText("That code is not right.")).toBeVisible();
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await expect(page.getByText("That code is not right.")).toHaveCount(0);
  await page.getByLabel("Recovery code").fill(code.toLowerCase().replaceAll("-", " "));
  await page.keyboard.press("Enter");
  await arrive(page, "/security");
  await expect(page.getByText("9 of 10 left")).toBeVisible();

  await desk.mutate("auth.signOut");
  await arrive(page, "/sign-in");
  await typePassword(page, account);
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(code);
  await page.keyboard.press("Enter");
  await expect(page.getByText("That code is not right.")).toBeVisible();
});

test("whoever starts over stands where they began, with the address still there", async ({ page, desk }) => {
  const account = await newGuardedAccount(desk, "Stan Startover");
  await page.goto("/sign-in");
  await typePassword(page, account);
  await page.getByRole("button", { name: "Start over" }).click();
  await expect(page.getByLabel("E-mail")).toHaveValue(account.email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
});

test("one click fills the code of a demo account", async ({ page, desk }) => {
  test.slow();
  await page.goto("/sign-in?next=/security");
  await page.getByRole("button", { name: new RegExp(desk.demo("admin").email) }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await passByDevelopmentCode(page, "/security");
});
