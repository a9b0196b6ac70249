import type { Section } from "./section.ts";

/** The account that the dashboard works with, and what a command says for it. */
export const accessSections: readonly Section[] = [
  {
    title: "Access",
    of: "access",
    name: "access",
    text: "An account of the cluster that may do what this dashboard does, and no more: watch what is attached to, forward what is forwarded, press its buttons. Its roles follow from all the rest of the inventory, by the names of objects wherever RBAC can; each generated role says which entry needs what, and what could not be narrowed. `fluxtilt kubeconfig` mints a kubeconfig for it. Developing needs more than this account has.",
    example: `\
access:
  namespace: tilt
  serviceAccount: dashboard
  path: platform/access
  fluxFile: clusters/catalyst-cluster/access.yaml
  dependsOn: [monitoring]
`,
  },
  {
    title: "Needs",
    under: true,
    of: "needs",
    name: "needs[]",
    text: "What a command of your own asks of the cluster, for the account of `access`: on a button or a task whose action is `shell`, `script` or `argv`. Each item is a rule as a ClusterRole has it, in the entry's namespace, in another one, or in the whole cluster. `needs: []` says that the command asks nothing.",
    example: `\
buttons:
  nodes:
    do: { argv: [kubectl, get, nodes] }
    needs: [{ apiGroups: [""], resources: [nodes], verbs: [get, list], cluster: true }]
tasks:
  docs: { serve: { argv: [npx, serve, docs] }, needs: [] }
`,
  },
];
