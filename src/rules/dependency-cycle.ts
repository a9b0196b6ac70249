import type { Dependency } from "../dashboard/model.ts";
import { spanAt } from "../source/origin.ts";
import { resourcesOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const dependencyCycle: Rule = {
  code: "FT304",
  severity: "error",
  title: "resources wait for each other",
  why: "Tilt refuses to load a cycle; with one in two files it would start neither.",
  wrong:
    "workloads:\n  a: { target: deployment/a, dependsOn: [b] }\n  b: { target: deployment/b, dependsOn: [a] }",
  right: "workloads:\n  a: deployment/a\n  b: { target: deployment/b, dependsOn: [a] }",
  source: "tilt internal/tiltfile/tiltfile_state.go",
  check: ({ dashboard }, tell) => {
    const edges = new Map<string, readonly Dependency[]>();
    for (const resource of resourcesOf(dashboard)) {
      if (resource.kind === "secret") continue;
      edges.set(resource.name, resource.dependsOn);
      if (resource.kind === "manifests")
        for (const one of resource.resources) edges.set(one.name, one.dependsOn);
    }
    for (const cycle of cyclesOf(edges)) {
      const [first, ...rest] = cycle;
      if (first === undefined) continue;
      const names = cycle.map((edge) => `\`${edge.name}\``);
      const message =
        rest.length === 0
          ? `${names[0] ?? ""} depends on itself`
          : `resources wait for each other: ${[...names, names[0]].join(" → ")}`;
      tell(first.origin, message, {
        related: rest.map((edge) => ({
          message: `then \`${edge.name}\`, named here`,
          span: spanAt(edge.origin),
        })),
        help: "take one of the dependencies away",
      });
    }
  },
};

/** Each cycle once, as the dependencies along it; linear, without recursion. */
function cyclesOf(edges: ReadonlyMap<string, readonly Dependency[]>): Dependency[][] {
  const done = new Set<string>();
  const cycles: Dependency[][] = [];
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const path: Dependency[] = [];
    const depth = new Map<string, number>([[start, 0]]);
    const stack = [{ name: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) break;
      const edge = edges.get(top.name)?.[top.next];
      top.next += 1;
      if (edge === undefined) {
        done.add(top.name);
        depth.delete(top.name);
        stack.pop();
        path.pop();
      } else if (depth.has(edge.name)) {
        cycles.push([...path.slice(depth.get(edge.name)), edge]);
      } else if (!done.has(edge.name)) {
        path.push(edge);
        depth.set(edge.name, stack.length);
        stack.push({ name: edge.name, next: 0 });
      }
    }
  }
  return cycles;
}
