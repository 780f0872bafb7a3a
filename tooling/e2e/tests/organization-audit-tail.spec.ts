import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

/** Longer than what is read out stays quiet. */
const SAID_MS = 15_000;

const changes = (page: Page): Locator =>
  page
    .getByRole("table", { name: "Audit log" })
    .getByRole("row")
    .filter({ has: page.getByText("organization.updated", { exact: true }) });

test("new events enter the open log at the top; while it is held they are counted and wait", async ({ page, desk }) => {
  test.setTimeout(90_000);
  await desk.signIn(await desk.newAccount("Tilda Tail"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Tail House" });
  const rename = (name: string) => desk.mutate("organization.update", { organizationId: id, name });
  await page.goto(`/o/${slug}/audit`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();

  const created = page.getByRole("button", { name: "The organization was made" });
  await created.focus();
  await rename("Tail House Two");
  await expect(changes(page)).toHaveCount(1);
  await expect(page.getByRole("table", { name: "Audit log" }).getByRole("row").nth(1)).toContainText(
    "organization.updated",
  );
  await expect(created).toBeFocused();
  const said = page.getByRole("status").filter({ hasText: "since you came" });
  await expect(said).toHaveText("1 new line since you came", { timeout: SAID_MS });

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await rename("Tail House Three");
  await expect(page.getByRole("button", { name: "Go on: 1 new" })).toBeVisible();
  await rename("Tail House Four");
  await expect(page.getByRole("button", { name: "Go on: 2 new" })).toBeVisible();
  await expect(changes(page)).toHaveCount(1);

  await page.keyboard.press("Alt+p");
  await expect(changes(page)).toHaveCount(3);
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("another filter is another question, and is not held", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Felix Filter"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Filter House" });
  await page.goto(`/o/${slug}/audit`);
  await page.getByRole("button", { name: "Pause" }).click();
  await desk.mutate("organization.update", { organizationId: id, name: "Filter House Two" });
  await expect(page.getByRole("button", { name: "Go on: 1 new" })).toBeVisible();
  await page.getByLabel("What happened").selectOption("organization.updated");
  await expect(page.getByText("1 event.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(changes(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("whoever reads further down is not moved by what comes in above: it waits until they come back", async ({
  page,
  desk,
}) => {
  await desk.signIn(await desk.newAccount("Rosa Reader"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Long House" });
  const rename = (name: string) => desk.mutate("organization.update", { organizationId: id, name });
  for (const name of ["One", "Two", "Three", "Four", "Five", "Six"]) await rename(`Long House ${name}`);
  await page.setViewportSize({ width: 1280, height: 400 });
  await page.goto(`/o/${slug}/audit`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const created = page.getByRole("button", { name: "The organization was made" });
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(page.getByRole("button", { name: "Go on" })).toBeAttached();
  const before = await created.boundingBox();
  await rename("Long House Seven");
  await expect(page.getByRole("button", { name: "Go on: 1 new" })).toBeAttached();
  expect(await created.boundingBox()).toEqual(before);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole("button", { name: "Go on: 1 new" }).click();
  await expect(changes(page)).toHaveCount(7);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});
