import type { Grant } from "./grants.ts";

/** Which entry needs what: a line for each entry. */
export function reasonsOf(grants: readonly Grant[]): readonly string[] {
  return ["", "Who needs what:", ...byKey(grants, (one) => one.by, whatOf)];
}

/** What holds for every name in the namespace, or in the cluster, and why it could not be narrowed. */
export function unnarrowedIn(grants: readonly Grant[]): readonly string[] {
  const wide = grants.filter((one) => one.unnamed !== undefined);
  if (wide.length === 0) return [];
  return ["", "Not narrowed to names:", ...byKey(wide, (one) => one.unnamed ?? "", whatOf)];
}

/** `get apps/deployments web`, as `kubectl auth can-i` takes it. */
function whatOf({ verbs, apiGroup, resource, name }: Grant): string {
  const [plural = "", sub] = resource.split("/");
  const kind = `${plural}${apiGroup === "" ? "" : `.${apiGroup}`}${sub === undefined ? "" : `/${sub}`}`;
  return `${verbs.join(",")} ${kind}${name === undefined ? "" : ` ${name}`}`;
}

function byKey(
  grants: readonly Grant[],
  keyOf: (grant: Grant) => string,
  textOf: (grant: Grant) => string,
): readonly string[] {
  const groups = new Map<string, Set<string>>();
  for (const one of grants) {
    const group = groups.get(keyOf(one)) ?? new Set();
    group.add(textOf(one));
    groups.set(keyOf(one), group);
  }
  return [...groups].map(([key, texts]) => `  ${oneLine(key)}: ${[...texts].map(oneLine).join("; ")}`);
}

/** A comment ends with its line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
