import type { FluxKind } from "../../actions/action.ts";
import type { Reality, RealObject } from "../../reality/model.ts";
import { findData, findService, hiddenBy, type Answer } from "../../reality/query.ts";
import { creates, isName, objectsOf, optionOf, readKubectl, type KubectlCall } from "../kubectl.ts";
import { callsOf, wordedBy, type Call, type Word } from "../ran.ts";
import type { Rule, Tell, World } from "../rule.ts";
import { isOfGraph, runsPods, seenAt } from "./evidence.ts";
import { lackOf } from "./missing-container.ts";
import { chanceOfFlux } from "./flux-makers.ts";
import { isThere, kindNames, likeObjects } from "./missing-flux-object.ts";
import { bootstrapSecrets, isCopied, nearHelp } from "./missing-secret.ts";
import { manifestSetsOf, releasesOf } from "./places.ts";

export const namedByCommand: Rule = {
  code: "FT621",
  severity: "warning",
  asks: "reality",
  title: "a command names what Flux does not apply",
  why: "kubectl or flux answers that there is no such thing, each time the command runs. Workloads and namespaces are told by a rule of their own.",
  wrong:
    "tasks: { login: kubectl -n media get secret graylog-secret }         # the Secret is called graylog",
  right: "tasks: { login: kubectl -n media get secret graylog }",
  check: (world, tell) => {
    const { dashboard, reality } = world;
    if (reality === undefined) return;
    const calls = wordedBy(dashboard).flatMap(({ command }) => callsOf(command));
    const asked: Asked = { world, reality, made: madeBy(world, calls), tell };
    for (const call of calls) {
      if (call.program === "flux") tellFlux(asked, call);
      else tellKubectl(asked, call);
    }
  },
};

interface Asked {
  readonly world: World;
  readonly reality: Reality;
  /** Objects that the inventory makes itself, as `namespace/name`. */
  readonly made: ReadonlySet<string>;
  readonly tell: Tell;
}

/** A name in a command, and where it is looked for. */
interface Named {
  readonly call: Call;
  readonly word: Word;
  readonly namespace: string;
  readonly name: string;
}

function madeBy({ dashboard }: World, calls: readonly Call[]): ReadonlySet<string> {
  const created = calls.flatMap((call) => {
    const kubectl = readKubectl(call);
    if (kubectl?.verb !== "create") return [];
    return kubectl.operands.map(({ text }) => `${kubectl.namespace?.text ?? ""}/${text ?? ""}`);
  });
  return new Set([...bootstrapSecrets(dashboard), ...created]);
}

/** Verbs that wait for what is not there yet, beside those that make it. */
const waits = new Set(["wait"]);

function tellKubectl(asked: Asked, call: Call): void {
  const kubectl = readKubectl(call);
  const namespace = kubectl?.namespace?.text;
  if (kubectl === undefined || kubectl.unclear || namespace === undefined || !isName(namespace)) return;
  if (creates.has(kubectl.verb) || waits.has(kubectl.verb)) return;
  if (isElsewhere(asked, kubectl) || kubectl.flags.has("ignore-not-found")) return;
  for (const { kind, name, word } of objectsOf(kubectl)) {
    if (!isName(name)) continue;
    const named: Named = { call, word, namespace, name };
    const flux = fluxKindOf(kind);
    if (flux !== undefined) tellFluxObject(asked, named, flux);
    else if (mayJudge(asked, named)) tellObject(asked, named, kind.toLowerCase(), kubectl);
  }
}

/** True for a call that asks another cluster. */
function isElsewhere({ world }: Asked, { values, context }: KubectlCall): boolean {
  if (values.has("kubeconfig")) return true;
  return context !== undefined && !world.dashboard.cluster.contexts.includes(context.text ?? "");
}

/** False where the graph has no say: the inventory fills the namespace too, or a command makes the object. */
function mayJudge({ world, reality, made }: Asked, { namespace, name }: Named): boolean {
  if (!isOfGraph(reality, namespace) || made.has(`${namespace}/${name}`)) return false;
  const { dashboard } = world;
  return (
    !releasesOf(dashboard).some((one) => one.owner === undefined && one.namespace === namespace) &&
    !manifestSetsOf(dashboard).some((one) => one.isolate === namespace)
  );
}

const dataKinds: Readonly<Record<string, "Secret" | "ConfigMap">> = {
  secret: "Secret",
  secrets: "Secret",
  configmap: "ConfigMap",
  configmaps: "ConfigMap",
  cm: "ConfigMap",
};

function tellObject(asked: Asked, named: Named, kind: string, kubectl: KubectlCall): void {
  const { reality } = asked;
  const { namespace, name } = named;
  const data = Object.hasOwn(dataKinds, kind) ? dataKinds[kind] : undefined;
  if (data !== undefined) {
    const isByOthers = /^(?:kube-root-ca\.crt$|sh\.helm\.)/.test(name);
    if (!isByOthers && !isCopied(reality))
      tellAbsent(asked, named, data, findData(reality, data, namespace, name));
  } else if (["service", "services", "svc"].includes(kind))
    tellAbsent(asked, named, "Service", findService(reality, namespace, name));
  else if (runsPods(kind)) tellContainer(asked, named, kind, kubectl.values.get("container"));
}

