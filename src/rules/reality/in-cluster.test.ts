import { describe, expect, it } from "vitest";
import type { Reality } from "../../reality/model.ts";
import { clusterWith, toldOf } from "../../testing/cluster-lab.ts";
import { mistakes, right } from "../../testing/cluster-mistakes.ts";
import { inWords } from "../../testing/repo-in-memory.ts";

const head = "version: 1\ncluster: { name: test, contexts: [admin@test], domain: example.org }\n";
const cluster = clusterWith();

async function told(inventory: string, reality: Reality = cluster): Promise<readonly string[]> {
  const text = head + inventory;
  return (await toldOf(text, reality)).map((one) => inWords(one, text));
}

/** An entry of a group in the namespace `shop`. */
const entry = (text: string, group = ""): string =>
  `groups: { g: { namespace: shop, ${group} workloads: { w: { ${text} } } } }`;

it("has nothing to say where all of it is there", async () => {
  expect(await told(right)).toEqual([]);
});

it.each(mistakes)("with %s for %s says: %s", async (from, to, message) => {
  const words = await toldOf(head + right.replace(from, to), cluster);
  expect(words.map((one) => `${one.code} ${one.severity}: ${one.message}`)).toContain(message);
});

describe("an owner (FT613)", () => {
  const nobody = (owner: string): string =>
    `no Flux object deploys \`by-hand\` in the cluster, ${owner} neither; take \`flux\` out, or let Flux deploy it`;
  const byHand = (flux: string): string =>
    entry(`target: deployment/by-hand, flux: ${flux}, allow: [{ rule: FT604, reason: it is off }]`);

  it.each([
    ["further up the chain, which brings it up to date", "target: deployment/web, flux: flux-system"],
    ["that applies the release", "target: deployment/api, flux: apps"],
    [
      "further up, where the button suspends the right one",
      "target: deployment/web, flux: flux-system, buttons: { b: { do: { suspend: { kustomization: apps } } } }",
    ],
    [
      "further up, where the button only brings it up to date",
      "target: deployment/web, flux: flux-system, buttons: { b: { do: reconcile } }",
    ],
  ])("%s is none of it", async (_, text) => {
    expect(await told(entry(text))).toEqual([]);
  });

  it.each(["suspend", "{ scale: { replicas: 3, suspend: true } }"])(
    "further up is told where `%s` is to hold the workload",
    async (action) => {
      const text = `target: deployment/web, flux: flux-system, buttons: { b: { do: ${action} } }`;
      expect(await told(entry(text))).toEqual([
        "FT613 warning at `flux-system`: suspending Kustomization `flux-system/flux-system` does not hold `web`: " +
          "Kustomization `flux-system/apps` deploys it; give it `flux: flux-system/apps`",
      ]);
    },
  );

  it("that is another one is told at `flux`, or at the entry where the group says it", async () => {
    const message =
      "HelmRelease `shop/api` deploys `api`, not Kustomization `flux-system/far`; give it `flux: { helmRelease: shop/api }`";
    expect(await told(entry("target: deployment/api, flux: far"))).toEqual([
      `FT613 error at \`far\`: ${message}`,
    ]);
    expect(await told(entry("target: deployment/api", "flux: far,"))).toEqual([
      `FT613 error at \`w\`: ${message}`,
    ]);
  });

  it("of the right name is another one in another namespace, or of another kind", async () => {
    const more = `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: shop }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: api, namespace: shop }
`;
    const both = clusterWith(more);
    expect(await told(entry("target: deployment/web, flux: shop/apps"), both)).toEqual([
      "FT613 error at `shop/apps`: Kustomization `flux-system/apps` deploys `web`, not Kustomization `shop/apps`; give it `flux: flux-system/apps`",
    ]);
    expect(await told(entry("target: deployment/api, flux: shop/api"), both)).toEqual([
      "FT613 error at `shop/api`: HelmRelease `shop/api` deploys `api`, not Kustomization `shop/api`; give it `flux: { helmRelease: shop/api }`",
    ]);
  });

  it("of what nobody deploys is told, unless Flux's objects may not be listed", async () => {
    const ofKustomization = `FT613 error at \`apps\`: ${nobody("Kustomization `flux-system/apps`")}`;
    expect(await told(byHand("apps"))).toEqual([ofKustomization]);
    expect(await told(byHand("{ helmRelease: shop/api }"))).toEqual([
      `FT613 error at \`{ helmRelease: shop/api }\`: ${nobody("HelmRelease `shop/api`")}`,
    ]);
    expect(await told(byHand("apps"), clusterWith("", ["Service"]))).toEqual([ofKustomization]);
    for (const kind of ["Kustomization", "HelmRelease"])
      expect(await told(byHand("apps"), clusterWith("", [kind]))).toEqual([]);
  });

  it("that is not there is told as that alone (FT612)", async () => {
    expect(await told(byHand("{ helmRelease: shop/apo }"))).toEqual([
      "FT612 error at `shop/apo`: there is no HelmRelease `shop/apo` in the cluster; did you mean `shop/api`?",
    ]);
  });
});

