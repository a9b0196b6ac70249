import { workloadKind } from "../../grammar/kubernetes.ts";
import type { ManifestSet } from "../../dashboard/model.ts";
import { mappingAt, textAt, textsAt, type Mapping } from "../../reality/value.ts";
import { at, spanAt, type Origin } from "../../source/origin.ts";
import { resourceNames, resourcesOf } from "../parts.ts";
import type { RenderedSet, Rule, Tell } from "../rule.ts";
import { copyRefusal } from "./copy-refusals.ts";
import { runsPods } from "./evidence.ts";
import { inside } from "./places.ts";

export const privateCopy: Rule = {
  code: "FT640",
  severity: "error",
  asks: "reality",
  title: "a private copy does not load",
  why: "Tilt fails on a copy that lacks what the inventory names, and the Tiltfile refuses objects that would reach beyond the copy's namespace.",
  wrong:
    "manifests: { web: { files: [web.yaml], flux: false, isolate: dev, resources: { w: deployment/wbe } } }",
  right:
    "manifests: { web: { files: [web.yaml], flux: false, isolate: dev, resources: { w: deployment/web } } }",
  check: ({ dashboard, rendered }, tell) => {
    const first = new Map<string, ManifestSet>();
    const taken = new Map(resourceNames(dashboard).map((one) => [one.name, one.origin]));
    for (const set of resourcesOf(dashboard)) {
      if (set.kind !== "manifests" || set.isolate === undefined) continue;
      const found = rendered?.(set);
      if (found === undefined || found.broken !== undefined) continue;
      tellRefused(set, found, tell);
      tellTwice(set, found, first, tell);
      tellTaken(set, found, taken, tell);
      if (!found.isPartial && found.objects.length > 0) tellMissing(set, found, tell);
    }
  },
};

function tellRefused(set: ManifestSet, { objects }: RenderedSet, tell: Tell): void {
  const hosts = new Set(set.hosts.map(([from]) => from));
  for (const object of objects) {
    const refusal = copyRefusal(object, hosts);
    if (refusal === undefined) continue;
    const called = `${textAt(object, "kind") ?? "an object"} \`${textAt(object, "metadata", "name") ?? ""}\``;
    tell(
      inside(set.origin, "isolate"),
      `there can be no private copy of \`${set.name}\`: ${called} ${refusal}`,
    );
  }
}

/** Tilt fails on an object that it is given twice. `first` remembers who holds what. */
function tellTwice(
  set: ManifestSet,
  { objects }: RenderedSet,
  first: Map<string, ManifestSet>,
  tell: Tell,
): void {
  const shared = new Map<ManifestSet, string>();
  for (const object of objects) {
    const kind = textAt(object, "kind") ?? "";
    const name = textAt(object, "metadata", "name") ?? "";
    const group = (textAt(object, "apiVersion") ?? "").split("/").slice(0, -1).join("/");
    const identity = JSON.stringify([set.isolate, group, kind, name]);
    const before = first.get(identity);
    if (before === undefined) first.set(identity, set);
    // FT331 tells workloads that both show.
    else if (kind !== "Namespace" && !(shows(set, kind, name) && shows(before, kind, name)))
      shared.set(before, shared.get(before) ?? `${kind} \`${name}\``);
  }
  for (const [before, object] of shared)
    tell(
      inside(set.origin, "isolate"),
      before === set
        ? `the manifests of \`${set.name}\` hold ${object} twice`
        : `${object} would be copied into \`${set.isolate ?? ""}\` by \`${before.name}\` too`,
      before === set
        ? {}
        : {
            related: [{ message: "the other copy", span: spanAt(inside(before.origin, "isolate")) }],
            help: "give each copy a namespace of its own",
          },
    );
}

