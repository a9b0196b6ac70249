import { expect, it } from "vitest";
import { memoryView } from "../../testing/flux/archive.ts";
import { findRoots, resolveRepository } from "../resolve.ts";

const sync = (path: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: flux-system, namespace: flux-system}\nspec: {path: ${path}}\n`;
const child = (name: string, path: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}}\nspec: {path: ${path}}\n`;
const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: y}\n";

async function paths(files: Record<string, string>): Promise<string[]> {
  return (await findRoots(memoryView(files))).map(({ path, base }) =>
    base === "" ? path : `${path} of ${base}`,
  );
}

it("takes Kustomizations called flux-system whose path exists", async () => {
  const files = {
    "clusters/b/flux-system/gotk-sync.yaml": sync("./clusters/b"),
    "clusters/a/flux-system/gotk-sync.yaml": sync("./clusters/a"),
    "old/gotk-sync.yaml": sync("./clusters/stale"),
    "clusters/a/apps.yaml": child("apps", "./apps"),
  };
  expect(await paths(files)).toEqual(["clusters/a", "clusters/b"]);
});

it("takes a FluxInstance", async () => {
  const files = {
    "flux/instance.yaml":
      "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux}\nspec: {sync: {kind: GitRepository, url: https://x, path: ./cluster}}\n",
    "cluster/a.yaml": manifest,
  };
  expect(await paths(files)).toEqual(["cluster"]);
});

it("takes the values of a FluxInstance in a HelmRelease", async () => {
  const files = {
    "flux/release.yaml":
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: flux-instance}\nspec:\n  values:\n    instance:\n      sync: {kind: GitRepository, url: https://x, path: cluster}\n",
    "cluster/a.yaml": manifest,
  };
  expect(await paths(files)).toEqual(["cluster"]);
});

it("takes a values file, also where its path is that of an artifact", async () => {
  const files = {
    "kubernetes/flux/values.yaml":
      "instance:\n  sync: {kind: OCIRepository, url: oci://x, path: ./cluster}\n",
    "kubernetes/cluster/apps.yaml": child("apps", "./apps").replace(
      "{name: apps}",
      "{name: apps, namespace: flux-system}",
    ),
    "kubernetes/apps/a.yaml": manifest,
  };
  expect(await paths(files)).toEqual(["kubernetes/cluster of kubernetes"]);
  const reality = await resolveRepository(memoryView(files), { path: "kubernetes/cluster" });
  expect(reality.data.map(({ name }) => name)).toEqual(["x"]);
});

const inFlux = (text: string, source: string): string =>
  text
    .replace("}", ", namespace: flux-system}")
    .replace("spec: {", `spec: {sourceRef: {kind: OCIRepository, name: ${source}}, `);

it("takes the folder that holds an instance for an artifact whose top is applied", async () => {
  const files = {
    "clusters/a/flux-system/instance.yaml":
      "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux, namespace: flux-system}\nspec: {sync: {kind: OCIRepository, url: oci://x/cluster, path: ./}}\n",
    "clusters/a/flux-system/kustomization.yaml": "resources: [instance.yaml]\n",
    "clusters/a/kustomization.yaml": "resources: [flux-system, apps.yaml, own.yaml]\n",
    "clusters/a/apps.yaml": `${inFlux(child("apps", "./"), "apps")}---
apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: apps, namespace: flux-system}\nspec: {url: oci://x/apps}\n`,
    "clusters/a/own.yaml": inFlux(child("own", "./own"), "flux-system"),
    "clusters/a/own/a.yaml": manifest,
    "docs/compose.yaml": "services: {}\n",
  };
  expect(await paths(files)).toEqual(["clusters/a of clusters/a"]);
  const [root] = await findRoots(memoryView(files));
  const reality = await resolveRepository(memoryView(files), root);
  expect(reality.data.map(({ name }) => name)).toEqual(["x"]);
  expect(reality.kustomizations.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "flux-system built",
    "apps external",
    "own built",
  ]);
  expect(reality.unresolved.map(({ kind }) => kind)).toEqual(["external-source", "chart"]);
});

it("takes the repository's top where no kustomization takes an instance in", async () => {
  const files = {
    "flux/instance.yaml":
      "apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux}\nspec: {sync: {kind: OCIRepository, url: oci://x, path: ./}}\n",
  };
  expect(await paths(files)).toEqual([""]);
});

it("takes a Kustomization that builds its own folder, with its name and source", async () => {
  const own =
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: cluster, namespace: flux-system}\nspec: {path: ./flux, sourceRef: {kind: GitRepository, name: ops}}\n";
  const files = {
    "flux/config/cluster.yaml": own,
    "flux/apps.yaml": child("apps", "./apps").replace(
      "path: ./apps",
      "path: ./apps, sourceRef: {kind: GitRepository, name: ops, namespace: flux-system}",
    ),
    "apps/a.yaml": manifest,
    "archive/old.yaml": child("old", "./nowhere"),
  };
  expect(await paths(files)).toEqual(["flux"]);
  for (const path of [undefined, "flux"]) {
    const reality = await resolveRepository(memoryView(files), { path });
    expect(reality.kustomizations.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "cluster built",
      "apps built",
    ]);
    expect(reality.data).toMatchObject([{ name: "x", confidence: "exact" }]);
  }
});

it("takes folders with Kustomizations that no other one reaches", async () => {
  const files = {
    "entry/apps.yaml": child("apps", "./apps"),
    "apps/inner.yaml": child("inner", "./inner"),
    "inner/a.yaml": manifest,
  };
  expect(await paths(files)).toEqual(["entry"]);
});

it("takes no folder that a kustomization takes in, nor one that something else builds", async () => {
  const files = {
    "clusters/a/tenants.yaml": child("tenants", "./tenants/a"),
    "tenants/a/kustomization.yaml": "resources: [../base/team]\n",
    "tenants/base/team/kustomization.yaml": "resources: [sync.yaml]\n",
    "tenants/base/team/sync.yaml": child("team", "./"),
  };
  expect(await paths(files)).toEqual(["clusters/a"]);
  const own = {
    "clusters/a/sync.yaml": child("a", "./clusters/a"),
    "clusters/a/shop.yaml": child("shop", "./apps/shop"),
    "apps/shop/ks.yaml": child("shop", "./apps/shop"),
  };
  expect(await paths(own)).toEqual(["clusters/a"]);
});

it("says nothing of files that cannot be read", async () => {
  expect(await paths({ "a.yaml": "sync: [\n", "templates/x.yaml": "{{ .sync }}\nsync:\n" })).toEqual([]);
});

it("does not pick one of several clusters", async () => {
  const files = { "a/gotk-sync.yaml": sync("./a"), "b/gotk-sync.yaml": sync("./b") };
  const reality = await resolveRepository(memoryView(files));
  expect(reality.objects).toEqual([]);
  expect(reality.unresolved).toMatchObject([
    { kind: "root", message: "the repository holds several clusters: `a`, `b`", hides: "anywhere" },
  ]);
});
