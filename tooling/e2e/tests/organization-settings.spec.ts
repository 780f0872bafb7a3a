import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

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
