import { availableParallelism } from "node:os";
import { type Check, checks } from "./list.ts";

const LANES = Math.min(2, availableParallelism());

interface Result {
  readonly check: Check;
  readonly faults: readonly string[];
}

/** Runs a check once what it waits for is done; a fault in the check itself is a failure too. */
async function runOne(check: Check): Promise<Result> {
  const start = performance.now();
  const faults = await check
    .run()
    .catch((error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = faults.length === 0 ? "ok" : "FAILED";
  console.log(`${check.name.padEnd(14)} ${verdict.padEnd(6)} ${seconds.padStart(5)} s  ${check.says}`);
  return { check, faults };
}

async function runAll(): Promise<Result[]> {
  const waiting = [...checks];
  const results: Result[] = [];
  const isDone = (name: string) => results.some(({ check }) => check.name === name);
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) {
      const next = waiting.findIndex(({ after }) => after === undefined || isDone(after));
      const [check] = next < 0 ? [] : waiting.splice(next, 1);
      if (check) results.push(await runOne(check));
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

const failed = (await runAll()).filter(({ faults }) => faults.length > 0);
for (const { check, faults } of failed) {
  console.log(`\n${check.name}: ${check.says}`);
  for (const fault of faults) console.log(fault.replace(/^/gm, "  "));
}
console.log(
  failed.length === 0 ? `\n${checks.length} checks passed` : `\n${failed.length} of ${checks.length} checks failed`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
