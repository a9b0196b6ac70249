import { Guesses } from "../diagnostics/nearest.ts";
import { listsOf, placed, placeOf, type Lists, type Placed } from "./lists.ts";
import type { DataObject, FluxKustomization, HelmRelease, Host } from "./model.ts";
import type { RealObject, Reality, Service, Unresolved, Workload } from "./model.ts";
import { sendsTo } from "./pods.ts";

/** What is asked of a Reality once for each entry of an inventory, sorted once. */
export interface ByPlace {
  readonly workloads: Placed<Workload>;
  /** Names that may still be held against others, to guess what was meant. */
  readonly guesses: Guesses;
  readonly servicesIn: Lists<Service>;
  /** Those that send to a workload's pods. */
  readonly servicesFor: (workload: Workload) => readonly Service[];
  /** Those whose pods a Service sends to. */
  readonly workloadsBehind: (service: Service) => readonly Workload[];
  readonly hostsNamed: Lists<Host>;
  /** By the domain that their host is in. */
  readonly hostsBelow: Lists<Host>;
  /** True where a host is not known to its end: any host could be meant. */
  readonly hasOpenHost: boolean;
  /** Those that hold something. */
  readonly namespaces: ReadonlySet<string>;
  /** By `namespace/name`, as what follows. */
  readonly objectsAt: Lists<RealObject>;
  readonly kustomizationsAt: Lists<FluxKustomization>;
  readonly releasesAt: Lists<HelmRelease>;
  /** By kind, in lower case. */
  readonly ofKind: Lists<RealObject>;
  readonly dataOfKind: Lists<DataObject>;
  /** Custom resources of a namespace whose operator may make an object of that name: it has theirs in its own. */
  readonly makersOf: (namespace: string, name: string) => readonly RealObject[];
  /** What could hide an object of a namespace. */
  readonly hiding: (namespace: string) => readonly Unresolved[];
}

const known = new WeakMap<Reality, ByPlace>();

