import type { Dashboard } from "../dashboard/model.ts";
import { at, spanAt, type Origin } from "../source/origin.ts";
import { resourcesOf } from "./parts.ts";
import { clusterNamespaces } from "./placed-workloads.ts";
import type { Rule } from "./rule.ts";

/** Who else is in a namespace. */
interface Occupant {
  readonly what: string;
  readonly origin?: Origin | undefined;
}

export const occupiedCopy: Rule = {
  code: "FT337",
  severity: "error",
  title: "a private copy has no namespace of its own",
  why: "A copy takes the place of the objects that have its names there, also of what Flux owns, and `tilt down` deletes them.",
  wrong:
    "groups: { web: { namespace: web, flux: web, manifests: { all: { files: [web.yaml], isolate: web, resources: { site: deployment/site } } } } }",
  right:
    "groups: { web: { namespace: web, flux: web, manifests: { all: { files: [web.yaml], isolate: dev-web, resources: { site: deployment/site } } } } }",
  check: ({ dashboard }, tell) => {
    const occupants = occupantsOf(dashboard);
    for (const set of resourcesOf(dashboard)) {
      if (set.kind !== "manifests" || set.isolate === undefined) continue;
      const occupant = occupants.get(set.isolate);
      if (occupant === undefined) continue;
      const { what, origin } = occupant;
      tell(
        at(set.origin, "isolate"),
        `\`${set.isolate}\` is no namespace for a private copy: ${what} there`,
        {
          related: origin === undefined ? [] : [{ message: "named here", span: spanAt(origin) }],
          help: `give it one that nothing else uses, such as \`dev-${set.isolate}\``,
        },
      );
    }
  },
};

/** Namespaces that hold what is no private copy and not Tilt's own, each with the first that is there. */
function occupantsOf(dashboard: Dashboard): ReadonlyMap<string, Occupant> {
  const found = new Map<string, Occupant>();
  const add = (namespace: string | undefined, what: string, origin?: Origin): void => {
    if (namespace !== undefined && !found.has(namespace)) found.set(namespace, { what, origin });
  };
  for (const namespace of clusterNamespaces) add(namespace, "what every cluster has is");
  add(dashboard.cluster.flux.root, "Flux is");
  for (const resource of resourcesOf(dashboard)) {
    const { name, origin } = resource;
    if (resource.kind === "attach" || resource.kind === "secret")
      add(resource.namespace, `\`${name}\` is`, origin);
    else if (resource.kind === "release" && resource.owner !== undefined)
      add(resource.namespace, `\`${name}\` is`, origin);
    else if (resource.kind === "manifests" && resource.owner !== undefined)
      for (const one of resource.resources) add(one.namespace, `\`${one.name}\` is`, one.origin);
  }
  const { access } = dashboard;
  if (access !== undefined) add(access.namespace, "the account of `access` is", access.origin);
  return found;
}
