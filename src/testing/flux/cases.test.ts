import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { nodeFiles } from "../../io/node-files.ts";
import { resolveRepository } from "../../reality/resolve.ts";
import { memoryView } from "./archive.ts";
import type { RepositoryFiles } from "./archive.ts";
import { folder, readCases } from "./cases.ts";
import { report } from "./facts.ts";

const cases = readCases();

it.each(cases)("resolves $name", async ({ name, files }) => {
  const reality = await resolveRepository(memoryView(files));
  await expect(report(reality)).toMatchFileSnapshot(join(folder, `${name}.expected`));
});

it("has a case for every expected file", () => {
  const expected = readdirSync(folder).filter((name) => name.endsWith(".expected"));
  expect(expected.sort()).toEqual(cases.map(({ name }) => `${name}.expected`).sort());
});

it.each(cases)("reads no file of $name twice, once it knows the root", async ({ files }) => {
  const view = memoryView(files);
  const found = await resolveRepository(view);
  // A path that leads nowhere makes it look for the root after all.
  if (found.root === undefined || found.kustomizations.some(({ state }) => state === "missing")) return;
  const again = memoryView(files);
  await resolveRepository(again, { path: found.root.path });
  expect(again.reads.length).toBe(new Set(again.reads).size);
});

it("reads nothing that the graph does not reach", async () => {
  const { files } = cases.find(({ name }) => name === "lists-and-aliases") ?? { files: {} };
  const view = memoryView(files);
  const reality = await resolveRepository(view, { path: "cluster" });
  expect(view.reads).not.toContain("apps/web/not-reached.yaml");
  expect(reality.unresolved).toEqual([]);
});

it("knows the source that a FluxInstance makes, where only the root's path is told", async () => {
  const instance = (path: string): string => `apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: { name: flux, namespace: flux-system }
spec: { sync: { name: fleet, kind: GitRepository, url: "https://git.example.org/fleet", path: ${path} } }
`;
  const apps = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { path: ./apps, sourceRef: { kind: GitRepository, name: fleet } }
`;
  const view = memoryView({
    "clusters/prod/flux.yaml": instance("clusters/prod"),
    "clusters/prod/apps.yaml": apps,
    "clusters/test/flux.yaml": instance("./clusters/test"),
    "apps/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n",
  });
  const { root, workloads } = await resolveRepository(view, { path: "clusters/prod" });
  expect(root).toMatchObject({ namespace: "flux-system", name: "fleet", file: "clusters/prod/flux.yaml" });
  expect(workloads).toMatchObject([{ name: "web", confidence: "exact" }]);
});

it("resolves files on the disk as it does those in memory", async () => {
  const files: RepositoryFiles = cases.find(({ name }) => name === "generated")?.files ?? {};
  const root = mkdtempSync(join(tmpdir(), "fluxtilt-flux-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const reality = await resolveRepository(nodeFiles(root));
    await expect(report(reality)).toMatchFileSnapshot(join(folder, "generated.expected"));
  } finally {
    rmSync(root, { recursive: true });
  }
});
