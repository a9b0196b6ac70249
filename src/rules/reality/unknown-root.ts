import type { Rule } from "../rule.ts";
import { inside } from "./places.ts";

export const unknownRoot: Rule = {
  code: "FT601",
  severity: "error",
  asks: "reality",
  title: "where Flux begins is not clear",
  why: "Without the root nothing can be said of what Flux applies, and every other question would stay open.",
  wrong: "cluster: { flux: { path: clusters/old } }       # the folder is called clusters/home",
  right: "cluster: { flux: { path: clusters/home } }",
  check: ({ dashboard, reality }, tell) => {
    if (reality === undefined) return;
    const origin = inside(dashboard.cluster.origin, "flux", "path");
    const unknown = reality.unresolved.find((one) => one.kind === "root");
    if (unknown !== undefined) {
      tell(origin, unknown.message, {
        help:
          dashboard.cluster.flux.path === undefined
            ? "give `cluster.flux.path`, the folder that the root Kustomization builds"
            : "give the folder that the root Kustomization builds, from the repository's top",
      });
      return;
    }
    if (reality.objects.length > 0 || reality.unresolved.length > 0 || reality.root === undefined) return;
    tell(origin, `\`${reality.root.path}\` renders no object, so Flux applies nothing`);
  },
};
