import type { Files } from "../io/files.ts";
import type { CurrentContext } from "./kube-context.ts";

/** Where the JSON Schema that editors read may be already. */
const schemaPlaces = [
  "./schemas/cluster.config.schema.json",
  "./node_modules/fluxtilt/schemas/cluster.config.schema.json",
] as const;
/** Where it is to be put else. */
export const ownSchema = "./cluster.config.schema.json";

/** Where it is, as an inventory in the project's folder names it. */
export async function schemaIn(files: Files): Promise<string | undefined> {
  for (const path of schemaPlaces) if ((await files.kind(path)) !== undefined) return path;
  return undefined;
}

/** JSON's texts are YAML's double-quoted ones; what YAML forbids in them is escaped. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The first inventory: true of every cluster that Flux manages, and a place to go on from. Without a
 * context it holds an example that is marked as one.
 */
export function firstInventory(current: CurrentContext | undefined, schema: string = ownSchema): string {
  const name = quoted(current?.cluster ?? "homelab");
  const contexts = `contexts: [${quoted(current?.context ?? "admin@homelab")}]`;
  const mark = current === undefined ? "   # EXAMPLE: put yours here (kubectl config get-contexts)" : "";
  return `# yaml-language-server: $schema=${schema}
#
# What a person needs to operate the cluster, as data. \`fluxtilt generate\` compiles it to a Tiltfile;
# \`tilt up\` opens the dashboard. \`fluxtilt explain\` tells every problem that may be found here.

version: 1

cluster:
  name: ${name}
  # The only kube contexts that the dashboard runs against.
  ${contexts}${mark}
  # With a domain, the link \`grafana\` means http://grafana.<domain>
  # domain: home.arpa

# The bar at the top of every page.
buttons:
  flux-sync:
    text: Flux Sync
    icon: sync
    do: { reconcile: { kustomization: flux-system, withSource: true } }

# Commands on this machine.
tasks:
  nodes:
    label: ops
    run: once
    do: { argv: [kubectl, get, nodes, -o, wide] }

# What runs in the cluster. Tilt watches it and shows its logs; Flux goes on deploying it.
groups:
  flux:
    title: Flux
    description: What applies this repository to the cluster
    namespace: flux-system
    prefix: "flux:"
    workloads:
      source-controller: deployment/source-controller
      kustomize-controller:
        target: deployment/kustomize-controller
        buttons: { restart: { do: restart } }

  # A group of your own. The short form of a workload is \`kind/name\`; the long one has ports, links,
  # dependencies and buttons.
  # monitoring:
  #   title: Monitoring
  #   namespace: monitoring
  #   prefix: "monitoring:"
  #   flux: monitoring                         # the Kustomization that owns these
  #   workloads:
  #     prometheus: statefulset/prometheus
  #     grafana:
  #       target: deployment/grafana
  #       ports: ["3000:3000"]                 # local:pod
  #       links: [grafana.example.org]
  #       dependsOn: [prometheus]
  #       buttons:
  #         restart: { do: restart }

# Variables that commands may use; \`.env.example\` is generated from them.
# env:
#   variables:
#     GRAFANA_PASSWORD: { secret: true, description: Grafana admin password }

# More inventory, beside what it describes; each file compiles to the Tiltfile beside it.
# fragments: ["applications/*/tilt.yaml"]
`;
}
