import { serverNames, servers, type ServerName } from "../../mcp/index.ts";
import type { Node } from "../json-schema-node.ts";
import { serverId } from "../schema/mcp.ts";
import type { Section } from "./section.ts";

/** Name of the definition with the keys that every server takes. */
const shared = "mcpServer";

const beginning = `\
mcp:
  path: infrastructure/base/mcp
  fluxFile: clusters/catalyst-cluster/mcp.yaml
  cni: cilium
  secretStore: onepassword
  servers:
`;

const examples: Readonly<Record<ServerName, string>> = {
  kubernetes: "    kubernetes: { version: v0.0.67, identity: caller, toolsets: [core] }\n",
  grafana:
    '    grafana: { version: 1.1.0, url: "http://grafana.monitoring:80", categories: [dashboard, prometheus] }\n',
  prometheus:
    '    prometheus: { version: 1.6.2, url: "http://mimir-gateway.monitoring/prometheus", podPort: 8080, orgId: anonymous }\n',
  flux: "    flux: { version: v0.60.0 }\n",
  argocd: '    argocd: { version: 0.9.0, url: "http://argocd-server.argocd" }\n',
  tekton: "    tekton: { version: v0.0.67 }\n",
};

/** The MCP servers of the cluster. */
export const mcpSections: readonly Section[] = [
  {
    title: "MCP",
    of: "mcp",
    name: "mcp",
    text: "MCP servers of the cluster: what an assistant asks about it. They become manifests under `path`, which Flux applies through the Kustomization in `fluxFile`; resources in Tilt with a forward and buttons; and files for `clients`. A `kustomization.yaml` on Flux's way must list `fluxFile`: `validate --repo` tells where none does. Where a server may connect to is written in network policies, so the network must be known: `cni: cilium`, or the addresses of the API server.",
    example: `\
mcp:
  path: infrastructure/base/mcp
  fluxFile: clusters/catalyst-cluster/mcp.yaml
  dependsOn: [secrets, monitoring]
  cni: cilium
  secretStore: onepassword
  servers:
    # renovate: datasource=docker depName=ghcr.io/containers/kubernetes-mcp-server
    kubernetes: { version: v0.0.67 }
    prometheus: { version: 1.6.2, url: "http://kube-prometheus-stack-prometheus.monitoring:9090" }
  clients: [claude-code, vscode]
`,
  },
  {
    title: "MCP servers",
    under: true,
    of: shared,
    name: "mcp.servers.<name>",
    text: "What every server takes. It runs as a Deployment of its own, `mcp-<name>`, with the least that it needs: no Secret is readable, nothing can be written. More has to be asked for by `rbac`, and what no assistant should have also by `unsafe`. Its secrets come from the store, or from a Secret that is there; their values are never written here.",
    example: `${beginning}\
    grafana:
      version: 1.1.0
      url: http://grafana.monitoring:80
      secret: { item: grafana-mcp, keys: { GRAFANA_SERVICE_ACCOUNT_TOKEN: token } }
      expose: { host: grafana-mcp.talos00, tls: { secret: mcp-tls } }
    kubernetes:
      version: v0.0.67
      rbac: [{ apiGroups: [longhorn.io], resources: [volumes], verbs: [get, list] }]
`,
  },
  ...serverNames.map((name) => ({
    title: `MCP server: ${servers[name].title}`,
    under: true,
    of: serverId(name),
    name: `mcp.servers.${name}`,
    text: `${servers[name].description} ${servers[name].version.says[0]?.toUpperCase() ?? ""}${servers[name].version.says.slice(1)}.`,
    example: `${beginning}${examples[name]}`,
  })),
  {
    title: "Secrets of an MCP server",
    under: true,
    of: "mcpSecret",
    name: "mcp.servers.<name>.secret",
    text: "Each secret variable of a server is a key of its Secret. With `mcp.secretStore` an ExternalSecret makes the Secret of an item; without, or with `existing`, it is there already.",
    example: `${beginning}\
    argocd:
      version: 0.9.0
      url: http://argocd-server.argocd
      secret: { name: argocd-mcp, existing: true, keys: { ARGOCD_API_TOKEN: token, MCP_AUTH_TOKEN: bearer } }
`,
  },
  {
    title: "Exposing an MCP server",
    under: true,
    of: "mcpExpose",
    name: "mcp.servers.<name>.expose",
    text: "A host beside the forward through Tilt, always with TLS. A server that asks for a token itself needs no more. One that asks nobody needs a password in front, which Traefik checks and takes out of the request.",
    example: `${beginning}\
    kubernetes: { version: v0.0.67, expose: { host: kubernetes-mcp.talos00, tls: { secret: mcp-tls } } }
    flux:
      version: v0.60.0
      expose: { host: flux-mcp.talos00, tls: { certResolver: letsencrypt }, basicAuth: mcp-users }
`,
  },
  {
    title: "Rules of RBAC",
    under: true,
    of: "policyRule",
    name: "rbac[]",
    text: "As a ClusterRole has them. Beyond `get`, `list` and `watch`, or of Secrets, they are refused without `unsafe`.",
    example: `${beginning}\
    kubernetes:
      version: v0.0.67
      rbac: [{ apiGroups: [postgresql.cnpg.io], resources: [clusters], verbs: [get, list] }]
`,
  },
];

/** The servers' definitions, with the keys that all of them have told once. */
export function mcpDefinitions(definitions: Readonly<Record<string, Node>>): Readonly<Record<string, Node>> {
  const all = serverNames.map((name) => [serverId(name), definitions[serverId(name)] ?? {}] as const);
  const [, first = {}] = all[0] ?? [];
  const isShared = (key: string): boolean =>
    all.every(([, node]) => Object.hasOwn(node.properties ?? {}, key));
  const only = (node: Node, wanted: (key: string) => boolean): Node => ({
    ...node,
    properties: Object.fromEntries(Object.entries(node.properties ?? {}).filter(([key]) => wanted(key))),
  });
  return Object.fromEntries([
    [shared, only(first, isShared)],
    ...all.map(([id, node]) => [id, only(node, (key) => !isShared(key))] as const),
  ]);
}
