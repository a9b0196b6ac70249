import * as z from "zod";
import { address } from "../../grammar/address.ts";
import { imageReference } from "../../grammar/image.ts";
import { namespace, namespacedName, target } from "../../grammar/kubernetes.ts";
import { link } from "../../grammar/link.ts";
import { duration, label, path, tiltName } from "../../grammar/names.ts";
import { forward, service } from "../../grammar/port.ts";
import { allow, buttons, buttonsFrom, description } from "./button.ts";
import { image, imagePlaces, valuePath } from "./helm-value.ts";
import { liveUpdate } from "./live-update.ts";

export const labels = z
  .union([label, z.array(label)], { error: "a label is a text, or a list of texts" })
  .optional()
  .meta({
    id: "label",
    description: "Group or groups in Tilt's sidebar; the group's label or key unless told.",
    examples: ["3-infra-observe"],
  });

export const dependsOn = z
  .array(z.string())
  .optional()
  .meta({
    id: "dependsOn",
    description: "Resources that must be ready first: keys of the same group, or full names.",
    examples: [["prometheus"]],
  });

export const links = z
  .array(link)
  .optional()
  .meta({
    id: "links",
    description: "Links on the resource; a host without a dot is one of `cluster.domain`.",
    examples: [["grafana", { name: "Docs", url: "https://grafana.com/docs" }]],
  });

export const owner = z.union(
  [
    namespacedName,
    z
      .strictObject({
        kustomization: namespacedName
          .optional()
          .meta({ description: "The owning Kustomization.", examples: ["flux-system/monitoring"] }),
        helmRelease: namespacedName
          .optional()
          .meta({ description: "The owning HelmRelease.", examples: ["monitoring/kube-prometheus-stack"] }),
      })
      .refine(
        (value) => (value.kustomization === undefined) !== (value.helmRelease === undefined),
        "one owner: `kustomization` or `helmRelease`",
      )
      .meta({ minProperties: 1, maxProperties: 1 }),
  ],
  { error: "an owner is the name of a Kustomization, or `{ helmRelease: namespace/name }`" },
);

/** What every resource in Tilt may have. */
export const common = {
  name: tiltName.optional().meta({
    description: "Full name in Tilt; the group's prefix and the key unless told.",
    examples: ["monitoring:grafana"],
  }),
  description,
  label: labels,
  links,
  dependsOn,
  buttons,
  buttonsFrom,
  allow,
};

/** What a resource may have that runs in the cluster. */
export const inCluster = {
  ports: z
    .array(forward)
    .optional()
    .meta({
      id: "ports",
      description: "Forwards to a pod: `local:pod`, or one number for both.",
      examples: [[3000, "8080:4466"]],
    }),
  services: z
    .array(service)
    .optional()
    .meta({
      id: "services",
      description: "Forwards to a Service, kept up over pod restarts: `local:service:port`.",
      examples: [["3001:grafana:80"]],
    }),
  autoInit: z
    .boolean()
    .default(true)
    .meta({ description: "Started with Tilt; `false` waits for a person.", examples: [false] }),
  trigger: z
    .enum(["auto", "manual"])
    .optional()
    .meta({ description: "Whether changes of files deploy by themselves.", examples: ["manual"] }),
  readiness: z
    .enum(["wait", "ignore"])
    .optional()
    .meta({ description: "Whether Tilt waits for pods to be ready.", examples: ["ignore"] }),
};

const longWorkload = z.strictObject({
  target: target.meta({ description: "The object, as `kind/name`.", examples: ["deployment/grafana"] }),
  namespace: namespace
    .optional()
    .meta({ description: "Its namespace; the group's unless told.", examples: ["monitoring"] }),
  ...common,
  ...inCluster,
  flux: owner.optional().meta({
    description: "The Flux object that owns it; the group's unless told.",
    examples: [{ helmRelease: "monitoring/grafana" }],
  }),
  liveUpdate: z
    .strictObject({
      image: imageReference
        .optional()
        .meta({ description: "Image of the container to update.", examples: ["registry.talos00/memex"] }),
      container: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Name of the container to update.", examples: ["app"] }),
      steps: liveUpdate,
    })
    .refine(
      (value) => (value.image === undefined) !== (value.container === undefined),
      "one selector: `image` or `container`",
    )
    .optional()
    .meta({
      oneOf: [{ required: ["image"] }, { required: ["container"] }],
      description: "Files and commands that go into the running container.",
      examples: [{ container: "app", steps: [{ sync: ["./src", "/app/src"] }] }],
    }),
});

/** A workload that is there; its short form is `kind/name`. */
export const workload = z
  .union([target, longWorkload], { error: "a workload is `kind/name`, or `{ target, … }`" })
  .meta({
    id: "workload",
    description: "A workload that is there; `kind/name` is short for `{ target: … }`.",
    examples: [{ target: "deployment/grafana", ports: [3000], links: ["grafana"] }],
  });

