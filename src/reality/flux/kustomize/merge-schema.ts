import { ownOf } from "../../value.ts";

/**
 * Which lists a strategic merge patch merges, and by which keys: `x-kubernetes-patch-merge-key` and
 * `x-kubernetes-list-map-keys` of the Kubernetes API. All other lists are replaced as a whole.
 */
export interface TypeSchema {
  /** Types of maps, or of the items of lists, by field. */
  readonly fields: Readonly<Record<string, string>>;
  /** Keys of lists that are merged; no keys for lists of plain values. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

const container: TypeSchema = {
  fields: { env: "plain", ports: "plain", volumeMounts: "plain", volumeDevices: "plain" },
  lists: {
    env: ["name"],
    ports: ["containerPort", "protocol"],
    volumeMounts: ["mountPath"],
    volumeDevices: ["devicePath"],
  },
};

const workload: TypeSchema = { fields: { metadata: "metadata", spec: "workloadSpec" }, lists: {} };
const webhooks: TypeSchema = {
  fields: { metadata: "metadata", webhooks: "plain" },
  lists: { webhooks: ["name"] },
};

const types: Readonly<Record<string, TypeSchema>> = {
  plain: { fields: {}, lists: {} },
  object: { fields: { metadata: "metadata" }, lists: {} },
  metadata: { fields: { ownerReferences: "plain" }, lists: { finalizers: [], ownerReferences: ["uid"] } },
  container,
  podSpec: {
    fields: {
      containers: "container",
      initContainers: "container",
      ephemeralContainers: "container",
      volumes: "plain",
      imagePullSecrets: "plain",
      hostAliases: "plain",
      topologySpreadConstraints: "plain",
    },
    lists: {
      containers: ["name"],
      initContainers: ["name"],
      ephemeralContainers: ["name"],
      volumes: ["name"],
      imagePullSecrets: ["name"],
      hostAliases: ["ip"],
      topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
    },
  },
  pod: { fields: { metadata: "metadata", spec: "podSpec" }, lists: {} },
  podTemplate: { fields: { metadata: "metadata", template: "pod" }, lists: {} },
  workloadSpec: { fields: { template: "pod" }, lists: {} },
  workload,
  cronJobSpec: { fields: { jobTemplate: "workload" }, lists: {} },
  cronJob: { fields: { metadata: "metadata", spec: "cronJobSpec" }, lists: {} },
  serviceSpec: { fields: { ports: "plain" }, lists: { ports: ["port", "protocol"] } },
  service: { fields: { metadata: "metadata", spec: "serviceSpec" }, lists: {} },
  serviceAccount: { fields: { metadata: "metadata", secrets: "plain" }, lists: { secrets: ["name"] } },
  webhooks,
  csiNodeSpec: { fields: { drivers: "plain" }, lists: { drivers: ["name"] } },
  csiNode: { fields: { metadata: "metadata", spec: "csiNodeSpec" }, lists: {} },
};

const byKind: Readonly<Record<string, string>> = {
  "v1/Pod": "pod",
  "v1/PodTemplate": "podTemplate",
  "v1/ReplicationController": "workload",
  "apps/v1/Deployment": "workload",
  "apps/v1/StatefulSet": "workload",
  "apps/v1/DaemonSet": "workload",
  "apps/v1/ReplicaSet": "workload",
  "batch/v1/Job": "workload",
  "batch/v1/CronJob": "cronJob",
  "batch/v1beta1/CronJob": "cronJob",
  "v1/Service": "service",
  "v1/ServiceAccount": "serviceAccount",
  "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration": "webhooks",
  "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration": "webhooks",
  "storage.k8s.io/v1/CSINode": "csiNode",
};

/** Other built-in kinds: only their metadata has lists that are merged. */
const builtIn =
  /^(v1|apps\/v1|batch\/v1|policy\/v1(beta1)?|autoscaling\/v[12].*|(networking|rbac\.authorization|storage|scheduling|apiextensions|apiregistration|coordination|discovery|node)\.k8s\.io\/v1)$/;

/** The type with this name; undefined when lists below are all replaced. */
export function schemaNamed(name: string | undefined): TypeSchema | undefined {
  return name === undefined ? undefined : types[name];
}

/** The schema of an object by its `apiVersion` and `kind`; undefined for custom resources. */
export function schemaOfKind(apiVersion: string, kind: string): TypeSchema | undefined {
  const named = ownOf(byKind, `${apiVersion}/${kind}`);
  if (named !== undefined) return types[named];
  return builtIn.test(apiVersion) ? types["object"] : undefined;
}
