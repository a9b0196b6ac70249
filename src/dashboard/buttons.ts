import type * as z from "zod";
import type { ActionContext } from "../actions/action.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import {
  button as buttonSchema,
  type buttonsFrom,
  type WrittenButton,
  type WrittenInput,
} from "../inventory/schema/button.ts";
import { shapeDiagnostics } from "../inventory/issues.ts";
import { at, entriesAt, spanAt, type Origin } from "../source/origin.ts";
import { resolveCommand } from "./commands.ts";
import * as kinds from "./kinds.ts";
import type { Button, Input } from "./model.ts";
import { tell, usePath, type DeclaredSet, type Scope } from "./scope.ts";

type UsedSets = z.output<typeof buttonsFrom>;

interface Placed {
  readonly key: string;
  readonly written: WrittenButton;
  readonly origin: Origin;
  readonly scope: Scope;
}

/** What an entry says of its buttons. */
export interface WrittenButtons {
  readonly buttons?: Readonly<Record<string, WrittenButton>> | undefined;
  readonly buttonsFrom?: UsedSets;
}

/**
 * The buttons of a resource (`resource` is its full name) or of the nav bar (undefined): those of the
 * sets that it takes over, then its own; its own replace a set's button of the same key.
 */
export function resolveButtons(
  scope: Scope,
  written: WrittenButtons,
  origin: Origin,
  context: ActionContext,
  resource: string | undefined,
  inherited: readonly Placed[] = [],
): readonly Button[] {
  const placed = new Map<string, Placed>();
  for (const one of inherited) placed.set(one.key, one);
  for (const one of fromSets(scope, written.buttonsFrom, origin)) placed.set(one.key, one);
  for (const [key, button, place] of entriesAt(at(origin, "buttons"), written.buttons))
    placed.set(key, { key, written: button, origin: place, scope });
  return [...placed.values()].flatMap((one) => resolveButton(one, context, resource) ?? []);
}

/** The buttons of the sets that an entry takes over, with their parameters filled in. */
export function fromSets(scope: Scope, used: UsedSets, origin: Origin): readonly Placed[] {
  return (used ?? []).flatMap((use, index) => {
    const place = at(origin, "buttonsFrom", index);
    const { set: name, params } = typeof use === "string" ? { set: use, params: {} } : use;
    const declared = scope.resolution.sets.get(name);
    if (declared === undefined) {
      tell(scope, kinds.unknownButtonSet, place, `no button set is called \`${name}\``, {
        help: didYouMean(name, scope.resolution.sets.keys()),
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
  const related = [{ message: "the set is declared here", span: spanAt(declared.origin, "key") }];
  const missing = declared.set.params.filter((param) => !Object.hasOwn(params, param));
  for (const param of missing)
    tell(
      scope,
      kinds.buttonSetParameter,
      place,
      `the button set \`${name}\` needs the parameter \`${param}\``,
      { related },
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
        related,
        help: didYouMean(param, declared.set.params),
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
): Placed[] {
  const inSet: Scope = { ...scope, file: declared.file };
  return entriesAt(at(declared.origin, "buttons"), declared.set.buttons).flatMap(([key, raw, origin]) => {
    const result = buttonSchema.safeParse(fillIn(raw, params));
    if (result.success) return [{ key, written: result.data, origin, scope: inSet }];
    const related = [{ message: "the set is used here", span: spanAt(use) }];
    for (const diagnostic of shapeDiagnostics(result.error, origin.source, buttonSchema, origin.path))
      scope.resolution.diagnostics.push({
        ...diagnostic,
        related: [...(diagnostic.related ?? []), ...related],
      });
    return [];
  });
}

/** Replaces `{param}` in every text; braces around anything else stay. */
function fillIn(value: unknown, params: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string")
    return value.replace(/\{([A-Za-z][A-Za-z0-9_]*)\}/g, (whole, name: string) =>
      Object.hasOwn(params, name) ? (params[name] ?? whole) : whole,
    );
  if (Array.isArray(value)) return value.map((item) => fillIn(item, params));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, params)]));
  return value;
}

function resolveButton(
  placed: Placed,
  context: ActionContext,
  resource: string | undefined,
): Button | undefined {
  const { key, origin, scope } = placed;
  const written = typeof placed.written === "string" ? { do: placed.written } : placed.written;
  const command = resolveCommand(scope, written.do, context, written, origin, "do");
  if (command === undefined) return undefined;
  if (written.icon !== undefined && written.svg !== undefined)
    tell(scope, kinds.twoIcons, at(origin, "svg"), "a button has one icon, not `icon` and `svg`", {
      target: "key",
    });
  const inputs = entriesAt(at(origin, "inputs"), written.inputs).map(([name, input, place]) =>
    resolveInput(name, input, place),
  );
  const asked = command.questions.filter(({ variable }) => !inputs.some((input) => input.name === variable));
  return {
    name: written.name ?? (resource === undefined ? key : `${resource}:${key}`),
    text: written.text ?? command.action.text ?? key,
    description: written.description,
    icon: written.svg === undefined ? (written.icon ?? command.action.icon) : undefined,
    svg:
      written.svg === undefined ? undefined : usePath(scope, written.svg, at(origin, "svg"), "icon", "file"),
    command,
    inputs: [
      ...inputs,
      ...asked.map((question) => ({
        kind: "text" as const,
        name: question.variable,
        label: question.label,
        default: question.default,
        placeholder: "",
        origin: command.origin,
      })),
    ],
    confirm: written.confirm ?? command.action.destructive,
    disabled: written.disabled ?? false,
    origin,
  };
}

function resolveInput(name: string, written: WrittenInput, origin: Origin): Input {
  if (typeof written === "string")
    return { kind: "text", name, label: "", default: written, placeholder: "", origin };
  if (typeof written === "boolean")
    return { kind: "bool", name, label: "", default: written, true: "true", false: "false", origin };
  if (Array.isArray(written)) return { kind: "choice", name, label: "", choices: written, origin };
  if ("hidden" in written) return { kind: "hidden", name, label: "", value: written.hidden, origin };
  const label = written.label ?? "";
  if ("text" in written)
    return {
      kind: "text",
      name,
      label,
      default: written.text,
      placeholder: written.placeholder ?? "",
      origin,
    };
  if ("bool" in written)
    return {
      kind: "bool",
      name,
      label,
      default: written.bool,
      true: written.true,
      false: written.false,
      origin,
    };
  return { kind: "choice", name, label, choices: written.choice, origin };
}

export type { Placed };
