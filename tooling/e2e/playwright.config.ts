import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const RESULTS = "../../test-results";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// The journeys run against a house of their own, which stack.ts puts up before the first and takes down after the last.
export default defineConfig({
  testDir: "tests",
  outputDir: `${RESULTS}/e2e`,
  globalSetup: "./stack.ts",
  workers: 2,
  // One hiccup of a busy machine fails no landing; the report still says that it happened.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: process.env.CI !== undefined,
  // For a busy machine; on one at rest the longest takes a third of it.
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [["list"], ["json", { outputFile: `${RESULTS}/playwright.json` }]] : [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.GATEHOUSE_E2E_ORIGIN,
    viewport: { width: 1280, height: 800 },
    // A trace is work for every journey that passes: where a failure is tried again, the second try keeps it.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { args, ...(existsSync(CHROMIUM) && { executablePath: CHROMIUM }) },
  },
});
