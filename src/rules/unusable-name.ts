import { nameProblem } from "../grammar/names.ts";
import { buttonsOf, resourceNames } from "./parts.ts";
import type { Rule } from "./rule.ts";

export const unusableName: Rule = {
  code: "FT303",
  severity: "error",
  title: "a full name is not one that Tilt can use",
  why: "A `/` or `%` in a name loads, and then no resource ever starts; a reserved name hangs `tilt ci`.",
  wrong: 'groups: { web: { prefix: "team/web:", namespace: web, workloads: { site: deployment/site } } }',
  right: 'groups: { web: { prefix: "team-web:", namespace: web, workloads: { site: deployment/site } } }',
  source: "tilt internal/tiltfile/value/name.go; observed with Tilt v0.37.6",
  check: ({ dashboard }, tell) => {
    for (const { name, origin } of resourceNames(dashboard)) {
      const problem = nameProblem(name);
      if (problem !== undefined)
        tell(origin, `\`${name}\` cannot be the name of a resource: ${problem}`, { target: "key" });
    }
    for (const { button } of buttonsOf(dashboard)) {
      const problem = nameProblem(button.name);
      if (problem !== undefined)
        tell(button.origin, `\`${button.name}\` cannot be the name of a button: ${problem}`, {
          target: "key",
        });
    }
  },
};
