import { expectNobodyKeptOut } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import { arrive, enrolTotp, invitationOf } from "../people.ts";

test("what members need is saved once it is seen whom it concerns, and a second factor is asked of everybody", async ({
  page,
  desk,
}) => {
  await desk.signIn(await desk.newAccount("Otto Ordinance"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Strict House" });

  await page.goto(`/o/${slug}/settings`);
  await page.getByLabel("A second factor is needed by").selectOption("all");
  await page.getByLabel("Only addresses at these domains").fill("no domain at all");
  await page.getByRole("button", { name: "See whom it concerns" }).click();
  await expect(page.getByText("Enter domains such as example.com.")).toBeVisible();

  await page.getByLabel("Only addresses at these domains").fill("elsewhere.example");
  await page.getByRole("button", { name: "See whom it concerns" }).click();
  const dialog = page.getByRole("dialog", { name: "Save what members need?" });
  await expect(dialog.getByText("This would lock you out yourself")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save for everybody" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Go back" }).click();

  await page.getByLabel("Only addresses at these domains").fill("");
  await page.getByRole("button", { name: "See whom it concerns" }).click();
  await expect(dialog.getByText("Nobody has to do anything")).toBeVisible();
  await dialog.getByRole("button", { name: "Save for everybody" }).click();
  await expect(page.getByText("Saved. It is in force for everybody.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("A second factor is needed by")).toHaveValue("all");

  const answer = await page.request.get(
    `/trpc/organization.requirements?input=${encodeURIComponent(JSON.stringify({ organizationId: id }))}`,
    { headers: { "Sec-Fetch-Site": "same-origin" } },
  );
  expect(((await answer.json()) as { result: { data: { mfa: unknown } } }).result.data.mfa).toBe("all");
});

test("a second factor is asked of the roles that are chosen", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Rolf Rolewise"));
  await enrolTotp(desk);
  const { slug } = await desk.mutate<{ slug: string }>("organization.create", { name: "Chosen House" });
  await page.goto(`/o/${slug}/settings`);
  const needed = page.getByLabel("A second factor is needed by");
  await needed.selectOption("roles");
  await page.getByRole("button", { name: "See whom it concerns" }).click();
  await expect(page.getByText("Choose at least one role.")).toBeVisible();
  const roles = page.getByRole("group", { name: "Roles that need one too" });
  await expect(roles.getByRole("checkbox", { name: "Viewer" })).toBeFocused();
  await roles.getByRole("checkbox", { name: "Member" }).check();
  await page.getByRole("button", { name: "See whom it concerns" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save for everybody" }).click();
  await expect(page.getByText("Saved. It is in force for everybody.")).toBeVisible();
  await page.reload();
  await expect(needed).toHaveValue("roles");
  await expect(roles.getByRole("checkbox", { name: "Member" })).toBeChecked();
  await expect(roles.getByRole("checkbox", { name: "Viewer" })).not.toBeChecked();
});

test("the only owner reads what comes before leaving; a member leaves where the settings end", async ({
  page,
  desk,
}) => {
  test.setTimeout(90_000);
  const guest = await desk.newAccount("Lena Leaves");
  await desk.signIn(await desk.newAccount("Stefan Stays"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Left House" });
  await page.goto(`/o/${slug}/settings`);
  await expect(page.getByText("You are its only owner, and its only member.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Leave the organization" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Hand over the organization" })).toBeVisible();

  await desk.mutate("invitation.create", { organizationId: id, email: guest.email, role: "viewer" });
  const { token } = await invitationOf(desk, guest.email);
  await desk.mutate("auth.signOut");
  await desk.signIn(guest);
  await desk.mutate("invitation.accept", { token });
  await page.goto(`/o/${slug}/settings`);
  await page.getByRole("button", { name: "Leave the organization" }).click();
  await page.getByRole("dialog", { name: "Leave Left House?" }).getByRole("button", { name: "Leave" }).click();
  await arrive(page, "/security");
  await expect(page.getByText("You left Left House.")).toBeVisible();
  await page.goto(`/o/${slug}/settings`);
  await expect(page.getByRole("heading", { name: "No such organization" })).toBeVisible();
});

test("an owner whom nothing binds is chosen among the owners, and the house goes to a member who is found by name", async ({
  page,
  desk,
}) => {
  test.setTimeout(90_000);
  const heir = await desk.newAccount("Hannah Heir");
  const giver = await desk.signIn(await desk.newAccount("Gerd Giver"));
  const { totpSecret } = await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Given House" });
  await desk.mutate("invitation.create", { organizationId: id, email: heir.email, role: "member" });
  const { token } = await invitationOf(desk, heir.email);
  await desk.mutate("auth.signOut");
  await desk.signIn(heir);
  await desk.mutate("invitation.accept", { token });
  await desk.mutate("auth.signOut");
  await desk.signIn({ ...giver, totpSecret });

  const offered = page.getByRole("listbox").getByRole("option");
  await page.goto(`/o/${slug}/settings`);
  const unbound = page.getByRole("combobox", { name: "An owner whom none of this binds" });
  await unbound.click();
  await expect(offered).toHaveText(["Nobody", /^Gerd Giver/]);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Hand over the organization" }).click();
  const dialog = page.getByRole("dialog", { name: "Hand over Given House?" });
  const heirs = dialog.getByRole("combobox", { name: "To whom" });
  await expect(heirs).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(offered).toHaveText([/^Hannah Heir/]);
  await page.keyboard.press("Escape");
  await expect(offered.first()).toBeHidden();
  await dialog.getByRole("button", { name: "Hand over" }).click();
  await expect(dialog.getByText("Choose a member.")).toBeVisible();
  await expect(heirs).toBeFocused();
  await page.keyboard.type("heir");
  await expect(offered).toHaveText([/^Hannah Heir/]);
  await expectNobodyKeptOut(page);
  await page.keyboard.press("Enter");
  await expect(heirs).toHaveAccessibleDescription(heir.email);
  await dialog.getByRole("button", { name: "Hand over" }).click();
  await expect(page.getByText("Hannah Heir is the owner now.")).toBeVisible();
});

test("an organization is given up by its address, and restored by its owner", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Gisela Givesup"));
  await enrolTotp(desk);
  const { slug } = await desk.mutate<{ slug: string }>("organization.create", { name: "Fleeting House" });
  await page.goto(`/o/${slug}/settings`);
  await page.getByRole("button", { name: "Delete the organization" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Fleeting House?" });
  await dialog.getByLabel(`Write ${slug} to confirm`).fill("something else");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This is not the address of the organization.")).toBeVisible();
  await dialog.getByLabel(`Write ${slug} to confirm`).fill(slug);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Fleeting House is being deleted" })).toBeVisible();
  await page.getByRole("button", { name: "Restore it" }).click();
  await expect(page.getByText("Fleeting House is back, as it was.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
});
