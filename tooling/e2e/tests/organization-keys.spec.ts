import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

test("an API key is given another name and networks of its own, and keeps both", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Kira Keys"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Key House" });
  const permissions = ["document:read"];
  await desk.mutate("apiKey.create", { organizationId: id, name: "Till", expiresInDays: 30, permissions });

  await page.goto(`/o/${slug}/keys`);
  await page.getByRole("button", { name: "Till" }).click();
  await expect(page.getByText("Anywhere")).toBeVisible();
  await page.getByRole("button", { name: "Change Till" }).click();
  const dialog = page.getByRole("dialog", { name: "Change Till" });
  await dialog.getByLabel("What is it for?").fill("Counter");
  await dialog.getByLabel("Only from these networks").fill("the shop");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("is no address and no network such as").first()).toBeVisible();
  await dialog.getByLabel("Only from these networks").fill("203.0.113.0/24\n198.51.100.7");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Counter is changed.")).toBeVisible();
  const drawer = page.getByRole("dialog", { name: "Counter", exact: true });
  await expect(drawer.getByText("203.0.113.0/24")).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: "Counter" }).click();
  await page.getByRole("button", { name: "Change Counter" }).click();
  const again = page.getByRole("dialog", { name: "Change Counter" });
  await expect(again.getByLabel("Only from these networks")).toHaveValue(/203\.0\.113\.0\/24/);
  await again.getByLabel("Only from these networks").fill("");
  await again.getByRole("button", { name: "Save" }).click();
  await expect(drawer.getByText("Anywhere")).toBeVisible();
});
