import { expect, test } from "../fixtures.ts";
import { enrolTotp, typePassword } from "../people.ts";

const LOCKED_MS = 3_000;
/** Longer than a page waits before it asks again. */
const CROSSING_MS = 1_000;

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

test("a question that crosses a change of the cookie, and hears of nobody, throws nobody out", async ({
  page,
  desk,
  playwright,
}) => {
  await desk.signIn(await desk.newAccount("Rosa Rotation"));
  const stranger = await playwright.request.newContext();
  // Without live updates the page asks by itself.
  await page.route(/live\.updates/, (route) => route.abort());
  await page.goto("/account");
  let [isUnderWay, crossed] = [false, 0];
  await page.route(/session\.current/, async (route) => {
    if (!isUnderWay) return route.fallback();
    const { cookie: _, ...headers } = await route.request().allHeaders();
    await route.fulfill({ response: await stranger.fetch(route.request().url(), { headers }) });
    crossed += 1;
  });
  await page.route(/account\.updateProfile/, async (route) => {
    isUnderWay = true;
    await expect.poll(() => crossed).toBeGreaterThan(0);
    await page.waitForTimeout(CROSSING_MS);
    isUnderWay = false;
    await route.continue();
  });
  await page.getByLabel("Your name").fill("Rosa Rotated");
  await page.getByRole("button", { name: "Save the profile" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Your account: Rosa Rotated" })).toBeVisible();
  await stranger.dispose();
});

test("nothing that was answered to whoever was here is shown to whoever signs in next, in another tab", async ({
  page,
  desk,
}) => {
  const next = await desk.newAccount("Ben Behind");
  await desk.signIn(await desk.newAccount("Ada Ahead"));
  await enrolTotp(desk);
  await page.goto("/security");
  const isSetUp = page.getByText("It shows a six-digit code");
  await expect(isSetUp).toBeVisible();
  await desk.mutate("auth.signOut");
  await page.waitForURL(/\/sign-in\?reason=ended/);
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.waitForURL(/\/sign-up/);
  await desk.signIn(next);
  // That nobody is here is believed for a moment.
  await page.waitForTimeout(2_000);
  // From now on this is not answered: what the page says of it is what was kept.
  await page.route(/mfa\.status/, () => {});
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Your account: Ben Behind" }).click();
  await page.getByRole("menuitem", { name: "Security" }).click();
  await page.waitForURL(/\/security/);
  await page.waitForTimeout(CROSSING_MS);
  await expect(isSetUp).toBeHidden();
});
