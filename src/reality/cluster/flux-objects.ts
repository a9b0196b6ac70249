import type { FluxKustomization, HelmRelease, RealObject } from "../model.ts";
import { readRelease } from "../flux/release.ts";
import { parseYaml } from "../flux/parse.ts";
import { joinPath } from "../flux/paths.ts";
import type { Sources } from "../flux/sources.ts";
import { entriesAt, listAt, mappingAt, textAt } from "../value.ts";
import { goesElsewhere } from "./inventory.ts";

/** A Kustomization as the cluster has it. What it substitutes from ConfigMaps and Secrets is not read. */
export function readKustomization(object: RealObject): FluxKustomization {
  const content = object.content ?? {};
  const spec = mappingAt(content, "spec") ?? {};
  const inline = entriesAt(spec, "postBuild", "substitute").flatMap(([name]) => {
    const value = textAt(spec, "postBuild", "substitute", name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    namespace: object.namespace,
    name: object.name,
    provenance: object.provenance,
    suspended: spec["suspend"] === true,
    folder: joinPath("", textAt(spec, "path") ?? ""),
    state: goesElsewhere(content) ? "remote" : isPathMissing(object) ? "missing" : "built",
    spec,
    substitutions: new Map(inline),
  };
}

/** What kustomize-controller says of a folder that its source does not hold. */
function isPathMissing({ content }: RealObject): boolean {
  return listAt(content, "status", "conditions").some(
    (one) =>
      textAt(one, "type") === "Ready" &&
      textAt(one, "status") === "False" &&
      textAt(one, "message")?.includes("kustomization path not found") === true,
  );
}

/** A HelmRelease as the cluster has it: the version of its chart is the one that was deployed. */
export function readLiveRelease(object: RealObject, sources: Sources): HelmRelease {
  const release = readRelease(object, { sources, data: new Map(), parse: parseYaml, origin: "" }, undefined);
  const [deployed] = listAt(object.content, "status", "history");
  const version = textAt(deployed, "chartVersion");
  // For a chart of an OCIRepository Flux puts the digest behind the version.
  const isDigested = textAt(deployed, "ociDigest") !== undefined;
  const bare = isDigested ? version?.replace(/\+.*$/, "") : version;
  const { chart } = release;
  return {
    ...release,
    chart: chart && { ...chart, version: bare ?? chart.version },
    workloads: "live",
  };
}
