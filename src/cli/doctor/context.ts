import { shellWord } from "../../grammar/shell-word.ts";
import { noKubectl } from "../../reality/cluster/kinds.ts";
import type { Check } from "./checkup.ts";
import type { Finding } from "./finding.ts";

const names = (contexts: readonly string[]): string => contexts.map((one) => `\`${one}\``).join(", ");

/** The kube context: in the kubeconfig, one of the inventory's, and the current one. */
export const context: Check = {
  name: "context",
  look: async ({ dashboard, kubeConfig }) => {
    const config = await kubeConfig();
    if ("reason" in config)
      return config.kind === noKubectl
        ? [{ standing: "skipped", message: config.reason }]
        : [
            {
              standing: "unknown",
              message: config.reason,
              help: "look at the file that KUBECONFIG names, or point it at another",
            },
          ];
    const wanted = dashboard.cluster.contexts;
    const there = wanted.filter((one) => config.contexts.includes(one));
    const [first] = there;
    if (first === undefined)
      return [
        {
          standing: "problem",
          message: `the kubeconfig has none of the contexts that the inventory names: ${names(wanted)}`,
          help:
            config.contexts.length === 0
              ? "get the cluster's kubeconfig, or point KUBECONFIG at it"
              : `it has ${names(config.contexts)}: get the cluster's kubeconfig, or mend \`cluster.contexts\``,
        },
      ];
    return [currentOf(config.current, there, first)];
  },
};

function currentOf(current: string | undefined, there: readonly string[], first: string): Finding {
  if (current !== undefined && there.includes(current))
    return { standing: "ok", message: `\`${current}\` is the current kube context` };
  const message =
    current === undefined
      ? "no kube context is the current one, and Tilt takes that one"
      : `the current kube context is \`${current}\`, and the Tiltfiles refuse to load there`;
  const chosen = shellWord(first);
  const help = `run \`kubectl config use-context ${chosen}\`, or each time \`tilt up --context ${chosen}\``;
  return { standing: "problem", message, help };
}
