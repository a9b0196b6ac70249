import { listAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";
import type { Unresolved } from "../model.ts";
import type { Failure, Fatal } from "./failure.ts";
import { getRaw, listAll, type Client } from "./listing.ts";
import { resourceName, type Resource } from "./resources.ts";
import type { Fallback } from "./rights.ts";

/** The objects of one kind, and what of it could not be seen. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly notes: readonly Unresolved[];
  /** How the cluster took the question: it has no such kind, or does not list it, or not for this user. */
  readonly standing: "listed" | "absent" | "unlisted";
}

export type Outcome<T> = Listed<T> | { readonly fatal: Fatal };

/** API versions by group, the preferred one first. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/**
 * The groups that the cluster serves. Every user may ask that, unless somebody took the right away: then
 * undefined, and each kind is simply tried.
 */
export async function readGroups(
  client: Client,
): Promise<{ readonly groups: Groups | undefined } | { readonly fatal: Fatal }> {
  const answer = await getRaw(client, "/apis");
  if ("failure" in answer) {
    const { failure } = answer;
    return failure.kind === "fatal" ? { fatal: failure } : { groups: undefined };
  }
  const groups = new Map<string, readonly string[]>();
  for (const group of listAt(answer.value, "groups")) {
    const preferred = textAt(group, "preferredVersion", "version");
    const all = listAt(group, "versions").flatMap((one) => textAt(one, "version") ?? []);
    const first = preferred === undefined ? [] : [preferred];
    groups.set(textAt(group, "name") ?? "", [...new Set([...first, ...all])]);
  }
  return { groups };
}

/** Versions to try where the cluster does not tell which it has. */
const usual: Readonly<Record<string, readonly string[]>> = {
  "kustomize.toolkit.fluxcd.io": ["v1"],
  "helm.toolkit.fluxcd.io": ["v2"],
  "traefik.io": ["v1alpha1"],
  "traefik.containo.us": ["v1alpha1"],
  "keda.sh": ["v1alpha1"],
  "http.keda.sh": ["v1alpha1"],
  autoscaling: ["v2", "v1"],
};

/** More versions no group serves: each is tried until one has the kind. */
const mostVersions = 8;

function versionsOf(groups: Groups | undefined, group: string): readonly string[] {
  if (group === "") return ["v1"];
  if (groups === undefined) return usual[group] ?? ["v1"];
  return (groups.get(group) ?? []).slice(0, mostVersions);
}

/**
 * Lists one kind in the whole cluster, or, where that is forbidden, in the namespaces that allow it. A kind that
 * the cluster does not have has no objects.
 */
export async function survey(
  client: Client,
  groups: Groups | undefined,
  resource: Resource,
  fallback: Fallback,
): Promise<Outcome<Mapping>> {
  for (const version of versionsOf(groups, resource.group)) {
    const { group, kind, plural } = resource;
    const apiVersion = group === "" ? version : `${group}/${version}`;
    const base = group === "" ? `/api/${version}` : `/apis/${apiVersion}`;
    const typed = (items: readonly Mapping[]): readonly Mapping[] =>
      items.map((item) => ({ ...item, apiVersion, kind }));
    const list = async (
      namespace?: string,
    ): Promise<{ items: readonly Mapping[] } | { failure: Failure }> => {
      const within = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
      const answer = await listAll(client, `${base}${within}/${plural}`);
      return "failure" in answer ? answer : { items: typed(answer.items) };
    };
    const found = await everywhere(resource, list, fallback);
    if (found !== undefined) return found;
  }
  return { items: [], notes: [], standing: "absent" };
}

/**
 * Asks for a kind in the whole cluster, or, where that is forbidden, in the namespaces that allow it. Undefined
 * where the cluster has no such kind.
 */
export async function everywhere<T>(
  resource: Resource,
  list: (namespace?: string) => Promise<{ readonly items: readonly T[] } | { readonly failure: Failure }>,
  fallback: Fallback,
): Promise<Outcome<T> | undefined> {
  const all = await list();
  if ("items" in all) return { ...all, notes: [], standing: "listed" };
  if (all.failure.kind === "fatal") return { fatal: all.failure };
  if (all.failure.kind === "absent") return undefined;
  if (all.failure.kind !== "forbidden" || resource.isClusterWide === true)
    return { items: [], notes: [noteOf(resource, all.failure, [])], standing: "unlisted" };
  const items: T[] = [];
  const seen: string[] = [];
  const answers = await Promise.all(
    (await fallback(resource)).map(async (namespace) => [namespace, await list(namespace)] as const),
  );
  for (const [namespace, answer] of answers) {
    if ("items" in answer) {
      items.push(...answer.items);
      seen.push(namespace);
    } else if (answer.failure.kind === "fatal") return { fatal: answer.failure };
  }
  return {
    items,
    notes: [noteOf(resource, all.failure, seen)],
    standing: seen.length > 0 ? "listed" : "unlisted",
  };
}

function noteOf(resource: Resource, failure: Failure, seen: readonly string[]): Unresolved {
  const called = `\`${resourceName(resource)}\``;
  const but = seen.length === 0 ? "" : ` but in ${seen.map((one) => `\`${one}\``).join(", ")}`;
  return {
    kind: failure.kind === "forbidden" ? "forbidden" : "unread",
    message: whyNot(failure, called, but),
    file: undefined,
    line: undefined,
    owner: undefined,
    hides: "anywhere",
    except: seen,
    kinds: [resource.kind],
  };
}

function whyNot(failure: Failure, called: string, but: string): string {
  if (failure.kind === "refused") return `the cluster does not list ${called}: ${failure.said}`;
  if (failure.kind === "expired") return `the list of ${called} is too old again and again`;
  return `you may not list ${called}${but}`;
}
