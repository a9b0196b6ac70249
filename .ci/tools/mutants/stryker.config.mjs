// Mutation testing of the stages that decide what is generated; CONTRIBUTING.md says how it is run.
import { areas, never } from "./areas.mjs";

const area = areas.find(({ name }) => name === process.env.FLUXTILT_MUTANTS_AREA);

export default {
  plugins: [new URL("runner.mjs", import.meta.url).pathname],
  testRunner: "in-process",
  inProcess: {
    tests: area.tests,
    // They compile twice what the case before them compiles once, and compare the two.
    leaveOut: "compiles to the same bytes again$|repo-rules.test.ts > near misses",
  },
  coverageAnalysis: "perTest",
  // What runs when a file is loaded cannot be told apart by test, and the project is loaded once.
  ignoreStatic: true,
  concurrency: 1,
  mutate: [...area.files, ...never.map((one) => `!${one}`)],
  ignorePatterns: ["/dist", "/docs", ".git", "/reports"],
  // Words are held by the golden cases as a whole, not one by one.
  mutator: { excludedMutations: ["StringLiteral"] },
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: `reports/mutants/${area.name}.json` },
  warnings: { unknownOptions: false },
  timeoutMS: 8_000,
};
