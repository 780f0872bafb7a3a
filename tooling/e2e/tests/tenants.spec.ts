import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

test("two tabs are two tenants: what is written in one is not seen in the other", async ({ page, context, desk }) => {
  await desk.signIn(await desk.newAccount("Tara Tenants"));
  await enrolTotp(desk);
  const one = await desk.mutate<{ slug: string }>("organization.create", { name: "First House" });
  const two = await desk.mutate<{ slug: string }>("organization.create", { name: "Second House" });
  const other = await context.newPage();
  await page.goto(`/o/${one.slug}/documents/new`);
  await other.goto(`/o/${two.slug}/documents`);

  await page.getByLabel("Title").fill("Only in the first house");
  await page.getByRole("button", { name: "Create the document" }).click();
  await expect(page.getByRole("heading", { name: "Only in the first house" })).toBeVisible();

  await other.reload();
  await expect(other.getByRole("button", { name: /Second House: switch organization/ })).toBeVisible();
  await expect(other.getByText("Nothing written yet")).toBeVisible();
  const documentUrl = new URL(page.url()).pathname.replace(one.slug, two.slug);
  await other.goto(documentUrl);
  await expect(other.getByText("No such document here")).toBeVisible();
});

test("an organization that one does not belong to looks like one that is not there", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Sam Stranger"));
  await page.goto("/o/acme/documents");
  const foreign = await page.getByRole("main").innerText();
  await page.goto("/o/there-is-no-such/documents");
  await expect(page.getByRole("main").getByRole("heading")).toBeVisible();
  expect(await page.getByRole("main").innerText()).toBe(foreign);
});
