import { describe, expect, it } from "vitest";
import { resolveRepository } from "../../reality/resolve.ts";
import { memoryView } from "./archive.ts";

// No time is measured here: what is not counted takes minutes and the memory of a machine.
const timeout = 20_000;

const list = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(", ");
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");

const names = (count: number): string =>
  lines(
    count,
    (index) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: app${index}, namespace: web }
spec: { template: { spec: { containers: [{ name: app, image: app:1 }] } } }`,
  );

/** What Flux makes of a kustomization and the objects beside it, and what cannot be told of it. */
async function built(kustomization: string, objects: string, more: Readonly<Record<string, string>> = {}) {
  const files = {
    "kustomization.yaml": `resources: [objects.yaml]\n${kustomization}`,
    "objects.yaml": objects,
    ...more,
  };
  const { workloads, unresolved } = await resolveRepository(memoryView(files), { path: "." });
  return { workloads, notes: unresolved.map(({ message }) => message) };
}

describe("what is followed of a repository", { timeout }, () => {
  const tooMuch =
    "Kustomization `flux-system/flux-system`: what is done to its objects takes more than 1000000 steps";
  it.each([
    ["labels", `labels:\n${lines(2_000, (index) => `- pairs: { l${index}: x }`)}`, {}],
    ["annotations at once", `commonAnnotations:\n${lines(2_000, (index) => `  a${index}: x`)}`, {}],
    [
      "fields of labels",
      `labels: [{ pairs: { a: b }, fields: [${list(4_000, (index) => `{ path: spec/x${index}, create: true }`)}] }]`,
      {},
    ],
    ["objects of one patch", "patches: [{ path: patch.yaml }]", { "patch.yaml": names(2_000) }],
    [
      "values of one patch",
      "patches: [{ target: { kind: Deployment }, path: patch.yaml }]",
      { "patch.yaml": `kind: a\nspec:\n${lines(4_000, (index) => `  x${index}: y`)}` },
    ],
    [
      "targets of a replacement",
      `replacements: [{ sourceValue: a, targets: [${list(2_000, (index) => `{ select: { name: app${index} } }`)}] }]`,
      {},
    ],
    ["patterns of images", `images:\n${lines(2_000, (index) => `- { name: "a.*${index}", newTag: a }`)}`, {}],
    [
      "one file",
      `configMapGenerator:\n${lines(2_000, (index) => `- { name: c${index}, files: [big] }`)}`,
      { big: "x".repeat(100_000) },
    ],
    [
      "files of configuration",
      `configurations: [${list(20_000, () => "own.yaml")}]`,
      { "own.yaml": "images: [{ path: a }]\n" },
    ],
  ])("%s beyond a million steps are told once, and not followed", async (_, kustomization, more) => {
    expect((await built(kustomization, names(2_000), more)).notes).toEqual([tooMuch]);
  });

  it("one file again and again is taken until there are too many objects", async () => {
    const { notes } = await built("", "", {
      "kustomization.yaml": `resources: [${list(1_000, () => "many.yaml")}]\n`,
      "many.yaml": lines(
        1_000,
        (index) => `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${index} }`,
      ),
    });
    expect(notes).toEqual([
      "Kustomization `flux-system/flux-system`: what is built takes more than 5000 folders or 100000 objects",
    ]);
  });

  it("Kustomizations are followed until all together take too much, and the others are told", async () => {
    const kustomization = (index: number): string => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: k${index}, namespace: flux-system }
spec: { path: ./app, targetNamespace: n${index}, sourceRef: { kind: GitRepository, name: flux-system } }`;
    const { kustomizations, workloads, unresolved } = await resolveRepository(
      memoryView({
        "top/all.yaml": lines(100, kustomization),
        "app/all.yaml": names(1_000),
      }),
      { path: "top" },
    );
    expect(kustomizations).toHaveLength(101);
    expect(workloads.length).toBeGreaterThan(50_000);
    expect(workloads.length).toBeLessThan(80_000);
    const open = unresolved.map(({ message, isLimit }) => ({ message, isLimit }));
    expect(open).toHaveLength(100 - workloads.length / 1_000);
    expect(open.at(-1)).toEqual({
      message: "Kustomization `flux-system/k99`: all Kustomizations together take more than 1500000 steps",
      isLimit: true,
    });
  });

  it("Kustomizations are followed to the five hundredth below one another", async () => {
    const kustomization = (index: number): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: k${index}, namespace: flux-system }
spec: { path: ./k${index}, sourceRef: { kind: GitRepository, name: flux-system } }`;
    const files: Record<string, string> = { "top/next.yaml": kustomization(0) };
    for (let index = 0; index < 5_000; index++) files[`k${index}/next.yaml`] = kustomization(index + 1);
    const { kustomizations, unresolved } = await resolveRepository(memoryView(files), { path: "top" });
    expect(kustomizations).toHaveLength(502);
    expect(unresolved.map(({ message, isLimit }) => ({ message, isLimit }))).toEqual([
      {
        message: "Kustomization `flux-system/k500`: more than 500 Kustomizations stand above it",
        isLimit: true,
      },
    ]);
  });

  it("patches of many objects are followed a million times, and that they are more is told once", async () => {
    const patch = (index: number): string =>
      `- patch: '{ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "app${index}", "namespace": "web" } }'`;
    const { workloads, notes } = await built(`patches:\n${lines(2_000, patch)}`, names(2_000));
    expect(workloads).toHaveLength(2_000);
    expect(notes).toEqual([
      "Kustomization `flux-system/flux-system`: what is done to its objects takes more than 1000000 steps",
    ]);
  });
});
