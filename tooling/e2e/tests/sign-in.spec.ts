import { expect, test } from "../fixtures.ts";

test("a wrong password is refused in one sentence, the right one leads to where the person wanted to go", async ({
  page,
  desk,
}) => {
  const { email, password } = desk.demo("member");
  await page.goto("/o/acme/members");
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the password of mira");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("That e-mail and password do not go together.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/o/acme/members");
  await expect(page.getByRole("heading", { name: "Members" })).toBeVisible();
});

test("one click fills in a demo account, and signing out leads back to the gate", async ({ page, desk }) => {
  const { email } = desk.demo("viewer");
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(email) }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/o\//);
  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto("/o/acme/documents");
  await page.waitForURL(/\/sign-in\?next=/);
});

test("`next` leads nowhere but our own pages", async ({ page, desk }) => {
  await desk.signIn("viewer");
  await page.goto("/sign-in?next=https://evil.example/");
  await page.waitForURL(/\/o\//);
  expect(new URL(page.url()).origin).toBe(process.env.GATEHOUSE_E2E_ORIGIN);
});

test("a session that is ended on another device leads its tab to the gate, with the way back", async ({
  page,
  desk,
  browser,
}) => {
  const account = await desk.newAccount("Tess Twotabs");
  await desk.signIn(account);
  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto("/sign-in");
  await elsewhere.getByLabel("E-mail").fill(account.email);
  await elsewhere.getByLabel("Password", { exact: true }).fill(account.password);
  await elsewhere.getByRole("button", { name: "Sign in", exact: true }).click();
  await elsewhere.waitForURL(/\/o\//);

  await page.goto("/security");
  await expect(page.getByText("This device")).toBeVisible();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Sign out/ })
    .click();
  await expect(page.getByText("You are signed in on this device only.")).toBeVisible();

  await elsewhere.reload();
  await elsewhere.waitForURL(/\/sign-in/);
  await other.close();
});
