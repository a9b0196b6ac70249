import type { RealObject } from "./model.ts";
import { listAt, mappingAt, stringsAt, textAt, valueAt } from "./value.ts";
import type { Value } from "./value.ts";

/**
 * The names of the Services that a route sends a host to; undefined where the route itself is not known.
 * Backends in other namespaces, and of other kinds, are left out.
 */
export function backendsOf(
  { content, namespace, kind }: RealObject,
  host: string,
): readonly string[] | undefined {
  if (content === undefined) return undefined;
  const isHere = (backend: Value): boolean =>
    (textAt(backend, "kind") ?? "Service") === "Service" &&
    (textAt(backend, "namespace") ?? namespace) === namespace;
  const names = (backends: readonly Value[]): string[] =>
    backends.filter(isHere).flatMap((one) => textAt(one, "name") ?? []);
  if (kind === "Ingress")
    return listAt(content, "spec", "rules")
      .filter((rule) => textAt(rule, "host")?.toLowerCase() === host)
      .flatMap((rule) => listAt(rule, "http", "paths"))
      .flatMap((path) => textAt(path, "backend", "service", "name") ?? []);
  if (/^IngressRoute(TCP)?$/.test(kind))
    return listAt(content, "spec", "routes")
      .filter((route) => textAt(route, "match")?.toLowerCase().includes(host) === true)
      .flatMap((route) => names(listAt(route, "services")));
  if (kind === "VirtualService")
    return listAt(content, "spec", "http")
      .flatMap((one) => listAt(one, "route"))
      .flatMap((one) => textAt(one, "destination", "host")?.split(".")[0] ?? []);
  return listAt(content, "spec", "rules").flatMap((rule) => names(listAt(rule, "backendRefs")));
}

/** True where a route is known to serve a host by TLS. */
export function isSecure({ content, kind }: RealObject, host: string): boolean {
  if (kind === "Ingress")
    return listAt(content, "spec", "tls").some((one) => stringsAt(one, "hosts").includes(host));
  if (kind.startsWith("IngressRoute"))
    return (
      mappingAt(content, "spec", "tls") !== undefined ||
      stringsAt(content, "spec", "entryPoints").includes("websecure")
    );
  const parents = listAt(content, "spec", "parentRefs");
  return parents.some(
    (one) => valueAt(one, "port") === 443 || /https|tls/.test(textAt(one, "sectionName") ?? ""),
  );
}
