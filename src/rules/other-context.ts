import { optionOf, readKubectl } from "./kubectl.ts";
import { callsOf, wordedBy, type Call, type Word } from "./ran.ts";
import type { Rule } from "./rule.ts";

export const otherContext: Rule = {
  code: "FT325",
  severity: "warning",
  title: "a command names a kube context that is not the cluster's",
  why: "From 0.36 on, Tilt hands commands a kubeconfig with one context: naming another fails, and before it acts on another cluster.",
  wrong: "buttons: { nodes: { do: { argv: [kubectl, --context, admin@work, get, nodes] } } }",
  right: "buttons: { nodes: { do: { argv: [kubectl, get, nodes] } } }",
  source: "tilt internal/localexec/localexec.go, since v0.36.0",
  check: ({ dashboard }, tell) => {
    const { contexts } = dashboard.cluster;
    for (const { command } of wordedBy(dashboard))
      for (const call of callsOf(command)) {
        const named = contextOf(call);
        if (named?.text === undefined || contexts.includes(named.text)) continue;
        tell(call.origin, `\`${named.text}\` is not a context of this inventory`, {
          span: named.span(),
          near: (guesses) => guesses.didYouMean(named.text ?? "", contexts),
          help: "leave it out: the dashboard's own context is used",
        });
      }
  },
};

function contextOf(call: Call): Word | undefined {
  const { program, args } = call;
  if (program === "flux" || program === "stern") return optionOf(args, "context");
  if (program === "helm") return optionOf(args, "kube-context");
  const kubectl = readKubectl(call);
  const [sub, name] = kubectl?.operands ?? [];
  if (kubectl?.verb === "config" && sub?.text === "use-context") return name;
  return kubectl?.context;
}
