import type { Host, RealObject, Reality, Workload } from "../reality/model.ts";
import { backendsOf, isSecure } from "../reality/backends.ts";
import { byPlace } from "../reality/by-place.ts";
import { placeOf } from "../reality/lists.ts";

/** So many hosts of one workload are links. */
const most = 3;

/** A host as a link can have it: one that is known, and is one. */
const plainHost = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Finds the links to a workload, short where the cluster's domain says the rest. */
export function createLinks(
  reality: Reality,
  domain: string | undefined,
): (workload: Workload) => readonly string[] {
  const order = new Map<string, number>();
  const links = new Map<string, string[]>();
  for (const host of reality.hosts) {
    if (!plainHost.test(host.host)) continue;
    const link = linkOf(host, domain);
    if (!order.has(link)) order.set(link, order.size);
    for (const name of new Set(servicesBehind(reality, host))) {
      const place = placeOf({ namespace: host.route.namespace, name });
      links.set(place, [...(links.get(place) ?? []), link]);
    }
  }
  return (workload) => {
    const serving = byPlace(reality).servicesFor(workload);
    const found = new Set(serving.flatMap((one) => links.get(placeOf(one)) ?? []));
    return [...found].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)).slice(0, most);
  };
}

/** Names of the Services of its own namespace that a host leads to. */
function servicesBehind(reality: Reality, { host, route }: Host): readonly string[] {
  const backends = backendsOf(route, host);
  if (backends !== undefined) return backends;
  // A chart's route: to the Service of the same name, or to the release's only one.
  const names = byPlace(reality)
    .servicesIn(route.namespace)
    .filter((one) => isSame(one.owner, route.owner))
    .map(({ name }) => name);
  return names.includes(route.name) ? [route.name] : names.length === 1 ? names : [];
}

function isSame(one: RealObject["owner"] | undefined, other: RealObject["owner"] | undefined): boolean {
  return one?.kind === other?.kind && one?.name === other?.name && one?.namespace === other?.namespace;
}

function linkOf({ host, route }: Host, domain: string | undefined): string {
  if (isSecure(route, host)) return `https://${host}`;
  if (domain !== undefined && host.endsWith(`.${domain}`)) {
    const label = host.slice(0, -domain.length - 1);
    if (!label.includes(".") && label !== "localhost") return label;
  }
  return host.includes(".") ? host : `http://${host}`;
}
