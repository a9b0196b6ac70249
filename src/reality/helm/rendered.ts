import type { HelmRelease, RealObject, Reality } from "../model.ts";
import { viewsOf } from "../flux/assemble.ts";
import { objectsOf, parseYaml, type YamlFile } from "../flux/parse.ts";
import { realObject } from "../flux/real-object.ts";
import type { Mapping } from "../value.ts";
import { inChart } from "./complaint.ts";

/** An object as helm printed it. */
export interface ChartObject {
  readonly object: Mapping;
  /** The template that made it, from the chart's folder. */
  readonly template: string | undefined;
}

/** What helm made of a release's chart. */
export interface RenderedChart {
  readonly objects: readonly ChartObject[];
  /** False where the cluster itself decides on some of it. */
  readonly isWhole: boolean;
}

/** Reads what `helm template` prints: documents, each below a comment with its template; `parse` reads one of them. */
export function readRendered(
  stdout: string,
  parse: (text: string) => YamlFile = parseYaml,
): readonly ChartObject[] {
  return stdout.split(/^---\s*$/m).flatMap((text): ChartObject[] => {
    const [, source] = /^# Source: (\S.*?)\s*$/m.exec(text) ?? [];
    const template = source === undefined ? undefined : inChart(source);
    return objectsOf(parse(text).documents).map(({ object }) => ({ object, template }));
  });
}

/** The release that a chart was rendered for. */
export interface RenderedRelease extends RenderedChart {
  readonly release: HelmRelease;
}

/**
 * A Reality that knows what helm rendered: for these releases it takes the place of what was guessed from
 * the chart's name, and of the note that the chart is not seen. What post-renderers change afterwards is
 * not known, nor what a release on another cluster makes in this one.
 */
export function withCharts(reality: Reality, rendered: readonly RenderedRelease[]): Reality {
  const seen = rendered.filter(({ release }) => !isElsewhere(release));
  if (seen.length === 0) return reality;
  const names = new Map(seen.map((one) => [nameOf(one.release), one]));
  const isOf = ({ owner }: Pick<RealObject, "owner">): boolean =>
    owner?.kind === "HelmRelease" && names.has(nameOf(owner));
  const isSure = (one: RenderedRelease): boolean => one.isWhole && isExact(one.release);
  const objects = seen.flatMap((one) => one.objects.map((made) => objectOf(one.release, made)));
  const views = viewsOf(objects);
  const keep = <T extends RealObject>(all: readonly T[], more: readonly T[]): readonly T[] => [
    ...all.filter((one) => !isOf(one)),
    ...more,
  ];
  return {
    ...reality,
    objects: [...reality.objects, ...objects],
    workloads: keep(reality.workloads, views.workloads),
    services: keep(reality.services, views.services),
    data: keep(reality.data, views.data),
    hosts: [...reality.hosts.filter(({ route }) => !isOf(route)), ...views.hosts],
    releases: reality.releases.map((release) => {
      const one = names.get(nameOf(release));
      return one === undefined ? release : { ...release, workloads: isSure(one) ? "exact" : "likely" };
    }),
    unresolved: reality.unresolved.flatMap((note) => {
      const one = note.owner?.kind === "HelmRelease" ? names.get(nameOf(note.owner)) : undefined;
      if (one === undefined || note.kind !== "chart") return [note];
      return isSure(one) ? [] : [{ ...note, message: partlyKnown(one) }];
    }),
  };
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function isElsewhere(release: HelmRelease): boolean {
  const spec = release.object.content?.["spec"];
  return typeof spec === "object" && spec !== null && "kubeConfig" in spec;
}

function isExact(release: HelmRelease): boolean {
  return release.object.confidence === "exact" && release.valuesComplete && !release.hasPostRenderers;
}

function partlyKnown({ release, isWhole }: RenderedRelease): string {
  const chart = release.chart?.name ?? "its chart";
  const why = !isWhole
    ? "depends on the APIs that the cluster has"
    : release.hasPostRenderers
      ? "is changed by post-renderers"
      : "depends on values that are not in the repository";
  return `HelmRelease \`${nameOf(release)}\`: what the chart \`${chart}\` makes ${why}`;
}

/** A template of a chart within the chart may be in an archive: then the HelmRelease is the place. */
function objectOf(release: HelmRelease, { object, template }: ChartObject): RealObject {
  const { provenance } = release.object;
  const folder = release.chart?.folder;
  const isFile = folder !== undefined && template?.startsWith("templates/") === true;
  const place = isFile ? { file: `${folder}/${template}`, line: 1 } : provenance;
  const made = realObject({
    object,
    file: place.file,
    line: place.line,
    owner: { kind: "HelmRelease", namespace: release.namespace, name: release.name },
    chain: provenance.chain,
    certain: isExact(release),
  });
  return made.namespace === "default" && !hasNamespace(object)
    ? { ...made, namespace: release.releaseNamespace }
    : made;
}

function hasNamespace({ metadata }: Mapping): boolean {
  return typeof metadata === "object" && metadata !== null && "namespace" in metadata;
}
