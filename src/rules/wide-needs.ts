import type { Origin } from "../source/origin.ts";
import { at } from "../source/origin.ts";
import { excessesOf } from "./excess.ts";
import { ranBy } from "./ran.ts";
import type { Rule } from "./rule.ts";

/** Verbs with which an account takes the rights of others (kubernetes.io, Privilege escalation prevention). */
const verbs: ReadonlyMap<string, string> = new Map([
  ["*", "is every verb, also `escalate` and `impersonate`"],
  ["bind", "gives out every role"],
  ["escalate", "writes roles that may do more than the account"],
  ["impersonate", "asks as anybody else"],
]);

export const wideNeeds: Rule = {
  code: "FT366",
  severity: "error",
  title: "a command needs more than can be told",
  why: "The account of `access` may do what every command needs, whoever presses the button. With a wildcard, or a verb that takes other rights, it may do everything, and the rest of the roles says nothing any more.",
  wrong:
    'access: { path: infra/access, fluxFile: clusters/home/access.yaml }\ntasks: { nodes: { do: { argv: [kubectl, get, nodes] }, needs: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"], cluster: true }] } }',
  right:
    'access: { path: infra/access, fluxFile: clusters/home/access.yaml }\ntasks: { nodes: { do: { argv: [kubectl, get, nodes] }, needs: [{ apiGroups: [""], resources: [nodes], verbs: [get, list], cluster: true }] } }',
  source: "kubernetes.io/docs/concepts/security/rbac-good-practices, Privilege escalation risks",
  check: ({ dashboard }, tell) => {
    if (dashboard.access === undefined) return;
    for (const { command } of ranBy(dashboard)) {
      const { source, path } = command.origin;
      const origin: Origin = { source, path: [...path.slice(0, -1), "needs"] };
      for (const [index, rule] of command.needs.entries())
        for (const { place, message } of excessesOf(rule, at(origin, index), {
          verb: (one) => verbs.get(one),
        }))
          tell(place, message, {
            help: "name what the command asks; `kubectl --v=6` shows each of its requests",
          });
    }
  },
};
