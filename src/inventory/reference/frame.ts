/** The shape of the file, on one screen. */
export const overview = `\
version: 1
cluster: { name: talos-homelab, contexts: [admin@catalyst-cluster], domain: talos00 }
tilt: { settings: { maxParallelUpdates: 3 } } # Tilt itself
fragments: ["applications/*/tilt.yaml"] # more inventory, beside what it describes
tiltfiles: [./local.Tiltfile] # written by hand, included
env: # .env.example, and what commands may use
  variables: { TALOS_NODE: { default: 192.168.1.54, description: Talos node IP address } }
buttons: # the bar at the top of the page
  flux-sync: { text: Flux Sync, icon: sync, do: { reconcile: { kustomization: flux-system } } }
tasks: # commands on this machine
  cluster-status: { run: once, do: { argv: [kubectl, get, nodes, -o, wide] } }
buttonSets: # buttons declared once, used by many
  flux: { buttons: { reconcile: reconcile, suspend: suspend, resume: resume } }
secrets: # what must be there before anything else
  onepassword-token: { namespace: external-secrets, keys: { token: { file: ./op-token } } }
images: # built here while what uses them is developed
  registry.talos00/memex: { context: ./memex }
groups: # the dashboard
  monitoring:
    namespace: monitoring
    prefix: "monitoring:"
    flux: monitoring # the Kustomization that owns the group
    workloads:
      prometheus: statefulset/prometheus-kube-prometheus-stack-prometheus
      grafana:
        target: deployment/kube-prometheus-stack-grafana
        ports: [3000]
        links: [grafana] # http://grafana.talos00
        dependsOn: [prometheus]
        buttonsFrom: [flux]
    helmReleases:
      fluent-bit: { chart: ./charts/fluent-bit, flux: monitoring/fluent-bit, observe: [daemonset/fluent-bit] }
    manifests:
      storage: { kustomize: ./storage, resources: { classes: { objects: ["nfs:storageclass"] } } }
`;

const forms = `\
| In the tables | What it is |
| --- | --- |
| text | Any text. What YAML would read as something else is quoted: \`"8080"\`, \`"yes:no"\`. |
| name | What Tilt takes as a name: at most 200 characters, no \`/\`, no \`%\`. |
| path | Relative to the inventory file that holds it, with \`/\`; never out of the repository. |
| \`kind/name\` | A workload as \`kubectl\` writes it: \`deployment/grafana\`. |
| \`[namespace/]name\` | A Flux object; in the namespace of \`cluster.flux.root\` when none is given. |
| namespace, Kubernetes name | As Kubernetes has them: lower case. |
| label | Letters, digits, \`-\`, \`_\` and \`.\`, at most 63. |
| variable | An environment variable: letters, digits and \`_\`. |
| duration | \`30s\`, \`10m\`, \`1h30m\`. |
| port | A whole number from 1 to 65535. |
| a → b | A mapping with any keys of the form a; each value takes b. The order is kept. |`;

/** What stands before the sections. */
export const beginning = `\
# The inventory language

Version 1 of the language, construct by construct. This page is generated from the schema by \`npm run schema\`.

An editor with the YAML language server (in VS Code the extension "YAML" by Red Hat) completes, explains and checks the inventory as you type. The first line says with what:

\`\`\`yaml
# yaml-language-server: $schema=./node_modules/fluxtilt/schemas/cluster.config.schema.json
\`\`\`

Fragments name \`fragment.schema.json\` of the same folder. Where fluxtilt is not in \`node_modules\`, make the files with \`fluxtilt schema > cluster.config.schema.json\` and \`fluxtilt schema --fragment > fragment.schema.json\`. What a schema cannot say, such as a name that nothing declares, \`fluxtilt validate\` says.

## The shape of the file
`;

/** What stands between the shape of the file and the sections. */
export const words = `\
Only \`version\` and \`cluster\` are required. A key that is not known is an error.

${forms}

Full names: a resource is called by its group's \`prefix\` and its key, unless \`name\` says otherwise.
`;
