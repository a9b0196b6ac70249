import type { Host, RealObject } from "../model.ts";
import { listAt, stringsAt, textAt } from "../value.ts";
import type { Mapping } from "../value.ts";

/** Host names in a rule of Traefik: `Host(`a`) || HostSNI(`b`)`. */
function traefikHosts(rule: string): string[] {
  return [...rule.matchAll(/Host(?:SNI|Header)?\(([^)]*)\)/g)].flatMap(([, names = ""]) =>
    [...names.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, name = ""]) => name),
  );
}

function hostNames(kind: string, object: Mapping): readonly string[] {
  if (kind === "Ingress")
    return listAt(object, "spec", "rules").flatMap((rule) => textAt(rule, "host") ?? []);
  if (/^(HTTPRoute|TLSRoute|GRPCRoute)$/.test(kind)) return stringsAt(object, "spec", "hostnames");
  if (/^IngressRoute(TCP)?$/.test(kind)) {
    return listAt(object, "spec", "routes").flatMap((route) => traefikHosts(textAt(route, "match") ?? ""));
  }
  if (kind === "VirtualService") return stringsAt(object, "spec", "hosts");
  return [];
}

/** The hosts that an Ingress, IngressRoute, HTTPRoute or VirtualService routes; none for another kind. */
export function hostsOf(route: RealObject): readonly Host[] {
  const { content } = route;
  if (content === undefined) return [];
  return [...new Set(hostNames(route.kind, content))].map((host) => ({
    host: host.includes("${") ? host : host.toLowerCase(),
    route,
  }));
}
