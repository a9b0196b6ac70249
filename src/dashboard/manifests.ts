import type * as z from "zod";
import type { FluxObject } from "../actions/action.ts";
import { parseNamespacedName, parseTarget } from "../grammar/kubernetes.ts";
import type { manifests } from "../inventory/schema/resource.ts";
import { at, entriesAt, spanAt, type Origin } from "../source/origin.ts";
import { resolveButtons } from "./buttons.ts";
import { resolvePaths } from "./commands.ts";
import { resolveDependencies } from "./dependencies.ts";
import * as kinds from "./kinds.ts";
import type { ManifestResource, ManifestSet } from "./model.ts";
import { nameOf } from "./name-index.ts";
import { checkImage } from "./releases.ts";
import { labelsOf, tell, usePath, type Placed, type Scope } from "./scope.ts";
import { namespaceOrTold, resolveInCluster, resolveShown } from "./shown.ts";
import { actionContext, needsNamespace } from "./workloads.ts";

type WrittenSet = z.output<typeof manifests>;
type WrittenResource = WrittenSet["resources"][string];

/** Manifests of the repository and the resources that they show. */
export function resolveManifests(
  outer: Scope,
  key: string,
  written: WrittenSet,
  origin: Origin,
  inherited: readonly Placed[],
): ManifestSet {
  const name = `${outer.prefix}${key}`;
  if ((written.kustomize === undefined) === (written.files.length === 0))
    tell(outer, kinds.sourceOfManifests, origin, `\`${name}\` needs one source: \`kustomize\` or \`files\``, {
      target: "key",
    });
  const owner = resolveSetOwner(outer, written);
  if (owner === undefined && written.isolate === undefined)
    tell(outer, kinds.unclearOwner, origin, `nobody is said to deploy \`${name}\``, {
      target: "key",
      help: "give `flux: <Kustomization>`, or `isolate: <namespace>` for a private copy",
    });
  const scope: Scope = {
    ...outer,
    namespace: written.namespace ?? outer.namespace,
    labels: labelsOf(outer, written.label),
    owner,
  };
  return {
    kind: "manifests",
    name,
    origin,
    description: written.description,
    labels: scope.labels,
    tiltfile: scope.tiltfile,
    kustomize:
      written.kustomize === undefined
        ? undefined
        : usePath(scope, written.kustomize, at(origin, "kustomize"), "kustomization", "folder"),
    files: resolvePaths(scope, written.files, at(origin, "files"), "manifest"),
    owner,
    isolate: written.isolate,
    hosts: entriesAt(at(origin, "hosts"), written.hosts).map(([from, to]) => [from, to] as const),
    images: written.images.map((ref, index) => {
      const place = at(origin, "images", index);
      checkImage(scope, ref, place, "value");
      return { ref, origin: place };
    }),
    dependsOn: resolveDependencies(scope, written.dependsOn, origin),
    resources: entriesAt(at(origin, "resources"), written.resources).map(([resourceKey, resource, place]) =>
      resolveResource(scope, resourceKey, resource, place, inherited, written.isolate),
    ),
  };
}

function resolveSetOwner(scope: Scope, written: WrittenSet): FluxObject | undefined {
  if (written.flux === false) return undefined;
  if (written.flux === undefined) return scope.owner;
  return { kind: "kustomization", ...parseNamespacedName(written.flux, scope.resolution.fluxNamespace) };
}

function resolveResource(
  scope: Scope,
  key: string,
  written: WrittenResource,
  origin: Origin,
  inherited: readonly Placed[],
  isolate: string | undefined,
): ManifestResource {
  const entry =
    typeof written === "string" ? { target: written, objects: [], autoInit: true } : { ...written };
  const name = nameOf(entry, `${scope.prefix}${key}`);
  const target = entry.target === undefined ? undefined : parseTarget(entry.target);
  if (target === undefined && entry.objects.length === 0)
    tell(scope, kinds.emptyResource, origin, `\`${name}\` has neither \`target\` nor \`objects\``, {
      target: "key",
    });
  checkObjects(scope, entry.objects, at(origin, "objects"));
  const namespace = ("namespace" in entry ? entry.namespace : undefined) ?? scope.namespace;
  const isNeeded = target !== undefined && needsNamespace(target);
  const where = namespaceOrTold(scope, namespace, isNeeded, origin);
  const context = actionContext(scope, target, where, scope.owner);
  const shown = resolveShown(scope, name, entry, origin, context, inherited);
  const inCluster = resolveInCluster(scope, name, entry, origin, where);
  return {
    ...shown,
    ...inCluster,
    target,
    namespace,
    objects: entry.objects,
    isolatedButtons:
      isolate === undefined
        ? []
        : resolveButtons(scope, entry, origin, { ...context, namespace: isolate }, name, inherited),
    isolatedServices:
      isolate === undefined ? [] : resolveInCluster(scope, name, entry, origin, isolate).services,
  };
}

/** `name:kind:namespace` of several namespaces cannot be looked up with one command. */
function checkObjects(scope: Scope, objects: readonly string[], origin: Origin): void {
  const namespaces = objects.map((object) => object.split(":")[2] ?? "");
  const [first] = namespaces;
  const other = namespaces.findIndex((namespace) => namespace !== first);
  if (other < 0) return;
  tell(
    scope,
    kinds.scatteredObjects,
    at(origin, other),
    "this object is in another namespace than the first",
    {
      related: [{ message: "the first one", span: spanAt(at(origin, 0)) }],
      help: "make a resource for each namespace",
    },
  );
}
