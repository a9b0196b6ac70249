import type {
  DataObject,
  HelmRelease,
  Host,
  Owner,
  RealObject,
  Reality,
  Root,
  Service,
  Unresolved,
  Workload,
} from "../model.ts";
import { podFacts, runsPods, serviceFacts } from "../pods.ts";
import { mappingAt, stringAt, valueAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import { appTemplate, hasRawResources } from "./app-template.ts";
import type { ChartObjects } from "./app-template.ts";
import { chartTable } from "./chart-table.ts";
import { dataObjectsOf } from "./data-objects.ts";
import type { Graph } from "./graph.ts";
import { bringerNote } from "./other-makers.ts";
import { realObject } from "./real-object.ts";
import { readRelease } from "./release.ts";
import { resourceSetNote } from "./resource-set.ts";
import { hostsOf } from "./routes.ts";

/** Makes the Reality of a graph: typed views of its objects, and what its Helm releases will make. */
export function assemble(graph: Graph, root: Root, parsedFiles: number): Reality {
  const objects = graph.rendered.map(realObject);
  const views = viewsOf(objects);
  const releases: HelmRelease[] = [];
  const unresolved: Unresolved[] = [...graph.unresolved];
  for (const object of objects) {
    const { kind, group, content } = object;
    if (content === undefined) continue;
    if (kind === "ResourceSet") unresolved.push(resourceSetNote(object));
    if (isEncrypted(content)) unresolved.push(encryptedNote(object));
    const brought = bringerNote(object);
    if (brought !== undefined) unresolved.push(brought);
    if (kind === "HelmRelease" && group === "helm.toolkit.fluxcd.io") {
      const release = readRelease(object, graph, root);
      const elsewhere = mappingAt(content, "spec", "kubeConfig") !== undefined;
      const made = elsewhere ? undefined : objectsOf(release);
      const note = noteOf(release, made, elsewhere);
      if (note !== undefined) unresolved.push(note);
      releases.push({ ...release, workloads: made?.known ?? "unknown" });
      if (made !== undefined) add(release, made.objects, made.confidence, views);
    }
  }
  return {
    source: "repository",
    root,
    objects,
    ...views,
    kustomizations: graph.kustomizations,
    releases,
    unresolved,
    parsedFiles,
  };
}

interface Views {
  readonly workloads: Workload[];
  readonly services: Service[];
  readonly hosts: Host[];
  readonly data: DataObject[];
}

/** Typed views of the objects, each where its kind has one. */
export function viewsOf(objects: readonly RealObject[]): Views {
  const views: Views = { workloads: [], services: [], hosts: [], data: [] };
  for (const object of objects) {
    const { kind, group, content } = object;
    if (content === undefined) continue;
    if (runsPods(group, kind)) views.workloads.push({ ...object, ...podFacts(kind, content) });
    if (group === "" && kind === "Service") views.services.push({ ...object, ...serviceFacts(content) });
    views.hosts.push(...hostsOf(object));
    views.data.push(...dataObjectsOf(object));
  }
  return views;
}

interface Made {
  readonly objects: ChartObjects;
  readonly known: "rule" | "likely";
  readonly confidence: "rule" | "likely";
}

function objectsOf(release: HelmRelease): Made | undefined {
  const byRule = release.chart?.name === "app-template" ? appTemplate(release) : undefined;
  if (byRule !== undefined) {
    const sure = release.valuesComplete && !release.hasPostRenderers && release.object.confidence === "exact";
    const isAll = sure && !hasRawResources(release);
    return { objects: byRule, known: isAll ? "rule" : "likely", confidence: sure ? "rule" : "likely" };
  }
  const byTable = chartTable(release);
  return byTable && { objects: byTable, known: "likely", confidence: "likely" };
}

function add(release: HelmRelease, made: ChartObjects, confidence: "rule" | "likely", views: Views): void {
  const owner: Owner = { kind: "HelmRelease", namespace: release.namespace, name: release.name };
  const object = (kind: string, group: string, name: string): RealObject => ({
    kind,
    group,
    namespace: release.releaseNamespace,
    name,
    provenance: release.object.provenance,
    owner,
    confidence,
    content: undefined,
  });
  for (const { kind, name, ...facts } of made.workloads) {
    const group = kind === "Job" || kind === "CronJob" ? "batch" : kind === "Pod" ? "" : "apps";
    views.workloads.push({ ...object(kind, group, name), ...facts, suspended: false });
  }
  for (const { name, ...facts } of made.services)
    views.services.push({ ...object("Service", "", name), ...facts });
  for (const { kind, name, host } of made.hosts) {
    const group = kind === "Ingress" ? "networking.k8s.io" : "gateway.networking.k8s.io";
    views.hosts.push({ host: host.toLowerCase(), route: object(kind, group, name) });
  }
  for (const { kind, name, keys } of made.data) views.data.push({ ...object(kind, "", name), keys });
}

/** What a release hides: all that its chart makes and is not known. */
function noteOf(release: HelmRelease, made: Made | undefined, elsewhere: boolean): Unresolved | undefined {
  if (made?.known === "rule") return undefined;
  const { provenance } = release.object;
  const called = `HelmRelease \`${release.namespace}/${release.name}\``;
  const chart = release.chart === undefined ? "its chart" : `the chart \`${release.chart.name}\``;
  const message = elsewhere
    ? `${called} goes to another cluster`
    : made === undefined
      ? `${called}: what ${chart} makes is not in the repository`
      : `${called}: what ${chart} makes is known only in part`;
  return {
    kind: elsewhere ? "remote-cluster" : "chart",
    message,
    file: provenance.file,
    line: provenance.line,
    owner: { kind: "HelmRelease", namespace: release.namespace, name: release.name },
    hides: elsewhere ? [] : [release.releaseNamespace],
  };
}

function isEncrypted(content: Mapping): boolean {
  return valueAt(content, "sops", "mac") !== undefined || stringAt(content, "sops", "version") !== undefined;
}

/** Keys and names of what SOPS encrypts are there to read; values are not. */
function encryptedNote({ kind, namespace, name, provenance, owner }: RealObject): Unresolved {
  return {
    kind: "encrypted",
    message: `the values of ${kind} \`${namespace}/${name}\` are encrypted`,
    file: provenance.file,
    line: provenance.line,
    owner,
    hides: [],
  };
}
