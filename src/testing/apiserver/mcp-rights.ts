import type { Question } from "./access-review.ts";

/** Reads of whole kinds. */
function reads(group: string, ...kinds: readonly string[]): readonly Question[] {
  return kinds.flatMap((what) => ["get", "list"].map((verb) => ({ verb, what, group })));
}

const logs: readonly Question[] = [{ verb: "get", what: "pods/log" }];

const fluxKinds: readonly Question[] = [
  ...reads("kustomize.toolkit.fluxcd.io", "kustomizations"),
  ...reads("helm.toolkit.fluxcd.io", "helmreleases"),
  ...reads("source.toolkit.fluxcd.io", "gitrepositories", "ocirepositories", "helmrepositories"),
  ...reads("source.toolkit.fluxcd.io", "helmcharts", "buckets"),
];

/**
 * What each server needs, tool by tool, worked out from what its tools ask the API server, and not from the
 * catalogue that is held against it.
 */
export const needed = {
  kubernetes: [
    // pods_list, pods_list_in_namespace, pods_get, pods_log, events_list, namespaces_list
    ...reads("", "pods", "events", "namespaces"),
    ...logs,
    // pods_top and nodes_top: the metrics, and the nodes that they belong to
    ...reads("metrics.k8s.io", "pods", "nodes"),
    ...reads("", "nodes"),
    // resources_list and resources_get: what `kubectl get` is used for day by day
    ...reads("apps", "deployments", "statefulsets", "daemonsets", "replicasets"),
    ...reads("batch", "jobs", "cronjobs"),
    ...reads("", "services", "endpoints", "persistentvolumes", "persistentvolumeclaims", "resourcequotas"),
    ...reads("networking.k8s.io", "ingresses", "networkpolicies"),
    ...reads("autoscaling", "horizontalpodautoscalers"),
    ...reads("storage.k8s.io", "storageclasses"),
    ...reads("apiextensions.k8s.io", "customresourcedefinitions"),
    ...reads("traefik.io", "ingressroutes"),
    ...reads("gateway.networking.k8s.io", "httproutes"),
    ...fluxKinds,
  ],
  tekton: [
    // tekton_pipelinerun_logs, tekton_taskrun_logs: the run, its task runs, their pods and those's logs
    ...reads("tekton.dev", "pipelineruns", "taskruns"),
    ...reads("", "pods"),
    ...logs,
    // resources_list and resources_get: what was to be run
    ...reads("tekton.dev", "pipelines", "tasks"),
  ],
  flux: [
    // get_flux_instance: the operator's own kinds, and the definitions of Flux's
    ...reads("fluxcd.controlplane.io", "fluxinstances", "fluxreports", "resourcesets"),
    ...reads("apiextensions.k8s.io", "customresourcedefinitions"),
    // get_kubernetes_resources, with the events about what was asked for
    ...fluxKinds,
    ...reads("image.toolkit.fluxcd.io", "imagerepositories", "imagepolicies", "imageupdateautomations"),
    ...reads("notification.toolkit.fluxcd.io", "alerts", "providers", "receivers"),
    ...reads("apps", "deployments", "statefulsets", "daemonsets"),
    ...reads("", "events", "pods", "services", "namespaces"),
    // get_kubernetes_logs and get_kubernetes_metrics
    ...logs,
    ...reads("metrics.k8s.io", "pods"),
  ],
} as const satisfies Record<string, readonly Question[]>;

const writes = ["create", "update", "patch", "delete", "deletecollection"];

const kinds: readonly (readonly [group: string, ...kinds: string[]])[] = [
  ["", "pods", "services", "secrets", "configmaps", "namespaces", "nodes", "serviceaccounts", "events"],
  ["", "persistentvolumes", "persistentvolumeclaims", "endpoints", "replicationcontrollers", "bindings"],
  ["apps", "deployments", "statefulsets", "daemonsets", "replicasets", "deployments/scale"],
  ["batch", "jobs", "cronjobs"],
  ["networking.k8s.io", "ingresses", "networkpolicies"],
  ["rbac.authorization.k8s.io", "roles", "rolebindings", "clusterroles", "clusterrolebindings"],
  ["apiextensions.k8s.io", "customresourcedefinitions"],
  ["admissionregistration.k8s.io", "mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
  ["certificates.k8s.io", "certificatesigningrequests", "certificatesigningrequests/approval"],
  ["kustomize.toolkit.fluxcd.io", "kustomizations"],
  ["helm.toolkit.fluxcd.io", "helmreleases"],
  ["source.toolkit.fluxcd.io", "gitrepositories", "ocirepositories"],
  ["traefik.io", "ingressroutes", "middlewares"],
  ["cilium.io", "ciliumnetworkpolicies"],
  ["external-secrets.io", "externalsecrets", "clustersecretstores"],
  ["tekton.dev", "pipelineruns", "taskruns"],
  ["longhorn.io", "volumes"],
];

/** What no server's account may, whoever asks: a secret, a way into a pod or a node, more rights, any write. */
export const forbidden: readonly Question[] = [
  ...["get", "list", "watch"].flatMap((verb) => [
    { verb, what: "secrets" },
    { verb, what: "secrets", namespace: "mcp" },
    { verb, what: "secrets", namespace: "kube-system" },
  ]),
  { verb: "list", what: "configmaps" },
  { verb: "get", what: "configmaps", namespace: "kube-system", name: "extension-apiserver-authentication" },
  // A GET is enough for these: it becomes a stream that runs commands.
  ...["pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "services/proxy", "nodes/proxy"].flatMap(
    (what) => ["get", "create"].map((verb) => ({ verb, what })),
  ),
  { verb: "patch", what: "pods/ephemeralcontainers" },
  { verb: "create", what: "pods/eviction" },
  { verb: "create", what: "serviceaccounts/token" },
  { verb: "create", what: "serviceaccounts/token", namespace: "mcp", name: "mcp-kubernetes-caller" },
  ...["escalate", "bind"].flatMap((verb) =>
    ["roles", "clusterroles"].map((what) => ({ verb, what, group: "rbac.authorization.k8s.io" })),
  ),
  ...["users", "groups", "serviceaccounts"].map((what) => ({ verb: "impersonate", what })),
  { verb: "create", what: "tokenreviews", group: "authentication.k8s.io" },
  { verb: "create", what: "subjectaccessreviews", group: "authorization.k8s.io" },
  ...["/metrics", "/logs", "/debug/pprof"].map((what) => ({ verb: "get", what })),
  { verb: "*", what: "*", group: "*" },
  ...kinds.flatMap(([group, ...all]) => all.flatMap((what) => writes.map((verb) => ({ verb, what, group })))),
];
