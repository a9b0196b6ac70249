import type { Rule } from "./rule.ts";

export const emptyTiltfile: Rule = {
  code: "FT306",
  severity: "error",
  title: "a Tiltfile would have no resource",
  why: "Tilt refuses a Tiltfile in which there is no resource, buttons or not: `No resources found`.",
  wrong:
    "tilt: { regenerate: false }\nbuttons: { sync: { do: { reconcile: { kustomization: flux-system } } } }",
  right: "tilt: {}\nbuttons: { sync: { do: { reconcile: { kustomization: flux-system } } } }",
  source: "observed with Tilt v0.37.6",
  check: ({ dashboard }, tell) => {
    if (dashboard.tilt.regenerate !== undefined) return;
    const [root, ...others] = dashboard.tiltfiles;
    const isEmpty = (tiltfile: typeof root): boolean =>
      tiltfile?.sections.every((section) => section.resources.length === 0) ?? true;
    if (dashboard.tiltfiles.every(isEmpty))
      tell(
        dashboard.cluster.origin,
        `\`${root?.path ?? "Tiltfile"}\` would have no resource, and Tilt would not load it`,
        {
          target: "key",
          help: "name a workload or a task, or leave `tilt.regenerate` on",
        },
      );
    for (const tiltfile of others) {
      const [section] = tiltfile.sections;
      if (isEmpty(tiltfile) && section !== undefined)
        tell(
          section.origin,
          `\`${tiltfile.path}\` would have no resource, and Tilt would not load it alone`,
          { target: "key" },
        );
    }
  },
};
