import * as z from "zod";
import { defineServer } from "./server.ts";
import { asksService, upstreamOptions } from "./upstream.ts";

const port = 8080;

export const prometheus = defineServer({
  name: "prometheus",
  title: "Prometheus",
  description: "Metrics by PromQL.",
  image: "ghcr.io/pab1it0/prometheus-mcp-server",
  version: {
    pattern: /^\d+\.\d+\.\d+$/,
    says: "a version of prometheus-mcp-server is such as `1.6.2`, without `v`",
    example: "1.6.2",
  },
  options: z.strictObject({
    ...upstreamOptions("Prometheus", "http://kube-prometheus-stack-prometheus.monitoring:9090", 9090),
    orgId: z
      .string()
      .regex(/^[-A-Za-z0-9_.|]+$/, "a tenant is letters, digits, `-`, `_`, `.` and `|`")
      .optional()
      .meta({ description: "Tenant, for Mimir.", examples: ["anonymous"] }),
  }),
  localPort: 18082,
  plan: (options) => ({
    port,
    args: [],
    variables: [
      { name: "PROMETHEUS_URL", value: options.url },
      ...(options.orgId === undefined ? [] : [{ name: "ORG_ID", value: options.orgId }]),
      // It speaks stdio where nothing else is said, finds no input, and ends.
      { name: "PROMETHEUS_MCP_SERVER_TRANSPORT", value: "http" },
      { name: "PROMETHEUS_MCP_BIND_HOST", value: "0.0.0.0" },
      { name: "PROMETHEUS_MCP_BIND_PORT", value: String(port) },
      { name: "PROMETHEUS_MCP_STATELESS_HTTP", value: "true" },
      { name: "PROMETHEUS_DISABLE_LINKS", value: "true" },
      { name: "PROMETHEUS_REQUEST_TIMEOUT", value: "30" },
      { name: "FASTMCP_CHECK_FOR_UPDATES", value: "off" },
      { name: "FASTMCP_SHOW_SERVER_BANNER", value: "false" },
    ],
    ...asksService(options),
    caller: { kind: "none" },
    probe: { kind: "http", path: "/health" },
    audit: "each query with its arguments and the number of results, one line of JSON each",
    trial: {
      tools: [
        "execute_query",
        "execute_range_query",
        "get_metric_metadata",
        "get_targets",
        "health_check",
        "list_metrics",
      ],
      question: { tool: "execute_query", arguments: { query: "vector(1)" } },
      forbidden: () => [],
      refusesOtherHosts: false,
    },
  }),
});
