import { expect, it } from "vitest";
import { generated } from "../../testing/told.ts";

/** The route of a server without a token of its own, behind an Ingress that is Traefik's, as somebody allowed. */
async function ingress(expose: object): Promise<string> {
  const reason = "our Ingress is Traefik's";
  const files = await generated({
    mcp: {
      path: "mcp",
      fluxFile: "clusters/mcp.yaml",
      allow: ["FT373", "FT374"].map((rule) => ({ rule, reason })),
      servers: {
        prometheus: {
          version: "1.6.2",
          url: "http://prometheus.monitoring:9090",
          expose: { host: "prometheus-mcp.lab.example", via: "ingress", ...expose },
        },
      },
    },
  });
  return [...files.values()].find((text) => text.includes("kind: Ingress\n")) ?? "";
}

it("puts a password before an Ingress, and asks Traefik for its certificate, where that is allowed", async () => {
  const text = await ingress({ basicAuth: "mcp-users", tls: { certResolver: "letsencrypt" } });
  expect(text.match(/traefik\.ingress.*$/gm)).toEqual([
    'traefik.ingress.kubernetes.io/router.tls: "true"',
    "traefik.ingress.kubernetes.io/router.tls.certresolver: letsencrypt",
    "traefik.ingress.kubernetes.io/router.middlewares: mcp-mcp-prometheus-auth@kubernetescrd",
  ]);
});

it("annotates an Ingress with nothing else", async () => {
  for (const tls of [{ secret: "mcp-tls" }, { default: true }])
    expect(await ingress({ tls })).not.toContain("annotations");
});
