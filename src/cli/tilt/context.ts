import { didYouMean } from "../../diagnostics/nearest.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { noContext } from "../../reality/cluster/kinds.ts";
import type { Ask } from "../doctor/ask.ts";
import { readKubeConfig } from "../doctor/kube-config.ts";

/**
 * The first of the allowed kube contexts that this machine has. Throws where it has none of them: a Tiltfile
 * that is guarded loads in no other.
 */
export async function contextFor(ask: Ask, allowed: readonly string[]): Promise<string> {
  const [first = ""] = allowed;
  const config = await readKubeConfig(ask);
  // Without kubectl, Tilt itself looks into the kubeconfig, and says what it lacks.
  if ("reason" in config) return first;
  const found = allowed.find((one) => config.contexts.includes(one));
  if (found !== undefined) return found;
  const names = allowed.map((one) => `\`${one}\``).join(" or ");
  throw new OutsideError({
    kind: noContext,
    path: first,
    attempt: "use the kube context",
    reason: `kubectl's configuration has no context ${names}`,
    help:
      didYouMean(first, config.contexts) ??
      "the Tiltfiles load in no other: set KUBECONFIG, or change `cluster.contexts`",
  });
}