describe("a host (FT608)", () => {
  const linked = (link: string, reality: Reality = cluster): Promise<readonly string[]> =>
    told(entry(`target: deployment/web, links: [${link}]`), reality);
  const unrouted = (severity: string, link: string, host: string, help = ""): readonly string[] => [
    `FT608 ${severity} at \`${link}\`: no Ingress, IngressRoute or HTTPRoute has the host \`${host}\`${help}`,
  ];
  const named = `
apiVersion: v1
kind: Service
metadata:
  name: outside
  namespace: shop
  annotations: { external-dns.alpha.kubernetes.io/hostname: "one.example.org, two.example.org" }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: mesh, namespace: shop }
spec: { hosts: [mesh.example.org] }
`;

  it("of the cluster's domain, or beside a routed one, is looked for", async () => {
    expect(await linked("shop")).toEqual([]);
    expect(await linked("shap")).toEqual(
      unrouted("error", "shap", "shap.example.org", "; did you mean `shop.example.org`?"),
    );
    expect(await linked("printer")).toEqual(unrouted("warning", "printer", "printer.example.org"));
  });

  it.each([
    ["the domain itself", '"http://example.org"'],
    ["one of another domain", '"http://shap.example.com"'],
    ["one above a domain", '"http://example"'],
    ["an address", '"http://192.168.1.5"'],
    ["one with a port", '"http://shap.example.org:3000"'],
  ])("is not looked for where it is %s", async (_, link) => {
    expect(await linked(link)).toEqual([]);
  });

  it("may be a name of a Service, or of a mesh", async () => {
    const more = clusterWith(named);
    for (const link of ["one", "two", "mesh"]) {
      expect(await linked(link)).not.toEqual([]);
      expect(await linked(link, more)).toEqual([]);
    }
  });

  it("could be one of a route that may not be listed", async () => {
    expect(await linked("printer", clusterWith("", ["Ingress"]))).toEqual([]);
    expect(await linked("printer", clusterWith("", ["CronJob"]))).not.toEqual([]);
  });
});

describe("a container (FT609)", () => {
  const asked = (container: string, target = ""): Promise<readonly string[]> =>
    told(
      entry(
        `target: deployment/web, buttons: { b: { do: { logs: { ${target} container: ${container} } } } }`,
      ),
    );

  it("is one of the pods', or one that a mesh adds", async () => {
    for (const name of ["web", "prepare", "istio-proxy", "vault-agent-init", "debugger-x1"])
      expect(await asked(name)).toEqual([]);
    expect(await asked("web", "target: deployment/gone,")).toEqual([
      "FT602 error at `deployment/gone`: `logs`: the cluster has no deployment `gone` in `shop`",
    ]);
    expect(await asked("server")).toEqual([
      "FT609 error at `server`: the pods of Deployment `web` have no container `server`; they have `web` and `prepare`",
    ]);
    expect(await asked("my-istio-proxy")).toHaveLength(1);
  });
});
