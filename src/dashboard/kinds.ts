import type { Kind } from "../diagnostics/kind.ts";

export const unknownDependency: Kind = {
  code: "FT201",
  severity: "error",
  title: "a dependency names no resource",
  why: "Tilt drops an unknown dependency with a warning, and the resource starts too early.",
  wrong: "grafana: { target: deployment/grafana, dependsOn: [promteheus] }",
  right: "grafana: { target: deployment/grafana, dependsOn: [prometheus] }",
  source: "tilt internal/tiltfile/tiltfile_state.go",
};

export const ambiguousDependency: Kind = {
  code: "FT202",
  severity: "error",
  title: "a dependency names more than one resource",
  why: "A key of the group and a full name, or two keys of the group, are the same: which one is meant cannot be known.",
  wrong: "dependsOn: [web]        # the group's `web`, and a task with the full name `web`",
  right: 'dependsOn: ["site:web"]',
};

export const actionLacks: Kind = {
  code: "FT203",
  severity: "error",
  title: "an action lacks what it acts on",
  why: "A typed action takes object, namespace and owner from the entry that it stands on; where there is none, it must say them.",
  wrong: "buttons: { restart: { do: restart } }                       # in the nav bar",
  right: "buttons: { restart: { do: { restart: { target: deployment/web, namespace: web } } } }",
};

export const unknownButtonSet: Kind = {
  code: "FT204",
  severity: "error",
  title: "a button set is not declared",
  why: "The buttons would be missing without a word.",
  wrong: "buttonsFrom: [restartible]",
  right: "buttonsFrom: [restartable]",
};

export const buttonSetParameter: Kind = {
  code: "FT205",
  severity: "error",
  title: "a button set's parameters are not the ones given",
  why: "A parameter without a value would stay in the command as text.",
  wrong: "buttonsFrom: [kometa]                                       # the set has `params: [container]`",
  right: "buttonsFrom: [{ set: kometa, params: { container: app } }]",
};

export const linkWithoutDomain: Kind = {
  code: "FT206",
  severity: "error",
  title: "a link names a host, and the cluster has no domain",
  why: "Tilt would take the host for a path, and the link would lead nowhere.",
  wrong: "links: [grafana]        # without cluster.domain",
  right: "links: [grafana.example.org]",
};

export const pathLeavesRepository: Kind = {
  code: "FT207",
  severity: "error",
  title: "a path leads out of the repository",
  why: "What lies outside is not there on another machine, nor in CI.",
  wrong: "values: [../../elsewhere/values.yaml]",
  right: "values: [./values.yaml]",
};

export const missingNamespace: Kind = {
  code: "FT208",
  severity: "error",
  title: "no namespace is said",
  why: "kubectl would take the kubeconfig's namespace, another one on another machine.",
  wrong: "groups: { web: { workloads: { site: deployment/site } } }",
  right: "groups: { web: { namespace: web, workloads: { site: deployment/site } } }",
};

export const unclearOwner: Kind = {
  code: "FT209",
  severity: "error",
  title: "who deploys this is not said",
  why: "What Flux owns is watched, never deployed; deploying it as well would have two masters undo each other.",
  wrong: "manifests: { tools: { kustomize: ./tools, resources: { web: deployment/web } } }",
  right: "manifests: { tools: { kustomize: ./tools, flux: tools, resources: { web: deployment/web } } }",
};

export const chartNotPinned: Kind = {
  code: "FT210",
  severity: "error",
  title: "a chart has no version, or no repository",
  why: "Helm takes the newest version of the day where none is said.",
  wrong: "fluent-bit: { chart: fluent-bit, flux: false }",
  right:
    'fluent-bit: { chart: fluent-bit, repo: "https://fluent.github.io/helm-charts", version: 0.48.0, flux: false }',
};

