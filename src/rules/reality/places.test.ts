import { expect, it } from "vitest";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { aKind, listed } from "./evidence.ts";
import { actionsOf, namespacesIn } from "./places.ts";

const text = JSON.stringify({
  version: 1,
  cluster: { name: "lab", contexts: ["admin@lab"] },
  buttons: { nav: { do: { secret: { name: "s", namespace: "of-nav", key: "k" } } } },
  tasks: { t: { run: "manual", do: { reconcile: { kustomization: "of-task/k" } } } },
  groups: {
    g: {
      namespace: "of-group",
      workloads: {
        a: {
          target: "deployment/a",
          flux: { helmRelease: "of-owner/a" },
          services: [{ local: 8081, service: "shop", port: "http", namespace: "of-service" }],
          buttons: {
            b: { do: { logs: { target: "deployment/b", namespace: "of-button" } } },
            c: { do: { argv: ["true"] } },
          },
        },
      },
    },
  },
});

it("knows every namespace that the inventory names, and every action that needs something", async () => {
  const { dashboard, diagnostics } = (await compile(memoryFiles({ "cluster.config.yaml": text }))).project;
  if (dashboard === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
  expect(namespacesIn(dashboard)).toEqual([
    "of-button",
    "of-group",
    "of-nav",
    "of-owner",
    "of-service",
    "of-task",
  ]);
  expect(actionsOf(dashboard).map(({ name, entry }) => [name, entry?.name])).toEqual([
    ["secret", undefined],
    ["reconcile", undefined],
    ["logs", "a"],
  ]);
});

it("lists names as a person would", () => {
  expect(listed([])).toBe("nothing");
  expect(listed(["a"])).toBe("`a`");
  expect(listed(["a", "b", 3])).toBe("`a`, `b` and `3`");
  expect(listed(["a", "b", "c", "d", "e"])).toBe("`a`, `b`, `c`, `d` and `e`");
  expect(listed(["a", "b", "c", "d", "e", "f", "g"])).toBe("`a`, `b`, `c`, `d`, `e` and 2 more");
  expect([aKind("Ingress"), aKind("Deployment"), aKind("StatefulSet")]).toEqual([
    "an Ingress",
    "a Deployment",
    "a StatefulSet",
  ]);
});
