import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures.ts";
import { newGuardedAccount, typePassword } from "../people.ts";

const OUTSIDE = [
  "/forgot-password",
  "/reset-password#token=reset_x",
  "/reset-password",
  "/confirm-email#token=confirm-email_x",
  "/cancel-email#token=cancel-email_x",
  "/not-me#token=not-me_x",
  "/cancel-factor-reset#token=cancel-factor-reset_x",
];
const INSIDE = ["/security", "/account"];

async function expectOpenToAll(page: Page, place: string): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
    place,
  ).toEqual([]);
}

for (const [colorScheme, viewport] of [
  ["light", { width: 1280, height: 800 }],
  ["dark", { width: 390, height: 844 }],
] as const) {
  test.describe(`${colorScheme}, ${viewport.width} px`, () => {
    test.use({ colorScheme, viewport, reducedMotion: "reduce" });

    test("no page of a link keeps anybody out (axe, WCAG 2.2 AA)", async ({ page }) => {
      for (const path of OUTSIDE) {
        await page.goto("about:blank");
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectOpenToAll(page, path);
      }
    });

    test("nor does the second half of a sign-in, nor what changes an account", async ({ page, desk }) => {
      test.setTimeout(60_000);
      const account = await newGuardedAccount(desk, "Axel Axe");
      await page.goto("/sign-in");
      await typePassword(page, account);
      await expect(page.getByLabel("Six-digit code")).toBeVisible();
      await expectOpenToAll(page, "the second half");

      const { email, password } = await desk.newAccount("Alma Axe");
      await desk.mutate("auth.signIn", { email, password });
      for (const path of INSIDE) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectOpenToAll(page, path);
        for (const name of [
          "Change your password",
          "Set up an authenticator app",
          "Issue tokens",
          "Change your e-mail address",
          "Delete the account",
        ]) {
          const button = page.getByRole("button", { name, exact: true });
          if ((await button.count()) === 0) continue;
          await button.click();
          await expect(page.getByRole("dialog")).toBeVisible();
          await expectOpenToAll(page, name);
          await page.keyboard.press("Escape");
          await expect(page.getByRole("dialog")).toHaveCount(0);
        }
      }
    });
  });
}
