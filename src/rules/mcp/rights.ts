import { at } from "../../source/origin.ts";
import { excessesOf, type Sayings } from "../excess.ts";
import type { Rule } from "../rule.ts";

const read = new Set(["get", "list", "watch"]);

/** Resources of the core with which a reader becomes a writer, or reads what is secret. */
const dangerous: ReadonlyMap<string, string> = new Map([
  ["secrets", "holds what is secret"],
  ["nodes/proxy", "runs commands in every pod of the node, with a GET"],
  ["pods/exec", "runs commands in a pod"],
  ["pods/attach", "writes to a process of a pod"],
  ["pods/portforward", "reaches every port of a pod"],
  ["pods/proxy", "reaches every port of a pod"],
  ["services/proxy", "reaches every port of a Service"],
  ["serviceaccounts/token", "makes tokens of other accounts"],
  ["pods/ephemeralcontainers", "runs commands in a pod"],
]);

const says: Sayings = {
  resource: (resource, isOfCore) => (isOfCore ? dangerous.get(resource) : undefined),
  verb: (verb) => (read.has(verb) ? undefined : "changes the cluster"),
};

export const mcpRights: Rule = {
  code: "FT371",
  severity: "error",
  title: "an MCP server may do more than read",
  why: "A server's own read-only switch is no boundary: an assistant that is told to go around it does. What the account may do is one.",
  wrong:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    kubernetes: { version: v0.0.67, rbac: [{ apiGroups: [""], resources: [secrets], verbs: [get] }] }',
  right:
    'mcp:\n  path: infra/mcp\n  fluxFile: clusters/home/mcp.yaml\n  cni: cilium\n  servers:\n    kubernetes: { version: v0.0.67, rbac: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }] }',
  source: "kubernetes.io/docs/concepts/security/rbac-good-practices; containers/kubernetes-mcp-server#1415",
  check: ({ dashboard }, tell) => {
    for (const { key, plan, addedRules, isUnsafe, origin } of dashboard.mcp?.servers ?? []) {
      if (!plan.asksCluster && addedRules.length > 0)
        tell(
          at(origin, "rbac"),
          `\`${key}\` asks nothing of the cluster, and has no account that could use this`,
          {
            target: "key",
            help: "take it out",
          },
        );
      if (isUnsafe) continue;
      for (const [index, rule] of addedRules.entries())
        for (const { place, message } of excessesOf(rule, at(origin, "rbac", index), says))
          tell(place, message, {
            help: "take it out, or say why it must be: `unsafe: { reason: … }`",
          });
    }
  },
};
