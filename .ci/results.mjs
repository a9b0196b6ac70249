// Tells at the end of a run what its tests came to: who reads only the last lines still learns what failed.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const mostLines = 12;
const told = [];
for (const report of process.argv.slice(2)) {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  for (const { name, message, status, assertionResults } of testResults) {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    for (const test of failed) told.push([file, test.fullName, test.failureMessages.join("\n")]);
    if (status === "failed" && failed.length === 0) told.push([file, "outside of its tests", message]);
  }
}
for (const [file, test, message] of told)
  console.log(`\n${file}: ${test}\n${message.split("\n").slice(0, mostLines).join("\n")}`);
