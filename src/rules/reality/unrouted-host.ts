import type { Link } from "../../dashboard/model.ts";
import { byPlace, domainOf } from "../../reality/by-place.ts";
import type { Host, Reality } from "../../reality/model.ts";
import { couldRoute, findHost, findRelease, nearestOf } from "../../reality/query.ts";
import { listAt, stringsAt, textAt, valueAt } from "../../reality/value.ts";
import { resourcesOf } from "../parts.ts";
import type { Rule } from "../rule.ts";
import { inside } from "./places.ts";

export const unroutedHost: Rule = {
  code: "FT608",
  severity: "error",
  asks: "reality",
  title: "nothing routes the host of a link",
  why: "The link opens the ingress controller's 404, or no page at all.",
  wrong: "links: [graphana]         # the Ingress says grafana",
  right: "links: [grafana]",
  check: ({ dashboard, reality }, tell) => {
    if (reality === undefined) return;
    const { domain } = dashboard.cluster;
    const namedElsewhere = namesOutside(reality);
    const couldBeHidden = hiddenHosts(reality);
    for (const link of resourcesOf(dashboard).flatMap(linksOf)) {
      const host = routedHost(link.url);
      if (host === undefined || host === domain || !isOurs(reality, host, domain)) continue;
      const { state } = findHost(reality, host);
      if (state === "found" || namedElsewhere.has(host)) continue;
      if (state === "unknown" && couldBeHidden(host)) continue;
      const near = nearHost(reality, host);
      tell(inside(link.origin, "url"), `no Ingress, IngressRoute or HTTPRoute has the host \`${host}\``, {
        // Without a trace it may be a machine beside the cluster.
        ...(near === undefined || state === "unknown" ? { severity: "warning" as const } : {}),
        help: near && `did you mean \`${near}\`?`,
      });
    }
  },
};

function linksOf(resource: ReturnType<typeof resourcesOf>[number]): readonly Link[] {
  if (resource.kind === "secret") return [];
  return resource.kind === "manifests" ? resource.resources.flatMap(({ links }) => links) : resource.links;
}

/** The host of a URL that the way in of the cluster would serve; undefined for addresses and other ports. */
function routedHost(url: string): string | undefined {
  const { hostname, port } = new URL(url);
  return port !== "" || /^[\d.]+$|:|^localhost$/.test(hostname) ? undefined : hostname;
}

/** True for a host of the cluster's domain, and one beside hosts that the graph routes. */
function isOurs(reality: Reality, host: string, domain: string | undefined): boolean {
  if (domain !== undefined && host.endsWith(`.${domain}`)) return true;
  // Above `example.org` is everything: only what has a name below a domain has siblings.
  const above = domainOf(host);
  return above.includes(".") && byPlace(reality).hostsBelow(above).length > 0;
}

/** Hosts of one domain end alike: only what stands before that is compared. */
function nearHost(reality: Reality, host: string): string | undefined {
  const domain = domainOf(host);
  const near = nearestOf(reality, firstLabel(host), labelsOf(byPlace(reality).hostsBelow(domain)));
  return near && `${near}.${domain}`;
}

const known = new WeakMap<readonly Host[], readonly string[]>();

/** What each host of a list begins with, found once for a list. */
function labelsOf(hosts: readonly Host[]): readonly string[] {
  const labels = known.get(hosts) ?? hosts.map(({ host }) => firstLabel(host));
  known.set(hosts, labels);
  return labels;
}

function firstLabel(host: string): string {
  return host.split(".", 1)[0] ?? "";
}

/**
 * Whether something that is not seen could route a host. A chart cannot know the domain unless its values
 * say so: one whose values name neither the host nor the bare domain does not route it.
 */
function hiddenHosts(reality: Reality): (host: string) => boolean {
  const hiding = reality.unresolved.filter(couldRoute);
  const said = hiding.map(({ kind, owner }) => {
    const release =
      kind === "chart" && owner?.kind === "HelmRelease" ? findRelease(reality, owner) : undefined;
    if (release?.valuesComplete !== true) return undefined;
    const spec = valueAt(release.object.content, "spec") ?? null;
    return JSON.stringify([release.values, spec]).toLowerCase();
  });
  const isOpen = said.includes(undefined) || byPlace(reality).hasOpenHost;
  const bare = new Map<string, boolean>();
  const saysBare = (domain: string): boolean => {
    const others = new RegExp(`[a-z0-9-]+\\.${escaped(domain)}`, "g");
    return said.some((text) => text?.includes(domain) === true && text.replace(others, "").includes(domain));
  };
  return (host) => {
    if (isOpen) return true;
    const domain = domainOf(host);
    const isBare = bare.get(domain) ?? saysBare(domain);
    bare.set(domain, isBare);
    return isBare || said.some((text) => text?.includes(host) === true);
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
}

const named = "external-dns.alpha.kubernetes.io/hostname";

/** The hosts that a Service, or an endpoint of external-dns, has as its names. */
function namesOutside(reality: Reality): ReadonlySet<string> {
  const names = reality.objects.flatMap(({ content }) => [
    ...(textAt(content, "metadata", "annotations", named)?.split(",") ?? []),
    ...listAt(content, "spec", "endpoints").flatMap((one) => textAt(one, "dnsName") ?? []),
    ...stringsAt(content, "spec", "hosts"),
  ]);
  return new Set(names.map((name) => name.trim()));
}
