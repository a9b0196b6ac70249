import { byPlace, domainOf } from "./by-place.ts";
import { workloadKind } from "../grammar/kubernetes.ts";
import { bareName, placed, placeOf, type Placed } from "./lists.ts";
import type { DataObject, FluxKustomization, HelmRelease, Host, ObjectName } from "./model.ts";
import type { RealObject, Reality, Service, Unresolved, Workload } from "./model.ts";
import { podPort } from "./pods.ts";

/** The answer to "does it exist", never a guess. */
export type Answer<T> =
  | { readonly state: "found"; readonly item: T }
  /** Not there; the same name is in another namespace, or of another kind: the likeliest first. */
  | { readonly state: "moved"; readonly items: readonly [T, ...T[]] }
  /** Not there, and nothing could hide it. `nearest` is the likeliest name in that namespace. */
  | { readonly state: "gone"; readonly nearest: string | undefined }
  /** It could be there: what hides it, and what else a person may have meant. */
  | { readonly state: "unknown"; readonly reasons: readonly Unresolved[]; readonly items: readonly T[] };

/**
 * What could hide an object of a namespace, such as a chart that is not on disk; empty when nothing could.
 * Of any kind, unless told which.
 */
export function hiddenBy(reality: Reality, namespace: string, kind?: string): readonly Unresolved[] {
  const hiding = byPlace(reality).hiding(namespace);
  if (kind === undefined) return hiding;
  const wanted = kind.toLowerCase();
  return hiding.filter(
    ({ kinds }) => kinds === undefined || kinds.some((one) => one.toLowerCase() === wanted),
  );
}

/**
 * Looks for a workload. `kind` is as people write it: `deployment`, `deploy`, `statefulset.apps`. What is
 * of confidence "likely" counts as found: look at `item.confidence`.
 */
export function findWorkload(
  reality: Reality,
  kind: string,
  namespace: string,
  name: string,
): Answer<Workload> {
  const wanted = workloadKind(kind.toLowerCase());
  const isKind = (one: Workload): boolean => one.kind.toLowerCase() === wanted;
  const { workloads } = byPlace(reality);
  const item = workloads.at(placeOf({ namespace, name })).find(isKind);
  if (item !== undefined) return { state: "found", item };
  const question = `${wanted} ${placeOf({ namespace, name })}`;
  const answers = absentWorkloads.get(reality) ?? new Map<string, Answer<Workload>>();
  absentWorkloads.set(reality, answers);
  const before = answers.get(question);
  if (before !== undefined) return before;
  const named = workloads.named(name);
  const items = [
    ...named.filter((one) => one.namespace === namespace),
    ...named.filter((one) => one.namespace !== namespace && isKind(one)),
    ...named.filter((one) => one.namespace !== namespace && !isKind(one)),
  ];
  const answer = absent(reality, wanted, namespace, name, items, workloads);
  answers.set(question, answer);
  return answer;
}

/** What was answered of workloads that are not there: many rules ask for each. */
const absentWorkloads = new WeakMap<Reality, Map<string, Answer<Workload>>>();

/** Looks for a Service. */
export function findService(reality: Reality, namespace: string, name: string): Answer<Service> {
  return lookUp(reality, "Service", reality.services, namespace, name);
}

/** Looks for a ConfigMap or a Secret, one that an operator makes from git included. */
export function findData(
  reality: Reality,
  kind: "ConfigMap" | "Secret",
  namespace: string,
  name: string,
): Answer<DataObject> {
  const ofKind = byPlace(reality).dataOfKind(kind);
  const answer = lookUp(reality, kind, ofKind, namespace, name);
  if (answer.state !== "gone") return answer;
  // A generated one is asked for by the name without its hash.
  const hashed = placed(ofKind).hashedAt(placeOf({ namespace, name }))[0];
  return hashed === undefined ? answer : { state: "gone", nearest: hashed.name };
}

/** Looks for an object of any kind by its exact kind, such as `StorageClass`; namespace `""` is cluster-wide. */
export function findObject(
  reality: Reality,
  kind: string,
  namespace: string,
  name: string,
): Answer<RealObject> {
  return lookUp(reality, kind, byPlace(reality).ofKind(kind.toLowerCase()), namespace, name);
}

function lookUp<T extends RealObject>(
  reality: Reality,
  kind: string,
  all: readonly T[],
  namespace: string,
  name: string,
): Answer<T> {
  const { at, named } = placed(all);
  const [item] = at(placeOf({ namespace, name }));
  if (item !== undefined) return { state: "found", item };
  return absent(reality, kind, namespace, name, named(name), placed(all));
}

