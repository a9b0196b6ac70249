import type { Button } from "../dashboard/model.ts";
import { at, spanAt } from "../source/origin.ts";
import { neededVariables } from "./needed-variables.ts";
import { buttonsOf } from "./parts.ts";
import type { Rule, Tell } from "./rule.ts";

export const replacedVariable: Rule = {
  code: "FT362",
  severity: "error",
  title: "an input replaces a variable that is needed or set",
  why: "Tilt hands the answer over as an environment variable, after all others: the command loses what it had under that name.",
  wrong: "buttons: { go: { inputs: { PATH: media }, do: { shell: 'ls \"$PATH\"' } } }",
  right: "buttons: { go: { inputs: { FOLDER: media }, do: { shell: 'ls \"$FOLDER\"' } } }",
  source: "tilt internal/controllers/core/cmd/controller.go",
  check: ({ dashboard }, tell) => {
    for (const { button } of buttonsOf(dashboard)) if (button.inputs.length > 0) checkButton(button, tell);
  },
};

function checkButton(button: Button, tell: Tell): void {
  const set = new Set(button.command.env.map(([name]) => name));
  for (const { name, origin } of button.inputs) {
    if (neededVariables.has(name))
      tell(origin, `the input \`${name}\` would replace a variable that programs need`, {
        target: "key",
        help: "give the input another name",
      });
    else if (set.has(name))
      tell(origin, `the input \`${name}\` replaces the variable of that name`, {
        target: "key",
        related: [
          { message: "set here, and never used", span: spanAt(at(button.origin, "env", name), "key") },
        ],
        help: "take one of the two away",
      });
  }
}
