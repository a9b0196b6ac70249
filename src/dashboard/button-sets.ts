import type * as z from "zod";
import type { Diagnostic, Related } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { FragmentFile, RootFile } from "../inventory/file.ts";
import { shapeDiagnostics } from "../inventory/issues.ts";
import { button as buttonSchema, type buttonsFrom } from "../inventory/schema/button.ts";
import { at, entriesAt, spanAt, type Origin } from "../source/origin.ts";
import * as kinds from "./kinds.ts";
import { resolved, tell, tellOf } from "./scope.ts";
import type { DeclaredSet, FileScope, FilledButton, Placed, Resolution, Scope } from "./scope.ts";

export type UsedSets = z.output<typeof buttonsFrom>;

/** The sets of all files by name; a name that is taken is told (FT219). */
export function collectSets(
  files: readonly (RootFile | FragmentFile)[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, DeclaredSet> {
  const sets = new Map<string, DeclaredSet>();
  for (const file of files)
    for (const [key, set, origin] of entriesAt(at(file.origin, "buttonSets"), file.body.buttonSets)) {
      const before = sets.get(key);
      if (before === undefined) sets.set(key, { set, file, origin, filled: new Map() });
      else
        diagnostics.push(
          report(kinds.twiceDeclaredSet, `the button set \`${key}\` is declared already`, {
            span: spanAt(origin, "key"),
            related: [{ message: "first declared here", span: spanAt(before.origin, "key") }],
            help: "give one of them another name",
          }),
        );
    }
  return sets;
}

/**
 * Holds the buttons of sets that nobody uses against the schema, with each parameter's own name as its
 * value. What stands where a parameter goes is left alone: only a real value can be right or wrong.
 */
export function checkUnusedSets(scope: Scope): void {
  const { sets, usedSets, diagnostics } = scope.resolution;
  for (const [name, { set, origin: declared }] of sets) {
    if (usedSets.has(name)) continue;
    const params = Object.fromEntries(set.params.map((param) => [param, param]));
    for (const [, raw, origin] of entriesAt(at(declared, "buttons"), set.buttons)) {
      const result = buttonSchema.safeParse(fillIn(raw, params));
      if (result.success) continue;
      for (const diagnostic of shapeDiagnostics(result.error, origin.source, buttonSchema, origin.path)) {
        const { span } = diagnostic;
        const place = span === undefined ? "" : origin.source.text.slice(span.start.offset, span.end.offset);
        if (!set.params.some((param) => place.includes(`{${param}}`))) diagnostics.push(diagnostic);
      }
    }
  }
}

/** The parameters of a set that is used by its name alone. */
const none: Readonly<Record<string, string>> = {};

/** The buttons of the sets that an entry takes over, with their parameters filled in. */
export function fromSets(scope: Scope, used: UsedSets, origin: Origin): readonly Placed[] {
  if (used === undefined) return [];
  return used.flatMap((use, index) => {
    const place = at(origin, "buttonsFrom", index);
    const { set: name, params } = typeof use === "string" ? { set: use, params: none } : use;
    scope.resolution.usedSets.add(name);
    const declared = scope.resolution.sets.get(name);
    if (declared === undefined) {
      const named = typeof use === "string" ? place : at(place, "set");
      tell(scope, kinds.unknownButtonSet, named, `no button set is called \`${name}\``, {
        near: (guesses) => guesses.didYouMean(name, scope.resolution.sets.keys()),
      });
      return [];
    }
    if (!checkParameters(scope, declared, name, params, place)) return [];
    return expandSet(scope, declared, params, place);
  });
}

function checkParameters(
  scope: Scope,
  declared: DeclaredSet,
  name: string,
  params: Readonly<Record<string, string>>,
  place: Origin,
): boolean {
  const declaredHere = (): Related[] => [
    { message: "the set is declared here", span: spanAt(declared.origin, "key") },
  ];
  const missing = declared.set.params.filter((param) => !Object.hasOwn(params, param));
  for (const param of missing)
    tell(
      scope,
      kinds.buttonSetParameter,
      place,
      `the button set \`${name}\` needs the parameter \`${param}\``,
      { related: declaredHere() },
    );
  const unknown = Object.keys(params).filter((param) => !declared.set.params.includes(param));
  for (const param of unknown)
    tell(
      scope,
      kinds.buttonSetParameter,
      at(place, "params", param),
      `the button set \`${name}\` has no parameter \`${param}\``,
      {
        target: "key",
        related: declaredHere(),
        near: (guesses) => guesses.didYouMean(param, declared.set.params),
      },
    );
  return missing.length === 0 && unknown.length === 0;
}

/**
 * A set's buttons are held against the schema only here: `{name}` may stand where the grammar wants
 * the name of an object, and only the text that a parameter gives can be right or wrong.
 */
function expandSet(
  scope: Scope,
  declared: DeclaredSet,
  params: Readonly<Record<string, string>>,
  use: Origin,
): readonly Placed[] {
  return resolved(filledIn(scope.resolution, declared, params), (filled) => {
    if ("written" in filled) return filled;
    const { origin, error } = filled;
    const related = [{ message: "the set is used here", span: spanAt(use) }];
    for (const diagnostic of shapeDiagnostics(error, origin.source, buttonSchema, origin.path))
      tellOf(scope, { ...diagnostic, related: [...(diagnostic.related ?? []), ...related] });
    return undefined;
  });
}

function filledIn(
  resolution: Resolution,
  { set, file, origin: declared, filled }: DeclaredSet,
  params: Readonly<Record<string, string>>,
): readonly FilledButton[] {
  // Most uses give none, and are not asked for the text of them.
  const given = params === none ? "{}" : JSON.stringify(params);
  const known = filled.get(given);
  if (known !== undefined) return known;
  const scope: FileScope = { resolution, file };
  const buttons = entriesAt(at(declared, "buttons"), set.buttons).map(([key, raw, origin]): FilledButton => {
    const { data, error } = buttonSchema.safeParse(fillIn(raw, params));
    return error === undefined ? { key, written: data, origin, scope, fromSet: true } : { origin, error };
  });
  filled.set(given, buttons);
  return buttons;
}

/** Replaces `{param}` in every text; braces around anything else stay, and so does the shell's `${NAME}`. */
function fillIn(value: unknown, params: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string")
    return value.replace(/(?<!\$)\{([A-Za-z][A-Za-z0-9_]*)\}/g, (whole, name: string) =>
      Object.hasOwn(params, name) ? (params[name] ?? whole) : whole,
    );
  if (Array.isArray(value)) return value.map((item) => fillIn(item, params));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, params)]));
  return value;
}