export const nothingObserved: Kind = {
  code: "FT211",
  severity: "error",
  title: "a release that Flux owns names no workload to watch",
  why: "While Flux deploys the release, Tilt attaches to its workloads; without one the release would not be in the dashboard.",
  wrong: "fluent-bit: { chart: ./chart, flux: observability/fluent-bit }",
  right: "fluent-bit: { chart: ./chart, flux: observability/fluent-bit, observe: [daemonset/fluent-bit] }",
};

export const unknownImage: Kind = {
  code: "FT212",
  severity: "error",
  title: "an image is not declared",
  why: "Tilt refuses to load a file that injects an image which nothing builds.",
  wrong: "images: { registry.local/wbe: image }      # `images:` declares registry.local/web",
  right: "images: { registry.local/web: image }",
};

export const impossibleStep: Kind = {
  code: "FT213",
  severity: "error",
  title: "a step cannot be done with this image",
  why: "`restart` wraps the container's command, which must be said, in an image that Docker builds here: anywhere else the step would be left out without a word. `sync` and `fallBackOn` take what a build context holds: Tilt watches nothing else, and refuses the file.",
  wrong: "images: { registry.local/web: { context: ., liveUpdate: [restart] } }",
  right:
    "images: { registry.local/web: { context: ., entrypoint: [node, server.js], liveUpdate: [restart] } }",
};

export const sourceOfManifests: Kind = {
  code: "FT214",
  severity: "error",
  title: "a set of manifests needs one source",
  why: "It is either a kustomization's folder or a list of files.",
  wrong: "tools: { flux: tools, resources: { web: deployment/web } }",
  right: "tools: { kustomize: ./tools, flux: tools, resources: { web: deployment/web } }",
};

export const emptyResource: Kind = {
  code: "FT215",
  severity: "error",
  title: "a resource of a set is nothing",
  why: "It must be a workload or some objects, or Tilt has nothing to show.",
  wrong: "resources: { web: { ports: [8080] } }",
  right: "resources: { web: { target: deployment/web, ports: [8080] } }",
};

export const twoIcons: Kind = {
  code: "FT216",
  severity: "error",
  title: "a button has two icons",
  why: "Tilt shows the SVG and forgets the other without a word.",
  wrong: "{ icon: sync, svg: ./sync.svg, do: reconcile }",
  right: "{ icon: sync, do: reconcile }",
};

export const badReleaseName: Kind = {
  code: "FT217",
  severity: "error",
  title: "a release's name is not one that Helm takes",
  why: "Helm refuses names that are no DNS names of at most 53 characters.",
  wrong: "helmReleases: { Fluent_Bit: { chart: ./chart, flux: false } }",
  right: "helmReleases: { Fluent_Bit: { chart: ./chart, flux: false, releaseName: fluent-bit } }",
};

export const twiceDeclaredSet: Kind = {
  code: "FT219",
  severity: "error",
  title: "a button set is declared twice",
  why: "A set is used by its name from every file: one of the two would be forgotten without a word.",
  wrong: "buttonSets: { usual: { buttons: { logs: logs } } }          # in the root, and in a fragment again",
  right: "buttonSets: { media-usual: { buttons: { logs: logs } } }    # in the fragment",
};

export const scatteredObjects: Kind = {
  code: "FT220",
  severity: "error",
  title: "the objects of one resource are in several namespaces",
  why: "They are looked up with one command, in one namespace: those of the others would not be found.",
  wrong: 'resources: { settings: { objects: ["web:configmap:web", "db:configmap:data"] } }',
  right: 'resources: { web: { objects: ["web:configmap:web"] }, db: { objects: ["db:configmap:data"] } }',
};

/** Everything that resolving the inventory may find. */
export const dashboardKinds: readonly Kind[] = [
  unknownDependency,
  ambiguousDependency,
  actionLacks,
  unknownButtonSet,
  buttonSetParameter,
  linkWithoutDomain,
  pathLeavesRepository,
  missingNamespace,
  unclearOwner,
  chartNotPinned,
  nothingObserved,
  unknownImage,
  impossibleStep,
  sourceOfManifests,
  emptyResource,
  twoIcons,
  badReleaseName,
  twiceDeclaredSet,
  scatteredObjects,
];
