import { supportNames } from "../dashboard/support-names.ts";
import { spanAt } from "../source/origin.ts";
import { inTextOrder, resourceNames, sharedBy } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const duplicateResource: Rule = {
  code: "FT301",
  severity: "error",
  title: "two resources have one name",
  why: 'Tilt loads neither file: `k8s_resource named "x" already exists`. The names count over all Tiltfiles that load together.',
  wrong:
    "groups:\n  a: { namespace: a, workloads: { web: deployment/web } }\n  b: { namespace: b, workloads: { web: deployment/web } }",
  right:
    'groups:\n  a: { namespace: a, prefix: "a:", workloads: { web: deployment/web } }\n  b: { namespace: b, prefix: "b:", workloads: { web: deployment/web } }',
  source: "tilt internal/tiltfile/k8s.go, checkResourceConflict",
  check: ({ dashboard }, tell) => {
    const own = supportNames(dashboard);
    for (const { name, origin } of resourceNames(dashboard))
      if (own.has(name))
        tell(origin, `\`${name}\` is the name of a resource that fluxtilt adds by itself`, {
          target: "key",
          help: "give the entry another `name`",
        });
    for (const [name, places] of sharedBy(resourceNames(dashboard), (place) => place.name)) {
      const [first, ...others] = inTextOrder(dashboard, places);
      if (first === undefined) continue;
      for (const { origin } of others)
        tell(origin, `the name \`${name}\` is taken by another ${first.what}`, {
          target: "key",
          related: [{ message: "first declared here", span: spanAt(first.origin, "key") }],
          help: "give the group a `prefix`, or the entry a `name`",
        });
    }
  },
};
