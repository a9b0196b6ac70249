import { posix } from "node:path";
import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { entry, inCluster, shown, type Entry, type Importing } from "./entries.ts";
import type { Applied, Manifests } from "./manifest-sets.ts";
import type { ImportedSet } from "./parts.ts";
import { path } from "./path.ts";
import type { ImportedResource } from "./workload.ts";

/** Attaches of several objects, as parts of the sets that Flux has them in. */
export interface Observed {
  readonly sets: readonly ImportedSet[];
  readonly resources: ReadonlyMap<string, ImportedResource>;
}

/**
 * An attach names no manifests. Where the repository says that one Kustomization applies all that it watches,
 * that one's folder is the set; it may be one of `known`. What `--develop` deploys is of a set already.
 */
export function importObserved(
  importing: Importing,
  facts: AllFacts,
  manifests: Manifests,
  known: readonly ImportedSet[],
  developed: ReadonlySet<string>,
): Observed {
  const sets: ImportedSet[] = [];
  const resources = new Map<string, ImportedResource>();
  for (const [name, one] of facts) {
    const { objects, namespace } = watchedBy(one);
    if (objects.length < 2 || developed.has(name)) continue;
    const applied = objects.map(([kind, object]) => manifests.applied(kind, namespace ?? "", object));
    const [first] = applied;
    if (first === undefined || applied.some((each) => each?.owner !== first.owner)) continue;
    const all = [...known, ...sets];
    const written = sourceOf(first, applied);
    const set = all.find((each) => each.namespace === namespace && isSameSource(each.entry, written)) ?? {
      name: newName(first, [...facts.keys(), ...all.map((each) => each.name)]),
      namespace,
      entry: written,
    };
    if (!all.includes(set)) sets.push(set);
    const isWaiting = one.readiness === "wait";
    resources.set(name, {
      kind: "part",
      set: set.name,
      namespace,
      action: { namespace, fluxNamespace: "flux-system" },
      entry: entry({
        objects: objects.map(([kind, object]) => `${object}:${kind}`),
        ...shown(importing, name, one),
        ...inCluster(importing, name, { ...one, readiness: "wait" }),
        readiness: isWaiting ? "wait" : undefined,
      }),
    });
  }
  return { sets, resources };
}

/** The objects of `kubectl get -o=yaml kind/name … [-n namespace]`. */
function watchedBy({ apply = [] }: Facts): {
  readonly objects: readonly (readonly [kind: string, name: string])[];
  readonly namespace: string | undefined;
} {
  const [program, word, , ...words] = apply;
  const at = words.indexOf("-n");
  const written = program === "kubectl" && word === "get" ? (at < 0 ? words : words.slice(0, at)) : [];
  return {
    objects: written.flatMap((one) => {
      const [kind = "", name] = one.split("/");
      return name === undefined ? [] : [[kind.toLowerCase(), name] as const];
    }),
    namespace: at < 0 ? undefined : words[at + 1],
  };
}

function sourceOf({ owner, kustomize }: Applied, applied: readonly (Applied | undefined)[]): Entry {
  const files = [...new Set(applied.flatMap((one) => one?.file ?? []))].sort();
  return entry({
    kustomize: kustomize === undefined ? undefined : path(kustomize),
    files: kustomize === undefined ? files.map(path) : undefined,
    flux: owner.replace(/^flux-system\//, ""),
  });
}

function isSameSource(one: Entry, other: Entry): boolean {
  return ["kustomize", "files", "flux"].every(
    (key) => JSON.stringify(one[key]) === JSON.stringify(other[key]),
  );
}

function newName({ owner }: Applied, taken: readonly string[]): string {
  const stem = posix.basename(owner);
  const choices = [stem, ...taken.map((_, index) => `${stem}-${index + 2}`)];
  return choices.find((one) => !taken.includes(one)) ?? stem;
}
