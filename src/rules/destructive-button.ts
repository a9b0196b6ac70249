import { at } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import { readKubectl } from "./kubectl.ts";
import { buttonsOf } from "./parts.ts";
import { callsOf, type Call } from "./ran.ts";
import type { Rule } from "./rule.ts";

export const destructiveButton: Rule = {
  code: "FT327",
  severity: "warning",
  title: "a button destroys or stops something at the first click",
  why: "Tilt's buttons stand close together, and one click runs them; with `confirm` it takes a second one.",
  wrong: "buttons: { wipe: { do: { argv: [kubectl, delete, pods, --all] } } }",
  right: "buttons: { wipe: { confirm: true, do: { argv: [kubectl, delete, pods, --all] } } }",
  source: "tilt pkg/apis/core/v1alpha1/uibutton_types.go, requiresConfirmation",
  check: ({ dashboard }, tell) => {
    for (const { button } of buttonsOf(dashboard)) {
      if (button.confirm) continue;
      for (const call of callsOf(button.command)) {
        const what = destroys(call);
        // `confirm: false` was said by somebody who thought of it.
        if (what !== undefined && valueAt(at(button.origin, "confirm")) === undefined)
          tell(call.origin, `\`${what}\` runs at the first click`, {
            span: call.span(),
            help: "give the button `confirm: true`, or `confirm: false` if that is meant",
          });
      }
    }
  },
};

/** First words of calls that take something away or down. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  flux: ["suspend", "delete", "uninstall"],
  helm: ["uninstall", "delete", "del", "un", "rollback"],
  talosctl: ["reset", "reboot", "shutdown", "upgrade", "upgrade-k8s", "rollback", "wipe"],
  docker: ["system prune", "volume rm", "volume prune", "image prune", "container prune", "network prune"],
  git: ["reset --hard", "clean -f", "clean -fd", "clean -fdx", "push --force", "push -f"],
  terraform: ["destroy"],
  tofu: ["destroy"],
  velero: ["delete", "backup delete", "restore delete"],
  argocd: ["app delete", "app terminate-op"],
};

function destroys(call: Call): string | undefined {
  const { program, args } = call;
  const texts = args.map((word) => word.text ?? "");
  if (texts.some((text) => /^--dry-run(?:$|=(?!none))/.test(text) || text === "--help")) return undefined;
  if (program === "rm") {
    const recursive = texts.find((text) => /^-[a-z]*[rR]|^--recursive$/.test(text));
    return recursive === undefined ? undefined : `rm ${recursive}`;
  }
  if (/^mkfs(?:\.|$)|^wipefs$/.test(program)) return program;
  if (program === "dd") return texts.some((text) => text.startsWith("of=/dev/")) ? "dd" : undefined;
  const kubectl = kubectlDestroys(call);
  if (kubectl !== undefined) return kubectl;
  const words = texts.filter((text) => !/^--(?:context|namespace|nodes|endpoints)=/.test(text)).join(" ");
  const found = (Object.hasOwn(verbs, program) ? verbs[program] : undefined)?.find(
    (verb) => words === verb || words.startsWith(`${verb} `),
  );
  return found === undefined ? undefined : `${program} ${found}`;
}

function kubectlDestroys(call: Call): string | undefined {
  const kubectl = readKubectl(call);
  if (kubectl === undefined) return undefined;
  const { verb, values, flags } = kubectl;
  if (verb === "delete" || verb === "drain") return `kubectl ${verb}`;
  if (verb === "scale" && values.get("replicas")?.text === "0") return "kubectl scale --replicas=0";
  if (verb === "replace" && flags.has("force")) return "kubectl replace --force";
  if (verb === "apply" && flags.has("prune")) return "kubectl apply --prune";
  const sub = kubectl.operands[0]?.text;
  if (verb === "rollout" && (sub === "restart" || sub === "undo")) return `kubectl rollout ${sub}`;
  return undefined;
}
