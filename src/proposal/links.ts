import type { Host, RealObject, Reality, Workload } from "../reality/model.ts";
import { backendsOf, isSecure } from "../reality/backends.ts";
import { sendsTo } from "../reality/pods.ts";

/** So many hosts of one workload are links. */
const most = 3;

/** A host as a link can have it: one that is known, and is one. */
const plainHost = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The links to a workload, short where the cluster's domain says the rest. */
export function linksOf(reality: Reality, workload: Workload, domain: string | undefined): readonly string[] {
  const found = reality.hosts
    .filter((host) => plainHost.test(host.host) && leadsTo(reality, host, workload))
    .map((host) => linkOf(host, domain));
  return [...new Set(found)].slice(0, most);
}

function leadsTo(reality: Reality, { host, route }: Host, workload: Workload): boolean {
  if (route.namespace !== workload.namespace) return false;
  const backends = backendsOf(route, host);
  if (backends !== undefined)
    return reality.services.some((one) => backends.includes(one.name) && sendsTo(one, workload));
  // A chart's route: to the Service of the same name, or to the release's only one.
  const services = reality.services.filter(
    (one) => isSame(one.owner, route.owner) && one.namespace === route.namespace,
  );
  const meant =
    services.find(({ name }) => name === route.name) ?? (services.length === 1 ? services[0] : undefined);
  return meant !== undefined && sendsTo(meant, workload);
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
