import * as z from "zod";
import { defineServer, hostsOf } from "./server.ts";
import { asksService, upstreamOptions } from "./upstream.ts";

const port = 3000;

export const argocd = defineServer({
  name: "argocd",
  title: "Argo CD",
  description: "Applications of Argo CD, their state and their logs.",
  image: "docker.io/argoprojlabs/mcp-for-argocd",
  version: {
    pattern: /^v?\d+\.\d+\.\d+$/,
    says: "a version of mcp-for-argocd is such as `0.9.0`",
    example: "0.9.0",
  },
  options: z.strictObject({
    ...upstreamOptions("Argo CD's server", "http://argocd-server.argocd:80", 8080),
  }),
  localPort: 18084,
  plan: (options, place) => ({
    port,
    args: [
      ...["http", "--stateless", "--port", String(port), "--bind-address", "0.0.0.0"],
      // Without the port: it compares names only.
      ...[...new Set(hostsOf(place, port).map((host) => host.replace(/:\d+$/, "")))].flatMap((host) => [
        "--allowed-host-header",
        host,
      ]),
    ],
    variables: [
      { name: "ARGOCD_BASE_URL", value: options.url },
      // Exactly this text; any other leaves the tools that write.
      { name: "MCP_READ_ONLY", value: "true" },
      {
        name: "ARGOCD_API_TOKEN",
        secret: true,
        description: "Token of an Argo CD account that may `get` applications and logs",
      },
      {
        name: "MCP_AUTH_TOKEN",
        secret: true,
        description: "Token that callers of the Argo CD MCP server bring",
      },
    ],
    ...asksService(options),
    caller: { kind: "bearer", variable: "MCP_AUTH_TOKEN", environment: "MCP_ARGOCD_TOKEN" },
    probe: { kind: "http", path: "/healthz" },
    audit: "nothing of calls: Argo CD's own log names the account and what it asked for",
    trial: {
      tools: [
        "get_application",
        "get_application_events",
        "get_application_managed_resources",
        "get_application_resource_tree",
        "get_application_workload_logs",
        "get_appproject",
        "get_resource_actions",
        "get_resource_events",
        "get_resources",
        "list_applications",
        "list_clusters",
      ],
      question: { tool: "list_applications", arguments: {} },
      forbidden: (name) => [{ tool: "delete_application", arguments: { applicationName: name } }],
      refusesOtherHosts: true,
    },
  }),
});
