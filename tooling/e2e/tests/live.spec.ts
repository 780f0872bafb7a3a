import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { enrolTotp, typePassword } from "../people.ts";

const LOCKED_MS = 3_000;
/** Eight pages draw at once on two cores. None of them asks by itself in that time. */
const ALL_LOCKED_MS = 10_000;
const TAKES_OVER_MS = 1_000;
const TABS = 8;

/** The pages that opened the stream, in their order. */
function watchStreams(context: BrowserContext): { readonly page: Page; readonly at: number }[] {
  const opened: { page: Page; at: number }[] = [];
  context.on("request", (request) => {
    if (request.url().includes("/trpc/live.updates")) opened.push({ page: request.frame().page(), at: Date.now() });
  });
  return opened;
}

test("eight tabs hold one connection and stay usable; all of them lock when the session is ended elsewhere", async ({
  context,
  desk,
  browser,
}) => {
  const account = await desk.newAccount("Lina Live");
  await desk.signIn(account);
  const opened = watchStreams(context);
  const pages: Page[] = [];
  for (let count = 0; count < TABS; count += 1) {
    const page = await context.newPage();
    await page.goto("/account");
    await expect(page.getByLabel("Your name")).toBeVisible();
    pages.push(page);
  }
  expect(opened).toHaveLength(1);

  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto("/sign-in");
  await typePassword(elsewhere, account);
  await elsewhere.waitForURL(/\/o\//);
  await elsewhere.goto("/security");
  const go = { name: "Sign out everywhere else" };
  await elsewhere.getByRole("button", go).click();
  await elsewhere.getByRole("dialog").getByRole("button", go).click();
  await expect(elsewhere.getByText("You are signed out everywhere else.")).toBeVisible();
  await Promise.all(pages.map((page) => page.waitForURL(/\/sign-in\?reason=ended/, { timeout: ALL_LOCKED_MS })));
  await other.close();
});

test("when the tab that listens is closed the next one takes over within a second", async ({ context, desk }) => {
  await desk.signIn(await desk.newAccount("Tom Takeover"));
  const opened = watchStreams(context);
  const [first, second] = [await context.newPage(), await context.newPage()];
  for (const page of [first, second]) {
    await page.goto("/account");
    await expect(page.getByLabel("Your name")).toBeVisible();
  }
  await expect.poll(() => opened.length).toBe(1);
  const closedAt = Date.now();
  await first.close();
  await expect.poll(() => opened.length, { intervals: [20] }).toBe(2);
  expect(opened[1]?.page).toBe(second);
  expect((opened[1]?.at ?? 0) - closedAt).toBeLessThan(TAKES_OVER_MS);
});

test("what changes in an organization is seen in an open tab without a reload", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Rita Rename"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Before House" });
  await page.goto(`/o/${slug}/members`);
  await expect(page.getByRole("button", { name: /Before House: switch organization/ })).toBeVisible();
  await page.waitForTimeout(LOCKED_MS);
  await desk.mutate("organization.update", { organizationId: id, name: "After House" });
  await expect(page.getByRole("button", { name: /After House: switch organization/ })).toBeVisible({
    timeout: LOCKED_MS,
  });
});
