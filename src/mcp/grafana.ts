import * as z from "zod";
import { defineServer, hostsOf } from "./server.ts";
import { asksService, upstreamOptions } from "./upstream.ts";

const port = 8000;

/** What an open-source Grafana answers; the others need Grafana Cloud or a plugin, and `api` calls anything. */
const categories = [
  "search",
  "datasource",
  "prometheus",
  "loki",
  "alerting",
  "dashboard",
  "folder",
  "navigation",
  "annotations",
] as const;

/** What it shows with `--disable-write`, from 1.1.0 to 2.1.1: later ones name the tools for alerts otherwise. */
const readingTools = [
  "alerting_manage_routing",
  "alerting_manage_rules",
  "alerting_manage_silences",
  "alerting_rules_read",
  "alerting_silences_read",
  "analyze_loki_labels",
  "check_datasources_health",
  "generate_deeplink",
  "get_annotation_tags",
  "get_annotations",
  "get_dashboard_by_uid",
  "get_dashboard_panel_queries",
  "get_dashboard_property",
  "get_dashboard_summary",
  "get_datasource",
  "list_dashboard_versions",
  "list_datasources",
  "list_loki_label_names",
  "list_loki_label_values",
  "list_prometheus_label_names",
  "list_prometheus_label_values",
  "list_prometheus_metric_metadata",
  "list_prometheus_metric_names",
  "query_loki_logs",
  "query_loki_patterns",
  "query_loki_stats",
  "query_prometheus",
  "query_prometheus_histogram",
  "search_dashboards",
  "search_folders",
];

export const grafana = defineServer({
  name: "grafana",
  title: "Grafana",
  description: "Dashboards, alerts and the data sources behind them.",
  image: "docker.io/grafana/mcp-grafana",
  version: {
    pattern: /^\d+\.\d+\.\d+$/,
    says: "a version of mcp-grafana is such as `2.1.1`, without `v`",
    example: "2.1.1",
  },
  options: z.strictObject({
    ...upstreamOptions("Grafana", "http://kube-prometheus-stack-grafana.monitoring:80", 3000),
    categories: z
      .array(z.enum(categories))
      .min(1)
      .default([...categories])
      .meta({
        description: "Kinds of tools to offer; `search` always is.",
        examples: [["dashboard", "prometheus"]],
      }),
  }),
  localPort: 18081,
  plan: (options, place) => ({
    port,
    args: [
      ...["-t", "streamable-http", "--address", `0.0.0.0:${port}`],
      "--disable-write",
      // Only without it does the server keep no sessions.
      "--disable-proxied",
      // What the search finds is what the others are asked about.
      ...["--enabled-tools", [...new Set(["search", ...options.categories])].join(",")],
      ...["--allowed-hosts", hostsOf(place, port).join(",")],
      ...["--log-level", "info"],
      // Every request is slower than this: so each is logged, which nothing else does.
      ...["--slow-request-threshold", "1ns", "--slow-request-log-level", "info"],
    ],
    variables: [
      { name: "GRAFANA_URL", value: options.url },
      { name: "GRAFANA_USAGE_STATS", value: "disabled" },
      {
        name: "GRAFANA_SERVICE_ACCOUNT_TOKEN",
        secret: true,
        description: "Token of a Grafana service account with the role Viewer",
      },
      {
        name: "MCP_GRAFANA_SERVER_TOKEN",
        secret: true,
        description: "Token that callers of the Grafana MCP server bring",
      },
    ],
    ...asksService(options),
    caller: {
      kind: "bearer",
      variable: "MCP_GRAFANA_SERVER_TOKEN",
      environment: "MCP_GRAFANA_SERVER_TOKEN",
    },
    // The server answers its own hosts only, also to a probe.
    probe: { kind: "http", path: "/healthz", host: `localhost:${port}` },
    audit: "each call with its tool, time and error, as `Slow request`; no arguments",
    trial: {
      tools: readingTools,
      question: { tool: "search_dashboards", arguments: { query: "" } },
      forbidden: (name) => [
        { tool: "update_dashboard", arguments: { dashboard: { title: name, uid: name }, overwrite: false } },
      ],
      refusesOtherHosts: true,
    },
  }),
});
