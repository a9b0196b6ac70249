import type { Rule } from "../rule.ts";
import { complaintsOf, tellOf } from "./telling.ts";

export const chartLint: Rule = {
  code: "FT701",
  severity: "error",
  asks: "helm",
  title: "a chart does not pass `helm lint`",
  why: "What helm calls an error will likely not install; what it calls a warning is told as one.",
  wrong: "helmReleases: { web: { chart: ./charts/web, flux: false } }   # Chart.yaml: version: one",
  right: "helmReleases: { web: { chart: ./charts/web, flux: false } }   # Chart.yaml: version: 1.0.0",
  source: "helm pkg/cmd/lint.go",
  check: (world, tell) => {
    for (const [checked, complaint] of complaintsOf(world.charts ?? [], ({ by }) => by === "lint"))
      tellOf(
        world,
        checked,
        tell,
        complaint,
        `\`helm lint\` on \`${checked.chart}\`, ${complaint.file ?? "the chart"}: ${complaint.message}`,
      );
  },
};
