import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

test("a viewer reads, and finds no way to write; the server refuses what the page does not offer", async ({
  page,
  desk,
}) => {
  await desk.signIn("viewer");
  await page.goto("/o/acme/documents");
  await expect(page.getByText("Welcome to Acme")).toBeVisible();
  await expect(page.getByRole("link", { name: "New document" })).toHaveCount(0);
  await page.getByText("Welcome to Acme").click();
  await expect(page.getByRole("heading", { name: "Welcome to Acme" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete" })).toHaveCount(0);
  await page.goto("/o/acme/documents/new");
  await expect(page.getByLabel("Title")).toHaveCount(0);

  const organizationId = "org_00000000000000000000000001";
  const refused = desk.mutate("document.create", { organizationId, title: "Slipped in", body: "" });
  await expect(refused).rejects.toThrow(/403.*access\.permission_missing/s);
});

test("a document is written, changed with the keyboard, guarded against leaving, and deleted by name", async ({
  page,
  desk,
}) => {
  await desk.signIn(await desk.newAccount("Wanda Writer"));
  await enrolTotp(desk);
  const { slug } = await desk.mutate<{ slug: string }>("organization.create", { name: "Writers" });
  await page.goto(`/o/${slug}/documents/new`);
  await page.getByLabel("Title").fill("A first draft");
  await page.getByRole("button", { name: "Create the document" }).click();
  await page
    .getByRole("button", { name: "Edit" })
    .or(page.getByRole("link", { name: "Edit" }))
    .click();
  await page.getByLabel("Text").fill("Better than before.");
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Keep writing" }).click();
  await page.getByLabel("Text").focus();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved.").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("Better than before.").first()).toBeVisible();

  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete “A first draft”?" });
  await dialog.getByRole("button", { name: "Delete the document" }).click();
  await expect(page.getByText("Nothing written yet")).toBeVisible();
});
