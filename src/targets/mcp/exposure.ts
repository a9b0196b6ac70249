import type { McpExposure, McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";
import { portName } from "./deployment.ts";
import { metadataOf } from "./labels.ts";

/** The only path that leads outside: `/metrics` and `/stats` of some servers ask for no token. */
const path = "/mcp";

/** What leads from the ingress controller to a server, where it is exposed. */
export function exposureOf(mcp: McpServers, server: McpServer): readonly KubeObject[] {
  const { exposure } = server;
  if (exposure === undefined) return [];
  const middlewares = middlewaresOf(mcp, server, exposure);
  const route = exposure.via === "ingressRoute" ? ingressRoute : ingress;
  return [route(mcp, server, exposure, middlewares), ...middlewares];
}

type Route = (
  mcp: McpServers,
  server: McpServer,
  exposure: McpExposure,
  middlewares: readonly KubeObject[],
) => KubeObject;

/** Traefik's own route (traefik.io/v1alpha1). */
const ingressRoute: Route = (mcp, server, { host, tls }, middlewares) => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "IngressRoute",
  metadata: metadataOf(mcp, server),
  spec: {
    entryPoints: [tls === undefined ? "web" : "websecure"],
    routes: [
      {
        kind: "Rule",
        match: `Host(\`${host}\`) && Path(\`${path}\`)`,
        middlewares:
          middlewares.length === 0 ? undefined : middlewares.map(({ metadata }) => ({ name: metadata.name })),
        services: [{ kind: "Service", name: server.name, port: portName }],
      },
    ],
    tls: ingressRouteTls(tls),
  },
});

function ingressRouteTls(tls: McpExposure["tls"]): object | undefined {
  if (tls === undefined || "default" in tls) return tls === undefined ? undefined : {};
  return "secret" in tls ? { secretName: tls.secret } : { certResolver: tls.certResolver };
}

/** A route of any controller; what only Traefik knows stands in annotations. */
const ingress: Route = (mcp, server, { host, tls, className }, middlewares) => {
  const annotations = {
    ...(tls !== undefined && "certResolver" in tls
      ? {
          "traefik.ingress.kubernetes.io/router.tls": "true",
          "traefik.ingress.kubernetes.io/router.tls.certresolver": tls.certResolver,
        }
      : {}),
    ...(middlewares.length > 0
      ? {
          "traefik.ingress.kubernetes.io/router.middlewares": middlewares
            .map(({ metadata }) => `${mcp.namespace}-${metadata.name}@kubernetescrd`)
            .join(","),
        }
      : {}),
  };
  const backend = { service: { name: server.name, port: { name: portName } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...metadataOf(mcp, server),
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    spec: {
      ingressClassName: className,
      tls:
        tls === undefined
          ? undefined
          : [{ hosts: [host], secretName: "secret" in tls ? tls.secret : undefined }],
      rules: [{ host, http: { paths: [{ path, pathType: "Exact", backend }] } }],
    },
  };
};

/** Traefik's middlewares before a server; beside an Ingress only where one is asked for. */
function middlewaresOf(
  mcp: McpServers,
  server: McpServer,
  { via, basicAuth }: McpExposure,
): readonly KubeObject[] {
  const middleware = (part: string, spec: object): KubeObject => ({
    apiVersion: "traefik.io/v1alpha1",
    kind: "Middleware",
    metadata: metadataOf(mcp, server, `${server.name}-${part}`),
    spec,
  });
  return [
    ...(basicAuth === undefined
      ? []
      : // The server would take the header for the caller's token, and pass it on.
        [middleware("auth", { basicAuth: { secret: basicAuth, removeHeader: true } })]),
    ...(server.plan.asksCluster && via === "ingressRoute"
      ? // kubernetes-mcp-server takes a token from this header as well. An empty text removes it.
        [middleware("headers", { headers: { customRequestHeaders: { "kubernetes-authorization": "" } } })]
      : []),
  ];
}