export const helmRelease = z
  .strictObject({
    ...common,
    ...inCluster,
    chart: z
      .string()
      .min(1)
      .regex(/^(\.\.?\/.+|[^\s-][^\s]*)$/, "a chart is a name, `./path` or `oci://…`")
      .refine((text) => !/\p{Cc}/u.test(text), "a path may hold no control characters")
      .refine((text) => !text.includes("\\"), "a path is written with `/`")
      .meta({
        description: "A chart of `repo`, a folder (`./path`), or `oci://…`.",
        examples: ["fluent-bit"],
      }),
    repo: address(/^https?$/, "a repository is `https://…`")
      .optional()
      .meta({
        description: "Helm repository of the chart.",
        examples: ["https://fluent.github.io/helm-charts"],
      }),
    version: z
      .string()
      .regex(/^[^\s-][^\s]*$/, "a version is such as `0.48.0`")
      .optional()
      .meta({ description: "Version of the chart; needed unless it is a folder.", examples: ["0.48.0"] }),
    values: z
      .array(path)
      .default([])
      .meta({
        description: "Values files, later ones win; watched while the release is deployed.",
        examples: [["./values.yaml"]],
      }),
    set: z
      .record(valuePath, z.union([z.string(), z.number(), z.boolean()]))
      .default({})
      .meta({ description: "Single values.", examples: [{ replicaCount: 1 }] }),
    releaseName: z
      .string()
      .regex(
        /^[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?$/,
        "a release is lower-case letters, digits, `-` and `.`, at most 53",
      )
      .optional()
      .meta({
        description: "Helm's name of the release; the HelmRelease's, else the key, unless told.",
        examples: ["fluent-bit"],
      }),
    namespace: namespace.optional().meta({
      description: "Namespace of the release; the group's unless told.",
      examples: ["observability"],
    }),
    flux: z
      .union([z.literal(false), namespacedName], {
        error:
          "`flux` is the owning HelmRelease as `namespace/name`, or `false` where Tilt deploys the chart",
      })
      .meta({
        description: "The HelmRelease that owns it, or `false` where Tilt deploys the chart.",
        examples: ["observability/fluent-bit"],
      }),
    observe: z
      .array(target)
      .default([])
      .meta({
        description:
          "Workloads of the release, attached to while Flux owns it; the first carries the release's name.",
        examples: [["daemonset/fluent-bit"]],
      }),
    images: z
      .record(z.string().min(1), z.union([image, imagePlaces]))
      .default({})
      .meta({
        description: "Images built here, and the values of the chart that take them.",
        examples: [{ "registry.talos00/memex": ["image.repository", "image.tag"] }],
      }),
    timeout: duration
      .optional()
      .meta({ description: "How long Helm may take, such as `5m`.", examples: ["5m"] }),
  })
  .meta({
    id: "helmRelease",
    description: "A Helm release: what Flux owns is attached to, and deployed from here only on demand.",
    examples: [{ chart: "./charts/fluent-bit", flux: "observability/fluent-bit" }],
  });

const resource = z.strictObject({
  ...common,
  ...inCluster,
  target: target
    .optional()
    .meta({ description: "The workload, as `kind/name`.", examples: ["deployment/headlamp"] }),
  namespace: namespace
    .optional()
    .meta({ description: "Its namespace; the set's unless told.", examples: ["infra-testing"] }),
  objects: z
    .array(
      z
        .string()
        .regex(
          /^[A-Za-z0-9][-A-Za-z0-9._]*:[A-Za-z][-A-Za-z0-9.]*(:([a-z0-9][-a-z0-9]*)?(:[-A-Za-z0-9./]*)?)?$/,
          "an object is `name:kind`",
        ),
    )
    .default([])
    .meta({
      description: "Objects that are no workloads, as `name:kind`.",
      examples: [["truenas-nfs:storageclass"]],
    }),
});

export const manifests = z
  .strictObject({
    description,
    label: labels,
    kustomize: path.optional().meta({
      description: "Folder with a kustomization.",
      examples: ["./infrastructure/base/infra-testing"],
    }),
    files: z
      .array(path)
      .default([])
      .meta({ description: "Manifest files, instead of `kustomize`.", examples: [["./storage.yaml"]] }),
    namespace: namespace.optional().meta({
      description: "Namespace of the resources; the group's unless told.",
      examples: ["infra-testing"],
    }),
    flux: z
      .union([z.literal(false), namespacedName], {
        error: "`flux` is the owning Kustomization, or `false` where Tilt deploys the manifests",
      })
      .optional()
      .meta({
        description:
          "The Kustomization that owns the set; the group's unless told. `false` where Tilt deploys it.",
        examples: ["infra-testing"],
      }),
    isolate: namespace
      .optional()
      .meta({ description: "Deploy a private copy into this namespace.", examples: ["dev-infra"] }),
    hosts: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .meta({
        description: "Hosts of the private copy's routes; each is `<isolate>-<host>` unless told.",
        examples: [{ "headlamp.talos00": "headlamp-dev.talos00" }],
      }),
    images: z
      .array(z.string().min(1))
      .default([])
      .meta({
        description: "Images built here that the manifests use.",
        examples: [["registry.talos00/memex"]],
      }),
    dependsOn,
    resources: z
      .record(
        tiltName,
        z.union([target, resource], { error: "a resource is `kind/name`, or `{ target, … }`" }).meta({
          id: "resource",
          description: "A part of the set as Tilt shows it; `kind/name` is short for `{ target: … }`.",
          examples: [{ target: "deployment/headlamp", ports: ["8080:4466"] }],
        }),
      )
      .meta({
        description: "What the set shows in Tilt, by key.",
        examples: [{ headlamp: { target: "deployment/headlamp", ports: ["8080:4466"] } }],
      }),
    allow,
  })
  .meta({
    id: "manifests",
    description: "A set of manifests: observed and developed on demand, or deployed as a private copy.",
    examples: [{ kustomize: "./infra", resources: { headlamp: "deployment/headlamp" } }],
  });
