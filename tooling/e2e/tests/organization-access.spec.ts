import type { Page } from "@playwright/test";
import { type Account, type Desk, expect, test } from "../fixtures.ts";
import { enrolTotp, invitationOf } from "../people.ts";

interface Team {
  readonly id: string;
  readonly slug: string;
  readonly owner: Account;
  readonly viewer: Account;
}

/** An organization of an owner with an authenticator app, and a viewer; the owner is signed in. */
async function newTeamOfTwo(desk: Desk): Promise<Team> {
  const viewer = await desk.newAccount("Vera Viewer");
  const account = await desk.signIn(await desk.newAccount("Otto Owner"));
  const { totpSecret } = await enrolTotp(desk);
  const owner = { ...account, totpSecret };
  const { id, slug } = await desk.mutate<Pick<Team, "id" | "slug">>("organization.create", { name: "Glass Works" });
  await desk.mutate("invitation.create", { organizationId: id, email: viewer.email, role: "viewer" });
  const { token } = await invitationOf(desk, viewer.email);
  await desk.mutate("auth.signOut");
  await desk.signIn(viewer);
  await desk.mutate("invitation.accept", { token });
  return { id, slug, owner, viewer };
}

async function review(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review the change" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

test("whoever is denied sees which step refused, asks for it, and may as soon as an owner approves", async ({
  page,
  desk,
}) => {
  test.setTimeout(90_000);
  const { slug, owner, viewer } = await newTeamOfTwo(desk);
  await page.goto(`/o/${slug}/access`);
  await page.getByRole("link", { name: "Why? Write documents" }).click();
  await expect(page.getByRole("heading", { name: "Why you may not: Write documents" })).toBeVisible();
  const steps = page.getByRole("list", { name: "Each step of the decision" }).getByRole("listitem");
  await expect(steps.filter({ hasText: "The role holds the permission" })).toContainText("Refused");
  await expect(page.getByText("Otto Owner")).toBeVisible();
  await page.getByLabel("Why you need it").fill("The opening hours are wrong.");
  await page.getByRole("button", { name: "Send the request" }).click();
  await expect(page.getByText("It waits for an owner.")).toBeVisible();

  await desk.mutate("auth.signOut");
  await desk.signIn(owner);
  await page.goto(`/o/${slug}/members`);
  await expect(page.getByText("The opening hours are wrong.")).toBeVisible();
  await expect(page.getByText("the role changes from Viewer to Member")).toBeVisible();
  await page.getByRole("button", { name: "Approve: Write documents, for Vera Viewer" }).click();
  await expect(page.getByRole("row").filter({ hasText: viewer.email })).toContainText("Member");
  await expect(page.getByRole("heading", { name: "Access requests" })).toHaveCount(0);

  await desk.mutate("auth.signOut");
  await desk.signIn(viewer);
  await page.goto(`/o/${slug}/access?permission=document:write`);
  await expect(page.getByRole("heading", { name: "Why you may: Write documents" })).toBeVisible();
});

test("an owner looks up why a member may not, and gives it by another role, there and then", async ({ page, desk }) => {
  test.setTimeout(90_000);
  const { slug, owner } = await newTeamOfTwo(desk);
  await desk.mutate("auth.signOut");
  await desk.signIn(owner);
  await page.goto(`/o/${slug}/members`);
  const row = page.getByRole("row").filter({ hasText: "Vera Viewer" });
  await expect(row.getByRole("cell").filter({ hasText: "Off" })).toBeVisible();
  await row.getByRole("button", { name: "What can be done with Vera Viewer" }).click();
  await page.getByRole("menuitem", { name: "What they may do" }).click();
  await expect(page.getByRole("heading", { name: "What Vera Viewer may do" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "document:write" })).toContainText("May not");
  await page.getByRole("link", { name: "Why? Write documents" }).click();

  await expect(page.getByRole("heading", { name: "Why Vera Viewer may not: Write documents" })).toBeVisible();
  const steps = page.getByRole("list", { name: "Each step of the decision" }).getByRole("listitem");
  await expect(steps.filter({ hasText: "Refused" })).toHaveText(/Their role does not allow this/);
  await expect(page.getByText("You", { exact: true }).last()).toBeVisible();
  await page.getByRole("button", { name: "Change the role" }).click();
  const dialog = page.getByRole("dialog", { name: "Another role for Vera Viewer" });
  await dialog.getByLabel("Role", { exact: true }).selectOption("member");
  await dialog.getByRole("button", { name: "Change the role" }).click();
  await expect(page.getByRole("heading", { name: "Why Vera Viewer may: Write documents" })).toBeVisible();
  await expect(steps.filter({ hasText: "Refused" })).toHaveCount(0);
});

test("a role of one's own is made, changed after its diff was seen, and deleted", async ({ page, desk }) => {
  test.setTimeout(90_000);
  await desk.signIn(await desk.newAccount("Rosa Roles"));
  await enrolTotp(desk);
  const { slug } = await desk.mutate<{ slug: string }>("organization.create", { name: "Role House" });
  await page.goto(`/o/${slug}/roles/new`);
  await page.getByLabel("Name", { exact: true }).fill("Head of Support");
  await page.getByRole("checkbox", { name: /document:\*/ }).check();
  await page.getByRole("button", { name: "Create the role" }).click();
  await page.getByRole("link", { name: "Head of Support" }).click();

  await page.getByRole("checkbox", { name: /document:delete/ }).uncheck();
  await page.getByRole("checkbox", { name: /member:invite/ }).check();
  await review(page);
  const diff = page.getByRole("dialog").getByRole("listitem");
  await expect(diff.filter({ hasText: "member:invite" })).toContainText("Gains");
  await expect(diff.filter({ hasText: "document:delete" })).toContainText("Loses");
  await expect(diff).toHaveCount(2);
  await page.getByRole("button", { name: "Save the role" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: /document:delete/ })).not.toBeChecked();

  await page.getByRole("button", { name: "Delete the role" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the role" }).click();
  await expect(page.getByRole("link", { name: "Owner" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Head of Support" })).toHaveCount(0);
});
