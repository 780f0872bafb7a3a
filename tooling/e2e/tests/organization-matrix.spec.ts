import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expectNobodyKeptOut } from "../axe.ts";
import { type Desk, expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

/** By then an open page hears what happens. */
const HEARS_MS = 3_000;

/** An organization with a role of its own, whose owner is signed in. */
async function newHouse(desk: Desk): Promise<string> {
  await desk.signIn(await desk.newAccount("Mara Matrix"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Matrix House" });
  await desk.mutate("role.create", { organizationId: id, name: "Auditor", permissions: ["role:read", "audit:*"] });
  return slug;
}

const tableOf = (page: Page): Locator => page.getByRole("table", { name: "Access matrix" });
const wayIn = (page: Page, path: string): Locator =>
  tableOf(page)
    .getByRole("row")
    .filter({ has: page.getByText(path, { exact: true }) });

test("the matrix shows every way in by every role, an own one included, by noun, and as a table to take along", async ({
  page,
  desk,
}) => {
  test.setTimeout(90_000);
  const slug = await newHouse(desk);
  await page.goto(`/o/${slug}/roles`);
  await page.getByRole("link", { name: "Access matrix" }).click();
  await expect(tableOf(page).getByRole("columnheader")).toHaveText([
    "Way in",
    "Viewer",
    "Member",
    "Admin",
    "Owner",
    /^Auditor Custom$/i,
  ]);
  const [may, mayNot] = [/May$/, /May not$/];
  await expect(wayIn(page, "role.create").getByRole("cell")).toHaveText([mayNot, mayNot, may, may, mayNot]);
  await expect(wayIn(page, "role.list").getByRole("cell")).toHaveText([mayNot, mayNot, may, may, may]);
  await expect(wayIn(page, "role.create")).toContainText("role:manage");
  await expect(wayIn(page, "role.create")).toContainText(/asks for proof/i);
  await expect(wayIn(page, "/healthz").getByRole("cell")).toHaveText([may, may, may, may, may]);
  await expectNobodyKeptOut(page);

  await wayIn(page, "/healthz").scrollIntoViewIfNeeded();
  await expect(tableOf(page).getByRole("columnheader", { name: "Owner" })).toBeInViewport();

  await page.getByLabel("About").selectOption("role");
  await expect(page).toHaveURL(/noun=role/);
  await expect(page.getByText(/^5 of \d+ ways in\.$/)).toBeVisible();
  await expect(wayIn(page, "document.create")).toHaveCount(0);
  await page.reload();
  await expect(wayIn(page, "role.create")).toBeVisible();
  await expect(wayIn(page, "/healthz")).toHaveCount(0);

  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const copy = await coming;
  expect(copy.suggestedFilename()).toMatch(new RegExp(`^access-${slug}-\\d{4}-\\d{2}-\\d{2}\\.csv$`));
  const [head, ...lines] = (await readFile(await copy.path(), "utf8")).trim().split(/\r?\n/);
  expect(head).toContain('"Auditor (auditor)"');
  expect(lines.find((line) => line.startsWith('"role.list"'))).toBe(
    '"role.list","query","role:read","no","","","no","no","yes","yes","yes"',
  );
  expect(lines.some((line) => line.startsWith('"document.create"'))).toBe(true);

  await page.getByRole("button", { name: "Show everything" }).click();
  await expect(wayIn(page, "document.create")).toBeVisible();
});

test("a role that changes elsewhere changes the matrix that is open", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Rolf Changes"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Moving House" });
  const { key } = await desk.mutate<{ key: string }>("role.create", {
    organizationId: id,
    name: "Helper",
    permissions: [],
  });
  await page.goto(`/o/${slug}/roles/matrix?noun=role`);
  await expect(wayIn(page, "role.list").getByRole("cell").last()).toHaveText(/May not$/);
  await page.waitForTimeout(HEARS_MS);
  await desk.mutate("role.update", { organizationId: id, key, permissions: ["role:read"] });
  await expect(wayIn(page, "role.list").getByRole("cell").last()).toHaveText(/May$/);
});

test("whoever may not read roles is told so in place of the matrix", async ({ page, desk }) => {
  await desk.signIn("member");
  await page.goto("/o/acme/roles/matrix");
  await expect(page.getByText(/It takes the permission role:read/)).toBeVisible();
  await expect(tableOf(page)).toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("one role at a time stands beside the ways in", async ({ page, desk }) => {
    const slug = await newHouse(desk);
    await page.goto(`/o/${slug}/roles/matrix`);
    await expect(tableOf(page).getByRole("columnheader")).toHaveText(["Way in", "Owner"]);
    await expect(wayIn(page, "role.create").getByRole("cell")).toHaveText([/May$/]);
    await page.getByLabel("As which role").selectOption("viewer");
    await expect(tableOf(page).getByRole("columnheader")).toHaveText(["Way in", "Viewer"]);
    await expect(wayIn(page, "role.create").getByRole("cell")).toHaveText([/May not$/]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await expectNobodyKeptOut(page);
  });
});
