import { expect, test } from "../fixtures.ts";
import { arrive, setUpTotp } from "../people.ts";

test("an organization whose role asks for a second factor says so, sets it up right there, and goes on", async ({
  page,
  desk,
}) => {
  await desk.signIn(await desk.newAccount("Olive Owner"));
  await page.goto("/");
  await page.getByRole("button", { name: /switch organization/ }).click();
  await page.getByRole("menuitem", { name: "New organization" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Olive Press");
  await page.getByRole("button", { name: "Create it" }).click();
  await expect(page.getByRole("heading", { name: "Set up a second factor to work in Olive Press" })).toBeVisible();

  await setUpTotp(page);
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "Text file" }).click();
  expect((await file).suggestedFilename()).toBe("gatehouse-recovery-codes.txt");
  await page.getByRole("button", { name: "I saved them" }).click();
  await expect(page.getByText("Nothing written yet")).toBeVisible();
  await page.getByRole("link", { name: "Members" }).click();
  await arrive(page, new URL(page.url()).pathname.replace("documents", "members"));
  await expect(page.getByRole("cell", { name: /^Olive Owner/ })).toBeVisible();
});
