import type { Dashboard } from "../dashboard/model.ts";
import { workloadKind } from "../grammar/kubernetes.ts";
import type { Reality } from "../reality/model.ts";
import { creates, isName, objectsOf, optionOf, readKubectl } from "./kubectl.ts";
import type { KubectlCall, KubectlObject } from "./kubectl.ts";
import { groupedBy } from "./parts.ts";
import { namespacesOf, workloadsOf, type PlacedWorkload } from "./placed-workloads.ts";
import { callsOf, wordedBy, type Call, type Word } from "./ran.ts";
import { realNamespaces } from "./reality/namespaces.ts";
import type { Rule, Tell } from "./rule.ts";

export const unknownWorkload: Rule = {
  code: "FT330",
  severity: "warning",
  title: "a command names a workload or a namespace that the inventory does not have",
  why: "Workloads are renamed and moved; what an inventory says of them in words of its own is followed by nobody.",
  wrong:
    "groups:\n  web:\n    namespace: web\n    workloads: { grafana: deployment/grafana }\n    tasks: { logs: kubectl logs deployment/grafna -n web }",
  right:
    "groups:\n  web:\n    namespace: web\n    workloads: { grafana: { target: deployment/grafana, buttons: { logs: logs } } }",
  check: ({ dashboard, isPartial, reality }, tell) => {
    if (isPartial === true) return;
    let known: Known | undefined;
    for (const { command } of wordedBy(dashboard))
      for (const call of callsOf(command)) {
        known ??= knownIn(dashboard, reality);
        tellCall(call, dashboard, known, tell);
      }
  },
};

interface Known {
  readonly namespaces: ReadonlySet<string>;
  /** Namespaces that are there, whatever the inventory says of them; empty where nobody looked. */
  readonly real: ReadonlySet<string>;
  /** Namespaces of workloads. */
  readonly inhabited: ReadonlySet<string | undefined>;
  /** By `kind/name`. */
  readonly byName: ReadonlyMap<string, readonly PlacedWorkload[]>;
  readonly workloads: readonly PlacedWorkload[];
}

function knownIn(dashboard: Dashboard, reality: Reality | undefined): Known {
  const workloads = workloadsOf(dashboard);
  return {
    namespaces: namespacesOf(dashboard),
    real: reality === undefined ? new Set() : realNamespaces(dashboard, reality),
    inhabited: new Set(workloads.map((one) => one.namespace)),
    workloads,
    byName: groupedBy(workloads, (one) => `${one.kind}/${one.name}`),
  };
}

function tellCall(call: Call, dashboard: Dashboard, known: Known, tell: Tell): void {
  const kubectl = readKubectl(call);
  if (kubectl === undefined) {
    if (call.program === "flux" || call.program === "helm")
      tellNamespace(call, optionOf(call.args, "namespace", "n"), known, tell);
    return;
  }
  if (creates.has(kubectl.verb) || kubectl.values.has("kubeconfig")) return;
  if (kubectl.context?.text !== undefined && !dashboard.cluster.contexts.includes(kubectl.context.text))
    return;
  if (tellNamespace(call, kubectl.namespace, known, tell) || kubectl.unclear) return;
  for (const object of objectsOf(kubectl)) {
    if (object.kind === "namespace" || object.kind === "ns" || object.kind === "namespaces")
      tellNamespace(call, { text: object.name, span: object.word.span }, known, tell);
    else tellWorkload(call, object, kubectl, known, tell);
  }
}

/** True when the namespace is not known, which was told. */
function tellNamespace(call: Call, named: Word | undefined, known: Known, tell: Tell): boolean {
  if (named?.text === undefined || !isName(named.text)) return false;
  if (known.namespaces.has(named.text) || known.real.has(named.text)) return false;
  tell(call.origin, `no entry of the inventory is in the namespace \`${named.text}\``, {
    span: named.span(),
    near: (guesses) => guesses.didYouMean(named.text ?? "", known.namespaces),
  });
  return true;
}

const kinds = new Set(["deployment", "statefulset", "daemonset"]);

function tellWorkload(
  call: Call,
  object: KubectlObject,
  kubectl: KubectlCall,
  known: Known,
  tell: Tell,
): void {
  const kind = workloadKind(object.kind.toLowerCase());
  if (!kinds.has(kind) || !isName(object.name)) return;
  const named = known.byName.get(`${kind}/${object.name}`) ?? [];
  const { namespace } = kubectl;
  // Without a namespace, or with one that the shell fills in, any of that name may be meant.
  if (
    namespace?.text === undefined ? named.length > 0 : named.some((one) => one.namespace === namespace.text)
  )
    return;
  // Of a namespace without any entry that is a workload, the inventory does not know what is in it.
  if (namespace?.text !== undefined && !known.inhabited.has(namespace.text)) return;
  const [elsewhere] = named;
  const here = (): readonly string[] =>
    known.workloads
      .filter(
        (one) => one.kind === kind && (namespace?.text === undefined || one.namespace === namespace.text),
      )
      .map((one) => one.name);
  tell(
    call.origin,
    elsewhere?.namespace === undefined
      ? `the inventory has no \`${kind}/${object.name}\``
      : `the inventory has \`${kind}/${object.name}\` in the namespace \`${elsewhere.namespace}\`, not in \`${namespace?.text ?? ""}\``,
    {
      span: object.word.span(),
      near: (guesses) => (elsewhere === undefined ? guesses.didYouMean(object.name, here()) : undefined),
    },
  );
}
