import type { Dashboard } from "../dashboard/model.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import { heapSize } from "../io/heap-size.ts";
import { run } from "../io/process.ts";
import type { Ask } from "../reality/cluster/ask.ts";
import { noContext } from "../reality/cluster/kinds.ts";
import { readCluster, type ClusterAnswer, type ClusterQuestion } from "../reality/cluster/read.ts";
import { actionsOf, namespacesIn } from "../rules/reality/places.ts";
import { asker } from "./doctor/ask.ts";
import { readKubeConfig } from "./doctor/kube-config.ts";
import type { Session } from "./session.ts";

/** Asks the cluster of an inventory for what the inventory names, and all that is beside it. */
export async function askCluster(session: Session, dashboard: Dashboard): Promise<ClusterAnswer> {
  return await askContexts(session, dashboard.cluster.contexts, {
    namespaces: namespacesIn(dashboard),
    secrets: actionsOf(dashboard).flatMap(({ needs }) => needs.secret ?? []),
  });
}

/**
 * Asks the cluster of the first of the contexts that the kubeconfig has, the current one before the others;
 * of the current one where none are given. No other cluster is ever asked in its place.
 */
export async function askContexts(
  session: Session,
  contexts: readonly string[],
  about: Pick<ClusterQuestion, "namespaces" | "secrets"> = {},
): Promise<ClusterAnswer> {
  const ask = asker(run, session.cwd, session.signal);
  const chosen = await chooseContext(ask, contexts);
  if ("problem" in chosen) return chosen;
  try {
    const onProgress = session.progress.show;
    return await readCluster(ask, { ...about, ...chosen, heap: heapSize(), onProgress });
  } finally {
    session.progress.end();
  }
}

/** The context to ask: of those that are wanted and there, the current one first; why there is none. */
export async function chooseContext(
  ask: Ask,
  wanted: readonly string[],
): Promise<{ readonly context: string } | { readonly problem: Diagnostic }> {
  const config = await readKubeConfig(ask);
  if ("reason" in config) return { problem: report(config.kind, config.reason, { help: config.help }) };
  const { contexts, current } = config;
  if (wanted.length === 0 && current !== undefined) return { context: current };
  const there = wanted.filter((one) => contexts.includes(one));
  const context = current !== undefined && there.includes(current) ? current : there[0];
  if (context !== undefined) return { context };
  const message =
    wanted.length === 0
      ? "the kubeconfig has no current context"
      : `the kubeconfig has none of the inventory's contexts: ${named(wanted)}`;
  const help =
    contexts.length === 0
      ? "get the cluster's kubeconfig, or point KUBECONFIG at it"
      : `it has ${named(contexts)}: get the cluster's kubeconfig, or mend \`cluster.contexts\``;
  return { problem: report(noContext, message, { help }) };
}

function named(contexts: readonly string[]): string {
  return contexts.map((one) => `\`${one}\``).join(", ");
}
