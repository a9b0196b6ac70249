import { didYouMean } from "../../diagnostics/nearest.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import type { Reality, Workload } from "../../reality/model.ts";
import { findWorkload } from "../../reality/query.ts";
import type { Target } from "../../grammar/kubernetes.ts";
import type { Origin } from "../../source/origin.ts";
import type { Rule, World } from "../rule.ts";
import { certaintyOf, listed, seenAt } from "./evidence.ts";
import { actionsOf, entriesOf, inside } from "./places.ts";

/** What service meshes and the like add to pods as they are made. */
const injected = /^(istio-(proxy|init|validation)|linkerd-(proxy|init)|vault-agent(-init)?|debugger-.*)$/;

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
    const check = (named: NamedContainer, origin: Origin, before: readonly Related[]): void => {
      const lack = lackOf(world, reality, named);
      if (lack === undefined) return;
      const { message, workload, help, related } = lack;
      tell(origin, message, { ...certaintyOf(workload), help, related: [...before, ...related] });
    };
    for (const { needs, origin, entry, related } of actionsOf(dashboard))
      if (entry?.isOwn !== true) check(needs.workload ?? {}, inside(origin, "container"), related);
    for (const entry of entriesOf(dashboard))
      check(entry, inside(entry.origin, "liveUpdate", "container"), []);
  },
};

/** A container that a workload's pods are said to have. */
interface NamedContainer {
  readonly target?: Target | undefined;
  readonly namespace?: string | undefined;
  readonly container?: string | undefined;
}

/** What is told of a container that is not there. */
interface Lack {
  readonly message: string;
  readonly workload: Workload;
  readonly help: string;
  readonly related: readonly Related[];
}

/** Undefined for a container that is there, where none is named, and where the pods' containers are not known. */
export function lackOf(
  world: World,
  reality: Reality,
  { target, namespace, container }: NamedContainer,
): Lack | undefined {
  if (target === undefined || namespace === undefined || container === undefined) return undefined;
  const answer = findWorkload(reality, target.kind, namespace, target.name);
  if (answer.state !== "found" || injected.test(container)) return undefined;
  const { item } = answer;
  const names = item.containers?.map(({ name }) => name) ?? [];
  if (names.length === 0 || names.includes(container)) return undefined;
  return {
    message: `the pods of ${item.kind} \`${item.name}\` have no container \`${container}\``,
    workload: item,
    help: didYouMean(container, names) ?? `they have ${listed(names)}`,
    related: seenAt(world, item, `the ${item.kind}`),
  };
}
