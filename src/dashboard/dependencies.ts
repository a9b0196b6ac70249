import { at, spanAt, type Origin } from "../source/origin.ts";
import * as kinds from "./kinds.ts";
import type { Dependency } from "./model.ts";
import { resolved, tell, type Scope } from "./scope.ts";

/** Follows `dependsOn`: the group's own keys first, then full names; what fits both is not decided here. */
export function resolveDependencies(
  scope: Scope,
  written: readonly string[] | undefined,
  origin: Origin,
): readonly Dependency[] {
  const { byGroup, byName, sets } = scope.resolution.names;
  const own = scope.group === undefined ? undefined : byGroup.get(scope.group);
  return resolved(written ?? [], (reference, index): Dependency | undefined => {
    const place = at(origin, "dependsOn", index);
    const inGroup = own?.get(reference) ?? [];
    const named = byName.get(reference);
    // The key of another entry is hardly ever a full name too.
    const candidates =
      named === undefined ? inGroup : [...inGroup, ...named.filter((found) => !inGroup.includes(found))];
    const [found, second] = candidates;
    if (found === undefined) {
      const shown = sets.get(`${scope.group ?? ""}\0${reference}`) ?? sets.get(reference);
      const help =
        shown === undefined
          ? undefined
          : `it is a set of manifests: name what it shows, ${shown.map((name) => `\`${name}\``).join(", ")}`;
      tell(scope, kinds.unknownDependency, place, `no resource is called \`${reference}\``, {
        help,
        near: (guesses) =>
          shown === undefined
            ? guesses.didYouMean(
                reference,
                others(origin, [...(own?.keys() ?? []), ...byName.keys()], scope.prefix),
              )
            : undefined,
      });
      return undefined;
    }
    if (second !== undefined && second.name !== found.name) {
      tell(
        scope,
        kinds.ambiguousDependency,
        place,
        `\`${reference}\` could be ${candidates.map((one) => `\`${one.name}\``).join(" or ")}`,
        {
          related: candidates.map((one) => ({
            message: `\`${one.name}\` is declared here`,
            span: spanAt(one.origin, "key"),
          })),
          help: "give the full name, or another key",
        },
      );
      return undefined;
    }
    return { name: found.name, tiltfile: found.tiltfile, origin: place };
  });
}

/** The names of everything but the entry itself. */
function others(origin: Origin, names: readonly string[], prefix: string): readonly string[] {
  const key = String(origin.path.at(-1));
  const full = `${prefix}${key}`;
  return names.filter((name) => name !== key && name !== full);
}
