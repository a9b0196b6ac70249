import { workloadKind, type Target } from "../../grammar/kubernetes.ts";
import { apiResource, permissionOn, podNames, type Permission } from "../../grammar/rbac.ts";

/** Where Tilt looks for pods and events of what lives outside of namespaces: that of the minted context. */
const contextNamespace = "default";

/** Between a workload and its pods, as controllers make them. */
const between: Readonly<Record<string, readonly string[]>> = {
  deployment: ["replicaset"],
  cronjob: ["job"],
  statefulset: [],
  daemonset: [],
  replicaset: [],
  job: [],
  pod: [],
};

/** Where only an operator knows what it puts between its object and the pods. */
const anyController = ["daemonset", "deployment", "job", "replicaset", "statefulset"];

/**
 * What Tilt asks to show an object that is there: kubectl reads it by its name; Tilt watches pods, events
 * and Services of its namespace (internal/k8s/watch.go; refused, it ends).
 */
export function watchingObject(target: Target, namespace: string | undefined): readonly Permission[] {
  return [
    permissionOn(target, namespace, ["get"]),
    ...["events", "pods", "services"].map((resource) => ({
      apiGroup: "",
      resource,
      verbs: ["list", "watch"],
      namespace: namespace ?? contextNamespace,
      unnamed: "Tilt watches all of a namespace",
    })),
  ];
}

/**
 * The same of a workload: Tilt reads the logs of its pods, and follows each pod's owners up to it
 * (internal/k8s/owner_fetcher.go; it would list them, and gets one by one where it may not).
 */
export function watching(target: Target, namespace: string | undefined): readonly Permission[] {
  const shown = watchingObject(target, namespace);
  const kind = workloadKind(target.kind);
  const owners = between[kind] ?? (apiResource(target.kind).isOwn ? undefined : anyController);
  if (namespace === undefined || owners === undefined) return shown;
  return [...shown, logsIn(namespace), ...owners.map((one) => ownersIn(one, namespace))];
}

function logsIn(namespace: string): Permission {
  return { apiGroup: "", resource: "pods/log", verbs: ["get"], namespace, unnamed: podNames };
}

function ownersIn(kind: string, namespace: string): Permission {
  const unnamed = "controllers choose the names of what owns pods";
  return { ...plain(kind), verbs: ["get", "list", "watch"], namespace, unnamed };
}

function plain(kind: string): { readonly apiGroup: string; readonly resource: string } {
  const { apiGroup, resource } = apiResource(kind);
  return { apiGroup, resource };
}

/** Forwards to pods that Tilt makes itself: it tries a GET, for a WebSocket, and goes on with a POST. */
export function podForward(namespace: string): Permission {
  return { apiGroup: "", resource: "pods/portforward", verbs: ["create"], namespace, unnamed: podNames };
}

/** `kubectl port-forward service/NAME`: the Service, its pods (it waits for one), the pod. */
export function serviceForward(service: string, namespace: string): readonly Permission[] {
  return [
    permissionOn({ kind: "service", name: service }, namespace, ["get"]),
    {
      apiGroup: "",
      resource: "pods",
      verbs: ["get", "list", "watch"],
      namespace,
      unnamed: podNames,
    },
    podForward(namespace),
  ];
}

/** Updates of a running container: files through `tar`, commands, in the pod that Tilt watches already. */
export function liveUpdating(namespace: string): Permission {
  return { apiGroup: "", resource: "pods/exec", verbs: ["create"], namespace, unnamed: podNames };
}
