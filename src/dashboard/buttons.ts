import type { ActionContext } from "../actions/action.ts";
import type { Related } from "../diagnostics/diagnostic.ts";
import type { WrittenButton, WrittenInput } from "../inventory/schema/button.ts";
import { at, entriesAt, spanAt, type Origin } from "../source/origin.ts";
import { fromSets, type UsedSets } from "./button-sets.ts";
import { resolveCommand } from "./commands.ts";
import * as kinds from "./kinds.ts";
import type { Button, Input } from "./model.ts";
import { resolved, tell, usePath, type Placed, type Scope } from "./scope.ts";

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
  // A set may be right for one entry and lack something on another.
  const user = (): Related[] => [{ message: "on this entry", span: spanAt(origin, "key") }];
  return resolved([...placed.values()], (one) =>
    resolveButton(one, context, resource, one.fromSet === true ? user : undefined),
  );
}

function resolveButton(
  placed: Placed,
  context: ActionContext,
  resource: string | undefined,
  related: (() => readonly Related[]) | undefined,
): Button | undefined {
  const { key, origin, scope } = placed;
  const written = typeof placed.written === "string" ? { do: placed.written } : placed.written;
  const command = resolveCommand(scope, written.do, context, written, origin, "do", related);
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
