import * as z from "zod";
import { namespace, namespacedName } from "../../grammar/kubernetes.ts";
import { path, tiltName } from "../../grammar/names.ts";
import { allow, buttonsFrom, description } from "./button.ts";
import { helmRelease, labels, manifests, workload } from "./resource.ts";
import { tasks } from "./task.ts";

/** What belongs together in Tilt's sidebar, in a namespace, and in a Kustomization. */
export const group = z
  .strictObject({
    title: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Heading of the group in the Tiltfile.", examples: ["Monitoring Stack"] }),
    description,
    tiltfile: path.optional().meta({
      description: "Tiltfile that holds the group; the one beside the inventory file unless told.",
      examples: ["infrastructure/Tiltfile"],
    }),
    namespace: namespace
      .optional()
      .meta({ description: "Namespace of what names none.", examples: ["monitoring"] }),
    label: labels,
    prefix: z
      .string()
      .default("")
      .meta({ description: "Put before each key to make the name in Tilt.", examples: ["monitoring:"] }),
    flux: namespacedName
      .optional()
      .meta({ description: "The Kustomization that owns the group.", examples: ["monitoring"] }),
    buttonsFrom,
    workloads: z
      .record(tiltName, workload)
      .optional()
      .meta({
        description: "Workloads that are there, attached to.",
        examples: [{ grafana: "deployment/grafana" }],
      }),
    helmReleases: z
      .record(tiltName, helmRelease)
      .optional()
      .meta({
        description: "Helm releases: observed, and developed on demand.",
        examples: [
          {
            "fluent-bit": {
              chart: "./charts/fluent-bit",
              flux: "observability/fluent-bit",
              observe: ["daemonset/fluent-bit"],
            },
          },
        ],
      }),
    manifests: z
      .record(tiltName, manifests)
      .optional()
      .meta({
        description: "Sets of manifests: observed and developed on demand, or copied.",
        examples: [
          {
            "infra-testing": {
              kustomize: "./infra",
              flux: "infra-testing",
              resources: { headlamp: "deployment/headlamp" },
            },
          },
        ],
      }),
    tasks,
    allow,
  })
  .meta({
    id: "group",
    description: "What belongs together: a section of the dashboard, a namespace, a Kustomization.",
    examples: [
      { namespace: "monitoring", prefix: "monitoring:", workloads: { grafana: "deployment/grafana" } },
    ],
  });
