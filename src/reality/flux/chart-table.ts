import type { HelmRelease } from "../model.ts";
import { filledAt, mappingAt, ownOf, textAt } from "../value.ts";
import type { ChartObjects, ChartWorkload } from "./app-template.ts";

/** The names that charts build theirs from. */
interface Names {
  readonly release: string;
  readonly fullname: string;
  readonly values: HelmRelease["values"];
}

type Make = (names: Names) => readonly (readonly [kind: string, name: string])[];

const one: Make = ({ fullname }) => [["Deployment", fullname]];
const suffixed =
  (...suffixes: readonly string[]): Make =>
  ({ fullname }) =>
    suffixes.map((suffix) => ["Deployment", `${fullname}${suffix}`]);
const fixed =
  (...objects: readonly (readonly [string, string])[]): Make =>
  () =>
    objects;

/** A sub-chart's own names: `fullnameOverride`, or its release and name. */
function subchart({ release, values }: Names, key: string): string {
  const override = filledAt(values, key, "fullnameOverride");
  if (override !== undefined) return override;
  const name = filledAt(values, key, "nameOverride") ?? key;
  return release.includes(name) ? release : `${release}-${name}`;
}

const prometheusStack: Make = (names) => {
  const { fullname, values } = names;
  const on = (key: string): boolean => mappingAt(values, key)?.["enabled"] !== false;
  return [
    ["Deployment", `${fullname}-operator`],
    ["StatefulSet", `prometheus-${fullname}-prometheus`],
    ...(on("alertmanager") ? [["StatefulSet", `alertmanager-${fullname}-alertmanager`] as const] : []),
    ...(on("kubeStateMetrics") ? [["Deployment", subchart(names, "kube-state-metrics")] as const] : []),
    ...(on("nodeExporter") ? [["DaemonSet", subchart(names, "prometheus-node-exporter")] as const] : []),
    ...(on("grafana") ? [["Deployment", subchart(names, "grafana")] as const] : []),
  ];
};

const kindFrom =
  (path: readonly string[], suffix = ""): Make =>
  ({ fullname, values }) => [
    [/daemonset/i.test(textAt(values, ...path) ?? "") ? "DaemonSet" : "Deployment", fullname + suffix],
  ];

/**
 * What common charts make, by the chart's name. Only "likely": what a version switches on by itself is
 * not known here.
 */
const charts: Readonly<Record<string, Make>> = {
  "kube-prometheus-stack": prometheusStack,
  "cert-manager": suffixed("", "-cainjector", "-webhook"),
  "external-secrets": suffixed("", "-webhook", "-cert-controller"),
  keda: fixed(
    ["Deployment", "keda-operator"],
    ["Deployment", "keda-operator-metrics-apiserver"],
    ["Deployment", "keda-admission-webhooks"],
  ),
  cilium: fixed(
    ["DaemonSet", "cilium"],
    ["DaemonSet", "cilium-envoy"],
    ["Deployment", "cilium-operator"],
    ["Deployment", "hubble-relay"],
    ["Deployment", "hubble-ui"],
  ),
  "gateway-helm": fixed(["Deployment", "envoy-gateway"]),
  "argo-cd": ({ fullname }) => [
    ["StatefulSet", `${fullname}-application-controller`],
    ...[
      "server",
      "repo-server",
      "applicationset-controller",
      "notifications-controller",
      "dex-server",
      "redis",
    ].map((name) => ["Deployment", `${fullname}-${name}`] as const),
  ],
  traefik: kindFrom(["deployment", "kind"]),
  "ingress-nginx": kindFrom(["controller", "kind"], "-controller"),
  longhorn: fixed(
    ["DaemonSet", "longhorn-manager"],
    ["Deployment", "longhorn-ui"],
    ["Deployment", "longhorn-driver-deployer"],
  ),
  "rook-ceph": fixed(["Deployment", "rook-ceph-operator"]),
  "rook-ceph-cluster": fixed(["Deployment", "rook-ceph-tools"]),
  authentik: suffixed("-server", "-worker"),
  crossplane: ({ fullname }) => [
    ["Deployment", fullname],
    ["Deployment", `${fullname}-rbac-manager`],
  ],
  velero: ({ fullname }) => [
    ["Deployment", fullname],
    ["DaemonSet", "node-agent"],
  ],
  kyverno: suffixed(
    "-admission-controller",
    "-background-controller",
    "-cleanup-controller",
    "-reports-controller",
  ),
  spegel: ({ fullname }) => [["DaemonSet", fullname]],
  "fluent-bit": ({ fullname }) => [["DaemonSet", fullname]],
  ...Object.fromEntries(
    [
      "external-dns",
      "metrics-server",
      "coredns",
      "snapshot-controller",
      "reloader",
      "prometheus-adapter",
      "prometheus-blackbox-exporter",
      "grafana",
      "flux-operator",
      "grafana-operator",
      "cloudnative-pg",
      "gha-runner-scale-set-controller",
      "connect",
      "descheduler",
      "headlamp",
    ].map((name) => [name, one]),
  ),
};

/** Charts that only make objects for an operator. */
const withoutWorkloads = new Set(["flux-instance", "gha-runner-scale-set"]);

const impliedName: Readonly<Record<string, string>> = { "argo-cd": "argocd" };

/** What a chart of the table makes; undefined for another chart, nothing for one that makes no workload. */
export function chartTable({ chart, values, releaseName }: HelmRelease): ChartObjects | undefined {
  if (chart === undefined) return undefined;
  const none = { services: [], hosts: [], data: [] };
  if (withoutWorkloads.has(chart.name)) return { ...none, workloads: [] };
  const make = Object.hasOwn(charts, chart.name) ? charts[chart.name] : undefined;
  if (make === undefined) return undefined;
  const name = filledAt(values, "nameOverride") ?? ownOf(impliedName, chart.name) ?? chart.name;
  const standard = releaseName.includes(name) ? releaseName : `${releaseName}-${name}`;
  const most = chart.name === "kube-prometheus-stack" ? 26 : 63;
  const fullname = (filledAt(values, "fullnameOverride") ?? standard).slice(0, most).replace(/-+$/, "");
  const workloads = make({ release: releaseName, fullname, values }).map(
    ([kind, workload]): ChartWorkload => ({
      kind,
      name: workload,
      replicas: undefined,
      containers: undefined,
      podLabels: {},
    }),
  );
  return { ...none, workloads };
}
