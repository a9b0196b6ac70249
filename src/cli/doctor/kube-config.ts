import * as z from "zod";
import { complaint, fromJson, type Ask } from "./ask.ts";

/** The contexts that kubectl knows, or why they cannot be told. */
export type KubeConfig =
  | { readonly contexts: readonly string[]; readonly current: string | undefined }
  | { readonly reason: string; readonly isMissing: boolean };

/** `kubectl config view --output=json`, as far as we read it; kubectl writes null for what is not there. */
const view = z.object({
  "current-context": z.string().nullish(),
  contexts: z.array(z.object({ name: z.string() })).nullish(),
});

/** Reads the contexts from the files that kubectl reads; no cluster is asked. */
export async function readKubeConfig(ask: Ask): Promise<KubeConfig> {
  const answer = await ask(["kubectl", "config", "view", "--output=json"]);
  if (answer.kind === "absent") return { reason: "kubectl is not there", isMissing: true };
  if (answer.kind === "silent") return { reason: answer.reason, isMissing: false };
  if (answer.code !== 0) return { reason: `kubectl says: ${complaint(answer)}`, isMissing: false };
  const { data } = view.safeParse(fromJson(answer.stdout));
  if (data === undefined)
    return { reason: "kubectl's configuration is in a form that is not known", isMissing: false };
  return {
    contexts: (data.contexts ?? []).map((context) => context.name),
    current: data["current-context"] === "" ? undefined : (data["current-context"] ?? undefined),
  };
}
