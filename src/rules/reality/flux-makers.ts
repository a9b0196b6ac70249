import { byPlace } from "../../reality/by-place.ts";
import { mayMakeFlux } from "../../reality/flux/resource-set.ts";
import type { HelmRelease, RealObject, Reality, Unresolved } from "../../reality/model.ts";
import { findRelease } from "../../reality/query.ts";
import { textAt } from "../../reality/value.ts";

/** Sources of charts that are made for everybody; what lies in a git repository is often one's own. */
const registries = new Set(["HelmRepository", "OCIRepository"]);

/**
 * Whether a Flux object of this kind and name could come of what is not seen. A ResourceSet says the kinds of
 * what it makes. A chart could make any, and hardly any does: one whose workloads are known by a rule or a table
 * makes none, and one of a registry has a slight chance, where its values hold the name or are not all seen. So
 * has a file of manifests that another project publishes. Without that, one strange chart would hide every release
 * that is gone from its namespace.
 */
export function chanceOfFlux(
  reality: Reality,
  note: Unresolved,
  { kind, name }: { readonly kind: string; readonly name: string },
): "real" | "slight" | "none" {
  if (note.kind === "resource-set") {
    const sets = setsOf(reality, note);
    return sets.length === 0 || sets.some((one) => mayMakeFlux(one, kind)) ? "real" : "none";
  }
  if (note.isPublished === true) return "slight";
  const isChart = note.kind === "chart" && note.owner?.kind === "HelmRelease";
  const release = isChart ? findRelease(reality, note.owner) : undefined;
  if (release === undefined) return "real";
  if (release.workloads === "likely") return "none";
  if (!isOfRegistry(release) || release.chart?.name.includes("flux") === true) return "real";
  return release.valuesComplete && !JSON.stringify(release.values).includes(name) ? "none" : "slight";
}

/** The ResourceSets that a note is about. */
function setsOf(reality: Reality, { file, line }: Unresolved): readonly RealObject[] {
  return byPlace(reality)
    .ofKind("resourceset")
    .filter(({ provenance }) => provenance.file === file && provenance.line === line);
}

function isOfRegistry({ chart, object: { content } }: HelmRelease): boolean {
  const kind =
    textAt(content, "spec", "chartRef", "kind") ??
    textAt(content, "spec", "chart", "spec", "sourceRef", "kind");
  return chart?.url !== undefined && kind !== undefined && registries.has(kind);
}
