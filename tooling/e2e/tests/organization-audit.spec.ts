import { readFile } from "node:fs/promises";
import { expectNobodyKeptOut } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

test("the log is filtered by its address, opened, verified, and taken along as it is filtered", async ({
  page,
  desk,
}) => {
  await desk.signIn(await desk.newAccount("Audra Auditor"));
  await enrolTotp(desk);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", {
    name: "Audited House",
  });
  await desk.mutate("organization.update", { organizationId: id, name: "Audited House Two" });

  await page.goto(`/o/${slug}/audit`);
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log.getByText("organization.created")).toBeVisible();
  await page.getByLabel("What happened").selectOption("organization.updated");
  await expect(log.getByText("organization.created")).toHaveCount(0);
  await expect(page).toHaveURL(/action=organization\.updated/);
  await page.reload();
  await expect(page.getByText("1 event.")).toBeVisible();

  await log.getByRole("button", { name: "The organization was changed" }).click();
  const drawer = page.getByRole("dialog", { name: "The organization was changed" });
  await expect(drawer.getByText("Audited House Two")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toHaveCount(0);

  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText(/^Verified: \d+ events from the first to the last/)).toBeVisible();

  await page.getByRole("button", { name: "Export" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the copy" }).click();
  const copy = await (await coming).path();
  const [head, ...lines] = (await readFile(copy, "utf8")).trim().split(/\r?\n/);
  expect(head).toMatch(/^"id","at","action",/);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("organization.updated");

  const who = page.getByRole("combobox", { name: "Who" });
  await who.fill("nobody of that name");
  await expect(page.getByText("Nobody's name or address here begins so.")).toBeVisible();
  await expectNobodyKeptOut(page);
  await who.fill("auditor");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveText([/^Audra Auditor/]);
  await expectNobodyKeptOut(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/action=organization\.updated&actor=usr_/);
  await page.reload();
  await expect(who).toHaveValue("Audra Auditor");
  await expect(log.getByText("Audra Auditor")).toBeVisible();

  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(who).toHaveValue("");
  await expect(log.getByText("audit.exported")).toBeVisible();
});