/** `items` are those of its name elsewhere, `all` what it could be among. */
function absent<T extends RealObject>(
  reality: Reality,
  kind: string,
  namespace: string,
  name: string,
  items: readonly T[],
  { unsureIn, namesIn }: Placed<T>,
): Answer<T> {
  const reasons = [
    ...hiddenBy(reality, namespace, kind),
    ...operatorsOf(reality, namespace, name),
    ...unsureIn(namespace)
      .filter((one) => couldBe(one.name, name))
      .map(unsure),
  ];
  if (reasons.length > 0) return { state: "unknown", reasons, items };
  const [first, ...others] = items;
  if (first !== undefined) return { state: "moved", items: [first, ...others] };
  return { state: "gone", nearest: nearestOf(reality, name, namesIn(namespace)) };
}

/** The name that was likely meant, while there are not too many to look at. */
export function nearestOf(reality: Reality, name: string, names: readonly string[]): string | undefined {
  return byPlace(reality).guesses.nearest(name, names);
}

/** True when a name that is not wholly known, or whose hash is not, could turn out to be this one. */
function couldBe(uncertain: string, name: string): boolean {
  const parts = uncertain.split(/\$\{[^}]*\}/);
  if (parts.length > 1) {
    const [first = "", last = ""] = [parts[0], parts.at(-1)];
    return name.length >= first.length + last.length && name.startsWith(first) && name.endsWith(last);
  }
  const bare = bareName(uncertain);
  return bare !== undefined && bare === bareName(name);
}

function unsure(object: RealObject): Unresolved {
  return {
    kind: "values",
    message: `the name of ${object.kind} \`${object.namespace}/${object.name}\` is not wholly known`,
    file: object.provenance.file,
    line: object.provenance.line,
    owner: object.owner,
    hides: [object.namespace],
  };
}

/** Custom resources whose operator may make the object: operators name children after their parent. */
function operatorsOf(reality: Reality, namespace: string, name: string): Unresolved[] {
  // What an operator makes is seen in the cluster itself.
  if (reality.source === "cluster") return [];
  return byPlace(reality)
    .makersOf(namespace, name)
    .map((one) => ({
      kind: "unsupported",
      message: `${one.kind} \`${one.namespace}/${one.name}\` may make it`,
      file: one.provenance.file,
      line: one.provenance.line,
      owner: one.owner,
      hides: [namespace],
    }));
}

/** The host's routes; `unknown` while something that is not seen could route it. */
export function findHost(
  reality: Reality,
  host: string,
): { readonly state: "found"; readonly hosts: readonly Host[] } | { readonly state: "gone" | "unknown" } {
  const wanted = host.toLowerCase();
  const { hostsNamed, hasOpenHost } = byPlace(reality);
  const hosts = [...hostsNamed(wanted), ...hostsNamed(`*.${domainOf(wanted)}`)];
  if (hosts.length > 0) return { state: "found", hosts };
  return { state: hasOpenHost || reality.unresolved.some(couldRoute) ? "unknown" : "gone" };
}

const routeKinds = /^(Ingress|IngressRoute(TCP)?|(HTTP|GRPC|TLS)Route|VirtualService)$/;

/** True for what could hide a route of a host. */
export function couldRoute({ hides, kinds }: Unresolved): boolean {
  return hides.length > 0 && (kinds === undefined || kinds.some((kind) => routeKinds.test(kind)));
}

/** The port numbers that a workload's containers declare; undefined when they cannot be known. */
export function declaredPorts(workload: Workload): readonly number[] | undefined {
  return workload.containers?.flatMap(({ ports }) => ports.map(({ number }) => number));
}

/** One port of a Service in front of a workload, with the pod's port behind it. */
export interface ServedPort {
  readonly service: Service;
  readonly number: number;
  readonly name: string | undefined;
  /** Undefined when its target is a name that no container declares. */
  readonly podPort: number | undefined;
}

/** The Service ports that lead to a workload: what a pod answers at, where it declares no ports. */
export function servedPorts(reality: Reality, workload: Workload): readonly ServedPort[] {
  return byPlace(reality)
    .servicesFor(workload)
    .flatMap((service) =>
      (service.ports ?? []).map((port) => ({
        service,
        number: port.number,
        name: port.name,
        podPort: podPort(port, workload),
      })),
    );
}

export function findKustomization(reality: Reality, wanted: ObjectName): FluxKustomization | undefined {
  return byPlace(reality).kustomizationsAt(placeOf(wanted))[0];
}

export function findRelease(reality: Reality, wanted: ObjectName): HelmRelease | undefined {
  return byPlace(reality).releasesAt(placeOf(wanted))[0];
}

/** The suspended Flux object that keeps an object as it is: its owner, or one on the way to it. */
export function suspendedBy(
  reality: Reality,
  object: RealObject,
): FluxKustomization | HelmRelease | undefined {
  const { owner } = object;
  const release = owner?.kind === "HelmRelease" ? findRelease(reality, owner) : undefined;
  if (release?.suspended === true) return release;
  return object.provenance.chain
    .map((name) => findKustomization(reality, name))
    .find((one) => one?.suspended === true);
}
