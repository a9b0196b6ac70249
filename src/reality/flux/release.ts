import type { Chart, HelmRelease, RealObject, Root } from "../model.ts";
import { sha256 } from "../sha256.ts";
import { copy, isMapping, listAt, mappingAt, stringsAt, textAt } from "../value.ts";
import type { Mapping, Value } from "../value.ts";
import { joinPath } from "./paths.ts";
import type { Graph } from "./graph.ts";
import { isOwnSource } from "./sources.ts";
import { sourceKey } from "./variables.ts";

/** Helm takes 53 characters; Flux shortens what is longer (helm-controller api/v2). */
const longestName = 53;

/** The name that Flux gives a release in Helm. */
export function releaseNameOf(spec: Mapping, name: string): string {
  const given = textAt(spec, "releaseName") ?? "";
  if (given !== "") return given;
  const target = textAt(spec, "targetNamespace") ?? "";
  const full = target === "" ? name : `${target}-${name}`;
  return full.length > longestName ? `${full.slice(0, 40)}-${sha256(full).slice(0, 12)}` : full;
}

/** What a chart is looked for in. */
type Known = Pick<Graph, "sources" | "data" | "parse" | "origin">;

/**
 * Reads a HelmRelease object, its values and its chart. `workloads` says "unknown" until the chart is read.
 * Without a root no chart is in a repository that is here.
 */
export function readRelease(object: RealObject, known: Known, root: Root | undefined): HelmRelease {
  const spec = mappingAt(object.content, "spec") ?? {};
  const { values, complete } = valuesOf(spec, object, known);
  const target = textAt(spec, "targetNamespace") ?? "";
  return {
    namespace: object.namespace,
    name: object.name,
    object,
    suspended: spec["suspend"] === true,
    releaseName: releaseNameOf(spec, object.name),
    releaseNamespace: target === "" ? object.namespace : target,
    chart: chartOf(spec, object.namespace, known, root),
    values,
    valuesComplete: complete,
    hasValuesFrom: listAt(spec, "valuesFrom").length > 0,
    hasPostRenderers: listAt(spec, "postRenderers").length > 0,
    workloads: "unknown",
  };
}

/** Helm's merge: maps together, anything else replaced, null takes a key away. */
function mergeValues(base: Mapping, more: Mapping): Mapping {
  const result = { ...base };
  for (const [key, value] of Object.entries(more)) {
    const before = result[key];
    result[key] = isMapping(before) && isMapping(value) ? mergeValues(before, value) : copy(value);
  }
  return result;
}

function valuesOf(
  spec: Mapping,
  { namespace, provenance }: RealObject,
  { data, parse }: Known,
): { values: Mapping; complete: boolean } {
  let values: Mapping = {};
  let complete = true;
  for (const reference of listAt(spec, "valuesFrom")) {
    const source = data.get(
      sourceKey(textAt(reference, "kind") ?? "", namespace, textAt(reference, "name") ?? ""),
    );
    const text = source?.get(textAt(reference, "valuesKey") ?? "values.yaml");
    const path = textAt(reference, "targetPath");
    const found: Value | undefined =
      text === undefined || path !== undefined
        ? undefined
        : parse(text, provenance.file ?? "").documents[0]?.value;
    if (isMapping(found)) values = mergeValues(values, found);
    else if (text?.trim() !== "") complete = false;
  }
  return { values: mergeValues(values, mappingAt(spec, "values") ?? {}), complete };
}

function lastSegment(url: string): string {
  return url.replace(/\/+$/, "").replace(/^.*\//, "");
}

function chartOf(spec: Mapping, namespace: string, known: Known, root: Root | undefined): Chart | undefined {
  const reference = mappingAt(spec, "chartRef");
  if (reference === undefined) return chartFromSpec(mappingAt(spec, "chart", "spec"), namespace, known, root);
  const kind = textAt(reference, "kind") ?? "";
  const from = textAt(reference, "namespace") ?? namespace;
  const source = known.sources.get(`${kind} ${from}/${textAt(reference, "name") ?? ""}`);
  if (kind === "HelmChart") return chartFromSpec(mappingAt(source, "spec"), from, known, root);
  const url = textAt(source, "spec", "url");
  if (url === undefined) return undefined;
  const version = textAt(source, "spec", "ref", "tag");
  return { name: lastSegment(url), version, url, folder: undefined, valuesFiles: [] };
}

function chartFromSpec(
  spec: Mapping | undefined,
  namespace: string,
  { sources, origin }: Known,
  root: Root | undefined,
): Chart | undefined {
  const chart = textAt(spec, "chart");
  if (chart === undefined) return undefined;
  const kind = textAt(spec, "sourceRef", "kind") ?? "HelmRepository";
  const from = textAt(spec, "sourceRef", "namespace") ?? namespace;
  const key = `${kind} ${from}/${textAt(spec, "sourceRef", "name") ?? ""}`;
  const isHere =
    root !== undefined && kind !== "HelmRepository" && isOwnSource(root, origin, sources, key) === true;
  return {
    name: lastSegment(chart),
    version: textAt(spec, "version"),
    url: textAt(sources.get(key), "spec", "url"),
    folder: isHere ? joinPath(root.base, chart) : undefined,
    valuesFiles: stringsAt(spec, "valuesFiles"),
  };
}
