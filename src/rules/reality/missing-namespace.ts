import type { Dashboard, Input } from "../../dashboard/model.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import type { Reality } from "../../reality/model.ts";
import { hiddenBy } from "../../reality/query.ts";
import { at } from "../../source/origin.ts";
import { buttonsOf, resourcesOf } from "../parts.ts";
import type { Rule } from "../rule.ts";
import { inside } from "./places.ts";

/** What every cluster has, and what such a choice says for "all of them". */
const always = ["default", "kube-system", "kube-public", "kube-node-lease", "flux-system"];
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
    const known = namespacesOf(dashboard, reality);
    for (const { button } of buttonsOf(dashboard))
      for (const input of button.inputs) {
        if (input.kind !== "choice" || !/^(.*_)?(namespace|ns)$/i.test(input.name)) continue;
        for (const [index, choice] of input.choices.entries()) {
          if (forAll.has(choice) || known.has(choice)) continue;
          const near = nearest(choice, known);
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

/** Namespaces that git makes, that something in it needs to be there, or that the inventory itself makes. */
function namespacesOf(dashboard: Dashboard, reality: Reality): ReadonlySet<string> {
  const made = reality.objects.filter(({ kind }) => kind === "Namespace").map(({ name }) => name);
  const used = [...reality.objects, ...reality.workloads].map(({ namespace }) => namespace);
  const released = reality.releases.map(({ releaseNamespace }) => releaseNamespace);
  const own = resourcesOf(dashboard).flatMap((one) => {
    if (one.kind === "secret") return one.createNamespace ? [one.namespace] : [];
    if (one.kind === "manifests") return one.isolate ?? [];
    return one.kind === "release" && one.owner === undefined ? [one.namespace] : [];
  });
  return new Set([...always, ...made, ...used, ...released, ...own].filter((name) => name !== ""));
}
