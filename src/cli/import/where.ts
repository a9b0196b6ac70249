import * as z from "zod";
import type { Tiltfiles } from "../../imported/tiltfiles.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { noContext } from "../../reality/cluster/kinds.ts";
import { fromJson, type Ask } from "../doctor/ask.ts";

/** The kube context that a Tiltfile is loaded in, and what is understood there. */
export interface Where {
  readonly context: string;
  /** Namespace that kubectl takes where nothing is said. */
  readonly namespace: string;
  /** Those that the Tiltfile allows, as far as it writes them out; the one that it is loaded in otherwise. */
  readonly contexts: readonly string[];
}

const view = z.object({
  "current-context": z.string().nullish(),
  contexts: z
    .array(z.object({ name: z.string(), context: z.object({ namespace: z.string().optional() }) }))
    .nullish(),
});

/** Finds the context: the first that the Tiltfile allows and this machine has, else the current one. */
export async function whereToRun(ask: Ask, tiltfiles: Tiltfiles): Promise<Where> {
  const allowed = tiltfiles
    .calls("allow_k8s_contexts")
    .flatMap(({ positional, named }) => positional[0] ?? named.get("contexts") ?? []);
  const answer = await ask(["kubectl", "config", "view", "--output=json"]);
  const config = answer.kind === "ended" ? view.safeParse(fromJson(answer.stdout)).data : undefined;
  const known = config?.contexts ?? [];
  const found = allowed.find((one) => known.some(({ name }) => name === one));
  // Without kubectl, Tilt itself looks into the kubeconfig, and says what it lacks.
  const guess = config === undefined ? allowed[0] : undefined;
  const context = found ?? guess ?? (allowed.length === 0 ? config?.["current-context"] : undefined);
  if (context === undefined || context === null || context === "")
    throw new OutsideError({
      kind: noContext,
      path: allowed[0] ?? "current",
      attempt: "use the kube context",
      reason:
        allowed.length === 0
          ? "kubectl names no current context"
          : "kubectl's configuration has none that the Tiltfile allows",
      help: "set KUBECONFIG, or choose one with `kubectl config use-context`",
    });
  const namespace = known.find(({ name }) => name === context)?.context.namespace;
  return {
    context,
    namespace: namespace ?? "default",
    contexts: allowed.length === 0 ? [context] : [...new Set(allowed)],
  };
}
