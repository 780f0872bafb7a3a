import type { APIRequestContext } from "@playwright/test";
import { expectNobodyKeptOut } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

/** What a program is answered that asks for documents, or makes one, by a key. */
async function answered(request: APIRequestContext, key: string, organizationId: string) {
  const headers = { authorization: `Bearer ${key}` };
  const read = await request.get("/trpc/document.list", {
    headers,
    params: { input: JSON.stringify({ organizationId }) },
  });
  const made = await request.post("/trpc/document.create", {
    headers,
    data: { organizationId, title: "By a program" },
  });
  return { reads: read.status(), makes: made.status() };
}

test("an API key is made, shown once, opens what it names, has a successor beside it, and is revoked", async ({
  page,
  desk,
  playwright,
  baseURL,
}) => {
  test.setTimeout(90_000);
  await desk.signIn(await desk.newAccount("Kuno Keys"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Lock House" });
  const program = await playwright.request.newContext({ ...(baseURL !== undefined && { baseURL }) });
  const shown = page.getByRole("dialog", { name: "Your API key" }).locator("code");
  const keyShown = async () => {
    const key = (await shown.textContent()) ?? "";
    expect(key).toMatch(/^gk_live_\w+$/);
    await page.getByRole("button", { name: "I saved it" }).click();
    await expect(shown).toHaveCount(0);
    return key;
  };

  await page.goto(`/o/${slug}/keys`);
  await expect(page.getByText("No API key yet")).toBeVisible();
  await expectNobodyKeptOut(page);
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByLabel("What is it for?").fill("Till");
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByText("Choose at least one.")).toBeVisible();
  await expect(page.getByLabel("Make and change the organization's own roles")).toHaveCount(0);
  await page.getByLabel("Read documents").check();
  await expectNobodyKeptOut(page);
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.keyboard.press("Escape");
  const first = await keyShown();
  expect(await answered(program, first, id)).toEqual({ reads: 200, makes: 403 });

  await page.getByRole("button", { name: "Till" }).click();
  await expect(page.getByText("by Kuno Keys")).toBeVisible();
  await expect(page.getByText("1 let in")).toBeVisible();
  await expect(page.getByText("access.permission_missing")).toBeVisible();
  await expectNobodyKeptOut(page);
  await page.getByRole("button", { name: "Roll Till" }).click();
  await page.getByRole("button", { name: "Roll the key" }).click();
  const second = await keyShown();
  expect((await answered(program, first, id)).reads).toBe(200);
  expect((await answered(program, second, id)).reads).toBe(200);

  const old = page.getByRole("row").filter({ has: page.getByText("Rolled", { exact: true }) });
  await old.getByRole("button", { name: "Till" }).click();
  await page.getByRole("button", { name: "Revoke Till" }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(page.getByText("Till is revoked.")).toBeVisible();
  await expect.poll(async () => (await answered(program, first, id)).reads, { timeout: 2_000 }).toBe(401);
  expect((await answered(program, second, id)).reads).toBe(200);
  await program.dispose();
});

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
