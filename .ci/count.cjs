// Prints how many cases passed and failed, out of a report of vitest's or Playwright's. Runs on any Node.
const { stats, numPassedTests, numFailedTests } = JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"));
const [passed, failed] = stats ? [stats.expected + stats.flaky, stats.unexpected] : [numPassedTests, numFailedTests];
process.stdout.write(`${passed} ${failed}\n`);
