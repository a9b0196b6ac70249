import type { RealObject, Reality, Service, Unresolved, Workload } from "./model.ts";

/** What is asked of a Reality once for each entry of an inventory, sorted once. */
export interface ByPlace {
  readonly workloadsNamed: Lists<Workload>;
  readonly workloadsIn: Lists<Workload>;
  readonly servicesIn: Lists<Service>;
  /** By kind, in lower case. */
  readonly ofKind: Lists<RealObject>;
  /** Custom resources whose operator may make objects in their namespace. */
  readonly operatorsIn: Lists<RealObject>;
  /** What could hide an object of a namespace. */
  readonly hiding: (namespace: string) => readonly Unresolved[];
}

type Lists<T> = (key: string) => readonly T[];

const known = new WeakMap<Reality, ByPlace>();

/** The Reality by names, namespaces and kinds; each list keeps its order. */
export function byPlace(reality: Reality): ByPlace {
  const before = known.get(reality);
  if (before !== undefined) return before;
  const { workloads, services, objects, unresolved } = reality;
  const hidden = new Map<string, readonly Unresolved[]>();
  const made: ByPlace = {
    workloadsNamed: listsOf(workloads, ({ name }) => name),
    workloadsIn: listsOf(workloads, ({ namespace }) => namespace),
    servicesIn: listsOf(services, ({ namespace }) => namespace),
    ofKind: listsOf(objects, ({ kind }) => kind.toLowerCase()),
    operatorsIn: listsOf(objects.filter(mayMakeOthers), ({ namespace }) => namespace),
    hiding: (namespace) => {
      const found =
        hidden.get(namespace) ??
        unresolved.filter(({ hides, except }) =>
          hides === "anywhere" ? except?.includes(namespace) !== true : hides.includes(namespace),
        );
      hidden.set(namespace, found);
      return found;
    },
  };
  known.set(reality, made);
  return made;
}

function listsOf<T>(all: readonly T[], keyOf: (one: T) => string): Lists<T> {
  const lists = new Map<string, T[]>();
  for (const one of all) {
    const list = lists.get(keyOf(one));
    if (list === undefined) lists.set(keyOf(one), [one]);
    else list.push(one);
  }
  return (key) => lists.get(key) ?? [];
}

/** Groups whose objects make no pods and no Services. */
const passive =
  /(^|\.)(toolkit\.fluxcd\.io|k8s\.io|external-secrets\.io|cert-manager\.io|cilium\.io|traefik\.io|bitnami\.com|kyverno\.io|coreos\.com)$/;

/** Kinds of passive groups that do run pods. */
const operated = new Set(["Prometheus", "Alertmanager", "ThanosRuler", "PrometheusAgent", "Gateway"]);

function mayMakeOthers({ group, kind }: RealObject): boolean {
  return group.includes(".") && (!passive.test(group) || operated.has(kind));
}
