import { at, spanAt } from "../../source/origin.ts";
import type { Rule } from "../rule.ts";

export const mcpApiServer: Rule = {
  code: "FT376",
  severity: "error",
  title: "an MCP server cannot reach the API server",
  why: "All that a server may reach is written in its network policy. Only Cilium knows the API server by name; elsewhere it is an address, and without one every question ends in a timeout.",
  wrong:
    "mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, servers: { kubernetes: { version: v0.0.67 } } }",
  right:
    'mcp: { path: infra/mcp, fluxFile: clusters/home/mcp.yaml, apiServer: ["192.168.1.54/32:6443"], servers: { kubernetes: { version: v0.0.67 } } }',
  source: "kubernetes.io/docs/concepts/services-networking/network-policies; cilium/cilium#20550",
  check: ({ dashboard: { mcp } }, tell) => {
    if (mcp === undefined || mcp.cni === "cilium" || mcp.apiServer.length > 0) return;
    const [first, ...others] = mcp.servers.filter(({ plan }) => plan.asksCluster);
    if (first === undefined) return;
    tell(mcp.origin, "the network policies do not know where the API server is", {
      target: "key",
      related: [first, ...others].map(({ key, origin }) => ({
        message: `\`${key}\` asks it`,
        span: spanAt(origin, "key"),
      })),
      help: 'write `cni: cilium`, or its addresses, such as `apiServer: ["192.168.1.54/32:6443"]`; `kubectl get endpoints kubernetes` shows them',
    });
  },
};

export const mcpUpstream: Rule = {
  code: "FT377",
  severity: "error",
  title: "an MCP server asks something that is no Service of the cluster",
  why: "A network policy opens the way to pods. To a host outside it can only open the way to everywhere. A host of the ingress also asks for a login that the server does not have.",
  wrong:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  servers:\n    grafana: { version: 1.1.0, url: "http://grafana.home.lan/login" }',
  right:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  servers:\n    grafana: { version: 1.1.0, url: "http://grafana.monitoring:80" }',
  source: "grafana/mcp-grafana#398",
  check: ({ dashboard: { mcp } }, tell) => {
    for (const { plan, origin } of mcp?.servers ?? [])
      for (const { url, service } of plan.upstreams)
        if (service === undefined)
          tell(at(origin, "url"), `\`${new URL(url).host}\` is no Service of the cluster`, {
            help: "write `http://<service>.<namespace>:<port>`",
          });
  },
};
