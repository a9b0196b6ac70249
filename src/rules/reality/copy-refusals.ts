import { listAt, mappingAt, stringAt, textAt, type Mapping } from "../../reality/value.ts";

/** Kinds that live outside of namespaces and can be copied under another name. */
const renamedKinds = new Set(["ClusterRole", "ClusterRoleBinding"]);

/** Kinds that live outside of namespaces and of which there can be no private copy. */
const refusedKinds = new Set([
  "APIService",
  "CSIDriver",
  "CustomResourceDefinition",
  "FlowSchema",
  "IngressClass",
  "GatewayClass",
  "MutatingWebhookConfiguration",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeSnapshotClass",
]);

/** Routes that no host tells apart. */
const unnamedRoutes = new Set(["IngressRouteUDP", "TCPRoute", "UDPRoute"]);

/**
 * Why the generated Tiltfile refuses a private copy of an object, in the words of templates/lib/isolate.star;
 * undefined where it does not. `hosts` are those that the inventory replaces.
 */
export function copyRefusal(object: Mapping, hosts: ReadonlySet<string>): string | undefined {
  const kind = textAt(object, "kind") ?? "";
  if (refusedKinds.has(kind) || (kind.startsWith("Cluster") && !renamedKinds.has(kind)))
    return "lives outside of namespaces";
  if (unnamedRoutes.has(kind)) return "takes a port, not a host";
  const group = (textAt(object, "apiVersion") ?? "").split("/", 1)[0];
  if (group === "kustomize.toolkit.fluxcd.io") return "would have Flux apply its objects a second time";
  if (group === "helm.toolkit.fluxcd.io")
    for (const key of ["targetNamespace", "storageNamespace"])
      if ((textAt(object, "spec", key) ?? "") !== "") return `would be installed elsewhere (\`${key}\`)`;
  return routeRefusal(kind, object, hosts);
}

function routeRefusal(kind: string, object: Mapping, hosts: ReadonlySet<string>): string | undefined {
  const spec = mappingAt(object, "spec");
  if (spec === undefined) return undefined;
  if (kind === "Ingress") {
    if (Object.hasOwn(spec, "defaultBackend")) return "has a default backend";
    const rules = listAt(spec, "rules");
    if (rules.some((rule) => stringAt(rule, "host") === undefined)) return "takes every host";
    return wildcard(
      rules.map((rule) => stringAt(rule, "host") ?? ""),
      hosts,
    );
  }
  if (["HTTPRoute", "TLSRoute", "GRPCRoute"].includes(kind)) {
    const names = listAt(spec, "hostnames").map(String);
    return names.length === 0 ? "takes every host" : wildcard(names, hosts);
  }
  if (kind !== "IngressRoute" && kind !== "IngressRouteTCP") return undefined;
  const matches = listAt(spec, "routes").map((route) => textAt(route, "match") ?? "");
  const odd = matches.find((match) => !match.includes("Host") || match.includes("HostRegexp"));
  return odd === undefined ? undefined : `matches hosts in a way that cannot be changed (\`${odd}\`)`;
}

function wildcard(names: readonly string[], hosts: ReadonlySet<string>): string | undefined {
  const wide = names.find((name) => name.startsWith("*") && !hosts.has(name));
  return wide === undefined
    ? undefined
    : `takes many hosts (\`${wide}\`): say under \`hosts\` what the copy has`;
}
