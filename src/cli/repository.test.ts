import { expect, it } from "vitest";
import type { Files } from "../io/files.ts";
import { memoryFiles } from "../testing/memory-files.ts";
import { findReality } from "./repository.ts";

const kustomization = (name: string, path: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\n` +
  `spec: { path: ${path}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: one }\n";

const reached = {
  "clusters/home/sync.yaml": kustomization("flux-system", "./clusters/home"),
  "clusters/home/shop.yaml": kustomization("shop", "./apps/shop"),
  "apps/shop/kustomization.yaml":
    "resources: [secret.yaml, ../base]\nconfigMapGenerator: [{ name: motd, files: [motd.txt] }]\n",
  "apps/shop/secret.yaml": secret,
  "apps/shop/motd.txt": "good morning",
  "apps/base/kustomization.yaml": "resources: [two.yaml]\n",
  "apps/base/two.yaml": secret.replace("one", "two"),
};
const unreached = {
  "apps/shop/kept-for-later.yaml": "{ broken: yaml",
  "apps/base/deep/huge.yaml": "- ".repeat(100_000),
  "apps/other/kustomization.yaml": "resources: [gone.yaml]\n",
  "clusters/other/sync.yaml": kustomization("flux-system", "./clusters/other"),
  "docs/examples/broken.yaml": "\0",
  "charts/site/templates/deployment.yaml": "{{ nothing }}",
};

it("reads only the files, and looks only into the folders, that Flux is led to", async () => {
  const [read, looked] = [new Set<string>(), new Set<string>()];
  const all = memoryFiles({ ...reached, ...unreached });
  const watched: Files = {
    ...all,
    read: async (path) => {
      read.add(path);
      return await all.read(path);
    },
    entries: async (path) => {
      looked.add(path);
      return await all.entries(path);
    },
    list: () => Promise.reject(new Error("a folder is listed without its kinds")),
    stat: () => Promise.reject(new Error("a path is looked at by itself")),
  };
  const { reality } = await findReality(watched, { path: "clusters/home" });
  expect([...read].sort()).toEqual(Object.keys(reached).sort());
  expect([...looked].sort()).toEqual([".", "apps", "apps/base", "apps/shop", "clusters", "clusters/home"]);
  expect(reality.unresolved).toEqual([]);
  expect(reality.objects.map(({ name }) => name).sort()).toEqual([
    "flux-system",
    "motd-56ftbmgch2",
    "one",
    "shop",
    "two",
  ]);
  // The text of a generator is read, not parsed.
  expect(reality.parsedFiles).toBe(read.size - 1);
});
