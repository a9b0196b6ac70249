import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Mapping } from "../../reality/value.ts";
import { copyRefusal } from "./copy-refusals.ts";

const star = readFileSync(new URL("../../../templates/lib/isolate.star", import.meta.url), "utf8");

/** The kinds in a list of the support file. */
function kindsOf(list: string): readonly string[] {
  const text = new RegExp(`^${list} = \\[([^\\]]*)\\]`, "m").exec(star)?.[1] ?? "";
  const kinds = [...text.matchAll(/"(\w+)"/g)].map(([, kind = ""]) => kind);
  expect(kinds.length).toBeGreaterThan(0);
  return kinds;
}

const refusal = (kind: string): string | undefined =>
  copyRefusal({ apiVersion: "v1", kind, metadata: { name: "it" } }, new Set());

it("refuses the kinds that the generated Tiltfile refuses, and renames those that it renames", () => {
  for (const kind of [...kindsOf("REFUSED"), ...kindsOf("UNNAMED_ROUTES"), "ClusterIssuer"])
    expect(refusal(kind), kind).toBeDefined();
  for (const kind of [...kindsOf("RENAMED"), ...kindsOf("WORKLOADS"), "Namespace", "Service"])
    expect(refusal(kind), kind).toBeUndefined();
});

it.each<[string, string, Mapping, string | undefined]>([
  ["networking.k8s.io/v1", "Ingress", { rules: [{ host: "a.lan" }] }, undefined],
  ["networking.k8s.io/v1", "Ingress", { rules: [{ host: "a.lan" }, {}] }, "takes every host"],
  ["networking.k8s.io/v1", "Ingress", { defaultBackend: {}, rules: [] }, "has a default backend"],
  [
    "networking.k8s.io/v1",
    "Ingress",
    { rules: [{ host: "*.lan" }] },
    "takes many hosts (`*.lan`): say under `hosts` what the copy has",
  ],
  ["networking.k8s.io/v1", "Ingress", { rules: [{ host: "*.given.lan" }] }, undefined],
  ["gateway.networking.k8s.io/v1", "HTTPRoute", { hostnames: ["a.lan"] }, undefined],
  ["gateway.networking.k8s.io/v1", "HTTPRoute", {}, "takes every host"],
  [
    "gateway.networking.k8s.io/v1",
    "TLSRoute",
    { hostnames: ["a.lan", "*.lan"] },
    "takes many hosts (`*.lan`): say under `hosts` what the copy has",
  ],
  ["traefik.io/v1alpha1", "IngressRoute", { routes: [{ match: "Host(`a.lan`)" }] }, undefined],
  [
    "traefik.io/v1alpha1",
    "IngressRouteTCP",
    { routes: [{ match: "Host(`a.lan`)" }, { match: "HostRegexp(`.*`)" }] },
    "matches hosts in a way that cannot be changed (`HostRegexp(`.*`)`)",
  ],
  [
    "traefik.io/v1alpha1",
    "IngressRoute",
    { routes: [{ match: "PathPrefix(`/`)" }] },
    "matches hosts in a way that cannot be changed (`PathPrefix(`/`)`)",
  ],
  [
    "traefik.io/v1alpha1",
    "IngressRoute",
    { routes: [{}] },
    "matches hosts in a way that cannot be changed (``)",
  ],
  ["traefik.io/v1alpha1", "Middleware", { routes: [{ match: "PathPrefix(`/`)" }] }, undefined],
  ["kustomize.toolkit.fluxcd.io/v1", "Kustomization", {}, "would have Flux apply its objects a second time"],
  ["kustomize.config.k8s.io/v1beta1", "Kustomization", {}, undefined],
  ["helm.toolkit.fluxcd.io/v2", "HelmRelease", { targetNamespace: "" }, undefined],
  [
    "helm.toolkit.fluxcd.io/v2",
    "HelmRelease",
    { storageNamespace: "a" },
    "would be installed elsewhere (`storageNamespace`)",
  ],
  ["example.org/v1", "HelmRelease", { storageNamespace: "a" }, undefined],
])("says of %s %s with %j: %s", (apiVersion, kind, spec, expected) => {
  expect(copyRefusal({ apiVersion, kind, metadata: { name: "it" }, spec }, new Set(["*.given.lan"]))).toBe(
    expected,
  );
});
