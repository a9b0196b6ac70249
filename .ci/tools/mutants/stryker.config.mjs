// Mutation testing of the stages that decide what is generated; CONTRIBUTING.md says how it is run.
export default {
  plugins: ["@stryker-mutator/vitest-runner"],
  testRunner: "vitest",
  vitest: { configFile: ".ci/tools/mutants/vitest.config.mjs" },
  coverageAnalysis: "perTest",
  // What runs when a file is loaded cannot be told apart by test: each such mutant would take all of them.
  ignoreStatic: true,
  concurrency: 1,
  mutate: [
    "src/{dashboard,rules,targets,artifacts}/**/*.ts",
    "!src/**/*.test.ts",
    "!src/**/testing/**",
    "!src/**/kinds.ts",
    "!src/**/model.ts",
  ],
  ignorePatterns: ["/dist", "/docs", ".git", "/reports"],
  // Words are held by the golden cases as a whole, not one by one.
  mutator: { excludedMutations: ["StringLiteral"] },
  reporters: ["clear-text", "progress-append-only", "json"],
  jsonReporter: { fileName: "reports/mutants.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20_000,
};
