import { ranBy } from "./ran.ts";
import { inside } from "./reality/places.ts";
import type { Rule } from "./rule.ts";

export const untoldNeeds: Rule = {
  code: "FT365",
  severity: "warning",
  title: "a command does not say what it asks of the cluster",
  why: "The account of `access` may do what the dashboard's entries need. A command of your own runs with the needs of all the others: where that is too little, the API server refuses it.",
  wrong:
    "access: { path: infra/access, fluxFile: clusters/home/access.yaml }\ntasks: { nodes: { do: { argv: [kubectl, get, nodes] } } }",
  right:
    'access: { path: infra/access, fluxFile: clusters/home/access.yaml }\ntasks: { nodes: { do: { argv: [kubectl, get, nodes] }, needs: [{ apiGroups: [""], resources: [nodes], verbs: [get, list], cluster: true }] } }',
  source: "kubernetes.io/docs/concepts/security/rbac-good-practices, Least privilege",
  check: ({ dashboard }, tell) => {
    if (dashboard.access === undefined) return;
    for (const { command, by } of ranBy(dashboard)) {
      if (command.access !== undefined) continue;
      const { name } = command.action;
      tell(inside(command.origin, name), `this ${by} does not say what \`${name}\` asks of the cluster`, {
        target: "key",
        help: "give `needs` with rules of RBAC, or `needs: []` where it asks nothing",
      });
    }
  },
};
