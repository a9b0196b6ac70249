import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../rules/index.ts";
import { project } from "./docs/page.ts";
import { lab } from "./flux-lab.ts";
import { casesOf, readGoldens, said } from "./golden/cases.ts";
import { hasExamples } from "./golden/examples.ts";
import { repoNearMisses } from "./repo-near-misses.ts";

const read = (path: string): string => readFileSync(join(project, path), "utf8");

/** Whole texts of what is told: the golden cases, and the mistakes of the fixture repositories. */
const goldens = [
  ...(["ok", "err", "projects"] as const)
    .flatMap(casesOf)
    .map((one) => readGoldens(one).get(said.text) ?? ""),
  readFileSync(join(lab, "mistakes.expected.txt"), "utf8"),
  read("fixtures/helm/mistakes.expected.txt"),
].join("\n");

/** Rules that no inventory alone breaks: the test that holds their whole text, and a near miss beside it. */
const byHand: Readonly<Record<string, string>> = {
  FT344: "src/cli/git-ignored.test.ts",
  FT601: "src/testing/repo-rules-root.test.ts",
  FT622: "src/testing/repo-rules-broken.test.ts",
  FT635: "src/cli/below-the-top.test.ts",
};

/** Rules whose near miss stands in their own golden case, or is the chart that `helm-charts.test.ts` begins with. */
const inTheirCase = new Set(["FT402", "FT701", "FT702", "FT703", "FT704", "FT705"]);

describe.each(rules)("$code, $title", (rule) => {
  const { code } = rule;

  it("has a golden case that shows its whole text", () => {
    const shown = byHand[code] === undefined ? goldens : read(byHand[code]);
    expect(shown).toContain(`[${code}]: `);
  });

  it("has a near miss of which it says nothing", () => {
    // `explained.test.ts` and `repo-rules.test.ts` hold each of these.
    const missed = rule.asks === "reality" && repoNearMisses.some(([told]) => told.split(" ")[0] === code);
    expect(missed || hasExamples(rule) || inTheirCase.has(code) || byHand[code] !== undefined).toBe(true);
  });
});
