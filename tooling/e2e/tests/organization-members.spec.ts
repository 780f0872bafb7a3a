import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type Account, type Desk, expect, test } from "../fixtures.ts";
import { arrive, enrolTotp, invitationOf, linkOf, typePassword } from "../people.ts";

interface Team {
  readonly id: string;
  readonly slug: string;
  readonly owner: Account;
}

/** An organization of whoever is new and signed in here, with an authenticator app. */
async function newTeam(desk: Desk, ownerName: string, name: string): Promise<Team> {
  const account = await desk.signIn(await desk.newAccount(ownerName));
  const { totpSecret } = await enrolTotp(desk);
  const made = await desk.mutate<Omit<Team, "owner">>("organization.create", { name });
  return { ...made, owner: { ...account, totpSecret } };
}

async function choose(page: Page, name: string, act: string): Promise<void> {
  await page.getByRole("button", { name: `What can be done with ${name}` }).click();
  await page.getByRole("menuitem", { name: act }).click();
}

test("whoever is invited by paste comes in by the link in the mail, and by the address it was sent to alone", async ({
  page,
  browser,
  desk,
}) => {
  test.setTimeout(90_000);
  const guest = await desk.newAccount("Gina Guest");
  const { slug } = await newTeam(desk, "Iris Inviter", "Paper Mill");
  await page.goto(`/o/${slug}/members`);
  await page.getByRole("button", { name: "Invite people" }).click();
  await page.getByLabel("E-mail addresses").fill(`Gina Guest <${guest.email}>\nnobody at all`);
  await page.getByLabel("They join as").selectOption("viewer");
  await page.getByRole("button", { name: "Invite 2 people" }).click();
  const report = page.getByRole("list", { name: "Addresses" });
  await expect(report.getByRole("listitem").filter({ hasText: guest.email })).toContainText("Invited");
  await expect(report.getByRole("listitem").filter({ hasText: "nobody at all" })).toContainText("Not an address");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: guest.email })).toContainText("Viewer");

  const { link } = await invitationOf(desk, guest.email);
  await page.goto(link);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(page.getByRole("heading", { name: "This is for another address" })).toBeVisible();

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await expect(other.getByText("As Viewer.")).toBeVisible();
  await other.getByRole("link", { name: "Sign in to join" }).click();
  await typePassword(other, guest);
  await other.getByRole("button", { name: "Accept the invitation" }).click();
  await arrive(other, `/o/${slug}/documents`);
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "This invitation does not work any more" })).toBeVisible();
  await elsewhere.close();
});

test("whoever has no account makes one out of the invitation, and is back at it when they sign in", async ({
  browser,
  desk,
}) => {
  test.setTimeout(90_000);
  const mark = randomUUID();
  const guest = { email: `nela-${mark}@example.test`, name: "Nela Newcomer", password: `a long way in ${mark}` };
  const { id, slug } = await newTeam(desk, "Hana Host", "Guest House");
  await desk.mutate("invitation.create", { organizationId: id, email: guest.email, role: "viewer" });
  const { link } = await invitationOf(desk, guest.email);
  const elsewhere = await browser.newContext();
  const page = await elsewhere.newPage();
  await page.goto(link);
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Your name").fill(guest.name);
  await page.getByLabel("E-mail").fill(guest.email);
  await page.getByLabel("Password", { exact: true }).fill(guest.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { name: "Check your mail" })).toBeVisible();
  await page.goto(await linkOf(desk, guest.email, "/verify-email"));
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByRole("link", { name: "Go to sign-in" }).click();
  await typePassword(page, guest);
  await expect(page.getByRole("heading", { name: "Join Guest House" })).toBeVisible();
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await arrive(page, `/o/${slug}/documents`);
  await elsewhere.close();
});

test("an owner who is the only one is told the way out; a member is raised, and removed after a question", async ({
  page,
  desk,
}) => {
  test.setTimeout(90_000);
  const mate = await desk.newAccount("Milo Mate");
  const { id, slug, owner } = await newTeam(desk, "Sole Owner", "Lone House");
  await desk.mutate("invitation.create", { organizationId: id, email: mate.email, role: "viewer" });
  const { token } = await invitationOf(desk, mate.email);
  await desk.mutate("auth.signOut");
  await desk.signIn(mate);
  await desk.mutate("invitation.accept", { token });
  await desk.mutate("auth.signOut");
  await desk.signIn(owner);

  await page.goto(`/o/${slug}/members`);
  await choose(page, "Sole Owner", "Leave the organization");
  const leaving = page.getByRole("dialog", { name: "Leave Lone House?" });
  await expect(leaving.getByText("Hand it over first")).toBeVisible();
  await expect(leaving.getByRole("button", { name: "Leave", exact: true })).toHaveCount(0);
  await leaving.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByRole("button", { name: "What can be done with Sole Owner" })).toBeFocused();

  const row = page.getByRole("row").filter({ hasText: mate.email });
  await choose(page, "Milo Mate", "Change the role");
  await page.getByLabel("Role", { exact: true }).selectOption("member");
  await page.getByRole("button", { name: "Change the role" }).click();
  await expect(row).toContainText("Member");
  await choose(page, "Milo Mate", "Remove from the organization");
  await expect(page.getByRole("dialog")).toContainText("They lose Lone House at once");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(row).toHaveCount(0);
});

test("whoever an organization does not take any more reads what it asks for, at once, and is let in again", async ({
  page,
  browser,
  desk,
}) => {
  test.setTimeout(90_000);
  const guest = await desk.newAccount("Dora Domain");
  const { id } = await newTeam(desk, "Nadja Narrow", "Narrow House");
  await desk.mutate("invitation.create", { organizationId: id, email: guest.email, role: "viewer" });
  const { link } = await invitationOf(desk, guest.email);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(link);
  await other.getByRole("link", { name: "Sign in to join" }).click();
  await typePassword(other, guest);
  await other.getByRole("button", { name: "Accept the invitation" }).click();
  const documents = other.getByRole("heading", { name: "Documents" });
  await expect(documents).toBeVisible();

  await page.goto("/security");
  const whole = { organizationId: id, mfa: [], sessionHours: null, addressRanges: [] };
  const answer = await page.request.get("/trpc/session.current", { headers: { "Sec-Fetch-Site": "same-origin" } });
  const breakGlassUserId = ((await answer.json()) as { result: { data: { user: { id: string } } } }).result.data.user
    .id;
  const narrow = { ...whole, emailDomains: ["elsewhere.example"], breakGlassUserId };
  await desk.mutate("organization.setRequirements", narrow);
  await expect(other.getByRole("heading", { name: "Narrow House takes other addresses" })).toBeVisible();
  await expect(other.getByText(guest.email)).toBeVisible();
  await expect(other.getByRole("link", { name: "Change your address" })).toBeVisible();
  await desk.mutate("organization.setRequirements", { ...narrow, emailDomains: [] });
  await expect(documents).toBeVisible();
  await elsewhere.close();
});