function tellAbsent(
  { world, tell }: Asked,
  { call, word, namespace, name }: Named,
  kind: string,
  answer: Answer<RealObject>,
): void {
  const span = word.span();
  if (answer.state === "moved") {
    const [item] = answer.items;
    tell(call.origin, `there is no ${kind} \`${name}\` in \`${namespace}\`: it is in \`${item.namespace}\``, {
      span,
      help: `write \`--namespace ${item.namespace}\``,
      related: seenAt(world, item, "it is made here"),
    });
  } else if (answer.state === "gone")
    tell(call.origin, `Flux applies no ${kind} \`${name}\` in \`${namespace}\``, {
      span,
      help: answer.nearest === undefined ? undefined : nearHelp(name, answer.nearest),
    });
}

function tellContainer(
  { world, reality, tell }: Asked,
  { call, namespace, name }: Named,
  kind: string,
  container: Word | undefined,
): void {
  if (container?.text === undefined || !isName(container.text)) return;
  const lack = lackOf(world, reality, { target: { kind, name }, namespace, container: container.text });
  if (lack === undefined) return;
  const { message, help, related } = lack;
  tell(call.origin, message, { span: container.span(), help, related });
}

const fluxKinds: Readonly<Record<string, FluxKind>> = {
  kustomization: "kustomization",
  ks: "kustomization",
  helmrelease: "helmRelease",
  hr: "helmRelease",
  gitrepository: "gitRepository",
  ocirepository: "ociRepository",
  helmrepository: "helmRepository",
  helmchart: "helmChart",
  "source git": "gitRepository",
  "source oci": "ociRepository",
  "source helm": "helmRepository",
  "source chart": "helmChart",
  "source bucket": "bucket",
};

/** The kind as `kubectl` and `flux` write it: short, in the plural, with its API group. */
function fluxKindOf(written: string): FluxKind | undefined {
  const bare = written.toLowerCase().replace(/\..*$/, "");
  const plural = /^(?:kustomization|helmrelease|helmchart)s$|^source /.test(bare);
  const kind = plural ? bare.replace(/s$/, "") : bare.replace(/repositories$/, "repository");
  return Object.hasOwn(fluxKinds, kind) ? fluxKinds[kind] : undefined;
}

const fluxVerbs = new Set(["reconcile", "suspend", "resume", "delete", "get", "export"]);
const fluxSwitches = new Set(
  "--with-source --force --reset --verbose --silent -s --wait --no-header --watch -w".split(" "),
);
const fluxValues = new Set(["--namespace", "-n", "--timeout", "--context", "--interval"]);

/** `flux reconcile kustomization NAME`, as flux reads it; an option that is not known here ends the reading. */
function tellFlux(asked: Asked, call: Call): void {
  const operands: Word[] = [];
  const words = call.args[Symbol.iterator]();
  for (const word of words) {
    const option = word.text?.replace(/=.*$/s, "");
    if (option?.startsWith("-") !== true) operands.push(word);
    else if (fluxValues.has(option)) {
      if (option === word.text) words.next();
    } else if (!fluxSwitches.has(option)) return;
  }
  const [verb, first, second] = operands.map(({ text }) => text);
  const isSource = first === "source" || first === "sources";
  const kind = fluxKindOf(isSource ? `source ${second ?? ""}` : (first ?? ""));
  if (verb === undefined || !fluxVerbs.has(verb) || kind === undefined) return;
  const context = optionOf(call.args, "context");
  if (context !== undefined && !asked.world.dashboard.cluster.contexts.includes(context.text ?? "")) return;
  const given = optionOf(call.args, "namespace", "n");
  // flux looks in its own namespace unless told.
  const namespace = given === undefined ? "flux-system" : (given.text ?? "");
  if (!isName(namespace)) return;
  for (const word of operands.slice(isSource ? 3 : 2))
    if (isName(word.text ?? ""))
      tellFluxObject(asked, { call, word, namespace, name: word.text ?? "" }, kind);
}

function tellFluxObject(
  { world, reality, tell }: Asked,
  { call, word, namespace, name }: Named,
  kind: FluxKind,
): void {
  const flux = { kind, namespace, name };
  const wanted = { kind: kindNames[kind], name };
  const hidden = hiddenBy(reality, namespace, wanted.kind);
  if (isThere(reality, flux) || hidden.some((one) => chanceOfFlux(reality, one, wanted) !== "none")) return;
  const { elsewhere, near = elsewhere } = likeObjects(reality, flux);
  const where = elsewhere === undefined ? "" : `: it is in \`${elsewhere.namespace}\``;
  tell(call.origin, `there is no ${kindNames[kind]} \`${namespace}/${name}\`${where}`, {
    span: word.span(),
    help: near === undefined || near === elsewhere ? undefined : `did you mean \`${near.name}\`?`,
    related: near === undefined ? [] : seenAt(world, near, "it is made here"),
  });
}
