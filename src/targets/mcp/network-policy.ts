import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { Upstream } from "../../mcp/server.ts";
import type { KubeObject } from "../manifests/object.ts";
import { metadataOf, selectorOf } from "./labels.ts";

/**
 * Nothing reaches a server and a server reaches nothing, but for what is listed: the ingress controller where
 * the server is exposed, names, and its upstreams by the pods' port, since a policy is asked behind the
 * Service. A forward of kubectl or Tilt comes out inside of the pod, and a probe from its node: neither is
 * asked (kubernetes.io/docs/concepts/services-networking/network-policies).
 */
export function networkPolicyOf(mcp: McpServers, server: McpServer): KubeObject {
  const { exposure, plan } = server;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(mcp, server),
    spec: {
      podSelector: { matchLabels: selectorOf(server) },
      policyTypes: ["Ingress", "Egress"],
      ingress:
        exposure === undefined ? [] : [{ from: [inNamespace(exposure.from)], ports: [tcp(plan.port)] }],
      egress: [
        toNames,
        ...plan.upstreams.flatMap((one) => toUpstream(mcp, one)),
        ...toApiServer(mcp, server),
      ],
    },
  };
}

/**
 * What only Cilium can say (cilium.io/v2): the API server by what it is, since an `ipBlock` matches no node
 * there (cilium#20550), and hosts outside of the cluster by their names.
 */
export function ciliumPolicyOf(mcp: McpServers, server: McpServer): readonly KubeObject[] {
  if (mcp.cni !== "cilium") return [];
  const egress = [...toKubeApiServer(mcp, server), ...toHosts(server)];
  if (egress.length === 0) return [];
  return [
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumNetworkPolicy",
      metadata: metadataOf(mcp, server),
      spec: { endpointSelector: { matchLabels: selectorOf(server) }, egress },
    },
  ];
}

const tcp = (port: number): object => ({ protocol: "TCP", port });

function inNamespace(name: string): object {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

/** CoreDNS and kube-dns carry this label everywhere that kubeadm, k3s, RKE2 or Talos set them up. */
const toNames = {
  to: [{ ...inNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
  ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
};

function toUpstream({ cni }: McpServers, upstream: Upstream): readonly object[] {
  const { service, podPort } = upstream;
  const ports = [tcp(podPort)];
  if (service !== undefined) return [{ to: [inNamespace(service.namespace)], ports }];
  const address = addressOf(upstream);
  if (address !== undefined) return [{ to: [{ ipBlock: { cidr: address } }], ports }];
  // A NetworkPolicy knows no names of hosts: without Cilium, every address at that port.
  return cni === "cilium" ? [] : [{ ports }];
}

/** The address that a URL is written with, as a block of one. */
function addressOf({ url }: Upstream): string | undefined {
  const { hostname } = new URL(url);
  if (/^\d+(\.\d+){3}$/.test(hostname)) return `${hostname}/32`;
  return hostname.startsWith("[") ? `${hostname.slice(1, -1)}/128` : undefined;
}

function toApiServer({ cni, apiServer }: McpServers, { plan }: McpServer): readonly object[] {
  if (!plan.asksCluster || cni === "cilium") return [];
  return apiServer.map(({ cidr, port }) => ({ to: [{ ipBlock: { cidr } }], ports: [tcp(port)] }));
}

function toKubeApiServer({ apiServer }: McpServers, { plan }: McpServer): readonly object[] {
  if (!plan.asksCluster) return [];
  // The nodes behind it have other ports: the kubelet's, etcd's.
  const ports = apiServer.length > 0 ? apiServer.map(({ port }) => port) : [6443, 443];
  return [{ toEntities: ["kube-apiserver"], toPorts: [toPorts([...new Set(ports)])] }];
}

function toHosts({ plan }: McpServer): readonly object[] {
  const outside = plan.upstreams.filter((one) => one.service === undefined && addressOf(one) === undefined);
  if (outside.length === 0) return [];
  const names = outside.map(({ url }) => ({ matchName: new URL(url).hostname }));
  return [
    // Cilium learns a host's addresses from the answers that it sees.
    {
      toEndpoints: [
        { matchLabels: { "k8s:io.kubernetes.pod.namespace": "kube-system", "k8s-app": "kube-dns" } },
      ],
      toPorts: [
        {
          ports: [{ port: "53", protocol: "ANY" }],
          rules: { dns: names },
        },
      ],
    },
    ...outside.map(({ url, podPort }) => ({
      toFQDNs: [{ matchName: new URL(url).hostname }],
      toPorts: [toPorts([podPort])],
    })),
  ];
}

function toPorts(ports: readonly number[]): object {
  return { ports: ports.map((port) => ({ port: String(port), protocol: "TCP" })) };
}
