/** A kind of object that a cluster is asked for. */
export interface Resource {
  readonly group: string;
  readonly kind: string;
  /** Its name in paths: `deployments`. */
  readonly plural: string;
  readonly isClusterWide?: true;
}

/** Everything that is listed whole: what runs, what leads to it, what scales it, and Flux's own objects. */
export const resources: readonly Resource[] = [
  { group: "", kind: "Namespace", plural: "namespaces", isClusterWide: true },
  { group: "apps", kind: "Deployment", plural: "deployments" },
  { group: "apps", kind: "StatefulSet", plural: "statefulsets" },
  { group: "apps", kind: "DaemonSet", plural: "daemonsets" },
  { group: "batch", kind: "CronJob", plural: "cronjobs" },
  { group: "batch", kind: "Job", plural: "jobs" },
  { group: "", kind: "Service", plural: "services" },
  { group: "networking.k8s.io", kind: "Ingress", plural: "ingresses" },
  { group: "traefik.io", kind: "IngressRoute", plural: "ingressroutes" },
  { group: "traefik.io", kind: "IngressRouteTCP", plural: "ingressroutetcps" },
  { group: "traefik.containo.us", kind: "IngressRoute", plural: "ingressroutes" },
  { group: "gateway.networking.k8s.io", kind: "HTTPRoute", plural: "httproutes" },
  { group: "gateway.networking.k8s.io", kind: "GRPCRoute", plural: "grpcroutes" },
  { group: "gateway.networking.k8s.io", kind: "TLSRoute", plural: "tlsroutes" },
  { group: "networking.istio.io", kind: "VirtualService", plural: "virtualservices" },
  { group: "autoscaling", kind: "HorizontalPodAutoscaler", plural: "horizontalpodautoscalers" },
  { group: "keda.sh", kind: "ScaledObject", plural: "scaledobjects" },
  { group: "http.keda.sh", kind: "HTTPScaledObject", plural: "httpscaledobjects" },
  { group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization", plural: "kustomizations" },
  { group: "helm.toolkit.fluxcd.io", kind: "HelmRelease", plural: "helmreleases" },
  { group: "fluxcd.controlplane.io", kind: "ResourceSet", plural: "resourcesets" },
  { group: "source.toolkit.fluxcd.io", kind: "GitRepository", plural: "gitrepositories" },
  { group: "source.toolkit.fluxcd.io", kind: "OCIRepository", plural: "ocirepositories" },
  { group: "source.toolkit.fluxcd.io", kind: "HelmRepository", plural: "helmrepositories" },
  { group: "source.toolkit.fluxcd.io", kind: "HelmChart", plural: "helmcharts" },
  { group: "source.toolkit.fluxcd.io", kind: "Bucket", plural: "buckets" },
];

/** Kinds that run pods and are not listed: they come and go, under names that nobody writes. */
export const unlistedKinds = ["Pod", "ReplicaSet", "ReplicationController"] as const;

/** A resource as people and RBAC write it: `deployments.apps`. */
export function resourceName({ group, plural }: Pick<Resource, "group" | "plural">): string {
  return group === "" ? plural : `${plural}.${group}`;
}
