import { nearest } from "../../diagnostics/nearest.ts";
import { workloadKind } from "../../grammar/kubernetes.ts";
import { stringAt } from "../../reality/value.ts";
import { listed, runsPods } from "../reality/evidence.ts";
import type { Rule } from "../rule.ts";

export const unmadeWorkload: Rule = {
  code: "FT705",
  severity: "error",
  asks: "helm",
  title: "a release watches a workload that its chart does not make",
  why: "Tilt waits for it for ever, and each of its buttons fails when it is pressed.",
  wrong: "helmReleases: { web: { chart: ./charts/web, flux: false, observe: [deployment/website] } }",
  right: "helmReleases: { web: { chart: ./charts/web, flux: false, observe: [deployment/web] } }",
  check: ({ charts = [], reality }, tell) => {
    for (const { release, rendered, chart, isGuess } of charts) {
      if (release === undefined || rendered === undefined || !rendered.isWhole || isGuess) continue;
      // What Flux owns is looked for in all that it applies (FT602).
      if (release.owner !== undefined && reality !== undefined) continue;
      const made = rendered.objects.map(({ object }) => ({
        kind: stringAt(object, "kind") ?? "",
        name: stringAt(object, "metadata", "name") ?? "",
        isBuiltIn: /^(v1|apps\/v1|batch\/v1|[a-z.]+\.k8s\.io\/v\d+)$/.test(
          stringAt(object, "apiVersion") ?? "",
        ),
      }));
      const pods = made.filter(({ kind }) => runsPods(kind.toLowerCase()));
      for (const { target, origin } of release.observed) {
        if (!runsPods(target.kind)) continue;
        const wanted = workloadKind(target.kind);
        if (pods.some(({ kind, name }) => kind.toLowerCase() === wanted && name === target.name)) continue;
        // An operator may make it of a custom resource, under a name that begins with its own.
        if (made.some(({ name, isBuiltIn }) => !isBuiltIn && target.name.includes(name))) continue;
        const texts = pods.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`);
        const observed = new Set(
          release.observed.map((one) => `${workloadKind(one.target.kind)}/${one.target.name}`),
        );
        const near = nearest(
          `${wanted}/${target.name}`,
          texts.filter((text) => !observed.has(text)),
        );
        tell(origin, `\`${chart}\` makes no ${target.kind} \`${target.name}\``, {
          help: near === undefined ? `it makes ${listed(texts)}` : `did you mean \`${near}\`?`,
        });
      }
    }
  },
};