/** A workload of the copy that no entry shows becomes a resource too; see `place` of isolate.star. */
function tellTaken(set: ManifestSet, { objects }: RenderedSet, taken: Map<string, Origin>, tell: Tell): void {
  const unnamed = objects
    .map((object) => ({
      kind: textAt(object, "kind") ?? "",
      name: textAt(object, "metadata", "name") ?? "",
    }))
    .filter(({ kind, name }) => runsPods(kind.toLowerCase()) && !shows(set, kind, name));
  const counts = new Map<string, number>();
  for (const { name } of unnamed) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { kind, name } of unnamed) {
    const resource = [set.name, ...(counts.get(name) === 1 ? [] : [kind.toLowerCase()]), name].join(":");
    const before = taken.get(resource);
    taken.set(resource, set.origin);
    if (before !== undefined && before !== set.origin)
      tell(set.origin, `the copy of ${kind} \`${name}\` would be called \`${resource}\`, which is taken`, {
        target: "key",
        related: [{ message: "declared here", span: spanAt(before, "key") }],
        help: `give the copy an entry under \`resources\`: \`${kind.toLowerCase()}/${name}\``,
      });
  }
}

function shows(set: ManifestSet, kind: string, name: string): boolean {
  return set.resources.some(
    ({ target }) => target?.name === name && workloadKind(target.kind) === kind.toLowerCase(),
  );
}

function tellMissing(set: ManifestSet, { objects }: RenderedSet, tell: Tell): void {
  const workloads = new Set<string>();
  const others = new Map<string, Mapping>();
  for (const object of objects) {
    const kind = (textAt(object, "kind") ?? "").toLowerCase();
    const name = textAt(object, "metadata", "name") ?? "";
    if (runsPods(kind)) workloads.add(`${kind}/${name}`);
    // A copy has no Namespace objects.
    else if (kind !== "namespace") others.set(`${name}:${kind}`, object);
  }
  const pods = objects.map(podLabels).filter((labels) => labels !== undefined);
  const claimed = new Map<string, Origin>();
  const lacks = (word: string): string =>
    `the manifests of \`${set.name}\` hold no \`${word}\` that could be copied`;
  for (const { target, objects: written, origin } of set.resources) {
    const word = target === undefined ? undefined : `${workloadKind(target.kind)}/${target.name}`;
    if (word !== undefined && !workloads.has(word))
      tell(inside(origin, "target"), lacks(word), { near: (guesses) => guesses.didYouMean(word, workloads) });
    for (const [index, object] of written.entries()) {
      const [name = "", kind = ""] = object.split(":");
      const fragment = `${name}:${kind.toLowerCase()}`;
      const found = others.get(fragment);
      const place = at(origin, "objects", index);
      if (found === undefined)
        tell(place, lacks(fragment), { near: (guesses) => guesses.didYouMean(fragment, others.keys()) });
      else if (goesWith(found, pods))
        tell(place, `Tilt shows the Service \`${name}\` with the workload that it selects`, {
          help: "take it out of `objects`",
        });
      const before = claimed.get(fragment);
      claimed.set(fragment, place);
      if (before !== undefined)
        tell(place, `\`${fragment}\` has a place already: Tilt gives each object to one resource`, {
          related: [{ message: "claimed here", span: spanAt(before) }],
        });
    }
  }
}

/** The labels of a workload's pods, where it has some. */
function podLabels(object: Mapping): Readonly<Record<string, string>> | undefined {
  const template =
    textAt(object, "kind") === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
  return mappingAt(object, ...template) === undefined
    ? undefined
    : textsAt(object, ...template, "metadata", "labels");
}

/** Whether Tilt puts a Service under a workload by itself: where it selects the workload's pods. */
function goesWith(object: Mapping, pods: readonly Readonly<Record<string, string>>[]): boolean {
  if (textAt(object, "kind") !== "Service") return false;
  const selector = Object.entries(textsAt(object, "spec", "selector"));
  return (
    selector.length > 0 && pods.some((labels) => selector.every(([key, value]) => labels[key] === value))
  );
}
