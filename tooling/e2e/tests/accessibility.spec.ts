import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { gatehouse } from "../cli.ts";
import { type Desk, expect, test } from "../fixtures.ts";
import { enrolTotp } from "../people.ts";

type Scheme = "light" | "dark";

const OUTSIDE = [
  "/sign-in",
  "/sign-up",
  "/check-your-mail",
  "/verify-email#token=verify_x",
  "/invitation",
  "/dev/mail",
  "/nowhere",
];
const INSIDE = [
  "/o/acme/documents",
  "/o/acme/documents/new",
  "/o/acme/documents/doc_00000000000000000000000002",
  "/o/acme/documents/doc_none",
  "/o/acme/members",
  "/o/acme/access",
  "/o/acme/access?permission=document:delete",
  "/o/acme/audit",
  "/o/acme/settings",
  "/o/none/documents",
  "/security",
];

async function expectOpenToAll(page: Page, path: string, colorScheme: Scheme): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  // The mailbox shows a letter in a frame that runs no script, axe's included: asked there, it never answers.
  await expect(page.locator("iframe:not([title])")).toHaveCount(0);
  const axe = new AxeBuilder({ page }).exclude("iframe");
  // The dark page differs by its colours alone.
  const { violations } = await (colorScheme === "dark" ? axe.withRules("color-contrast") : axe).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    path,
  ).toEqual([]);
}

/** An organization with something on each page, whose owner is signed in here and runs the installation. */
async function newFullHouse(page: Page, desk: Desk) {
  const { email } = await desk.signIn(await desk.newAccount("Olaf Axe"));
  await enrolTotp(desk);
  await gatehouse("admin", "grant", email);
  const { id, slug } = await desk.mutate<{ id: string; slug: string }>("organization.create", { name: "Full House" });
  await desk.mutate("role.create", {
    organizationId: id,
    key: "auditor",
    name: "Auditor",
    permissions: ["audit:read"],
  });
  await desk.mutate("invitation.create", { organizationId: id, email: `guest-${email}`, role: "auditor" });
  const key = { name: "Till", permissions: ["document:read"], expiresInDays: 1 };
  await desk.mutate("apiKey.create", { organizationId: id, ...key });
  const answer = await page.request.get("/trpc/session.current", { headers: { "Sec-Fetch-Site": "same-origin" } });
  const current = (await answer.json()) as { result: { data: { user: { id: string } } } };
  return { id, slug, userId: current.result.data.user.id };
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const [place, paths] of [
      ["before the gate", OUTSIDE],
      ["inside", INSIDE],
    ] as const) {
      test(`no page ${place} keeps anybody out (axe, WCAG 2.2 AA)`, async ({ page, desk }) => {
        test.setTimeout(90_000);
        if (paths === INSIDE) await desk.signIn("member");
        for (const path of paths) await expectOpenToAll(page, path, colorScheme);
      });
    }

    test("no page of an owner, and of whoever runs the installation, keeps anybody out", async ({ page, desk }) => {
      test.setTimeout(120_000);
      const { id, slug, userId } = await newFullHouse(page, desk);
      const member = `members/${userId}`;
      const why = `${member}?permission=role:read`;
      const pages = ["members", member, why, "roles", "roles/new", "roles/auditor", "audit", "settings"];
      // These are scanned in light where their own journeys are.
      const dark = colorScheme === "dark" ? ["keys", "roles/matrix?noun=role"] : [];
      for (const path of [...pages, ...dark]) {
        await expectOpenToAll(page, `/o/${slug}/${path}`, colorScheme);
      }
      const more = [`people/${userId}`, "people", "organizations", "grants", "log"];
      for (const path of [`organizations/${id}`, ...(colorScheme === "dark" ? more : [])]) {
        await expectOpenToAll(page, `/instance/${path}`, colorScheme);
      }
    });
  });
}
