import { nearest } from "../../diagnostics/nearest.ts";
import type { Link } from "../../dashboard/model.ts";
import type { Reality } from "../../reality/model.ts";
import { couldRoute, findHost, findRelease } from "../../reality/query.ts";
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
    for (const link of resourcesOf(dashboard).flatMap(linksOf)) {
      const host = routedHost(link.url);
      if (host === undefined || host === domain || !isOurs(reality, host, domain)) continue;
      const { state } = findHost(reality, host);
      if (state === "found" || isNamedElsewhere(reality, host)) continue;
      if (state === "unknown" && couldBeHidden(reality, host)) continue;
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

function above(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}

/** True for a host of the cluster's domain, and one beside hosts that the graph routes. */
function isOurs(reality: Reality, host: string, domain: string | undefined): boolean {
  if (domain !== undefined && host.endsWith(`.${domain}`)) return true;
  // Above `example.org` is everything: only what has a name below a domain has siblings.
  return above(host).includes(".") && reality.hosts.some((one) => above(one.host) === above(host));
}

/** Hosts of one domain end alike: only what stands before that is compared. */
function nearHost(reality: Reality, host: string): string | undefined {
  const domain = above(host);
  const labels = reality.hosts
    .filter((one) => above(one.host) === domain)
    .map((one) => one.host.split(".")[0] ?? "");
  const near = nearest(host.split(".")[0] ?? "", labels);
  return near && `${near}.${domain}`;
}

/**
 * True where something that is not seen could route the host. A chart cannot know the domain unless its
 * values say so: one whose values name neither the host nor the bare domain does not route it.
 */
function couldBeHidden(reality: Reality, host: string): boolean {
  if (reality.hosts.some((one) => /\$\{|\{\{/.test(one.host))) return true;
  return reality.unresolved.filter(couldRoute).some(({ kind, owner }) => {
    if (kind !== "chart" || owner?.kind !== "HelmRelease") return true;
    const release = findRelease(reality, owner);
    if (release?.valuesComplete !== true) return true;
    const said = JSON.stringify([
      release.values,
      valueAt(release.object.content, "spec") ?? null,
    ]).toLowerCase();
    const others = new RegExp(`[a-z0-9-]+\\.${escaped(above(host))}`, "g");
    return said.includes(host) || said.replace(others, "").includes(above(host));
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&");
}

const named = "external-dns.alpha.kubernetes.io/hostname";

/** True where a Service, or an endpoint of external-dns, has the host's name. */
function isNamedElsewhere(reality: Reality, host: string): boolean {
  return reality.objects.some(({ content }) => {
    const hosts = textAt(content, "metadata", "annotations", named)?.split(",") ?? [];
    const endpoints = listAt(content, "spec", "endpoints").map((one) => textAt(one, "dnsName"));
    return [...hosts, ...endpoints, ...stringsAt(content, "spec", "hosts")].some(
      (one) => one?.trim() === host,
    );
  });
}
