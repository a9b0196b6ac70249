import * as z from "zod";
import { defineServer, type Place, type Plan, type PolicyRule, type Trial } from "./server.ts";
import { printToml } from "./toml.ts";

const port = 8080;
const folder = "/etc/kubernetes-mcp-server";
/** Beside the place where a pod's own token would be. */
const authority = "/var/run/secrets/kubernetes.io/ca";

/** The account whose token callers bring. */
function callerAccount(place: Place): string {
  return `${place.name}-caller`;
}

const identity = z
  .enum(["caller", "shared"])
  .default("caller")
  .meta({
    description:
      "Whose token asks the cluster: the caller's own, with none in the pod, or the pod's, shared by all who reach it.",
    examples: ["caller"],
  });

/** Both servers that kubernetes-mcp-server's program is: they differ in toolsets, tools and rights. */
interface Shape {
  /** Variable with the caller's token, for clients that cannot mint one. */
  readonly environment: string;
  readonly toolsets: readonly string[];
  readonly enabledTools?: readonly string[] | undefined;
  readonly disabledTools?: readonly string[] | undefined;
  readonly rules: readonly PolicyRule[];
  readonly trial: Trial;
}

/**
 * The configuration: TOML from typed values, since the server ignores a key that it does not know
 * (`readonly = true` starts it with every tool that writes). `port` is a text there.
 */
export function planKubernetes(
  { identity: asked }: { readonly identity: "caller" | "shared" },
  place: Place,
  shape: Shape,
): Plan {
  const isCaller = asked === "caller";
  const config = printToml({
    values: {
      port: String(port),
      read_only: true,
      stateless: true,
      // From here on it logs each call, from 6 on also what it answered.
      log_level: 5,
      list_output: "table",
      toolsets: shape.toolsets,
      enabled_tools: shape.enabledTools,
      disabled_tools: shape.disabledTools,
      ...(isCaller
        ? {
            cluster_provider_strategy: "kubeconfig",
            kubeconfig: `${folder}/kubeconfig`,
            cluster_auth_mode: "passthrough",
            require_oauth: true,
            skip_jwt_verification: true,
          }
        : { cluster_provider_strategy: "in-cluster", cluster_auth_mode: "kubeconfig" }),
    },
    tables: { http: { rate_limit_rps: 5, rate_limit_burst: 20 } },
    lists: { denied_resources: [{ group: "", version: "v1", kind: "Secret" }] },
  });
  return {
    port,
    args: ["--config", `${folder}/config.toml`],
    variables: [],
    files: [
      { folder, name: "config.toml", text: config },
      ...(isCaller ? [{ folder, name: "kubeconfig", text: kubeconfig }] : []),
    ],
    authority: isCaller ? authority : undefined,
    caller: isCaller
      ? { kind: "kubeToken", serviceAccount: callerAccount(place), environment: shape.environment }
      : { kind: "none" },
    holdsToken: !isCaller,
    asksCluster: true,
    rules: shape.rules,
    upstreams: [],
    hazards: shape.toolsets.flatMap((value) => {
      const says = leaks.get(value);
      return says === undefined ? [] : [{ option: "toolsets", value, says }];
    }),
    runAsUser: 65532,
    probe: { kind: "http", path: "/healthz" },
    audit:
      "each call with its arguments, each request with its status, each refused one with its address; no token, no answer",
    trial: shape.trial,
  };
}

/** The cluster and its authority, and nobody's credential: kube-root-ca.crt is in every namespace. */
const kubeconfig = `apiVersion: v1
kind: Config
clusters:
  - name: cluster
    cluster:
      server: https://kubernetes.default.svc
      certificate-authority: ${authority}/ca.crt
contexts:
  - name: cluster
    context: { cluster: cluster, user: nobody }
current-context: cluster
users:
  - name: nobody
    user: {}
`;

/** Toolsets that hand out what RBAC was to keep. */
const leaks: ReadonlyMap<string, string> = new Map([
  ["config", "shows the kubeconfig, and the token in it"],
  ["helm", "reads the Secrets that Helm keeps, of every namespace"],
]);

const read = ["get", "list"];

/**
 * What people ask a cluster about. No Secret; no ConfigMap either, which often holds what should have been
 * one; nothing of RBAC; never `nodes/proxy`, with which a GET runs commands in any pod
 * (kubernetes.io/docs/concepts/security/rbac-good-practices).
 */
