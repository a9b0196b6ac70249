import { expect, it } from "vitest";
import type { Mapping } from "../value.ts";
import { assemble } from "./assemble.ts";
import { idKey, idOf } from "./inventory.ts";

function object(
  apiVersion: string,
  kind: string,
  name: string,
  status: Mapping,
  labels: Mapping = {},
): Mapping {
  return { apiVersion, kind, metadata: { name, namespace: "apps", labels }, status };
}

const kustomization = object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "tenants", {
  inventory: { entries: [{ id: "apps_team_fluxcd.controlplane.io_ResourceSet", v: "v1" }] },
});
const set = object("fluxcd.controlplane.io/v1", "ResourceSet", "team", {
  inventory: { entries: [{ id: "apps_listed_apps_Deployment", v: "v1" }] },
});
const setLabels = {
  "resourceset.fluxcd.controlplane.io/name": "team",
  "resourceset.fluxcd.controlplane.io/namespace": "apps",
};
const kustomizationLabels = {
  "kustomize.toolkit.fluxcd.io/name": "tenants",
  "kustomize.toolkit.fluxcd.io/namespace": "apps",
};
const deployment = (name: string, labels: Mapping): Mapping =>
  object("apps/v1", "Deployment", name, {}, labels);

it.each([
  ["its inventory names it, whatever its labels say", deployment("listed", kustomizationLabels)],
  ["its labels name it", deployment("labelled", { ...setLabels, ...kustomizationLabels })],
])("is a ResourceSet's, and no Kustomization's, where %s", (_, one) => {
  const objects = [kustomization, set, one];
  const known = new Map(objects.map((each) => [idKey(idOf(each)), each]));
  const { workloads } = assemble({ objects, data: [], notes: [], known, keys: new Map() });
  const team = { group: "fluxcd.controlplane.io", kind: "ResourceSet", namespace: "apps", name: "team" };
  expect(workloads).toMatchObject([{ owner: undefined, madeBy: [team] }]);
});

it("is a Kustomization's where only its labels name one", () => {
  const objects = [kustomization, set, deployment("plain", kustomizationLabels)];
  const known = new Map(objects.map((each) => [idKey(idOf(each)), each]));
  const { workloads } = assemble({ objects, data: [], notes: [], known, keys: new Map() });
  expect(workloads).toMatchObject([{ owner: { kind: "Kustomization", name: "tenants" }, madeBy: [] }]);
});
