import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../fixtures.ts";

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
  "/o/acme/settings",
  "/o/none/documents",
  "/security",
];

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
        for (const path of paths) {
          await page.goto(path);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          // The mailbox shows a letter in a frame that runs no script, axe's included: asked there, it never answers.
          await expect(page.locator("iframe:not([title])")).toHaveCount(0);
          const axe = new AxeBuilder({ page }).exclude("iframe");
          // The dark page differs by its colours alone.
          const { violations } = await (colorScheme === "dark" ? axe.withRules("color-contrast") : axe).analyze();
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
          expect(found, path).toEqual([]);
        }
      });
    }
  });
}
