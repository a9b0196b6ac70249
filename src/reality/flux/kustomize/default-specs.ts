import type { FieldSpec } from "./field-spec.ts";

/** Where kustomize writes by itself; `configurations` files add to each list. */
export interface TransformerSpecs {
  readonly namespace: readonly FieldSpec[];
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
}

/** Kinds with a pod template; those without a group take any. */
const templated: readonly (readonly [kind: string, group?: string, version?: string])[] = [
  ["ReplicationController", undefined, "v1"],
  ["Deployment"],
  ["ReplicaSet"],
  ["DaemonSet"],
  ["StatefulSet", "apps"],
  ["Job", "batch"],
];

function metadata(field: "labels" | "annotations"): FieldSpec[] {
  const cronJob = { kind: "CronJob", group: "batch", create: true };
  return [
    { path: `metadata/${field}`, create: true },
    ...templated.map(([kind, group, version]) => ({
      path: `spec/template/metadata/${field}`,
      create: true,
      kind,
      // Annotations go to a StatefulSet of any group.
      group: field === "annotations" && kind === "StatefulSet" ? undefined : group,
      version,
    })),
    { path: `spec/jobTemplate/metadata/${field}`, ...cronJob },
    { path: `spec/jobTemplate/spec/template/metadata/${field}`, ...cronJob },
  ];
}

const terms = ["podAffinity", "podAntiAffinity"].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);
const podSelectors = [...terms, "topologySpreadConstraints/labelSelector/matchLabels"];

const selectors: readonly FieldSpec[] = [
  { path: "spec/selector", create: true, version: "v1", kind: "Service" },
  { path: "spec/selector", create: true, version: "v1", kind: "ReplicationController" },
  { path: "spec/selector/matchLabels", create: true, kind: "Deployment" },
  { path: "spec/selector/matchLabels", create: true, kind: "ReplicaSet" },
  { path: "spec/selector/matchLabels", create: true, kind: "DaemonSet" },
  { path: "spec/selector/matchLabels", create: true, group: "apps", kind: "StatefulSet" },
  ...["Deployment", "StatefulSet"].flatMap((kind) =>
    podSelectors.map((path) => ({ path: `spec/template/spec/${path}`, group: "apps", kind })),
  ),
  { path: "spec/selector/matchLabels", group: "batch", kind: "Job" },
  { path: "spec/jobTemplate/spec/selector/matchLabels", group: "batch", kind: "CronJob" },
  { path: "spec/selector/matchLabels", group: "policy", kind: "PodDisruptionBudget" },
  ...["podSelector", "ingress/from/podSelector", "egress/to/podSelector"].map((path) => ({
    path: `spec/${path}/matchLabels`,
    group: "networking.k8s.io",
    kind: "NetworkPolicy",
  })),
];

const claims: FieldSpec = {
  path: "spec/volumeClaimTemplates[]/metadata/labels",
  create: true,
  group: "apps",
  kind: "StatefulSet",
};

/** What kustomize 5 writes without being told (api/internal/konfig/builtinpluginconsts). */
export const defaultSpecs: TransformerSpecs = {
  namespace: [
    { path: "metadata/name", kind: "Namespace", create: true },
    { path: "spec/service/namespace", group: "apiregistration.k8s.io", kind: "APIService", create: true },
    {
      path: "spec/conversion/webhook/clientConfig/service/namespace",
      group: "apiextensions.k8s.io",
      kind: "CustomResourceDefinition",
    },
  ],
  namePrefix: [{ path: "metadata/name" }],
  nameSuffix: [{ path: "metadata/name" }],
  labels: [],
  commonLabels: [...selectors, ...metadata("labels"), claims],
  templateLabels: metadata("labels"),
  commonAnnotations: metadata("annotations"),
  images: ["", "template/spec/"].flatMap((below) =>
    ["containers[]/image", "initContainers[]/image", "volumes[]/image/reference"].map((path) => ({
      path: `spec/${below}${path}`,
      create: true,
    })),
  ),
  replicas: ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"].map((kind) => ({
    path: "spec/replicas",
    create: true,
    kind,
  })),
};
