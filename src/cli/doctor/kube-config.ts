import * as z from "zod";
import type { Kind } from "../../diagnostics/kind.ts";
import { brokenOutput, noEnd } from "../../io/kinds.ts";
import { noContext, noKubectl } from "../../reality/cluster/kinds.ts";
import { complaint, fromJson, type Ask } from "./ask.ts";

/** The contexts that kubectl knows, or why they cannot be told. */
export type KubeConfig =
  | { readonly contexts: readonly string[]; readonly current: string | undefined }
  | { readonly kind: Kind; readonly reason: string; readonly help: string };

/** `kubectl config view --output=json`, as far as we read it; kubectl writes null for what is not there. */
const view = z.object({
  "current-context": z.string().nullish(),
  contexts: z.array(z.object({ name: z.string() })).nullish(),
});

/** Reads the contexts from the files that kubectl reads; no cluster is asked. */
export async function readKubeConfig(ask: Ask): Promise<KubeConfig> {
  const answer = await ask(["kubectl", "config", "view", "--output=json"]);
  if (answer.kind === "absent")
    return {
      kind: noKubectl,
      reason: "kubectl is not there",
      help: "install kubectl, or add its folder to PATH",
    };
  const help = "look what `kubectl config view` says";
  if (answer.kind === "silent")
    return { kind: answer.is === "late" ? noEnd : brokenOutput, reason: answer.reason, help };
  if (answer.code !== 0) return { kind: noContext, reason: `kubectl says: ${complaint(answer)}`, help };
  const { data } = view.safeParse(fromJson(answer.stdout));
  if (data === undefined)
    return { kind: noContext, reason: "kubectl's configuration is in a form that is not known", help };
  return {
    contexts: (data.contexts ?? []).map((context) => context.name),
    current: data["current-context"] === "" ? undefined : (data["current-context"] ?? undefined),
  };
}
