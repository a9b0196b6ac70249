import type { Rule } from "../rule.ts";
import { complaintsOf, tellOf } from "./telling.ts";

export const chartRender: Rule = {
  code: "FT702",
  severity: "error",
  asks: "helm",
  title: "a chart does not render with its values",
  why: "Flux cannot install the release and goes on with what runs; a deploy from the working tree fails.",
  wrong:
    "helmReleases: { web: { chart: ./charts/web, flux: false } }   # {{ required `a host` .Values.host }}",
  right: "helmReleases: { web: { chart: ./charts/web, flux: false, set: { host: web.lan } } }",
  source: "helm pkg/engine/engine.go",
  check: (world, tell) => {
    const isAbout = complaintsOf(world.charts ?? [], ({ by, about }) => by === "render" && about === "chart");
    for (const [checked, complaint] of isAbout)
      tellOf(
        world,
        checked,
        tell,
        complaint,
        `\`${checked.chart}\` does not render${inFile(complaint)}: ${complaint.message}`,
      );
  },
};

function inFile({
  file,
  line,
}: {
  readonly file: string | undefined;
  readonly line: number | undefined;
}): string {
  if (file === undefined) return "";
  return `, ${file}${line === undefined ? "" : `:${line}`}`;
}

export const chartValues: Rule = {
  code: "FT703",
  severity: "error",
  asks: "helm",
  title: "a chart refuses the values that it is given",
  why: "Helm stops at a values file that is no YAML, and at values that the chart's `values.schema.json` does not allow.",
  wrong: 'helmReleases: { web: { chart: ./charts/web, flux: false, set: { port: "80" } } }   # an integer',
  right: "helmReleases: { web: { chart: ./charts/web, flux: false, set: { port: 80 } } }",
  source: "helm pkg/chart/common/util/jsonschema.go",
  check: (world, tell) => {
    for (const [checked, complaint] of complaintsOf(world.charts ?? [], ({ about }) => about === "values"))
      tellOf(
        world,
        checked,
        tell,
        complaint,
        complaint.given === undefined
          ? `\`${checked.chart}\` refuses its values: ${complaint.message}`
          : `\`${complaint.given}\` is no YAML: ${complaint.message}`,
      );
  },
};
