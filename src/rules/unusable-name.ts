import { nameProblem } from "../grammar/names.ts";
import { buttonsOf, resourceNames } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const unusableName: Rule = {
  code: "FT303",
  severity: "error",
  title: "a full name is not one that Tilt can use",
  why: "A `/` or `%` in a name loads, and then no resource ever starts; a reserved name hangs `tilt ci`. One that begins with `-` is an option wherever a command line names it.",
  wrong: 'groups: { web: { prefix: "team/web:", namespace: web, workloads: { site: deployment/site } } }',
  right: 'groups: { web: { prefix: "team-web:", namespace: web, workloads: { site: deployment/site } } }',
  source: "tilt internal/tiltfile/value/name.go; observed with Tilt v0.37.6",
  check: ({ dashboard }, tell) => {
    const told = new Set<string>();
    for (const { name, origin } of resourceNames(dashboard)) {
      const problem = nameProblem(name) ?? optionProblem(name);
      // A forward's name is made from its resource's: one cause, one problem.
      if (problem === undefined || told.has(name.slice(0, name.lastIndexOf(":")))) continue;
      told.add(name);
      tell(origin, `\`${name}\` cannot be the name of a resource: ${problem}`, { target: "key" });
    }
    for (const { button, resource } of buttonsOf(dashboard)) {
      const problem = nameProblem(button.name);
      const inherited =
        resource !== undefined && told.has(resource) && button.name.startsWith(`${resource}:`);
      if (problem !== undefined && !inherited)
        tell(button.origin, `\`${button.name}\` cannot be the name of a button: ${problem}`, {
          target: "key",
        });
    }
  },
};

/** Resources are named on command lines: `tilt up NAME`, `fluxtilt render NAME`. Buttons are not. */
function optionProblem(name: string): string | undefined {
  return name.startsWith("-") ? "`tilt up` would take what begins with `-` for an option" : undefined;
}
