import type { Permission } from "../grammar/rbac.ts";
import { fluxKinds, type FluxKind, type FluxObject } from "./action.ts";

/** What `flux` asks of the object itself, by its name; its lists select that name (flux2 cmd/flux). */
const verbs = {
  reconcile: ["get", "patch"],
  suspend: ["list", "patch"],
  resume: ["get", "list", "patch"],
} as const;

export function fluxPermission(verb: keyof typeof verbs, object: FluxObject): Permission {
  return { ...resourceOf(object.kind), verbs: verbs[verb], namespace: object.namespace, name: object.name };
}

/** The kinds that a Kustomization or a HelmRelease may be made of. */
const sources = {
  kustomization: ["gitRepository", "ociRepository", "bucket"],
  helmRelease: ["helmChart", "helmRepository", "gitRepository", "ociRepository", "bucket"],
} as const satisfies Partial<Record<FluxKind, readonly FluxKind[]>>;

/**
 * What `flux reconcile --with-source` asks of the source. Which one it is stands in the object itself; where
 * nobody says it here, every source in the object's namespace and in that of Flux could be it.
 */
export function sourceAccess(
  object: FluxObject,
  source: FluxObject | undefined,
  fluxNamespace: string,
): readonly Permission[] {
  if (source !== undefined) return namedSource(object, source);
  const kinds = object.kind === "helmRelease" ? sources.helmRelease : sources.kustomization;
  const unnamed = "only the object says which source it has: name it as `withSource`";
  return [...new Set([object.namespace, fluxNamespace])].flatMap((namespace) =>
    kinds.map((kind) => ({ ...resourceOf(kind), verbs: verbs.reconcile, namespace, unnamed })),
  );
}

/** A HelmRelease has its chart through a HelmChart that lies beside the source, unless an OCIRepository is it. */
function namedSource(object: FluxObject, source: FluxObject): readonly Permission[] {
  const own = fluxPermission("reconcile", source);
  if (object.kind !== "helmRelease" || source.kind === "ociRepository") return [own];
  const name = `${object.namespace}-${object.name}`;
  return [own, fluxPermission("reconcile", { kind: "helmChart", namespace: source.namespace, name })];
}

function resourceOf(kind: FluxKind): { readonly apiGroup: string; readonly resource: string } {
  const word: string = fluxKinds[kind].kubectl;
  const dot = word.indexOf(".");
  return { apiGroup: word.slice(dot + 1), resource: word.slice(0, dot) };
}
