import { didYouMean } from "../../diagnostics/nearest.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import { findWorkload } from "../../reality/query.ts";
import type { Target } from "../../grammar/kubernetes.ts";
import type { Origin } from "../../source/origin.ts";
import type { Rule } from "../rule.ts";
import { certaintyOf, listed, seenAt } from "./evidence.ts";
import { actionsOf, entriesOf, inside } from "./places.ts";

/** What service meshes and the like add to pods as they are made. */
export const injected =
  /^(istio-(proxy|init|validation)|linkerd-(proxy|init)|vault-agent(-init)?|debugger-.*)$/;

export const missingContainer: Rule = {
  code: "FT609",
  severity: "error",
  asks: "reality",
  title: "a pod has no such container",
  why: "kubectl refuses: the button fails each time it is pressed.",
  wrong: "do: { exec: { container: server, command: [id] } }         # the container is called app",
  right: "do: { exec: { container: app, command: [id] } }",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    const check = (
      target: Target,
      namespace: string,
      container: string,
      origin: Origin,
      related: readonly Related[],
    ): void => {
      const answer = findWorkload(reality, target.kind, namespace, target.name);
      if (answer.state !== "found" || injected.test(container)) return;
      const { item } = answer;
      const names = item.containers?.map(({ name }) => name);
      if (names === undefined || names.length === 0 || names.includes(container)) return;
      tell(origin, `the pods of ${item.kind} \`${item.name}\` have no container \`${container}\``, {
        ...certaintyOf(item),
        help: didYouMean(container, names) ?? `they have ${listed(names)}`,
        related: [...related, ...seenAt(world, item, `the ${item.kind}`)],
      });
    };
    for (const { needs, origin, entry, related } of actionsOf(dashboard)) {
      const { target, namespace, container } = needs.workload ?? {};
      if (target === undefined || namespace === undefined || container === undefined) continue;
      if (entry?.isOwn !== true) check(target, namespace, container, inside(origin, "container"), related);
    }
    for (const { target, namespace, container, origin } of entriesOf(dashboard)) {
      if (target === undefined || namespace === undefined || container === undefined) continue;
      check(target, namespace, container, inside(origin, "liveUpdate", "container"), []);
    }
  },
};
