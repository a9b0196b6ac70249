import * as z from "zod";
import { imageName } from "../../grammar/image.ts";
import { name, namespace } from "../../grammar/kubernetes.ts";
import { path, tiltName, variableName } from "../../grammar/names.ts";
import { access } from "./access.ts";
import { allow, allowance, buttons, buttonSet, description } from "./button.ts";
import { group } from "./group.ts";
import { image } from "./image.ts";
import { mcp } from "./mcp.ts";
import { tasks } from "./task.ts";
import { tilt } from "./tilt.ts";

const version = z
  .literal(1, { error: "this is version 1 of the language" })
  .meta({ description: "Version of the language.", examples: [1] });

const cluster = z.strictObject({
  name: z
    .string()
    .min(1)
    .meta({ description: "Name of the cluster, for people.", examples: ["talos-homelab"] }),
  contexts: z
    .array(z.string().min(1))
    .min(1, "at least one context is needed")
    .meta({
      description: "The only kube contexts that the Tiltfiles run against.",
      examples: [["admin@catalyst-cluster"]],
    }),
  domain: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "a domain is lower-case letters, digits, `-` and `.`")
    .optional()
    .meta({ description: "Domain of links that name only a host.", examples: ["talos00"] }),
  flux: z
    .strictObject({
      root: name
        .default("flux-system")
        .meta({ description: "Name and namespace of the root Kustomization.", examples: ["flux-system"] }),
      path: path.optional().meta({
        description: "The root's path in what Flux fetches, as its Kustomization says it.",
        examples: ["clusters/catalyst-cluster"],
      }),
      folder: path.default(".").meta({
        description: "The inventory's folder in what Flux fetches; its top unless told.",
        examples: ["platform"],
      }),
    })
    .optional()
    .meta({
      description: "Where Flux begins.",
      examples: [{ root: "flux-system", path: "clusters/catalyst-cluster" }],
    }),
});

const env = z.strictObject({
  file: path
    .default(".env")
    .meta({ description: "File that `.env.example` is the example of.", examples: [".env"] }),
  variables: z
    .record(
      variableName,
      z.strictObject({
        default: z
          .string()
          .optional()
          .meta({
            description: "Value where neither the shell nor the file has one.",
            examples: ["192.168.1.54"],
          }),
        secret: z
          .boolean()
          .default(false)
          .meta({ description: "A secret: never given a value here.", examples: [true] }),
        description,
        allow,
      }),
    )
    .meta({
      description: "The variables that commands may use.",
      examples: [{ TALOS_NODE: { default: "192.168.1.54", description: "Talos node IP address" } }],
    }),
});

const secret = z
  .strictObject({
    description,
    name: name
      .optional()
      .meta({ description: "Name of the Secret; the key unless told.", examples: ["onepassword-token"] }),
    namespace: namespace.meta({ description: "Namespace of the Secret.", examples: ["external-secrets"] }),
    createNamespace: z
      .boolean()
      .default(false)
      .meta({ description: "Make the namespace where there is none.", examples: [true] }),
    type: z
      .string()
      .regex(/^[A-Za-z0-9][-A-Za-z0-9._/]*$/, "a type of a Secret is letters, digits, `-`, `.`, `_` and `/`")
      .default("Opaque")
      .meta({ description: "Type of the Secret.", examples: ["kubernetes.io/dockerconfigjson"] }),
    label: group.shape.label,
    keys: z
      .record(
        z.string().regex(/^[-._a-zA-Z0-9]+$/, "a key of a Secret is letters, digits, `-`, `_` and `.`"),
        z.union(
          [
            z.strictObject({
              env: variableName.meta({
                description: "Variable that holds the value.",
                examples: ["OP_CONNECT_TOKEN"],
              }),
            }),
            z.strictObject({
              file: path.meta({ description: "File that holds the value.", examples: ["./op-ca.crt"] }),
            }),
          ],
          { error: "a value comes from `{ env: NAME }` or `{ file: ./path }`" },
        ),
      )
      .refine((keys) => Object.keys(keys).length > 0, "at least one key is needed")
      .meta({
        minProperties: 1,
        description: "Keys and where their values come from.",
        examples: [{ token: { env: "OP_CONNECT_TOKEN" } }],
      }),
    allow,
  })
  .meta({
    id: "secret",
    description: "A Secret that is made by hand in Tilt, from the environment or from files.",
    examples: [{ namespace: "external-secrets", keys: { token: { env: "OP_CONNECT_TOKEN" } } }],
  });

