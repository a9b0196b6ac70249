import { setTimeout as pause } from "node:timers/promises";
import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import { accepts, portUse, type Listener } from "../../io/listening.ts";
import { OutsideError } from "../../io/outside-error.ts";
import { run, type RunResult } from "../../io/process.ts";
import { complaint, endedBy } from "../doctor/ask.ts";
import type { Unreached, Way } from "./way.ts";

/** Where a server answers on this machine: through a forward of ours, or one that was there. */
export interface Forward {
  /** Who listened before; empty for a forward of ours. */
  readonly holders: readonly Listener[];
  /** Ends a forward of ours. */
  readonly end: () => Promise<void>;
}

/**
 * Forwards the server's own local port: the hosts that it answers to were made with that number, so no other
 * will do. Whatever listens there already is taken for Tilt's forward.
 */
export async function forward(
  { localPort, name, plan }: McpServer,
  { namespace }: McpServers,
  way: Way,
): Promise<Forward | Unreached> {
  const use = await portUse(run, localPort, "127.0.0.1");
  if (use.state === "taken") return { holders: use.holders, end: () => Promise.resolve() };
  if (use.state === "forbidden")
    return { cause: `port ${localPort} may not be listened at`, help: "give it another `port`" };
  const context = await way.context();
  if (typeof context !== "string") return context;
  const own = new AbortController();
  const ended = run(
    [
      ...["kubectl", `--context=${context}`, `--namespace=${namespace}`, "port-forward"],
      ...["--address=127.0.0.1", "--pod-running-timeout=5s"],
      ...[`service/${name}`, `${localPort}:${plan.port}`],
    ],
    { signal: AbortSignal.any([way.signal, own.signal]), timeoutMs: Infinity, graceMs: 200 },
  );
  let over: RunResult | OutsideError | undefined;
  const watched = ended.then(
    (result) => {
      over = result;
    },
    (error: unknown) => {
      if (error instanceof OutsideError) over = error;
    },
  );
  const end = async (): Promise<void> => {
    own.abort();
    await watched;
  };
  const deadline = Date.now() + way.timeoutMs;
  while (Date.now() < deadline) {
    way.signal.throwIfAborted();
    if (over !== undefined) return failed(over, name, namespace);
    if (await accepts(localPort)) return { holders: [], end };
    await pause(pollMs);
  }
  await end();
  return {
    cause: `kubectl port-forward was not ready within ${way.timeoutMs / 1000} s`,
    help: `look at \`kubectl --namespace=${namespace} get pods\``,
  };
}

const pollMs = 50;

/** Why kubectl ended instead of forwarding. */
function failed(over: RunResult | OutsideError, name: string, namespace: string): Unreached {
  if (over instanceof OutsideError) return { cause: over.message, help: over.help };
  if (over.signal !== undefined)
    return { cause: endedBy("kubectl port-forward", over.signal), help: "run it again" };
  const said = complaint(over);
  if (/services? "[^"]*" not found/.test(said))
    return {
      cause: `there is no Service \`${name}\` in \`${namespace}\``,
      help: `look whether Flux applied it: \`flux get kustomizations\``,
    };
  if (/pod is not running|timed out waiting for the condition|no pods? /i.test(said))
    return {
      cause: `no pod of \`${name}\` runs`,
      help: `look at \`kubectl --namespace=${namespace} describe deployment/${name}\``,
    };
  return {
    cause: `kubectl port-forward says: ${said}`,
    help: `look whether the cluster answers, and you may forward: \`kubectl auth can-i create pods/portforward --namespace=${namespace}\``,
  };
}
