import type { PolicyRule } from "../../mcp/server.ts";
import type { Permission } from "../../grammar/rbac.ts";

/**
 * The fewest rules of RBAC that allow exactly these permissions, in an order of their own: the same
 * permissions give the same rules, and one more changes only its own.
 */
export function rulesOf(permissions: readonly Permission[]): readonly PolicyRule[] {
  const verbs = new Map<string, Set<string>>();
  const keyOf = (one: Pick<Permission, "apiGroup" | "resource">, name: string | undefined): string =>
    JSON.stringify([one.apiGroup, one.resource, name ?? null]);
  for (const one of permissions) {
    const key = keyOf(one, one.name);
    const found = verbs.get(key) ?? new Set();
    for (const verb of one.verbs) found.add(verb);
    verbs.set(key, found);
  }
  // What every name may needs not be said of one.
  const atoms = [...verbs].flatMap(([key, found]) => {
    const [apiGroup, resource, name] = JSON.parse(key) as [string, string, string | null];
    const ofAll = name === null ? undefined : verbs.get(keyOf({ apiGroup, resource }, undefined));
    const left = [...found].filter((verb) => ofAll?.has(verb) !== true).sort();
    return left.length === 0 ? [] : [{ apiGroup, resource, name, verbs: left }];
  });
  const named = merged(
    atoms,
    ({ apiGroup, resource, name, verbs: said }) => [apiGroup, resource, name === null, said],
    ({ name }) => name,
  ).map(([{ apiGroup, resource, verbs: said }, names]) => ({
    apiGroup,
    resource,
    verbs: said,
    names: names.filter((name) => name !== null).sort(),
  }));
  return merged(
    named,
    ({ apiGroup, verbs: said, names }) => [apiGroup, said, names],
    ({ resource }) => resource,
  )
    .map(([{ apiGroup, verbs: said, names }, resources]): PolicyRule => {
      const rule = { apiGroups: [apiGroup], resources: [...resources].sort(), verbs: said };
      return names.length === 0 ? rule : { ...rule, resourceNames: names };
    })
    .sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

/** Values that have a key in common: the first of them, with one part of each. */
function merged<Value, Part>(
  values: readonly Value[],
  keyOf: (value: Value) => unknown,
  partOf: (value: Value) => Part,
): readonly (readonly [Value, Part[]])[] {
  const groups = new Map<string, [Value, Part[]]>();
  for (const value of values) {
    const key = JSON.stringify(keyOf(value));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value, [partOf(value)]]);
    else group[1].push(partOf(value));
  }
  return [...groups.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
