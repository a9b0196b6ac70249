import type { ButtonFacts } from "../evaluated/buttons.ts";
import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { tell, type Importing } from "./entries.ts";
import { uncategorized, type Manifests } from "./manifest-sets.ts";

/** Commands read variables when they run; nothing else in an inventory can. */
const commands = new Set(["run", "serve", "argv", "env"]);

/**
 * The facts with every field that came from the environment, but the commands, as it is where the variable is
 * not set: then it stands in the Tiltfile itself. Told for each; what is nothing without the variable goes.
 */
export function settledFacts(importing: Importing, marked: AllFacts, unset: AllFacts): AllFacts {
  return settled(importing, "resource", marked, unset);
}

/** The same for buttons. */
export function settledButtons(
  importing: Importing,
  marked: ReadonlyMap<string, ButtonFacts>,
  unset: ReadonlyMap<string, ButtonFacts>,
): ReadonlyMap<string, ButtonFacts> {
  return settled(importing, "button", marked, unset);
}

function settled<T extends Facts | ButtonFacts>(
  importing: Importing,
  what: string,
  marked: ReadonlyMap<string, T>,
  unset: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  const { variables, notes } = importing;
  const named = (names: readonly string[]): string => names.map((one) => `\`${one}\``).join(" and ");
  return new Map(
    [...marked].flatMap(([name, facts]): [string, T][] => {
      const inName = variables.within(name);
      if (inName.length > 0) {
        notes.push({ at: undefined, text: `a ${what} has its name from ${named(inName)}, and is left out` });
        return [];
      }
      const without = unset.get(name);
      const from = (Object.keys(facts) as (keyof T & string)[]).flatMap((field) => {
        const value: unknown = facts[field];
        const isKnown = commands.has(field) || value === undefined || value === null;
        const names = isKnown ? [] : variables.within(value);
        return names.length === 0 ? [] : [{ field, names }];
      });
      // What has no value without the variable is marked there too.
      const other =
        without !== undefined && from.some(({ field }) => variables.within([without[field]]).length > 0)
          ? undefined
          : without;
      for (const { field, names } of from)
        tell(
          importing,
          name,
          other === undefined ? "*" : field,
          other === undefined
            ? `its \`${field}\` comes from ${named(names)}, and nothing is there without: it is left out`
            : `its \`${field}\` comes from ${named(names)}: written as it is without, \`${JSON.stringify(other[field])}\``,
        );
      if (from.length === 0) return [[name, facts]];
      if (other === undefined) return [];
      return [[name, { ...facts, ...Object.fromEntries(from.map(({ field }) => [field, other[field]])) }]];
    }),
  );
}

/**
 * The objects that Tilt deploys, without those whose names come from the environment: an inventory names what
 * it deploys.
 */
export function settledObjects(importing: Importing, deployed: Manifests["deployed"]): Manifests["deployed"] {
  return new Map(
    [...deployed].map(([name, objects]) => {
      const named = objects.map((one) => ({
        one,
        from: importing.variables.within([one.kind, one.namespace, one.name]),
      }));
      const from = [...new Set(named.flatMap((one) => one.from))].map((one) => `\`${one}\``);
      if (from.length > 0)
        tell(importing, name, "*", `what it deploys has names from ${from.join(" and ")}, and is left out`);
      const rest = named.filter((each) => each.from.length === 0).map(({ one }) => one);
      return [name, from.length > 0 && name !== uncategorized ? [] : rest];
    }),
  );
}
