import { shellWord } from "../../grammar/shell-word.ts";
import { listed } from "../reality/evidence.ts";
import type { Rule } from "../rule.ts";
import { tellOf } from "./telling.ts";

export const chartDependencies: Rule = {
  code: "FT704",
  severity: "warning",
  asks: "helm",
  title: "a chart's dependencies are not in its folder",
  why: "Helm renders nothing without them, so that the chart is not checked, and a deploy from the working tree fails. Flux fetches them for itself. Nothing is fetched here.",
  wrong:
    "helmReleases: { web: { chart: ./charts/web, flux: false } }   # Chart.yaml needs redis; charts/ is empty",
  right: "helmReleases: { web: { chart: ./charts/web, flux: false } }   # charts/redis-20.0.1.tgz is there",
  source: "helm pkg/action/install.go, CheckDependencies",
  check: (world, tell) => {
    const told = new Set<string>();
    for (const checked of world.charts ?? []) {
      const { chart, lacks } = checked;
      if (lacks.length === 0 || told.has(chart)) continue;
      told.add(chart);
      const complaint = {
        severity: "warning",
        needsValues: false,
        at: undefined,
        about: "chart",
        span: undefined,
      } as const;
      const which = `its ${lacks.length === 1 ? "dependency" : "dependencies"} ${listed(lacks)}`;
      const message = `\`${chart}\` was not rendered: ${which} ${lacks.length === 1 ? "is" : "are"} not in \`${chart}/charts\``;
      tellOf(world, checked, tell, complaint, message, `run \`helm dependency build ${shellWord(chart)}\``);
    }
  },
};
