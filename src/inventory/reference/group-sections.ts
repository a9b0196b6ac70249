import type { Section } from "./section.ts";

/** Groups and what is in them. */
export const groupSections: readonly Section[] = [
  {
    title: "Groups",
    of: "group",
    name: "groups.<key>",
    text: "What belongs together: a section of a Tiltfile, a namespace, a label in Tilt's sidebar, a Kustomization that owns it. Entries take from their group what they do not say themselves.",
    example: `\
groups:
  monitoring:
    title: Monitoring Stack
    description: Prometheus and what draws it
    tiltfile: infrastructure/Tiltfile
    namespace: monitoring
    label: 3-infra-observe
    prefix: "monitoring:"
    flux: monitoring
    workloads:
      prometheus: statefulset/prometheus-kube-prometheus-stack-prometheus
`,
  },
  {
    title: "Workloads",
    of: "workload",
    name: "workloads.<key>",
    text: "Workloads that are there. Tilt attaches to them: logs, pods, forwards, links and buttons, and never deploys or deletes them. `kind/name` is short for `{ target: … }`. `dependsOn` looks among the group's own keys first, then among full names.",
    example: `\
cluster: { name: talos-homelab, contexts: [admin@catalyst-cluster], domain: talos00 }
groups:
  monitoring:
    namespace: monitoring
    prefix: "monitoring:"
    workloads:
      prometheus: statefulset/prometheus-kube-prometheus-stack-prometheus
      grafana:
        target: deployment/kube-prometheus-stack-grafana
        flux: { helmRelease: monitoring/kube-prometheus-stack }
        ports: [3000]
        links: [grafana]
        dependsOn: [prometheus]
        buttons:
          password: { do: { secret: { name: kube-prometheus-stack-grafana, key: admin-password } } }
`,
  },
  {
    title: "Ports",
    under: true,
    of: "ports",
    name: "ports[]",
    text: 'Forwards to a pod. `3000` is short for `"3000:3000"`; `"8080:4466"` is local port first. A port of the pod, not of a Service. Quote what has a colon.',
    example: `\
groups:
  tools:
    namespace: tools
    workloads:
      headlamp:
        target: deployment/headlamp
        ports: [9000, "8080:4466", { local: 8443, pod: 443, name: UI, path: /login }]
`,
  },
  {
    title: "Services",
    under: true,
    of: "services",
    name: "services[]",
    text: "Forwards to a Service, which Tilt's own forwards cannot do. They go on when a pod is replaced. Each is a task beside the resource.",
    example: `\
groups:
  monitoring:
    namespace: monitoring
    workloads:
      grafana:
        target: deployment/grafana
        services: ["3001:grafana:80", { local: 3002, service: grafana, port: http, namespace: other }]
`,
  },
  {
    title: "Links",
    under: true,
    of: "links",
    name: "links[]",
    text: "Links on the resource. A host without a dot is one of `cluster.domain`: `grafana` is `http://grafana.talos00`. Without a scheme a link is `http`.",
    example: `\
cluster: { name: talos-homelab, contexts: [admin@catalyst-cluster], domain: talos00 }
groups:
  monitoring:
    namespace: monitoring
    workloads:
      grafana:
        target: deployment/grafana
        links: [grafana, grafana.example.org/login, { name: Docs, url: https://grafana.com/docs }]
`,
  },
  {
    title: "Helm releases",
    of: "helmRelease",
    name: "helmReleases.<key>",
    text: "A release that Flux owns is observed: the workloads under `observe` are attached to. `tilt up -- --develop observability:fluent-bit` deploys that one from the working tree instead; Flux is suspended for exactly that HelmRelease until Tilt ends, and the release is never uninstalled. With `flux: false` Tilt deploys the chart always.",
    example: `\
images:
  registry.talos00/memex: { context: ./memex }
groups:
  observability:
    namespace: observability
    prefix: "observability:"
    helmReleases:
      fluent-bit:
        chart: fluent-bit
        repo: https://fluent.github.io/helm-charts
        version: 0.48.0
        values: [infrastructure/base/observability/fluent-bit/values.yaml]
        flux: observability/fluent-bit
        observe: [daemonset/fluent-bit]
      memex:
        chart: ./charts/memex
        flux: false
        images: { registry.talos00/memex: [image.repository, image.tag] }
`,
  },
  {
    title: "Manifests",
    of: "manifests",
    name: "manifests.<key>",
    text: "A set of manifests that Flux owns is observed, and applied from the working tree only after `tilt up -- --develop infra-testing:tools`. `isolate` deploys a private copy into a namespace of its own when the set is developed. `resources` says what the set shows in Tilt.",
    example: `\
groups:
  infra-testing:
    namespace: infra-testing
    prefix: "infra-testing:"
    manifests:
      tools:
        kustomize: infrastructure/base/infra-testing
        flux: infra-testing
        isolate: dev-infra
        resources:
          headlamp: { target: deployment/headlamp, ports: ["8080:4466"] }
          storage: { objects: ["truenas-nfs:storageclass"] }
`,
  },
  {
    title: "Resources of a set",
    under: true,
    of: "resource",
    name: "manifests.<key>.resources.<key>",
    text: "A workload of the set, objects that are no workloads, or both.",
    example: `\
groups:
  storage:
    namespace: storage
    manifests:
      base:
        kustomize: infrastructure/base/storage
        flux: storage
        resources:
          provisioner: deployment/local-path-provisioner
          classes: { objects: ["truenas-nfs:storageclass", "local-path:storageclass"] }
`,
  },
  {
    title: "Allow",
    of: "rootAllow",
    name: "allow[]",
    text: "Switches a rule off where it does not hold, with a reason. On any entry for that entry; at the top of the file for all, or with `at` (only there) for one place, such as `at: groups.media`. A switched-off rule that says nothing there is told. `fluxtilt explain <code>` tells what a rule is for.",
    example: `\
groups:
  media:
    namespace: media
    workloads:
      sonarr: { target: deployment/sonarr, ports: [8989] }
      sonarr-test:
        target: deployment/sonarr-test
        ports: ["8989:8989"]
        allow: [{ rule: FT305, reason: one of the two is always scaled to zero }]
`,
  },
];
