import { type Desk, expect, test } from "../fixtures.ts";
import { arrive, passByDevelopmentCode, typePassword } from "../people.ts";

async function linkTo(desk: Desk, address: string, path: string): Promise<string> {
  let link: string | undefined;
  await expect(async () => {
    link = (await desk.letterTo(address)).links.find((one) => one.includes(path));
    expect(link).toBeDefined();
  }).toPass();
  return link ?? "";
}

test("an address is changed by a link to the new one, and taken back by a link to the old one", async ({
  page,
  desk,
}) => {
  const account = await desk.newAccount("Ada Address");
  const next = `new-${account.email}`;
  await desk.signIn(account);
  await page.goto("/account");
  await page.getByRole("button", { name: "Change your e-mail address" }).click();
  await page.getByLabel("New address").fill(next);
  await page.getByRole("button", { name: "Write to both" }).click();
  await expect(page.getByText(`We wrote to ${next}.`)).toBeVisible();

  const links = await page.context().newPage();
  await links.goto(await linkTo(desk, next, "/confirm-email"));
  await links.getByRole("button", { name: "Use this address" }).click();
  await expect(links.getByRole("heading", { name: "Your address is changed" })).toBeVisible();
  await expect(page.getByRole("heading", { name: next })).toBeVisible();

  await links.goto(await linkTo(desk, account.email, "/cancel-email"));
  await links.getByRole("button", { name: "Take the change back" }).click();
  await expect(links.getByRole("heading", { name: "Your address stays" })).toBeVisible();
  await arrive(page, "/sign-in");
});

test("an account that is left stays for whoever signs in again within the week", async ({ page, desk }) => {
  const account = await desk.newAccount("Lara Leaving");
  await desk.signIn(account);
  await page.goto("/account");
  await page.getByRole("button", { name: "Delete the account" }).click();
  await page.getByLabel(/to confirm/).fill("somebody@else.test");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByText("This is not the address of your account.")).toBeVisible();
  await page.getByLabel(/to confirm/).fill(account.email);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByText(/Your account will be erased on/)).toBeVisible();
  await typePassword(page, account);
  await page.waitForURL(/\/o\//);
});

test("whoever leaves others without an owner is told where", async ({ page, desk }) => {
  test.slow();
  await page.goto("/sign-in?next=/account");
  await page.getByRole("button", { name: new RegExp(desk.demo("owner").email) }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await passByDevelopmentCode(page, "/account");
  await page.getByRole("button", { name: "Delete the account" }).click();
  await page.getByLabel(/to confirm/).fill(desk.demo("owner").email);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: "Acme" })).toBeVisible();
});
