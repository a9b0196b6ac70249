import * as z from "zod";
import { isReachable } from "../../grammar/address.ts";
import { imageName } from "../../grammar/image.ts";
import { name, namespace } from "../../grammar/kubernetes.ts";
import { portNumber } from "../../grammar/port.ts";
import { serverNames, servers, type ServerName } from "../../mcp/index.ts";
import { appliedKeys } from "./applied.ts";
import { allow, description } from "./button.ts";
import { policyRule } from "./policy-rule.ts";
import { labels } from "./resource.ts";

const host = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    "a host is such as `mcp.example.org`",
  );

/** What Kubernetes writes for an amount: `200m`, `256Mi`. */
const quantity = z
  .string()
  .regex(/^[0-9]+(\.[0-9]+)?(m|k|M|G|Ki|Mi|Gi)?$/, "an amount is such as `200m` or `256Mi`");

const secret = z
  .strictObject({
    name: name
      .optional()
      .meta({ description: "Name of the Secret; `mcp-<server>` unless told.", examples: ["mcp-grafana"] }),
    item: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Item of the store; the Secret's name unless told.", examples: ["grafana-mcp"] }),
    keys: z
      .record(
        z.string().regex(/^[A-Z][A-Z0-9_]*$/, "a key here is a variable of the server"),
        z.string().min(1),
      )
      .default({})
      .meta({
        description:
          "Field of the item, or key of an existing Secret, of each variable; its own name unless told.",
        examples: [{ GRAFANA_SERVICE_ACCOUNT_TOKEN: "token" }],
      }),
    existing: z
      .boolean()
      .default(false)
      .meta({ description: "The Secret is there already: nothing makes it.", examples: [true] }),
  })
  .meta({
    id: "mcpSecret",
    description: "Where a server's secrets come from: never a value.",
    examples: [{ item: "grafana-mcp", keys: { GRAFANA_SERVICE_ACCOUNT_TOKEN: "token" } }],
  });

const expose = z
  .strictObject({
    host: host.meta({ description: "Host of the server.", examples: ["grafana-mcp.talos00"] }),
    via: z
      .enum(["ingressRoute", "ingress"])
      .default("ingressRoute")
      .meta({ description: "Traefik's IngressRoute, or an Ingress.", examples: ["ingress"] }),
    from: namespace
      .default("traefik")
      .meta({ description: "Namespace of the ingress controller.", examples: ["traefik"] }),
    className: name.optional().meta({ description: "Class of the Ingress.", examples: ["traefik"] }),
    tls: z
      .union(
        [
          z.strictObject({
            secret: name.meta({ description: "Secret with the certificate.", examples: ["mcp-tls"] }),
          }),
          z.strictObject({
            certResolver: z
              .string()
              .min(1)
              .meta({
                description: "Traefik's resolver that orders the certificate.",
                examples: ["letsencrypt"],
              }),
          }),
          z.strictObject({
            default: z
              .literal(true)
              .meta({ description: "The certificate that the controller has for all.", examples: [true] }),
          }),
        ],
        { error: "a certificate is `{ secret }`, `{ certResolver }` or `{ default: true }`" },
      )
      .optional()
      .meta({ description: "Where the certificate comes from.", examples: [{ secret: "mcp-tls" }] }),
    basicAuth: name.optional().meta({
      description:
        "Secret with users, for Traefik's basicAuth: for servers that ask for no token themselves.",
      examples: ["mcp-users"],
    }),
  })
  .meta({
    id: "mcpExpose",
    description: "A host for the server, beside the forward through Tilt.",
    examples: [{ host: "grafana-mcp.talos00", tls: { secret: "mcp-tls" } }],
  });

