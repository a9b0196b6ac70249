import { spanAt } from "../source/origin.ts";
import { neededVariables } from "./needed-variables.ts";
import type { Rule } from "./rule.ts";

export const clashingVariable: Rule = {
  code: "FT310",
  severity: "error",
  title: "an argument and something else set one variable",
  why: "An argument reaches commands as an environment variable; whichever is set last would win in silence.",
  wrong:
    'tilt: { args: { talos-node: { string: "" } } }\nenv: { variables: { TALOS_NODE: { default: 192.168.1.54 } } }',
  right:
    'tilt: { args: { talos-node: { string: "", env: OTHER_NODE } } }\nenv: { variables: { TALOS_NODE: { default: 192.168.1.54 } } }',
  check: ({ dashboard }, tell) => {
    const first = new Map(
      (dashboard.env?.variables ?? []).map((variable) => [variable.name, variable.origin]),
    );
    for (const argument of dashboard.tilt.args) {
      if (neededVariables.has(argument.variable)) {
        tell(
          argument.origin,
          `the argument \`${argument.name}\` would set \`${argument.variable}\`, which programs need`,
          {
            target: "key",
            help: "give the argument another variable with `env`",
          },
        );
        continue;
      }
      const before = first.get(argument.variable);
      if (before === undefined) first.set(argument.variable, argument.origin);
      else
        tell(
          argument.origin,
          `the argument \`${argument.name}\` sets the variable \`${argument.variable}\`, which is set elsewhere`,
          {
            target: "key",
            related: [{ message: "also set here", span: spanAt(before, "key") }],
            help: "give the argument another variable with `env`",
          },
        );
    }
  },
};
