import * as z from "zod";
import { OutsideError } from "../io/outside-error.ts";
import type { Run } from "../io/process.ts";

/** What kubectl says of the cluster that it would talk to. */
export interface CurrentContext {
  readonly context: string;
  readonly cluster: string;
}

/** kubectl only reads its own files for this; a plugin of a login may hang. */
const patienceMs = 2_000;

/** `kubectl config view --minify --output=json`, as far as we read it. */
const view = z.object({
  "current-context": z.string().min(1),
  contexts: z.array(z.object({ context: z.object({ cluster: z.string().min(1) }) })).min(1),
});

/**
 * The current kube context, or the one that was `told`; undefined when there is none, or kubectl is missing,
 * fails or takes over 2 s. One that was told and is not known has its own name as its cluster's.
 */
export async function currentContext(
  run: Run,
  signal: AbortSignal,
  told?: string,
): Promise<CurrentContext | undefined> {
  const found = await askKubectl(run, signal, told);
  return found ?? (told === undefined ? undefined : { context: told, cluster: told });
}

async function askKubectl(
  run: Run,
  signal: AbortSignal,
  told: string | undefined,
): Promise<CurrentContext | undefined> {
  let text: string;
  try {
    const context = told === undefined ? [] : [`--context=${told}`];
    const result = await run(["kubectl", "config", "view", "--minify", "--output=json", ...context], {
      timeoutMs: patienceMs,
      graceMs: 200,
      signal,
    });
    if (result.code !== 0 || result.timedOut) return undefined;
    text = result.stdout;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
  const parsed = view.safeParse(fromJson(text)).data;
  const cluster = parsed?.contexts[0]?.context.cluster;
  return parsed === undefined || cluster === undefined
    ? undefined
    : { context: parsed["current-context"], cluster };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