/** The Reality by names, namespaces and kinds; each list keeps its order. */
export function byPlace(reality: Reality): ByPlace {
  const before = known.get(reality);
  if (before !== undefined) return before;
  const { workloads, services, hosts, data, objects, kustomizations, releases, unresolved } = reality;
  const made: ByPlace = {
    workloads: placed(workloads),
    guesses: new Guesses(),
    servicesIn: listsOf(services, ({ namespace }) => namespace),
    servicesFor: createSenders(services),
    workloadsBehind: createReceivers(workloads),
    hostsNamed: listsOf(hosts, ({ host }) => host),
    hostsBelow: listsOf(hosts, ({ host }) => domainOf(host)),
    hasOpenHost: hosts.some(({ host }) => /\$\{|\{\{/.test(host)),
    namespaces: new Set([...objects, ...workloads].map(({ namespace }) => namespace)),
    objectsAt: listsOf(objects, placeOf),
    kustomizationsAt: listsOf(kustomizations, placeOf),
    releasesAt: listsOf(releases, placeOf),
    ofKind: listsOf(objects, ({ kind }) => kind.toLowerCase()),
    dataOfKind: listsOf(data, ({ kind }) => kind),
    makersOf: createMakers(objects.filter(mayMakeOthers)),
    hiding: createHiding(unresolved),
  };
  known.set(reality, made);
  return made;
}

/** Of what cannot be seen, most hides one namespace that it names. */
function createHiding(unresolved: readonly Unresolved[]): ByPlace["hiding"] {
  const places = unresolved.map((one, index) => ({ ...one, index }));
  const isNamed = ({ hides }: Unresolved): boolean =>
    hides !== "anywhere" && hides.every((place) => !place.includes("*"));
  const others = places.filter((one) => !isNamed(one));
  const named = listsOf(
    places
      .filter(isNamed)
      .flatMap(({ hides, index }) => (hides === "anywhere" ? [] : hides).map((place) => ({ place, index }))),
    ({ place }) => place,
  );
  const hidden = new Map<string, readonly Unresolved[]>();
  const look = (namespace: string): readonly Unresolved[] => {
    const found = others.filter(({ hides, except }) =>
      hides === "anywhere"
        ? except?.includes(namespace) !== true
        : hides.some((place) => isPlace(place, namespace)),
    );
    const indexes = new Set([...found, ...named(namespace)].map(({ index }) => index));
    return [...indexes].sort((one, other) => one - other).flatMap((index) => unresolved[index] ?? []);
  };
  return (namespace) => {
    const found = hidden.get(namespace) ?? look(namespace);
    hidden.set(namespace, found);
    return found;
  };
}

/** True for a namespace that a place of {@link Unresolved} could mean. */
function isPlace(place: string, namespace: string): boolean {
  const parts = place.split("*");
  if (parts.length === 1) return place === namespace;
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const isLong = namespace.length >= first.length + last.length;
  return isLong && namespace.startsWith(first) && namespace.endsWith(last);
}

/** `example.org` of `shop.example.org`. */
export function domainOf(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}

/** Finds Services by the first label that they select, so that not each is held against each workload. */
function createSenders(services: readonly Service[]): ByPlace["servicesFor"] {
  const place = new Map(services.map((one, index) => [one, index]));
  const selecting = listsOf(services, ({ namespace, selector }) => {
    const [[key, value] = []] = Object.entries(selector);
    return `${namespace} ${key}=${value}`;
  });
  return (workload) =>
    Object.entries(workload.podLabels)
      .flatMap(([key, value]) => selecting(`${workload.namespace} ${key}=${value}`))
      .filter((one) => sendsTo(one, workload))
      .sort((one, other) => (place.get(one) ?? 0) - (place.get(other) ?? 0));
}

/** Looks for each part of a name that is as long as the name of some operator's object. */
function createMakers(operated: readonly RealObject[]): ByPlace["makersOf"] {
  const order = new Map(operated.map((one, index) => [one, index]));
  const at = listsOf(operated, placeOf);
  const lengths = new Map<string, Set<number>>();
  for (const { namespace, name } of operated)
    lengths.set(namespace, (lengths.get(namespace) ?? new Set()).add(name.length));
  return (namespace, name) => {
    const found = new Set<RealObject>();
    for (const length of lengths.get(namespace) ?? [])
      for (let start = 0; start + length <= name.length; start += 1)
        for (const one of at(placeOf({ namespace, name: name.slice(start, start + length) }))) found.add(one);
    return [...found].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
  };
}

/** Finds workloads by the first label that a Service selects. */
function createReceivers(workloads: readonly Workload[]): ByPlace["workloadsBehind"] {
  let labelled: Lists<{ readonly label: string; readonly workload: Workload }> | undefined;
  const labels = (): NonNullable<typeof labelled> =>
    listsOf(
      workloads.flatMap((workload) =>
        Object.entries(workload.podLabels).map(([key, value]) => ({
          label: `${workload.namespace} ${key}=${value}`,
          workload,
        })),
      ),
      ({ label }) => label,
    );
  return (service) => {
    const [first] = Object.entries(service.selector);
    if (first === undefined) return [];
    labelled ??= labels();
    return labelled(`${service.namespace} ${first.join("=")}`)
      .map(({ workload }) => workload)
      .filter((one) => sendsTo(service, one));
  };
}

/** Groups whose objects make no pods and no Services. */
const passive =
  /(^|\.)(toolkit\.fluxcd\.io|k8s\.io|external-secrets\.io|cert-manager\.io|cilium\.io|traefik\.io|bitnami\.com|kyverno\.io|coreos\.com)$/;

/** Kinds of passive groups that do run pods. */
const operated = new Set(["Prometheus", "Alertmanager", "ThanosRuler", "PrometheusAgent", "Gateway"]);

function mayMakeOthers({ group, kind }: RealObject): boolean {
  return group.includes(".") && (!passive.test(group) || operated.has(kind));
}
