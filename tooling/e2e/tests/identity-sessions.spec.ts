import { expect, test } from "../fixtures.ts";
import { typePassword } from "../people.ts";

const LOCKED_MS = 3_000;

test("a tab whose session is ended elsewhere locks within three seconds, by itself", async ({
  page,
  desk,
  browser,
}) => {
  const account = await desk.newAccount("Lena Locked");
  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto("/sign-in");
  await typePassword(elsewhere, account);
  await elsewhere.waitForURL(/\/o\//);

  await desk.signIn(account);
  await page.goto("/security");
  const row = page.getByRole("listitem").filter({ hasText: "Signed in", hasNotText: "This device" });
  await row.getByRole("button", { name: /^Sign out/ }).click();
  await expect(page.getByText(/is signed out\./)).toBeVisible();
  await elsewhere.waitForURL(/\/sign-in\?reason=ended/, { timeout: LOCKED_MS });
  await expect(elsewhere.getByText(/You are no longer signed in on this device/)).toBeVisible();
  await other.close();
});
