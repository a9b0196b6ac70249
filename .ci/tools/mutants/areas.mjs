// What is mutated, and the tests that are asked about it: those that run in process and can tell, no others.
const whole = ["src/testing/{golden,explained}.test.ts"];
const repository = ["src/testing/repo-{rules,rules-root,rules-broken,mcp}.test.ts"];

export const areas = [
  {
    name: "rules",
    files: ["src/rules/**/*.ts", "!src/rules/{reality,helm}/**"],
    tests: [...whole, "src/rules/**/*.test.ts"],
  },
  {
    name: "rules-reality",
    files: ["src/rules/{reality,helm}/**/*.ts"],
    tests: [...repository, ".ci/tools/mutants/near-misses.mjs", "src/rules/{reality,helm}/**/*.test.ts"],
  },
  {
    name: "targets",
    files: ["src/targets/**/*.ts"],
    tests: ["src/testing/{golden,texts}.test.ts", "src/targets/**/*.test.ts"],
  },
  {
    name: "artifacts",
    files: ["src/artifacts/**/*.ts"],
    // Three more meet faults at every operation, and kill processes: they take minutes.
    tests: ["src/artifacts/**/!(faults|killed|swapped).test.ts", "src/cli/check.test.ts"],
  },
  {
    name: "dashboard",
    files: ["src/dashboard/**/*.ts"],
    // What is allowed is told by the rules, who needs what by the account's target.
    tests: [
      ...whole,
      "src/dashboard/**/*.test.ts",
      "src/rules/index.test.ts",
      "src/targets/access/target.test.ts",
    ],
  },
];

/** Tables of texts, types alone, and tests. */
export const never = ["src/**/*.test.ts", "src/**/testing/**", "src/**/kinds.ts", "src/**/model.ts"];
