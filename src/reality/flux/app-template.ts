import type { Container, ContainerPort, HelmRelease, ServicePort } from "../model.ts";
import {
  entriesAt,
  filledAt,
  integerAt,
  isMapping,
  listAt,
  mappingAt,
  ownOf,
  stringsAt,
  textAt,
} from "../value.ts";
import type { Mapping, Value } from "../value.ts";

/** A workload that a chart makes. */
export interface ChartWorkload {
  readonly kind: string;
  readonly name: string;
  readonly replicas: number | undefined;
  readonly containers: readonly Container[] | undefined;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** What a chart makes of its values, as far as names and ports go. */
export interface ChartObjects {
  readonly workloads: readonly ChartWorkload[];
  readonly services: readonly {
    readonly name: string;
    readonly ports: readonly ServicePort[] | undefined;
    readonly selector: Readonly<Record<string, string>>;
  }[];
  readonly hosts: readonly { readonly kind: string; readonly name: string; readonly host: string }[];
  readonly data: readonly {
    readonly kind: string;
    readonly name: string;
    readonly keys: readonly string[];
  }[];
}

const kinds: Readonly<Record<string, string>> = {
  deployment: "Deployment",
  statefulset: "StatefulSet",
  daemonset: "DaemonSet",
  cronjob: "CronJob",
  job: "Job",
  pod: "Pod",
};

type Entry = readonly [id: string, value: Mapping];

/** The entries of a map of the values that are switched on. */
function enabled(values: Mapping, key: string): Entry[] {
  return entriesAt(values, key).flatMap(([id, value]): Entry[] =>
    isMapping(value) && value["enabled"] !== false ? [[id, value]] : [],
  );
}

/** True where the values also hold whole objects, of any kind, which are not looked at. */
export function hasRawResources({ values }: HelmRelease): boolean {
  return entriesAt(values, "rawResources").length > 0;
}

/**
 * What bjw-s's app-template (common library 2 to 5) makes of a release: its naming is the same in all of
 * them. Undefined when the values are of an older shape, or hold templates in names that only Helm reads.
 */
export function appTemplate(release: HelmRelease): ChartObjects | undefined {
  const { values } = release;
  if (mappingAt(values, "controllers") === undefined) return undefined;
  const tpl = (text: string): string =>
    text
      .replace(/\{\{-?\s*\$?\.Release\.Name\s*-?\}\}/g, release.releaseName)
      .replace(/\{\{-?\s*\$?\.Release\.Namespace\s*-?\}\}/g, release.releaseNamespace);
  const base = tpl(baseName(values, release.releaseName));
  const always = mappingAt(values, "global")?.["alwaysAppendIdentifierToResourceName"] === true;
  const nameOf = (id: string, item: Mapping, count: number): string => {
    const forced = filledAt(item, "forceRename");
    if (forced !== undefined) return tpl(forced);
    const prefix = filledAt(item, "prefix");
    let name = prefix === undefined ? base : `${tpl(prefix)}-${base}`;
    if ((count > 1 || always) && !base.endsWith(`-${id}`) && base !== id) name += `-${id}`;
    const suffix = filledAt(item, "suffix");
    return (suffix === undefined ? name : `${name}-${tpl(suffix)}`).toLowerCase();
  };
  const named = <T>(key: string, make: (name: string, id: string, item: Mapping) => T): T[] => {
    const entries = enabled(values, key);
    return entries.map(([id, item]) => make(nameOf(id, item, entries.length), id, item));
  };

  const labels = (id: string): Record<string, string> => ({
    "app.kubernetes.io/instance": release.releaseName,
    "app.kubernetes.io/controller": id,
  });
  const controllers = enabled(values, "controllers");
  const only = controllers.length === 1 ? controllers[0]?.[0] : undefined;
  const workloads = named("controllers", (name, id, item): ChartWorkload => {
    const kind = ownOf(kinds, (textAt(item, "type") ?? "deployment").toLowerCase()) ?? "Deployment";
    const scales = kind === "Deployment" || kind === "StatefulSet";
    const containers = [
      ...containersOf(item, "containers", false),
      ...containersOf(item, "initContainers", true),
    ];
    // `replicas: null` leaves the count to an autoscaler; without the key the chart says 1.
    const replicas = item["replicas"] === undefined ? 1 : integerAt(item, "replicas");
    return { kind, name, replicas: scales ? replicas : undefined, containers, podLabels: labels(id) };
  });
  const services = named("service", (name, id, item) => ({
    name,
    ports: portsOf(item),
    selector: labels(textAt(item, "controller") ?? only ?? id),
  }));
  const route = (kind: string, name: string, hosts: readonly string[]): ChartObjects["hosts"] =>
    hosts.map((host) => ({ kind, name, host: tpl(host) }));
  const hosts = [
    ...named("ingress", (name, _, item) =>
      route(
        "Ingress",
        name,
        listAt(item, "hosts").flatMap((host) => textAt(host, "host") ?? []),
      ),
    ),
    ...named("route", (name, _, item) =>
      route(textAt(item, "kind") ?? "HTTPRoute", name, stringsAt(item, "hostnames")),
    ),
  ].flat();
  const data = [
    ...named("configMaps", (name, _, item) => ({ kind: "ConfigMap", name, keys: keysOf(item, "data") })),
    ...named("secrets", (name, _, item) => ({ kind: "Secret", name, keys: keysOf(item, "stringData") })),
  ];
  const objects = { workloads, services, hosts, data };
  const names = [...workloads, ...services].map(({ name }) => name);
  return names.some((name) => name.includes("{{")) ? undefined : objects;
}

function baseName(values: Mapping, release: string): string {
  const full = filledAt(values, "global", "fullnameOverride") ?? textAt(values, "fullnameOverride") ?? "";
  if (full !== "") return full.slice(0, 63).replace(/-+$/, "");
  const override = filledAt(values, "global", "nameOverride") ?? release;
  return (release.includes(override) ? release : `${release}-${override}`).slice(0, 63).replace(/-+$/, "");
}

function keysOf(item: Mapping, field: string): readonly string[] {
  return entriesAt(item, field).map(([key]) => key);
}

function containersOf(controller: Mapping, field: string, init: boolean): Container[] {
  return enabled(controller, field).map(([id, item]) => ({
    name: filledAt(item, "nameOverride") ?? id,
    init,
    ports: listAt(item, "ports").flatMap((written): ContainerPort[] => {
      const number = integerAt(written, "containerPort");
      if (number === undefined) return [];
      return [{ number, name: textAt(written, "name"), protocol: textAt(written, "protocol") ?? "TCP" }];
    }),
  }));
}

function portsOf(service: Mapping): ServicePort[] {
  return enabled(service, "ports").flatMap(([name, port]): ServicePort[] => {
    const number = integerAt(port, "port");
    if (number === undefined) return [];
    const written: Value | undefined = port["targetPort"];
    const target =
      integerAt(port, "targetPort") ?? (typeof written === "string" && written !== "" ? written : number);
    return [{ number, name, target }];
  });
}
