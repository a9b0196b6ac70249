import * as z from "zod";
import { defineServer } from "./server.ts";

const port = 8080;
const read = ["get", "list"];

export const flux = defineServer({
  name: "flux",
  title: "Flux",
  description: "What Flux applies, whether it succeeded, and why not.",
  image: "ghcr.io/controlplaneio-fluxcd/flux-operator-mcp",
  version: {
    pattern: /^v\d+\.\d+\.\d+$/,
    says: "a version of flux-operator-mcp is such as `v0.58.1`",
    example: "v0.58.1",
  },
  options: z.strictObject({}),
  localPort: 18083,
  plan: (_, place) => ({
    port,
    args: [
      ...["serve", "--transport", "http", "--port", String(port), "--read-only", "--mask-secrets"],
      ...["--tool-call-log-file", "/dev/stdout"],
    ],
    variables: [],
    files: [],
    caller: { kind: "none" },
    holdsToken: true,
    asksCluster: true,
    // Its chart binds cluster-admin. These are the kinds that its tools read; Secrets are not among them.
    rules: [
      { apiGroups: [""], resources: ["events", "namespaces", "pods", "services"], verbs: read },
      { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
      {
        apiGroups: ["apps"],
        resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
        verbs: read,
      },
      { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: read },
      { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: read },
      { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: read },
      {
        apiGroups: ["source.toolkit.fluxcd.io"],
        resources: ["buckets", "gitrepositories", "helmcharts", "helmrepositories", "ocirepositories"],
        verbs: read,
      },
      { apiGroups: ["kustomize.toolkit.fluxcd.io"], resources: ["kustomizations"], verbs: read },
      { apiGroups: ["helm.toolkit.fluxcd.io"], resources: ["helmreleases"], verbs: read },
      {
        apiGroups: ["image.toolkit.fluxcd.io"],
        resources: ["imagepolicies", "imagerepositories", "imageupdateautomations"],
        verbs: read,
      },
      {
        apiGroups: ["notification.toolkit.fluxcd.io"],
        resources: ["alerts", "providers", "receivers"],
        verbs: read,
      },
      {
        apiGroups: ["fluxcd.controlplane.io"],
        resources: ["fluxinstances", "fluxreports", "resourcesetinputproviders", "resourcesets"],
        verbs: read,
      },
    ],
    upstreams: [],
    hazards: [],
    runAsUser: 65532,
    // It has no page for its health.
    probe: { kind: "tcp" },
    audit: "each call with its arguments and its answer, one line of JSON each",
    trial: {
      tools: [
        "get_flux_instance",
        "get_kubernetes_api_versions",
        "get_kubernetes_logs",
        "get_kubernetes_metrics",
        "get_kubernetes_resources",
        "search_flux_docs",
      ],
      question: {
        tool: "get_kubernetes_resources",
        arguments: { apiVersion: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization" },
      },
      // No Secret: of what it may not read it says that nothing was found, as of what is not there.
      forbidden: (name) => [
        {
          tool: "delete_kubernetes_resource",
          arguments: { apiVersion: "v1", kind: "ConfigMap", namespace: place.namespace, name },
        },
        {
          tool: "reconcile_flux_kustomization",
          arguments: { namespace: place.namespace, name, with_source: false },
        },
      ],
      refusesOtherHosts: true,
    },
  }),
});
