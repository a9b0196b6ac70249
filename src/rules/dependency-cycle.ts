import type { Dependency } from "../dashboard/model.ts";
import { spanAt } from "../source/origin.ts";
import { resourcesOf } from "./parts.ts";
import type { Rule } from "./rule.ts";

const mostShown = 8;

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
      if (resource.kind !== "manifests") continue;
      // What a set shows waits for the set while that is deployed.
      const after = resource.dependsOn.map((one) => ({ ...one, name: resource.name }));
      for (const one of resource.resources) edges.set(one.name, [...one.dependsOn, ...after.slice(0, 1)]);
    }
    for (const { begin, closing, length } of cyclesOf(edges)) {
      const cycle = begin.length < length - 1 ? begin : [...begin, closing];
      const [first, ...rest] = cycle;
      if (first === undefined) continue;
      const names = [closing, ...cycle].map((edge) => `\`${edge.name}\``);
      const message =
        rest.length === 0
          ? `${names[0] ?? ""} depends on itself`
          : `resources wait for each other: ${shortened(names, length + 1).join(" → ")}`;
      tell(first.origin, message, {
        related: apart(rest)
          .slice(0, mostShown)
          .map((edge) => ({
            message: `then \`${edge.name}\`, named here`,
            span: spanAt(edge.origin),
          })),
        help: "take one of the dependencies away",
      });
    }
  },
};

/** The dependencies along a cycle. */
interface Cycle {
  /** The first of them, as many as are shown at most. */
  readonly begin: readonly Dependency[];
  /** The last. */
  readonly closing: Dependency;
  /** How many there are. */
  readonly length: number;
}

/** Of two that stand for one, one is shown. */
const mostKept = 2 * mostShown + 1;

/** Each cycle once; linear, without recursion. */
function cyclesOf(edges: ReadonlyMap<string, readonly Dependency[]>): Cycle[] {
  const done = new Set<string>();
  const cycles: Cycle[] = [];
  // Empty again after each start.
  const path: Dependency[] = [];
  const depth = new Map<string, number>();
  const stack: { readonly name: string; next: number }[] = [];
  for (const [start, dependencies] of edges) {
    if (done.has(start)) continue;
    // What waits only for what is done closes no cycle: most entries, where each names one above it.
    if (dependencies.every((edge) => done.has(edge.name))) {
      done.add(start);
      continue;
    }
    depth.set(start, 0);
    stack.push({ name: start, next: 0 });
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
        continue;
      }
      const from = depth.get(edge.name);
      if (from !== undefined) {
        const begin = path.slice(from, from + mostKept);
        cycles.push({ begin, closing: edge, length: path.length - from + 1 });
      } else if (!done.has(edge.name)) {
        path.push(edge);
        depth.set(edge.name, stack.length);
        stack.push({ name: edge.name, next: 0 });
      }
    }
  }
  return cycles;
}

/** A ring of hundreds is not read name by name; it ends where it begins. */
function shortened(names: readonly string[], count: number): readonly string[] {
  const left = count - mostShown;
  return left <= 1 ? names : [...names.slice(0, mostShown - 1), `${left} more`, ...names.slice(0, 1)];
}

/** A set of manifests stands between its resources and what it waits for: both are said at one place. */
function apart(edges: readonly Dependency[]): readonly Dependency[] {
  return edges.filter((edge, index) => edge.origin !== edges[index + 1]?.origin);
}
