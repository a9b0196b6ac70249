import { at } from "../source/origin.ts";
import { buttonsOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const repeatedChoice: Rule = {
  code: "FT361",
  severity: "warning",
  title: "a choice offers one value twice",
  why: "Both lines of the list do the same, and most often one of them was to be another value.",
  wrong:
    "buttons: { pods: { inputs: { NAMESPACE: [all, media, all] }, do: { shell: 'kubectl get pods -n \"$NAMESPACE\"' } } }",
  right:
    "buttons: { pods: { inputs: { NAMESPACE: [all, media] }, do: { shell: 'kubectl get pods -n \"$NAMESPACE\"' } } }",
  source: "observed with Tilt v0.37.6",
  check: ({ dashboard }, tell) => {
    for (const { button } of buttonsOf(dashboard))
      for (const input of button.inputs) {
        if (input.kind !== "choice") continue;
        const seen = new Set<string>();
        const isShort = input.origin.source.keysOf(input.origin.path).length === 0;
        for (const [index, value] of input.choices.entries()) {
          if (seen.has(value))
            tell(
              isShort ? at(input.origin, index) : at(input.origin, "choice", index),
              `\`${value}\` is offered already`,
              { help: "take it out" },
            );
          seen.add(value);
        }
      }
  },
};
