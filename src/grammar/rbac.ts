import { workloadKind, type Target } from "./kubernetes.ts";

/** Verbs on one resource: the smallest thing that a Role can grant (rbac.authorization.k8s.io/v1). */
export interface Permission {
  readonly apiGroup: string;
  /** Plural, with its subresource: `deployments/scale`. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Undefined for what lives outside of namespaces, and for all namespaces. */
  readonly namespace?: string | undefined;
  /** Undefined for every name. */
  readonly name?: string | undefined;
  /** Where there is no name: why not. */
  readonly unnamed?: string | undefined;
}

/** A resource of the API; `isOwn` where it is Kubernetes' own and its name no guess. */
export interface ApiResource {
  readonly apiGroup: string;
  readonly resource: string;
  readonly isOwn: boolean;
}

/** Kinds of Kubernetes itself by their singular, as far as a person would name one. */
const groups: Readonly<Record<string, readonly string[]>> = {
  "": [
    ...["configmap", "endpoints", "event", "limitrange", "namespace", "node", "persistentvolume"],
    ...["persistentvolumeclaim", "pod", "replicationcontroller", "resourcequota", "secret"],
    ...["service", "serviceaccount"],
  ],
  apps: ["controllerrevision", "daemonset", "deployment", "replicaset", "statefulset"],
  autoscaling: ["horizontalpodautoscaler"],
  batch: ["cronjob", "job"],
  "networking.k8s.io": ["ingress", "ingressclass", "networkpolicy"],
  policy: ["poddisruptionbudget"],
  "rbac.authorization.k8s.io": ["clusterrole", "clusterrolebinding", "role", "rolebinding"],
  "scheduling.k8s.io": ["priorityclass"],
  "storage.k8s.io": ["csidriver", "csinode", "storageclass", "volumeattachment"],
  "apiextensions.k8s.io": ["customresourcedefinition"],
};

const known = new Map(
  Object.entries(groups).flatMap(([apiGroup, kinds]) =>
    kinds.flatMap((kind) => {
      const found = { apiGroup, resource: pluralOf(kind), isOwn: true };
      return [kind, found.resource].map((one) => [one, found] as const);
    }),
  ),
);

/** `kubectl api-resources` has more; these are the ones that are typed. */
const shortNames: Readonly<Record<string, string>> = {
  cm: "configmap",
  crd: "customresourcedefinition",
  hpa: "horizontalpodautoscaler",
  ing: "ingress",
  netpol: "networkpolicy",
  no: "node",
  ns: "namespace",
  pdb: "poddisruptionbudget",
  pv: "persistentvolume",
  pvc: "persistentvolumeclaim",
  rs: "replicaset",
  sa: "serviceaccount",
  sc: "storageclass",
  svc: "service",
};

/**
 * The resource that kubectl's word for a kind stands for: `deploy`, `deployments.apps`,
 * `cluster.postgresql.cnpg.io`. The plural of a kind that is not Kubernetes' own is made by the rule by
 * which most are (apimachinery, `UnsafeGuessKindToResource`).
 */
export function apiResource(kind: string): ApiResource {
  const [first = "", ...rest] = kind.split(".");
  // `deployments.v1.apps` names the version too.
  const group = (/^v[0-9]+((alpha|beta)[0-9]+)?$/.test(rest[0] ?? "") ? rest.slice(1) : rest).join(".");
  const bare = shortNames[first] ?? workloadKind(first);
  const own = known.get(bare);
  if (own !== undefined && (group === "" || group === own.apiGroup)) return own;
  // A plural as it stands; `prometheus` and `redis` are none.
  return { apiGroup: group, resource: /[^uis]s$/.test(first) ? first : pluralOf(first), isOwn: false };
}

function pluralOf(kind: string): string {
  if (kind === "endpoints") return kind;
  if (/(s|x|ch|sh)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

/** An object by its name. */
export function permissionOn(
  target: Target,
  namespace: string | undefined,
  verbs: readonly string[],
  subresource?: string,
): Permission {
  const { apiGroup, resource } = apiResource(target.kind);
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  return { apiGroup, resource: whole, verbs, namespace, name: target.name };
}

/** Why rules about pods hold for all of a namespace. */
export const podNames = "pods change their names";