const shared = {
  buttons: buttons.meta({
    description: "Buttons of the nav bar, by key.",
    examples: [{ "flux-sync": { icon: "sync", do: { reconcile: { kustomization: "flux-system" } } } }],
  }),
  tasks,
  buttonSets: z
    .record(z.string().min(1), buttonSet)
    .optional()
    .meta({
      description: "Buttons declared once and used by many.",
      examples: [{ restartable: { buttons: { restart: "restart" } } }],
    }),
  groups: z
    .record(z.string().min(1), group)
    .optional()
    .meta({
      description: "What the dashboard shows, by group.",
      examples: [{ monitoring: { namespace: "monitoring", workloads: { grafana: "deployment/grafana" } } }],
    }),
};

/** The root inventory file. */
export const inventory = z.strictObject({
  version,
  cluster: cluster.meta({
    description: "The cluster that this is about.",
    examples: [{ name: "talos-homelab", contexts: ["admin@catalyst-cluster"] }],
  }),
  tilt: tilt
    .optional()
    .meta({ description: "Settings of Tilt itself.", examples: [{ settings: { maxParallelUpdates: 3 } }] }),
  fragments: z
    .array(path)
    .default([])
    .meta({
      description: "More inventory files, as globs; each compiles to the Tiltfile beside it.",
      examples: [["applications/*/tilt.yaml"]],
    }),
  tiltfiles: z
    .array(path)
    .default([])
    .meta({ description: "Hand-written Tiltfiles to include.", examples: [["./local.Tiltfile"]] }),
  env: env.optional().meta({
    description: "Environment variables, and the file that holds them.",
    examples: [{ variables: { TALOS_NODE: { default: "192.168.1.54" } } }],
  }),
  secrets: z
    .record(tiltName, secret)
    .optional()
    .meta({
      description: "Secrets that must be there before anything else, made by hand in Tilt.",
      examples: [
        {
          "onepassword-token": {
            namespace: "external-secrets",
            keys: { token: { env: "OP_CONNECT_TOKEN" } },
          },
        },
      ],
    }),
  images: z
    .record(imageName, image)
    .optional()
    .meta({
      description: "Images that are built while what uses them is developed.",
      examples: [{ "registry.talos00/memex": { context: "./memex" } }],
    }),
  ...shared,
  mcp: mcp.optional(),
  access: access.optional(),
  ignore: z
    .array(
      z
        .string()
        .regex(
          /^([A-Za-z*]+\/)?[-a-z0-9.*]+\/[-a-z0-9.*]+$/,
          "what is ignored is `namespace/name` or `kind/namespace/name`, with `*` for any text",
        ),
    )
    .default([])
    .meta({
      description:
        "Workloads that are there and belong on no dashboard, for `discover` and `drift`: `namespace/name` or `kind/namespace/name`, with `*` for any text.",
      examples: [["kube-system/*", "deployment/media/unpackerr"]],
    }),
  allow: z
    .array(
      allowance.extend({
        at: z
          .string()
          .min(1)
          .optional()
          .meta({
            description: "Path of the place, with dots; everywhere unless told.",
            examples: ["groups.monitoring"],
          }),
      }),
    )
    .default([])
    .meta({
      description: "Rules switched off, each with a reason.",
      examples: [[{ rule: "FT305", at: "groups.monitoring", reason: "never used at the same time" }]],
    }),
});

/** A fragment: groups, tasks, buttons and button sets only. */
export const fragment = z.strictObject({ version: version.optional(), ...shared });

export type Inventory = z.output<typeof inventory>;
export type Fragment = z.output<typeof fragment>;
export type WrittenGroup = z.output<typeof group>;
export type WrittenAccess = z.output<typeof access>;
export type WrittenMcp = z.output<typeof mcp>;
export type WrittenSecret = z.output<typeof secret>;
