// Threat: whoever runs the installation acts as somebody unseen, leaves that only by luck, or is shown more than was just proven.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { gatehouse } from "../cli.ts";
import { type Account, type Desk, expect, test } from "../fixtures.ts";
import { arrive, enrolTotp, paste, typePassword } from "../people.ts";
import { signInStale } from "../stale.ts";
import { codeOf } from "../totp.ts";

const REASON = "Asked for help with ticket 4711.";

interface Admin extends Account {
  readonly totpSecret: string;
  readonly recoveryCodes: readonly string[];
}

/** Somebody new who runs the installation, signed in here with a fresh proof. The current code is unspent. */
async function newInstanceAdmin(desk: Desk, name: string): Promise<Admin> {
  const account = await desk.signIn(await desk.newAccount(name));
  const enrolment = await enrolTotp(desk);
  expect(await gatehouse("admin", "grant", account.email)).toContain("may run the installation");
  return { ...account, ...enrolment };
}

/** Finds somebody by the whole address, and opens their page. */
async function findPerson(page: Page, { email, name }: Account): Promise<void> {
  await page.goto("/instance/people");
  await page.getByLabel("Name or address").fill(email);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/search=/);
  await page.getByRole("table", { name: "People" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Acts as somebody, from finding them to their first page. */
async function act(page: Page, person: Account): Promise<void> {
  await findPerson(page, person);
  await page.getByRole("button", { name: "Act as them" }).click();
  await page.getByLabel("Why").fill(REASON);
  await page.getByRole("dialog").getByRole("button", { name: "Act as them" }).click();
  await expect(banner(page)).toBeVisible();
}

const banner = (page: Page) => page.getByRole("region", { name: "Acting as somebody else" });

test("for whoever does not run the installation there is nothing there, and no way to it", async ({ page, desk }) => {
  await desk.signIn(await desk.newAccount("Piet Plain"));
  await page.goto("/instance/people");
  await expect(page.getByRole("heading", { name: "Nothing at this address" })).toBeVisible();
  await expect(page.getByText("Installation")).toHaveCount(0);
});

test("acting as somebody is seen on every page, offers nothing that is refused, and leads back", async ({
  page,
  desk,
}) => {
  test.setTimeout(120_000);
  const person = await desk.newAccount("Mara Member");
  const admin = await newInstanceAdmin(desk, "Ines Instance");
  await findPerson(page, person);
  await page.getByRole("button", { name: "Act as them" }).click();
  const dialog = page.getByRole("dialog", { name: "Act as Mara Member?" });
  await dialog.getByLabel("Why").fill("too short");
  await dialog.getByRole("button", { name: "Act as them" }).click();
  await expect(dialog.getByText("Write at least 10 characters")).toBeVisible();
  await dialog.getByLabel("Why").fill(REASON);
  await dialog.getByLabel("For how many minutes").fill("5");
  await dialog.getByRole("button", { name: "Act as them" }).click();

  await expect(banner(page)).toContainText(`${admin.name}, you act as ${person.name}`);
  await expect(banner(page)).toContainText(/until \d\d:\d\d/);
  await expect(page.getByRole("link", { name: "Security" })).toHaveCount(0);
  await expect(page.getByText("Installation")).toHaveCount(0);
  await page.keyboard.press("Control+k");
  const lines = page.getByRole("listbox", { name: "Pages and commands" }).getByRole("option");
  await expect(lines.filter({ hasText: "Stop acting as Mara Member" })).toHaveCount(1);
  const closed = /^(Security|Account|People|Sign out|New (organization|API key|role))$/;
  await expect(lines.filter({ hasText: closed })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(lines).toHaveCount(0);
  await page.getByRole("button", { name: /Your account/ }).click();
  await expect(page.getByText(person.email)).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toHaveCount(0);
  for (const path of ["/security", "/account"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Only the person can open this" })).toBeVisible();
    await expect(banner(page)).toBeVisible();
  }
  await page.goto("/instance/people");
  await page.waitForURL((url) => url.pathname.startsWith("/o/"));
  await expect(banner(page)).toBeVisible();
  await expect(async () => {
    expect((await desk.letterTo(person.email)).text).toContain(REASON);
  }).toPass({ timeout: 15_000 });

  await banner(page).getByRole("button", { name: "Stop acting as Mara Member" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/instance/people/"));
  await expect(page.getByRole("heading", { level: 1, name: person.name })).toBeVisible();
  await expect(banner(page)).toHaveCount(0);

  await page.getByRole("link", { name: "Installation log" }).click();
  const log = page.getByRole("table", { name: "Audit log" });
  await expect(log.getByText("instance.impersonation_began").first()).toBeVisible();
  await expect(log.getByText("instance.impersonation_ended").first()).toBeVisible();
});

test("an account is disabled after a question, and cannot be signed in to until it is enabled again", async ({
  page,
  desk,
}) => {
  test.setTimeout(90_000);
  const person = await desk.newAccount("Dora Disabled");
  await newInstanceAdmin(desk, "Ivo Instance");
  await findPerson(page, person);
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await page.getByRole("button", { name: "Disable it" }).click();
  await expect(page.getByText("The account of Dora Disabled is disabled.")).toBeVisible();
  await expect(page.getByText("Disabled", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Act as them" })).toHaveCount(0);
  await page.getByRole("button", { name: "Enable", exact: true }).click();
  await expect(page.getByText("The account of Dora Disabled is enabled.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByText("Dora Disabled was signed out of 0 sessions.")).toBeVisible();
  await desk.mutate("auth.signOut");
  await desk.signIn(person);
});

test("running the installation is given in parts, listed, and taken away", async ({ page, desk }) => {
  test.setTimeout(90_000);
  const person = await desk.newAccount("Greta Granted");
  await newInstanceAdmin(desk, "Isa Instance");
  await findPerson(page, person);
  await page.getByRole("button", { name: "Let them run it" }).click();
  await page.getByRole("button", { name: "Save it" }).click();
  await expect(page.getByText("Choose at least one")).toBeVisible();
  await page.getByRole("checkbox", { name: "Read the installation's own log" }).check();
  await page.getByRole("button", { name: "Save it" }).click();
  await expect(page.getByRole("button", { name: "Act as them" })).toHaveCount(0);

  await page.getByRole("link", { name: "Who runs it" }).click();
  const row = page.getByRole("row").filter({ hasText: person.email });
  await expect(row).toContainText("Log");
  await row.getByRole("button", { name: "What can be done with the grant of Greta Granted" }).click();
  await page.getByRole("menuitem", { name: "Take it away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take it away" }).click();
  await expect(row).toHaveCount(0);
});

test("an organization is found by its name, and held to so many members", async ({ page, desk }) => {
  test.setTimeout(90_000);
  const owner = await newInstanceAdmin(desk, "Olga Instance");
  const name = `Limited House ${Date.now()}`;
  await desk.mutate("organization.create", { name });
  await page.goto("/instance/organizations");
  await page.getByLabel("Name or address").fill(name.toLowerCase());
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("row").filter({ hasText: owner.email })).toContainText("Owner");
  await page.getByLabel("At most").fill("none");
  await page.getByRole("button", { name: "Save the limit" }).click();
  await expect(page.getByText("Enter a whole number from 1 on, or nothing.")).toBeVisible();
  await page.getByLabel("At most").fill("3");
  await page.getByRole("button", { name: "Save the limit" }).click();
  await expect(page.getByText("It may have 3 people.")).toBeVisible();
  await page.getByRole("link", { name: "All organizations" }).first().click();
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("1 of 3");
});

test("nothing is shown to a proof that is old: the page asks, waits where it was refused, and goes on", async ({
  page,
  desk,
}) => {
  test.setTimeout(120_000);
  const admin = await newInstanceAdmin(desk, "Ulla Instance");
  await desk.mutate("auth.signOut");
  const [recoveryCode = ""] = admin.recoveryCodes;
  await signInStale(page.context(), admin, recoveryCode);
  await page.goto("/instance/people");
  const dialog = page.getByRole("dialog", { name: "Is it still you?" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "This page asks for a fresh proof" })).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  await page.getByRole("button", { name: "Prove it is you" }).click();
  await dialog.getByLabel("Six-digit code").focus();
  await paste(page, codeOf(admin.totpSecret));
  await expect(page.getByRole("table", { name: "People" })).toBeVisible();
});

test("no page of the installation keeps anybody out (axe, WCAG 2.2 AA), and none is wider than a phone", async ({
  page,
  desk,
}) => {
  test.setTimeout(120_000);
  const person = await desk.newAccount("Axel Axe");
  await newInstanceAdmin(desk, "Ada Instance");
  await findPerson(page, person);
  const paths = [new URL(page.url()).pathname, "/instance/people", "/instance/organizations", "/instance/grants"];
  for (const path of [...paths, "/instance/log"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      path,
    ).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of [...paths, "/instance/log"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
  }
  await page.goto(paths[0] ?? "");
  await page.getByRole("button", { name: "Act as them" }).click();
  await page.getByLabel("Why").fill(REASON);
  await page.getByRole("dialog").getByRole("button", { name: "Act as them" }).click();
  await expect(banner(page)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await banner(page).getByRole("button", { name: /Stop/ }).click();
  await arrive(page, paths[0] ?? "");
});

test("whoever is acted as sees it among their sessions and ends it; the other is back as themselves", async ({
  page,
  browser,
  desk,
}) => {
  test.setTimeout(120_000);
  const person = await desk.newAccount("Selma Seen");
  const admin = await newInstanceAdmin(desk, "Uta Instance");
  await act(page, person);

  const elsewhere = await browser.newContext();
  const theirs = await elsewhere.newPage();
  await theirs.goto("/sign-in");
  await typePassword(theirs, person);
  await theirs.waitForURL((url) => url.pathname.startsWith("/o/"));
  await theirs.goto("/security");
  const line = theirs.getByRole("listitem").filter({ hasText: "Somebody acts as you" });
  await line.getByRole("button", { name: /End acting as you/ }).click();
  await expect(line).toHaveCount(0);

  await expect(page.getByText("Acting as somebody else is over.")).toBeVisible();
  await expect(banner(page)).toHaveCount(0);
  await page.getByRole("button", { name: /Your account/ }).click();
  await expect(page.getByText(admin.email)).toBeVisible();
  await elsewhere.close();
});

test("whoever opens a page when the time is over is back as themselves, once, and only while their own session stands", async ({
  page,
  desk,
}) => {
  test.setTimeout(120_000);
  const person = await desk.newAccount("Emil Expired");
  const admin = await newInstanceAdmin(desk, "Eva Instance");
  const context = page.context();
  await act(page, person);
  const path = new URL(page.url()).pathname;
  // What the browser is left with when the time is over.
  await context.clearCookies({ name: /gatehouse_(session|access)$/ });
  await page.goto(path);
  await expect(page.getByText("Acting as somebody else is over.")).toBeVisible();
  await page.getByRole("button", { name: /Your account/ }).click();
  await expect(page.getByText(admin.email)).toBeVisible();
  expect((await context.cookies()).filter(({ name }) => name.endsWith("gatehouse_aside"))).toEqual([]);
  await page.reload();
  await expect(page.getByRole("button", { name: /Your account/ })).toBeVisible();
  await expect(page.getByText("Acting as somebody else is over.")).toHaveCount(0);

  await act(page, person);
  await context.clearCookies({ name: /gatehouse_(session|access|aside)$/ });
  await page.goto(path);
  await page.waitForURL((url) => url.pathname === "/sign-in");
});
