import type { FluxObject } from "../../actions/action.ts";
import type { Dashboard, ManifestResource, ManifestSet } from "../../dashboard/model.ts";
import { workloadKind, type Target } from "../../grammar/kubernetes.ts";
import { namespaceResource, suspensionName } from "../../dashboard/support-names.ts";
import { commonArguments, emitBelongings, objectOf } from "./attach.ts";
import {
  dependencies,
  developed,
  extension,
  folder,
  local,
  ownerWords,
  resourcesOf,
  support,
  type FileContext,
} from "./context.ts";
import { described, forwardList, labelList } from "./shown.ts";
import { call, dict, list, name, run, tuple, when, type Expr, type Statement } from "./starlark.ts";

/** A set of manifests: watched, applied on demand in Flux's stead, or copied into a namespace of its own. */
export function emitManifests(context: FileContext, set: ManifestSet): Statement[] {
  const { owner, isolate } = set;
  const observed = set.resources.flatMap((resource) => emitObserved(context, resource));
  if (isolate === undefined) {
    if (owner === undefined) throw new Error(`${set.name} has no owner and no namespace of its own`);
    return [
      ...described(set.description),
      ...observed,
      when(developed([set.name]), emitApplied(context, set, owner)),
    ];
  }
  const copy = emitCopy(context, set, isolate);
  return [
    ...described(set.description),
    ...(owner === undefined ? copy : [when(developed([set.name]), copy, observed)]),
  ];
}

/** What Flux deployed of the set. */
function emitObserved(context: FileContext, resource: ManifestResource): Statement[] {
  const belongings = emitBelongings(context, resource, resource.buttons, resource.services);
  const { target } = resource;
  if (target !== undefined)
    return [
      ...described(resource.description),
      run(
        call(extension(context, "k8s_attach", "k8s_attach"), [resource.name, objectOf(target)], {
          namespace: resource.namespace,
          ...commonArguments(context, resource),
        }),
      ),
      ...belongings,
    ];
  const objects = resource.objects.map((object) => object.split(":"));
  const words = objects.map(([objectName = "", kind = ""]) => `${kind}/${objectName}`);
  // Objects without pods are never ready; waiting for them would keep the resource pending for ever.
  const common = { ...commonArguments(context, resource), pod_readiness: resource.readiness ?? "ignore" };
  const namespace =
    objects.map(([, , one]) => one).find((one) => one !== undefined && one !== "") ?? resource.namespace;
  const [only] = words;
  return [
    ...described(resource.description),
    ...(words.length === 1 && only !== undefined
      ? [
          run(
            call(extension(context, "k8s_attach", "k8s_attach"), [resource.name, only], {
              namespace,
              ...common,
            }),
          ),
        ]
      : [
          run(
            call(support(context, "observe_objects"), [resource.name, list(words)], {
              namespace: namespace ?? "",
              ...common,
            }),
          ),
        ]),
    ...belongings,
  ];
}

/** The set applied from the working tree while Flux is suspended; its delete command only speaks. */
function emitApplied(context: FileContext, set: ManifestSet, owner: FluxObject): Statement[] {
  const { tilt, inventoryFiles } = context.dashboard;
  const [inventory = ""] = inventoryFiles;
  const here = (path: string): string => local(context, path);
  return [
    run(
      call(support(context, "develop_manifests"), [set.name], {
        owner: tuple(ownerWords(owner)),
        render: list([...tilt.fluxtilt, "--config", inventory, "render", set.name]),
        folder: folder("."),
        sources: list((set.kustomize === undefined ? set.files : [set.kustomize]).map(here)),
        images: set.images.length === 0 ? undefined : list(set.images.map(({ ref }) => ref)),
        labels: labelList(set.labels),
        resource_deps: dependencies(context, set.dependsOn, [suspensionName(owner)]),
      }),
    ),
    ...set.resources.map((resource) =>
      run(call("k8s_resource", [resource.name], { resource_deps: list([set.name]) })),
    ),
  ];
}

/** A private copy. What would reach beyond its namespace is refused or renamed by the support file. */
function emitCopy(context: FileContext, set: ManifestSet, isolate: string): Statement[] {
  const copied = call(support(context, "deploy_copy", "isolate.star"), [], {
    name: set.name,
    objects: manifestsOf(context, set),
    namespace: isolate,
    copies: list(copiesOf(context.dashboard)),
    inject: name(extension(context, "namespace", "namespace_inject")),
    named: list(
      set.resources.flatMap(({ target }) =>
        target === undefined ? [] : [`${workloadKind(target.kind)}/${target.name}`],
      ),
    ),
    claimed: list(
      set.resources.flatMap(({ objects }) => objects.map((object) => copiedObject(object, isolate))),
    ),
    hosts: set.hosts.length === 0 ? undefined : dict(set.hosts),
    labels: labelList(set.labels),
    resource_deps: dependencies(context, set.dependsOn, [namespaceResource(isolate)]),
  });
  return [run(copied), ...set.resources.flatMap((resource) => emitCopied(context, resource, isolate))];
}

/** The namespaces of all private copies, in the order of the inventory. */
function copiesOf(dashboard: Dashboard): readonly string[] {
  return [
    ...new Set(
      resourcesOf(dashboard.tiltfiles).flatMap((one) =>
        one.kind === "manifests" ? (one.isolate ?? []) : [],
      ),
    ),
  ];
}

function emitCopied(context: FileContext, resource: ManifestResource, isolate: string): Statement[] {
  const { target } = resource;
  const objects = resource.objects.map((object) => copiedObject(object, isolate));
  return [
    ...described(resource.description),
    run(
      call("k8s_resource", target === undefined ? [] : [copiedWorkload(target, isolate)], {
        new_name: resource.name,
        objects: objects.length === 0 ? undefined : list(objects),
        ...commonArguments(context, resource, [namespaceResource(isolate)]),
        port_forwards: forwardList(resource.forwards),
      }),
    ),
    ...emitBelongings(context, resource, resource.isolatedButtons, resource.isolatedServices),
  ];
}

/** The workload of a copy as Tilt names it at first; `workload_name` of isolate.star. */
function copiedWorkload({ kind, name: own }: Target, isolate: string): string {
  return [own, workloadKind(kind), isolate].join(":");
}

/** What lives outside of namespaces is copied under another name; see isolate.star. */
const renamedKinds = new Set(["clusterrole", "clusterrolebinding"]);

/** An object `name:kind[:namespace]` of a set as Tilt finds its copy. */
function copiedObject(object: string, isolate: string): string {
  const [own = "", written = ""] = object.split(":");
  const kind = written.toLowerCase();
  return renamedKinds.has(kind) ? `${isolate}-${own}:${kind}` : `${own}:${kind}:${isolate}`;
}

function manifestsOf(context: FileContext, set: ManifestSet): Expr {
  if (set.kustomize !== undefined)
    return call("decode_yaml_stream", [call("kustomize", [local(context, set.kustomize)])]);
  return set.files
    .map((path) => call("read_yaml_stream", [local(context, path)]))
    .reduce<Expr>((left, right) => ({ kind: "binary", left, operator: "+", right }), list([]));
}
