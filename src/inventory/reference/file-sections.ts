import type { Section } from "./section.ts";

/** The constructs at the top of the file, and what they share with groups. */
export const fileSections: readonly Section[] = [
  {
    title: "Cluster",
    of: "cluster",
    name: "cluster",
    text: "Which cluster this is. The generated Tiltfiles fail on any kube context that is not listed.",
    example: `\
cluster:
  name: talos-homelab
  contexts: [admin@catalyst-cluster]
  domain: talos00
  flux: { root: flux-system, path: clusters/catalyst-cluster }
`,
  },
  {
    title: "Tilt",
    of: "tilt",
    name: "tilt",
    text: "Tilt itself: its version, its settings, its extensions and the arguments of `tilt up -- …`. Extensions are always pinned; without `extensions`, to the commit that fluxtilt was tested with. An argument reaches commands as an environment variable.",
    example: `\
tilt:
  constraint: ">=0.36.0"
  settings: { maxParallelUpdates: 3, k8sUpsertTimeoutSecs: 300 }
  ci: { timeout: 30m }
  extensions:
    use: [{ from: coreos_prometheus, call: setup_monitoring, args: { namespace: monitoring } }]
  args:
    verbose: { bool: false, description: Say more }
  fluxtilt: [npx, --no-install, fluxtilt]
  regenerate: [npm, run, generate]
`,
  },
  {
    title: "Arguments",
    under: true,
    of: "argument",
    name: "tilt.args.<name>",
    text: "What stands after `tilt up --`, as in `tilt up -- --scope media`. Its kind is the key that holds its default. Every Tiltfile has `--resources` and `--develop` by itself.",
    example: `\
tilt:
  args:
    scope: { string: all, description: What to look at }
    verbose: { bool: false, env: SAY_MORE }
    apps: { list: [sonarr, radarr] }
`,
  },
  {
    title: "Fragments",
    text: "A fragment is a file of its own, beside what it describes, with `groups`, `tasks`, `buttons` and `buttonSets` only. The root file names it under `fragments`; it compiles to the Tiltfile beside it. Button sets and resources of all files are known in all files. This is a whole fragment:",
    example: `\
# yaml-language-server: $schema=../../schemas/fragment.schema.json
groups:
  media:
    namespace: media
    prefix: "media:"
    workloads:
      sonarr: { target: deployment/sonarr, ports: [8989] }
`,
  },
  {
    title: "Env",
    of: "env",
    name: "env",
    text: "The environment variables that commands may use. They become `.env.example`; a copy of it under the name `file` is read by Tilt. The shell wins over the file, the file over the default. A secret has no default and no value in any file that is generated.",
    example: `\
env:
  file: .env
  variables:
    TALOS_NODE: { default: 192.168.1.54, description: Talos node IP address }
    GRAFANA_PASSWORD: { secret: true, description: Grafana admin password }
`,
  },
  {
    title: "Buttons",
    of: "button",
    name: "buttons.<key>",
    text: "At the top of the file, buttons of the nav bar; on a workload, a release, a resource of a set or a task, buttons of that resource. A button's full name is `<resource>:<key>`, in the nav bar the key. `restart: restart` is short for `restart: { do: restart }`. Destructive actions ask for a second click.",
    example: `\
buttons:
  deploy-stack:
    text: "🚀 Deploy Stack"
    icon: rocket_launch
    confirm: true
    do: { script: [./scripts/deploy-stack.sh] }
`,
  },
  {
    title: "Inputs",
    of: "input",
    name: "inputs.<variable>",
    text: 'What Tilt asks for before a button runs. Each answer is an environment variable of the command, so that no answer becomes part of a command line by itself: quote it as `"$NAME"` in a shell. A bare text, `true`, `false` or a list is short for `{ text }`, `{ bool }` and `{ choice }`.',
    example: `\
buttons:
  pods:
    icon: view_list
    inputs:
      NAMESPACE: { choice: [kube-system, media, monitoring], label: Namespace }
      WIDE: { bool: false, true: --output=wide, false: "" }
      MATCH: ""
      CALLER: { hidden: dashboard }
    do: { shell: 'echo "for $CALLER:"; kubectl get pods --namespace "$NAMESPACE" \${WIDE:+"$WIDE"} | grep -e "$MATCH"' }
`,
  },
  {
    title: "Actions",
    of: "action",
    name: "do",
    text: "What a button or a task does: a mapping with exactly one key. `restart`, `scale`, `logs`, `reconcile`, `suspend` and `resume` can be written bare. On a workload, an action takes the object, the namespace and the Flux owner from it, so that it cannot drift. Everything runs against the context that Tilt runs against.",
    example: `\
groups:
  media:
    namespace: media
    flux: arr-stack
    workloads:
      kometa:
        target: deployment/kometa
        buttons:
          restart: restart
          stop: { text: Stop, do: { scale: { replicas: 0, suspend: true } } }
          crash: { text: Last Crash, do: { logs: { previous: true, since: 1h } } }
          run: { do: { exec: { container: app, command: [python, kometa.py, --run] } } }
          token: { do: { secret: { name: kometa, key: token } } }
          sync: { do: { reconcile: { withSource: true } } }
          report: { do: { script: [./scripts/report.sh, --short] } }
          nodes: { do: { argv: [kubectl, get, nodes] } }
          hungry: { do: { shell: "kubectl top pods --all-namespaces | sort -k4 -h" } }
`,
  },
  {
    title: "Tasks",
    of: "task",
    name: "tasks.<key>",
    text: "Commands on this machine: run to their end (`do`), kept running (`serve`), or both. A text is short for `{ do: { shell: … } }`. At the top of the file or in a group, whose prefix, label and namespace they take.",
    example: `\
tasks:
  cluster-status: { label: 5-ops, run: once, do: { shell: "kubectl get nodes -o wide" } }
  docs:
    label: 5-ops
    serve: { argv: [npx, serve, --listen, "3100", docs] }
    watch: [docs]
    ports: [3100]
    probe: { http: { port: 3100, path: / } }
`,
  },
  {
    title: "Button sets",
    of: "buttonSet",
    name: "buttonSets.<key>",
    text: "Buttons declared once and used by many entries with `buttonsFrom`. `{parameter}` in any of the set's texts stands for the value that the user gives; braces around anything else stay. A set without parameters is used by its bare name. The entry's own button of the same key wins.",
    example: `\
buttonSets:
  kometa:
    params: [container]
    buttons:
      run: { icon: play_arrow, do: { exec: { container: "{container}", command: [python, kometa.py] } } }
groups:
  media:
    namespace: media
    workloads:
      kometa:
        target: deployment/kometa
        buttonsFrom: [{ set: kometa, params: { container: app } }]
`,
  },
  {
    title: "Buttons from a set",
    under: true,
    of: "buttonsFrom",
    name: "buttonsFrom[]",
    text: "On a group for its workloads, releases and manifests, or on one entry. The name alone is enough for a set without parameters.",
    example: `\
buttonSets:
  flux: { buttons: { reconcile: reconcile, suspend: suspend, resume: resume } }
  shell:
    params: [container]
    buttons: { ps: { do: { exec: { container: "{container}", command: [ps, aux] } } } }
groups:
  media:
    namespace: media
    flux: arr-stack
    workloads:
      sonarr:
        target: deployment/sonarr
        buttonsFrom: [flux, { set: shell, params: { container: app } }]
`,
  },
  {
    title: "Secrets",
    of: "secret",
    name: "secrets.<key>",
    text: "Secrets that nothing in the cluster can fetch yet, such as the token of the secret store itself. Each is a resource in Tilt that a person starts. Values come from the environment or from a file, never from the inventory, and pass through no command line and no log. `tilt down` leaves them there.",
    example: `\
env:
  variables: { OP_CONNECT_TOKEN: { secret: true } }
secrets:
  onepassword-token:
    namespace: external-secrets
    keys: { token: { env: OP_CONNECT_TOKEN }, ca.crt: { file: ./op-ca.crt } }
`,
  },
  {
    title: "Images",
    of: "image",
    name: "images.<image>",
    text: "Images that are built here, keyed as the manifests or values write them, without the tag. They are built while a release or a set of manifests that names them is developed.",
    example: `\
images:
  registry.talos00/memex:
    build: docker
    context: ./memex
    entrypoint: [node, server.js]
    liveUpdate:
      - { sync: [./memex/src, /app/src] }
      - { run: npm ci, when: [./memex/package.json] }
      - restart
`,
  },
  {
    title: "Live update",
    of: "liveUpdate",
    name: "liveUpdate",
    text: "Steps that bring a change into the running container without a new image. They come in this order: `fallBackOn`, `sync`, `run`, `restart`. On an image they belong to what is built; on a workload that is only attached to, `image` or `container` says which container they are for.",
    example: `\
groups:
  tools:
    namespace: tools
    workloads:
      memex:
        target: deployment/memex
        liveUpdate:
          container: app
          steps:
            - { sync: [./memex/src, /app/src] }
            - { run: [npm, ci], when: [./memex/package.json] }
`,
  },
];
