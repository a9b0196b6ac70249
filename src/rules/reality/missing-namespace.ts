import type { Input } from "../../dashboard/model.ts";
import { hiddenBy, nearestOf } from "../../reality/query.ts";
import { at } from "../../source/origin.ts";
import { buttonsOf } from "../parts.ts";
import type { Rule } from "../rule.ts";
import { realNamespaces } from "./namespaces.ts";
import { inside } from "./places.ts";

/** What such a choice says for "all of them". */
const forAll = new Set(["", "all", "any", "*", "-", "-A", "--all-namespaces"]);

export const missingNamespace: Rule = {
  code: "FT619",
  severity: "error",
  asks: "reality",
  title: "a namespace that is offered does not exist",
  why: "Whoever chooses it gets an empty list, and takes it for an answer.",
  wrong: "inputs: { NAMESPACE: { choice: [all, medai] } }         # the namespace is called media",
  right: "inputs: { NAMESPACE: { choice: [all, media] } }",
  check: ({ dashboard, reality }, tell) => {
    if (reality === undefined || hiddenBy(reality, "", "Namespace").length > 0) return;
    const known = realNamespaces(dashboard, reality);
    const names = [...known];
    for (const { button } of buttonsOf(dashboard))
      for (const input of button.inputs) {
        if (input.kind !== "choice" || !/^(.*_)?(namespace|ns)$/i.test(input.name)) continue;
        for (const [index, choice] of input.choices.entries()) {
          if (forAll.has(choice) || known.has(choice)) continue;
          const near = nearestOf(reality, choice, names);
          tell(choiceOrigin(input, index), `there is no namespace \`${choice}\``, {
            ...(near === undefined ? { severity: "warning" as const } : {}),
            help: near && `did you mean \`${near}\`?`,
          });
        }
      }
  },
};

function choiceOrigin(input: Input, index: number): Input["origin"] {
  return at(inside(input.origin, "choice"), index);
}
