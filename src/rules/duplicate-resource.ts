import { spanAt } from "../source/origin.ts";
import { resourceNames, type NamedPlace } from "./parts.ts";
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
    const first = new Map<string, NamedPlace>();
    for (const place of resourceNames(dashboard)) {
      const before = first.get(place.name);
      if (before === undefined) {
        first.set(place.name, place);
        continue;
      }
      tell(place.origin, `the name \`${place.name}\` is taken by another ${before.what}`, {
        target: "key",
        related: [{ message: "first declared here", span: spanAt(before.origin, "key") }],
        help: "give the group a `prefix`, or the entry a `name`",
      });
    }
  },
};
