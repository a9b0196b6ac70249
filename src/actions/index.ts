import * as z from "zod";
import type { Action, ActionContext, Command, Lack } from "./action.ts";
import { argv, script, shell } from "./command.ts";
import { exec } from "./exec.ts";
import { reconcile, resume, suspend } from "./flux.ts";
import type { Invocation } from "./invocation.ts";
import { logs } from "./logs.ts";
import { restart } from "./restart.ts";
import { scale } from "./scale.ts";
import { secret } from "./secret.ts";
import { token } from "./token.ts";

/** Every typed action, in the order that the documentation tells them. */
const actions = {
  restart,
  scale,
  logs,
  exec,
  secret,
  token,
  reconcile,
  suspend,
  resume,
  script,
  argv,
  shell,
} as const;

export type ActionName = keyof typeof actions;

export const actionNames = Object.keys(actions) as ActionName[];

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

const bareNames = actionNames.filter((name) => "bare" in actions[name]);

type Shape = { [Name in ActionName]: z.ZodOptional<(typeof actions)[Name]["schema"]> };

const shape = Object.fromEntries(
  actionNames.map((name) => [
    name,
    actions[name].schema
      .optional()
      .meta({ ...actions[name].schema.meta(), description: actions[name].description }),
  ]),
) as unknown as Shape;

const long = z
  .strictObject(shape)
  .check((context) => {
    const given = Object.keys(context.value);
    if (given.length === 1) return;
    context.issues.push({
      code: "custom",
      message:
        given.length === 0
          ? `an action is needed: one of ${quoted(actionNames)}`
          : `one action, not ${given.length}: ${quoted(given)}`,
      input: context.value,
    });
  })
  .meta({ minProperties: 1, maxProperties: 1 });

/** What stands after `do:`. */
export const action = z
  .union([z.enum(bareNames), long], { error: `an action is one of ${quoted(actionNames)}` })
  .meta({ id: "action" });

export type WrittenAction = z.output<typeof action>;

/** The action that was written, with what a button shows for it and the command that it becomes. */
export interface CompiledAction {
  readonly name: ActionName;
  readonly text?: string | undefined;
  readonly icon?: string | undefined;
  readonly destructive: boolean;
  readonly command: Command | Lack;
}

/** Resolves a written action on the entry that it stands on. */
export function compileAction(written: WrittenAction, context: ActionContext): CompiledAction {
  const [name, options] = typeof written === "string" ? [written, undefined] : onlyEntry(written);
  const chosen = actions[name] as Action<unknown>;
  return {
    name,
    text: chosen.text,
    icon: chosen.icon,
    destructive: chosen.destructive ?? false,
    command: chosen.compile(options ?? chosen.bare, context),
  };
}

function onlyEntry(written: Exclude<WrittenAction, string>): [ActionName, unknown] {
  const name = actionNames.find((candidate) => written[candidate] !== undefined);
  if (name === undefined) throw new Error("an action without a name passed the schema");
  return [name, written[name]];
}

/**
 * The action that does what the command line does, with all its options said; undefined where none but
 * `shell` would. `namespace` is where kubectl looks when nothing is said.
 */
export function recogniseAction(invocation: Invocation, namespace: string): WrittenAction | undefined {
  for (const name of actionNames) {
    const { recognise, schema } = actions[name] as Action<unknown>;
    const options = recognise(invocation);
    if (options === undefined) continue;
    const filled =
      typeof options === "object" && options !== null && "namespace" in options
        ? { ...options, namespace: options.namespace ?? namespace }
        : options;
    const { data } = schema.safeParse(filled);
    if (data !== undefined) return { [name]: data };
  }
  return undefined;
}
