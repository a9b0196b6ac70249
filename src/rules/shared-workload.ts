import { spanAt } from "../source/origin.ts";
import { identityOf, workloadsOf, type PlacedWorkload } from "./placed-workloads.ts";
import type { Rule } from "./rule.ts";

export const sharedWorkload: Rule = {
  code: "FT331",
  severity: "error",
  title: "two resources are attached to one workload",
  why: "Tilt gives each object to one resource: the logs and pods of the other are missing, and which one it is changes.",
  wrong:
    "groups: { web: { namespace: web, workloads: { web: deployment/web, site: deployments.apps/web } } }",
  right: "groups: { web: { namespace: web, workloads: { web: deployment/web } } }",
  check: ({ dashboard }, tell) => {
    const first = new Map<string, PlacedWorkload>();
    const told = new Set<string>();
    for (const one of workloadsOf(dashboard)) {
      const identity = identityOf(one);
      const before = first.get(identity);
      if (before === undefined) {
        first.set(identity, one);
        continue;
      }
      // A set that is watched and copied can meet another one in both places.
      if (before.resource === one.resource || told.has(one.resource)) continue;
      told.add(one.resource);
      const where = one.namespace === undefined ? "" : ` in \`${one.namespace}\``;
      tell(one.origin(), `\`${one.kind}/${one.name}\`${where} is shown by \`${before.resource}\` already`, {
        related: [{ message: "first attached to here", span: spanAt(before.origin()) }],
        help: "keep one of them",
      });
    }
  },
};
