import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const conditions = ["@gatehouse/source", "module", "node", "development|production"];

// One project for the whole house: one server, one pool, and workspace packages loaded from their sources.
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  resolve: { conditions },
  environments: { __vitest__: { resolve: { conditions, noExternal: [/^@gatehouse\//] } } },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["{packages,apps}/*/src/**/*.test.{ts,tsx}", "tooling/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "tooling/e2e/**"],
    environment: "node",
    globalSetup: [fileURLToPath(new URL("./server.ts", import.meta.url))],
    pool: "forks",
    // Most of a test here is waiting: for the floor of an answer, a signal, a lock.
    maxWorkers: 3,
    execArgv: ["--conditions=@gatehouse/source"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // A busy machine misses a deadline of a second now and then. Whatever fails twice fails; what needed two tries is printed.
    retry: process.env.CI ? 1 : 0,
    reporters: process.env.CI ? ["default", "json"] : ["default"],
    outputFile: { json: "test-results/vitest.json" },
  },
});