const common = {
  version: z
    .string()
    .min(1)
    .meta({ description: "Version, as the image's tag.", examples: ["v0.0.67"] }),
  image: imageName.optional().meta({
    description: "Image without its tag, from another registry.",
    examples: ["registry.talos00/mcp"],
  }),
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "a digest is `sha256:` and 64 hexadecimal digits")
    .optional()
    .meta({ description: "Digest of the image.", examples: [`sha256:${"0".repeat(64)}`] }),
  description,
  port: portNumber
    .optional()
    .meta({ description: "Port on this machine that Tilt forwards.", examples: [18080] }),
  resources: z
    .strictObject({
      cpu: quantity.default("200m").meta({ description: "At most this much CPU.", examples: ["200m"] }),
      memory: quantity
        .default("256Mi")
        .meta({ description: "At most this much memory.", examples: ["256Mi"] }),
    })
    .default({ cpu: "200m", memory: "256Mi" })
    .meta({ description: "What it may use.", examples: [{ memory: "512Mi" }] }),
  secret: secret.optional(),
  expose: expose.optional(),
  rbac: z
    .array(policyRule)
    .default([])
    .meta({
      description: "More that it may read.",
      examples: [[{ apiGroups: ["longhorn.io"], resources: ["volumes"], verbs: ["get", "list"] }]],
    }),
  unsafe: z
    .strictObject({
      reason: z
        .string()
        .min(1, "a reason is needed")
        .meta({ description: "Why.", examples: ["a test cluster"] }),
    })
    .optional()
    .meta({
      description: "Let the server do what no assistant should: rights and tools that are refused otherwise.",
      examples: [{ reason: "a test cluster without anything of value" }],
    }),
  allow,
};

/** What every server takes; its own options stand beside these. */
const server = z.strictObject(common);

/** Name of a server's definition in the JSON Schema. */
export function serverId(key: ServerName): string {
  return `mcp${key[0]?.toUpperCase() ?? ""}${key.slice(1)}`;
}

/** The entry of one server: what all take, and its own options, which only its plan reads. */
function entry(key: ServerName): typeof server {
  const { options, description: about, version } = servers[key];
  const example = { version: version.example };
  return server.extend(options.shape).meta({
    id: serverId(key),
    description: about,
    examples: ["url" in options.shape ? { ...example, url: `http://${key}.monitoring:80` } : example],
  }) as unknown as typeof server;
}

/** The clients that a file can be written for, and the one whose configuration is printed. */
export const mcpClients = ["claude-code", "vscode", "cursor", "claude-desktop"] as const;

export const mcp = z
  .strictObject({
    namespace: namespace
      .default("mcp")
      .meta({ description: "Namespace of the servers, made with them.", examples: ["mcp"] }),
    ...appliedKeys({
      path: "infrastructure/base/mcp",
      fluxFile: "clusters/catalyst-cluster/mcp.yaml",
      flux: "mcp",
    }),
    cni: z
      .enum(["cilium", "other"])
      .default("other")
      .meta({
        description: "Network of the cluster: Cilium knows the API server by itself, others by its address.",
        examples: ["cilium"],
      }),
    apiServer: z
      .array(
        z
          .string()
          .regex(/^([0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}|[0-9a-f:]+\/[0-9]{1,3}):[0-9]{1,5}$/, {
            error: "the API server is `address/bits:port`, such as `192.168.1.54/32:6443`",
            abort: true,
          })
          .refine(isReachable, "that is no address, or no port from 1 to 65535"),
      )
      .default([])
      .meta({
        description: "Addresses of the API server, for networks that are not Cilium.",
        examples: [["192.168.1.54/32:6443"]],
      }),
    secretStore: name.optional().meta({
      description: "ClusterSecretStore of External Secrets that holds the servers' secrets.",
      examples: ["onepassword"],
    }),
    label: labels,
    prefix: z
      .string()
      .default("mcp:")
      .meta({ description: "Put before each server's key to make its name in Tilt.", examples: ["mcp:"] }),
    servers: z
      .strictObject(
        Object.fromEntries(serverNames.map((key) => [key, entry(key).optional()])) as unknown as Record<
          ServerName,
          z.ZodOptional<typeof server>
        >,
      )
      .refine((value) => Object.keys(value).length > 0, "at least one server is needed")
      .meta({
        minProperties: 1,
        description: "The servers, by name.",
        examples: [{ kubernetes: { version: "v0.0.67" } }],
      }),
    clients: z
      .array(z.enum(mcpClients))
      .default([])
      .meta({ description: "Clients to write a file for.", examples: [["claude-code", "vscode"]] }),
    allow,
  })
  .meta({
    id: "mcp",
    description: "MCP servers of the cluster, deployed by Flux, and the clients that reach them.",
    examples: [
      {
        path: "infrastructure/base/mcp",
        fluxFile: "clusters/home/mcp.yaml",
        servers: { kubernetes: { version: "v0.0.67" } },
      },
    ],
  });
