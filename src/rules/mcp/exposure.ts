import type { McpServer } from "../../dashboard/mcp-servers.ts";
import { at, spanAt } from "../../source/origin.ts";
import { groupedBy } from "../parts.ts";
import type { Rule, World } from "../rule.ts";

type Exposed = McpServer & { readonly exposure: NonNullable<McpServer["exposure"]> };

function exposedOf({ dashboard }: World): readonly Exposed[] {
  return (dashboard.mcp?.servers ?? []).flatMap((server) =>
    server.exposure === undefined ? [] : [{ ...server, exposure: server.exposure }],
  );
}

export const mcpOpen: Rule = {
  code: "FT373",
  severity: "error",
  title: "an MCP server is exposed, and asks nobody who they are",
  why: "Whoever finds the host reads the cluster. And two of them would meet in one header: a server that asks for a token gets the password of the one in front.",
  wrong:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    prometheus: { version: 1.6.2, url: "http://prometheus.monitoring:9090", expose: { host: prometheus-mcp.home.lan, tls: { default: true } } }',
  right:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    prometheus: { version: 1.6.2, url: "http://prometheus.monitoring:9090", expose: { host: prometheus-mcp.home.lan, tls: { default: true }, basicAuth: mcp-users } }',
  check: (world, tell) => {
    for (const { key, title, plan, exposure } of exposedOf(world)) {
      const { basicAuth, via, origin } = exposure;
      const asks = plan.caller.kind !== "none";
      if (basicAuth !== undefined && via === "ingress")
        tell(
          at(origin, "basicAuth"),
          "an Ingress has no password of its own: each controller has another way",
          {
            help: "write `via: ingressRoute`, for Traefik",
          },
        );
      else if (asks && basicAuth !== undefined)
        tell(
          at(origin, "basicAuth"),
          `\`${key}\` asks for a token itself, in the header that the password needs`,
          {
            help: "leave `basicAuth` out",
          },
        );
      else if (!asks && basicAuth === undefined)
        tell(origin, `the MCP server for ${title} asks nobody who they are`, {
          target: "key",
          help: "put a password in front, `basicAuth: <Secret>`, or take `expose` out: Tilt forwards to it",
        });
    }
  },
};

export const mcpPlainText: Rule = {
  code: "FT374",
  severity: "error",
  title: "an MCP server is exposed without TLS",
  why: "The token travels in every request: who reads along on the way may ask as the caller does.",
  wrong:
    "mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    kubernetes: { version: v0.0.67, expose: { host: kubernetes-mcp.home.lan } }",
  right:
    "mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    kubernetes: { version: v0.0.67, expose: { host: kubernetes-mcp.home.lan, tls: { secret: mcp-tls } } }",
  check: (world, tell) => {
    for (const { exposure } of exposedOf(world)) {
      const { tls, via, origin } = exposure;
      if (tls === undefined)
        tell(origin, `what is sent to \`${exposure.host}\` can be read on the way`, {
          target: "key",
          help: "say where the certificate comes from: `tls: { secret: … }`, or `tls: { default: true }` for the one that the controller has",
        });
      else if (via === "ingress" && "certResolver" in tls)
        tell(at(origin, "tls"), "`certResolver` is Traefik's own, and an Ingress does not know it", {
          help: "write `tls: { secret: … }`, or `via: ingressRoute`",
        });
    }
  },
};

export const mcpSharedHost: Rule = {
  code: "FT375",
  severity: "error",
  title: "two MCP servers are exposed under one host",
  why: "Both answer at `/mcp`: the controller takes one of them, and which one changes.",
  wrong:
    "mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    kubernetes: { version: v0.0.67, expose: { host: mcp.home.lan, tls: { default: true } } }\n    tekton: { version: v0.0.67, expose: { host: mcp.home.lan, tls: { default: true } } }",
  right:
    "mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    kubernetes: { version: v0.0.67, expose: { host: mcp.home.lan, tls: { default: true } } }\n    tekton: { version: v0.0.67, expose: { host: tekton-mcp.home.lan, tls: { default: true } } }",
  check: (world, tell) => {
    for (const [host, [first, ...others]] of groupedBy(exposedOf(world), ({ exposure }) => exposure.host))
      for (const { key, exposure } of others)
        tell(at(exposure.origin, "host"), `\`${host}\` is the host of \`${first?.key ?? ""}\` already`, {
          related:
            first === undefined
              ? []
              : [{ message: "first exposed here", span: spanAt(at(first.exposure.origin, "host")) }],
          help: `give it one of its own, such as \`${key}-${host}\``,
        });
  },
};
