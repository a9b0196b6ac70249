import type { FieldSpec } from "./field-spec.ts";
import type { GvkSelector } from "./resource.ts";

/** Fields that hold the name of an object of one kind. */
export interface NameReference extends GvkSelector {
  readonly referrers: readonly FieldSpec[];
}

/** Where each kind of workload keeps its pod's spec. */
const podSpecs: readonly (readonly [kind: string, path: string])[] = [
  ["Pod", "spec"],
  ["PodTemplate", "template/spec"],
  ["Deployment", "spec/template/spec"],
  ["ReplicaSet", "spec/template/spec"],
  ["DaemonSet", "spec/template/spec"],
  ["StatefulSet", "spec/template/spec"],
  ["Job", "spec/template/spec"],
  ["CronJob", "spec/jobTemplate/spec/template/spec"],
];

function inPods(fields: readonly string[]): FieldSpec[] {
  return podSpecs.flatMap(([kind, path]) =>
    fields.map((field) => ({
      path: `${path}/${field}`,
      kind,
      ...(kind === "Pod" && { version: "v1" }),
    })),
  );
}

/** Pods that kustomize follows for accounts, claims and priorities: a list of its own. */
function inWorkloads(field: string): FieldSpec[] {
  const kinds = ["StatefulSet", "Deployment", "ReplicationController", "Job", "DaemonSet"];
  return [
    { path: `spec/${field}`, kind: "Pod" },
    ...kinds.map((kind) => ({ path: `spec/template/spec/${field}`, kind })),
    { path: `spec/jobTemplate/spec/template/spec/${field}`, kind: "CronJob" },
  ];
}

function at(kind: string, ...paths: readonly string[]): FieldSpec[] {
  return paths.map((path) => ({ path, kind }));
}

const annotation = (name: string): string => `metadata/annotations/${name.replaceAll("/", "\\/")}`;
const rbac = "rbac.authorization.k8s.io";
const eachContainer = (field: string): string[] => [`containers/${field}`, `initContainers/${field}`];

/** What kustomize 5 follows without being told, in its order (builtinpluginconsts/namereference.go). */
export const defaultReferences: readonly NameReference[] = [
  ...["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"].map((kind) => ({
    kind,
    referrers: at("HorizontalPodAutoscaler", "spec/scaleTargetRef/name"),
  })),
  {
    kind: "ConfigMap",
    version: "v1",
    referrers: [
      ...inPods([
        "volumes/configMap/name",
        ...eachContainer("env/valueFrom/configMapKeyRef/name"),
        ...eachContainer("envFrom/configMapRef/name"),
        "volumes/projected/sources/configMap/name",
      ]),
      ...at("Node", "spec/configSource/configMap"),
      ...at("Role", "rules/resourceNames"),
      ...at("ClusterRole", "rules/resourceNames"),
      ...at("Ingress", annotation("nginx.ingress.kubernetes.io/fastcgi-params-configmap")),
    ],
  },
  {
    kind: "Secret",
    version: "v1",
    referrers: [
      ...inPods([
        "volumes/secret/secretName",
        ...eachContainer("env/valueFrom/secretKeyRef/name"),
        ...eachContainer("envFrom/secretRef/name"),
        "imagePullSecrets/name",
        "volumes/projected/sources/secret/name",
      ]),
      ...at(
        "Ingress",
        "spec/tls/secretName",
        annotation("ingress.kubernetes.io/auth-secret"),
        annotation("nginx.ingress.kubernetes.io/auth-secret"),
        annotation("nginx.ingress.kubernetes.io/auth-tls-secret"),
      ),
      ...at("ServiceAccount", "imagePullSecrets/name"),
      ...at(
        "StorageClass",
        "parameters/secretName",
        "parameters/adminSecretName",
        "parameters/userSecretName",
        "parameters/secretRef",
      ),
      ...at("Role", "rules/resourceNames"),
      ...at("ClusterRole", "rules/resourceNames"),
      {
        path: "spec/template/spec/containers/env/valueFrom/secretKeyRef/name",
        kind: "Service",
        group: "serving.knative.dev",
        version: "v1",
      },
      ...at("PersistentVolume", "spec/azureFile/secretName"),
    ],
  },
  {
    kind: "Service",
    version: "v1",
    referrers: [
      { path: "spec/serviceName", kind: "StatefulSet", group: "apps" },
      ...at(
        "Ingress",
        "spec/rules/http/paths/backend/serviceName",
        "spec/backend/serviceName",
        "spec/rules/http/paths/backend/service/name",
        "spec/defaultBackend/service/name",
      ),
      { path: "spec/service/name", kind: "APIService", group: "apiregistration.k8s.io" },
      ...["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"].map((kind) => ({
        path: "webhooks/clientConfig/service",
        kind,
        group: "admissionregistration.k8s.io",
      })),
    ],
  },
  { kind: "Role", group: rbac, referrers: [{ path: "roleRef/name", kind: "RoleBinding", group: rbac }] },
  {
    kind: "ClusterRole",
    group: rbac,
    referrers: ["RoleBinding", "ClusterRoleBinding"].map((kind) => ({
      path: "roleRef/name",
      kind,
      group: rbac,
    })),
  },
  {
    kind: "ServiceAccount",
    version: "v1",
    referrers: [
      ...["RoleBinding", "ClusterRoleBinding"].map((kind) => ({ path: "subjects", kind, group: rbac })),
      ...inWorkloads("serviceAccountName"),
    ],
  },
  {
    kind: "PersistentVolumeClaim",
    version: "v1",
    referrers: inWorkloads("volumes/persistentVolumeClaim/claimName"),
  },
  {
    kind: "PersistentVolume",
    version: "v1",
    referrers: [
      ...at("PersistentVolumeClaim", "spec/volumeName"),
      ...at("ClusterRole", "rules/resourceNames"),
    ],
  },
  {
    kind: "StorageClass",
    version: "v1",
    group: "storage.k8s.io",
    referrers: [
      ...at("PersistentVolume", "spec/storageClassName"),
      ...at("PersistentVolumeClaim", "spec/storageClassName"),
      ...at("StatefulSet", "spec/volumeClaimTemplates/spec/storageClassName"),
    ],
  },
  {
    kind: "PriorityClass",
    version: "v1",
    group: "scheduling.k8s.io",
    referrers: inWorkloads("priorityClassName"),
  },
  {
    kind: "ValidatingAdmissionPolicy",
    group: "admissionregistration.k8s.io",
    referrers: [
      {
        path: "spec/policyName",
        kind: "ValidatingAdmissionPolicyBinding",
        group: "admissionregistration.k8s.io",
      },
    ],
  },
];