const rules: readonly PolicyRule[] = [
  {
    apiGroups: [""],
    resources: [
      "endpoints",
      "events",
      "limitranges",
      "namespaces",
      "nodes",
      "persistentvolumeclaims",
      "persistentvolumes",
      "pods",
      "replicationcontrollers",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: read,
  },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: read,
  },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: read },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: read },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: read },
  {
    apiGroups: ["networking.k8s.io"],
    resources: ["ingressclasses", "ingresses", "networkpolicies"],
    verbs: read,
  },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways", "httproutes"], verbs: read },
  { apiGroups: ["traefik.io"], resources: ["ingressroutes", "middlewares"], verbs: read },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: read },
  {
    apiGroups: ["storage.k8s.io"],
    resources: ["csinodes", "storageclasses", "volumeattachments"],
    verbs: read,
  },
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
  { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: read },
  { apiGroups: ["kustomize.toolkit.fluxcd.io"], resources: ["kustomizations"], verbs: read },
  { apiGroups: ["helm.toolkit.fluxcd.io"], resources: ["helmreleases"], verbs: read },
  {
    apiGroups: ["source.toolkit.fluxcd.io"],
    resources: ["buckets", "gitrepositories", "helmcharts", "helmrepositories", "ocirepositories"],
    verbs: read,
  },
];

export const kubernetesVersion = {
  pattern: /^v\d+\.\d+\.\d+$/,
  says: "a version of kubernetes-mcp-server is such as `v0.0.67`",
  example: "v0.0.67",
};
export const kubernetesImage = "ghcr.io/containers/kubernetes-mcp-server";

export const kubernetes = defineServer({
  name: "kubernetes",
  title: "Kubernetes",
  description: "Pods, logs, events and every other kind of the cluster, to be read.",
  image: kubernetesImage,
  version: kubernetesVersion,
  options: z.strictObject({
    identity,
    toolsets: z
      .array(z.enum(["core", "config", "helm"]))
      .min(1)
      .default(["core"])
      .meta({ description: "Sets of tools to offer.", examples: [["core"]] }),
  }),
  localPort: 18080,
  plan: ({ identity: asked, toolsets }, place) =>
    planKubernetes({ identity: asked }, place, {
      environment: "MCP_KUBERNETES_TOKEN",
      toolsets,
      // The first two need `nodes/proxy`, the third asks for a kind of OpenShift.
      disabledTools: ["nodes_log", "nodes_stats_summary", "projects_list"],
      rules,
      trial: {
        tools: [
          "events_list",
          "namespaces_list",
          "nodes_top",
          "pods_get",
          "pods_list",
          "pods_list_in_namespace",
          "pods_log",
          "pods_top",
          "resources_get",
          "resources_list",
        ],
        question: { tool: "namespaces_list", arguments: {} },
        forbidden: (name) => [
          {
            tool: "resources_get",
            arguments: { apiVersion: "v1", kind: "Secret", namespace: place.namespace, name },
          },
          {
            tool: "resources_delete",
            arguments: { apiVersion: "v1", kind: "ConfigMap", namespace: place.namespace, name },
          },
          // Of the toolset `config`: it prints the credentials that the server asks with.
          { tool: "configuration_view", arguments: {} },
        ],
        refusesOtherHosts: true,
      },
    }),
});

export const tekton = defineServer({
  name: "tekton",
  title: "Tekton",
  description:
    "Pipeline runs and task runs, and their logs, through the Kubernetes server's tools for Tekton.",
  image: kubernetesImage,
  version: kubernetesVersion,
  options: z.strictObject({ identity }),
  localPort: 18085,
  plan: (options, place) =>
    planKubernetes(options, place, {
      environment: "MCP_TEKTON_TOKEN",
      toolsets: ["core", "tekton"],
      enabledTools: ["resources_get", "resources_list", "tekton_pipelinerun_logs", "tekton_taskrun_logs"],
      rules: [
        { apiGroups: [""], resources: ["namespaces", "pods"], verbs: read },
        { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
        {
          apiGroups: ["tekton.dev"],
          resources: ["customruns", "pipelineruns", "pipelines", "taskruns", "tasks"],
          verbs: read,
        },
        {
          apiGroups: ["triggers.tekton.dev"],
          resources: ["eventlisteners", "triggerbindings", "triggers", "triggertemplates"],
          verbs: read,
        },
      ],
      trial: {
        tools: ["resources_get", "resources_list", "tekton_pipelinerun_logs", "tekton_taskrun_logs"],
        question: {
          tool: "resources_list",
          arguments: { apiVersion: "tekton.dev/v1", kind: "PipelineRun" },
        },
        forbidden: (name) => [
          {
            tool: "resources_get",
            arguments: { apiVersion: "v1", kind: "Secret", namespace: place.namespace, name },
          },
          {
            tool: "resources_delete",
            arguments: { apiVersion: "tekton.dev/v1", kind: "PipelineRun", namespace: place.namespace, name },
          },
        ],
        refusesOtherHosts: true,
      },
    }),
});
