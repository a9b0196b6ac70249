import type { HelmRelease, Reality, Unresolved } from "../../reality/model.ts";
import { findRelease } from "../../reality/query.ts";
import { textAt } from "../../reality/value.ts";

/** Sources of charts that are made for everybody; what lies in a git repository is often one's own. */
const registries = new Set(["HelmRepository", "OCIRepository"]);

/**
 * Whether a Flux object of this name could come of what is not seen. A chart could make one, and hardly any
 * does: one whose workloads are known by a rule or a table makes none, and one of a registry has a slight
 * chance, where its values hold the name or are not all seen. Without that, one strange chart would hide
 * every release that is gone from its namespace.
 */
export function chanceOfFlux(
  reality: Reality,
  { kind, owner }: Unresolved,
  name: string,
): "real" | "slight" | "none" {
  const release = kind === "chart" && owner?.kind === "HelmRelease" ? findRelease(reality, owner) : undefined;
  if (release === undefined) return "real";
  if (release.workloads === "likely") return "none";
  if (!isOfRegistry(release) || release.chart?.name.includes("flux") === true) return "real";
  return release.valuesComplete && !JSON.stringify(release.values).includes(name) ? "none" : "slight";
}

function isOfRegistry({ chart, object: { content } }: HelmRelease): boolean {
  const kind =
    textAt(content, "spec", "chartRef", "kind") ??
    textAt(content, "spec", "chart", "spec", "sourceRef", "kind");
  return chart?.url !== undefined && kind !== undefined && registries.has(kind);
}
