import type { Page } from "@playwright/test";
import { expectNobodyKeptOut } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import { arrive, enrolTotp } from "../people.ts";

const field = (page: Page) => page.getByRole("combobox", { name: "Page or command" });
const options = (page: Page) => page.getByRole("listbox", { name: "Pages and commands" }).getByRole("option");

/** Opens the palette by its keys, once there is a page that hears them. */
async function openByKeys(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Go to, or do" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

/** Opens the palette, types, and takes the first line. */
async function command(page: Page, text: string): Promise<void> {
  await openByKeys(page);
  await field(page).fill(text);
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(field(page)).toHaveCount(0);
}

test("pages, forms, another organization, the theme and the way out are a few letters away", async ({ page, desk }) => {
  test.setTimeout(90_000);
  await desk.signIn(await desk.newAccount("Petra Palette"));
  await enrolTotp(desk);
  const first = await desk.mutate<{ slug: string }>("organization.create", { name: "First House" });
  const second = await desk.mutate<{ slug: string }>("organization.create", { name: "Second House" });
  await page.goto(`/o/${first.slug}/documents`);

  await command(page, "audit");
  await arrive(page, `/o/${first.slug}/audit`);
  await command(page, "matrix");
  await arrive(page, `/o/${first.slug}/roles/matrix`);
  await expect(page.getByRole("table", { name: "Access matrix" })).toBeVisible();

  await openByKeys(page);
  await expect(options(page).first()).toHaveText("Audit");
  await expect(page.getByRole("group", { name: "Used last" }).getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await command(page, "create key");
  await expect(page.getByRole("dialog", { name: "A new API key" }).getByLabel("What is it for?")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await command(page, "invite");
  await expect(page.getByRole("dialog", { name: "Invite people" }).getByLabel("E-mail addresses")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await arrive(page, `/o/${first.slug}/roles/matrix`);

  await command(page, "new doc");
  await arrive(page, `/o/${first.slug}/documents/new`);
  await command(page, "second house");
  await arrive(page, `/o/${second.slug}/documents`);
  await command(page, "dark");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await command(page, "log out");
  await arrive(page, "/sign-in");
});

test("the palette is opened by its button, walked by arrows, and closed by Escape, which gives the focus back", async ({
  page,
  desk,
}) => {
  await desk.signIn("member");
  await page.goto("/o/acme/documents");
  const button = page.getByRole("button", { name: "Go to, or do" });
  await button.click();
  await expect(field(page)).toBeFocused();
  await expect(options(page).first()).toBeVisible();
  await expectNobodyKeptOut(page);

  await page.keyboard.press("ArrowUp");
  await expect(options(page).last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  const id = await options(page).first().getAttribute("id");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", id ?? "none");
  await field(page).fill("nothing is called so");
  await expect(options(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(field(page)).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("a member is found by a name, and stands in the list that this leads to", async ({ page, desk }) => {
  const { name } = desk.demo("viewer");
  await desk.signIn("member");
  await page.goto("/o/acme/documents");
  await openByKeys(page);
  const [first = "", last = first] = name.split(" ");
  await field(page).fill(last);
  await expect(page.getByRole("group", { name: "Members" }).getByRole("option", { name: first })).toBeVisible();
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await arrive(page, "/o/acme/members");
  const members = page.getByRole("table", { name: "Members" });
  await expect(members.getByRole("row").filter({ hasText: name })).toHaveCount(1);
  await expect(members.getByRole("row")).toHaveCount(2);
  await page.getByLabel("Find a member").fill("nobody is called so");
  await expect(page.getByText("No such member")).toBeVisible();
  await page.getByLabel("Find a member").fill("");
  await expect(members.getByRole("row").filter({ hasText: "Olga Owner" })).toHaveCount(1);
});

test("nobody is offered what their role does not allow", async ({ page, desk }) => {
  await desk.signIn("member");
  await page.goto("/o/acme/documents");
  await openByKeys(page);
  await expect(options(page).filter({ hasText: "New document" })).toHaveCount(1);
  await expect(options(page).filter({ hasText: /^(Audit|API keys|Roles|Access matrix|Invite people)$/ })).toHaveCount(
    0,
  );
  await page.keyboard.press("Escape");
  await desk.mutate("auth.signOut");
  await desk.signIn("viewer");
  await page.goto("/o/acme/documents");
  await openByKeys(page);
  await expect(options(page).filter({ hasText: "Members" })).toHaveCount(1);
  await expect(options(page).filter({ hasText: "New document" })).toHaveCount(0);
});

test("the palette stays away while a dialog holds something", async ({ page, desk }) => {
  await desk.signIn("member");
  await page.goto("/o/acme/documents");
  await page.getByRole("button", { name: /switch organization/ }).click();
  await page.getByRole("menuitem", { name: "New organization" }).click();
  const dialog = page.getByRole("dialog", { name: "New organization" });
  await dialog.getByLabel("Name").fill("Half a name");
  await page.keyboard.press("Control+k");
  await expect(field(page)).toHaveCount(0);
  await expect(dialog.getByLabel("Name")).toHaveValue("Half a name");
});
