import { describe, expect, it } from "vitest";
import {
  namespace,
  namespacedName,
  parseNamespacedName,
  parseTarget,
  target,
  workloadKind,
} from "./kubernetes.ts";

it.each([
  ["deployment/grafana", { kind: "deployment", name: "grafana" }],
  ["Deployment.apps/grafana", { kind: "deployment.apps", name: "grafana" }],
  ["clusterrole/system:node", { kind: "clusterrole", name: "system:node" }],
])("reads %j as an object", (text, parsed) => {
  expect(target.safeParse(text).success).toBe(true);
  expect(parseTarget(text)).toEqual(parsed);
});

it.each([
  "deployment",
  "deployment/",
  "/a",
  "deployment/A",
  "a/b/c",
  "deployment /a",
  "1a/b",
  "--all/a",
  "a/-b",
])("refuses %j as an object", (text) => {
  expect(target.safeParse(text).success).toBe(false);
});

it.each([
  ["deploymnet/a", "deployment"],
  ["Deploment/a", "deployment"],
  ["statefullset/a", "statefulset"],
  ["deamonset/a", "daemonset"],
  ["daemonsat/a", "daemonset"],
])("tells what kind %j was meant to be", (text, meant) => {
  expect(target.safeParse(text).error?.issues).toMatchObject([
    {
      message: `\`${text.toLowerCase().replace("/a", "")}\` is no kind of object`,
      params: { help: `did you mean \`${meant}\`?` },
    },
  ]);
});

it.each([
  "deployments/a",
  "replicasets/a",
  "daemonset.apps/a",
  "deploymnet.example.org/a",
  "deploymentconfig/a",
  "nodeset/a",
  "cluster/a",
])("takes %j for another kind", (text) => {
  expect(target.safeParse(text).success).toBe(true);
});

it.each([
  ["apps", { namespace: "flux-system", name: "apps" }],
  ["media/apps", { namespace: "media", name: "apps" }],
])("reads %j as a Flux object", (text, parsed) => {
  expect(namespacedName.safeParse(text).success).toBe(true);
  expect(parseNamespacedName(text, "flux-system")).toEqual(parsed);
});

it.each(["a/b/c", "/a", "a/", "A", "-a", ""])("refuses %j as a Flux object", (text) => {
  expect(namespacedName.safeParse(text).success).toBe(false);
});

describe("namespaces", () => {
  it("have at most 63 characters", () => {
    expect(namespace.safeParse("a".repeat(63)).success).toBe(true);
    expect(namespace.safeParse("a".repeat(64)).success).toBe(false);
  });
});

it.each([
  ["deploy", "deployment"],
  ["statefulsets", "statefulset"],
  ["ds", "daemonset"],
  ["deployment.apps", "deployment"],
  ["rollout", "rollout"],
])("takes %s for a %s", (kind, whole) => {
  expect(workloadKind(kind)).toBe(whole);
});
