import type { PolicyRule } from "../mcp/server.ts";
import { at, type Origin } from "../source/origin.ts";

/** A part of a rule of RBAC that grants too much. */
export interface Excess {
  readonly place: Origin;
  readonly message: string;
}

/** What a resource or a verb gives whoever has it; undefined where that is no excess. */
export interface Sayings {
  readonly resource?: (resource: string, isOfCore: boolean) => string | undefined;
  readonly verb: (verb: string) => string | undefined;
}

/** What of a rule is more than can be told beforehand, and what `says` something about. */
export function excessesOf(rule: PolicyRule, origin: Origin, says: Sayings): Excess[] {
  const { apiGroups, resources, verbs } = rule;
  const isOfCore = apiGroups.some((group) => group === "" || group === "*");
  const told = (key: string, index: number, word: string, does: string | undefined): Excess[] =>
    does === undefined ? [] : [{ place: at(origin, key, index), message: `\`${word}\` ${does}` }];
  return [
    ...apiGroups.flatMap((group, index) =>
      told("apiGroups", index, group, group === "*" ? "is every group there is" : undefined),
    ),
    ...resources.flatMap((resource, index) => {
      const isAny = resource.includes("*");
      const does = isAny ? "is every resource, also those to come" : says.resource?.(resource, isOfCore);
      return told("resources", index, resource, does);
    }),
    ...verbs.flatMap((verb, index) => told("verbs", index, verb, says.verb(verb))),
  ];
}
