// Prints how many cases passed and failed, out of a report of vitest's or Playwright's, and on stderr the names of those that
// failed. Runs on any Node.
const report = JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"));

function failedIn({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => `${name}: ${test.fullName}`);
    return failed.length === 0 && status === "failed" ? [`${name}: ${message}`] : failed;
  });
}

const { stats, numPassedTests, numFailedTests } = report;
const [passed, failed] = stats ? [stats.expected + stats.flaky, stats.unexpected] : [numPassedTests, numFailedTests];
for (const name of failedIn(report)) process.stderr.write(`failed: ${name}\n`);
process.stdout.write(`${passed} ${failed}\n`);
