import type { ButtonFacts, InputFacts } from "../evaluated/buttons.ts";
import type { ActionContext } from "../actions/action.ts";
import { commandOf, entry, folderOf, tell, type Entry, type Importing } from "./entries.ts";

/** A button as an entry below `key`, which stands on its resource or in the nav bar. */
export interface ImportedButton {
  readonly key: string;
  readonly entry: Entry;
}

/** A button with all that it asks for. `svgs` are the project's SVG files by their text. */
export function importButton(
  importing: Importing,
  name: string,
  facts: ButtonFacts,
  resource: string | undefined,
  action: ActionContext,
  svgs: ReadonlyMap<string, string>,
): ImportedButton {
  const place = { action, context: importing.context, namespace: importing.namespace };
  const command = commandOf(importing, name, "argv", facts, place);
  const start = resource === undefined ? "" : `${resource}:`;
  const hasOwnName = resource !== undefined && !name.startsWith(start);
  const key = hasOwnName ? name : name.slice(start.length);
  const svg = facts.svg === "" ? undefined : svgs.get(facts.svg);
  if (facts.svg !== "" && svg === undefined)
    tell(
      importing,
      name,
      "svg",
      "its icon is drawn in the Tiltfile: put it into a file, and name that under `svg`",
    );
  const isIcon = /^[a-z0-9_]+$/.test(facts.icon);
  if (facts.icon !== "" && !isIcon)
    tell(importing, name, "icon", `\`${facts.icon}\` is no name of a Material Icon, and is left out`);
  if (facts.icon === "" && facts.svg === "" && command.icon !== undefined)
    tell(importing, name, "icon", `it has no icon, and gets that of its action: \`${command.icon}\``);
  return {
    key,
    entry: entry({
      name: hasOwnName ? name : undefined,
      text: facts.text,
      icon: isIcon ? facts.icon : undefined,
      svg,
      do: command.do,
      inputs: inputsOf(facts.inputs),
      confirm: facts.confirm === command.destructive ? undefined : facts.confirm,
      env: command.env,
      dir: folderOf(importing, name, facts.dir, ["dir"]),
      disabled: facts.disabled ? true : undefined,
    }),
  };
}

function inputsOf(inputs: readonly InputFacts[]): Entry | undefined {
  if (inputs.length === 0) return undefined;
  return Object.fromEntries(inputs.map((one) => [one.name, inputOf(one)]));
}

function inputOf(input: InputFacts): unknown {
  const label = input.label === "" ? undefined : input.label;
  switch (input.kind) {
    case "text": {
      const placeholder = input.placeholder === "" ? undefined : input.placeholder;
      return label === undefined && placeholder === undefined
        ? input.default
        : entry({ text: input.default, label, placeholder });
    }
    case "bool": {
      const isPlain = label === undefined && input.true === "true" && input.false === "false";
      return isPlain
        ? input.default
        : entry({ bool: input.default, label, true: input.true, false: input.false });
    }
    case "choice":
      return label === undefined ? input.choices : entry({ choice: input.choices, label });
    case "hidden":
      return { hidden: input.value };
  }
}
