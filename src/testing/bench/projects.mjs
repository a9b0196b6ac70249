// The projects that are measured: copies in a temporary folder, without what fluxtilt generates.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { inventoryOf } from "./inventory.mjs";

const generated = new Set(["Tiltfile", ".env.example", ".fluxtilt"]);
const foreign = new Set([".git", "node_modules", "dist", "src", "docs", "fixtures"]);

/** Copies the inventory of the repository at `root`, with all files that it names, into `folder`. */
export function seedProject(root, folder) {
  const skipped = (path) => generated.has(basename(path)) || foreign.has(basename(path));
  for (const name of readdirSync(root)) {
    if (skipped(name)) continue;
    cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !skipped(path) });
  }
  return folder;
}

/** Writes an inventory of `count` workloads into `folder`. */
export function sizedProject(count, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cluster.config.yaml"), inventoryOf(count));
  return folder;
}

/** Writes `files`, text by path, into `folder`. */
export function projectOf(files, folder) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Writes a Flux repository of `namespaces` Kustomizations with `each` workloads and their Services into `folder`. */
export function fluxProject(namespaces, each, folder) {
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const child = (name, path) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\n` +
    `spec: { interval: 1h, path: ./${path}, prune: true, targetNamespace: ${name}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
  put(
    "clusters/big/flux-system/gotk-sync.yaml",
    child("flux-system", "clusters/big").replace(" targetNamespace: flux-system,", ""),
  );
  for (let group = 0; group < namespaces; group += 1) {
    const name = `team-${group}`;
    put(`clusters/big/${name}.yaml`, child(name, `apps/${name}`));
    const names = Array.from({ length: each }, (_, index) => `app-${index}`);
    put(`apps/${name}/kustomization.yaml`, `resources: [${names.map((one) => `${one}.yaml`).join(", ")}]\n`);
    for (const one of names)
      put(
        `apps/${name}/${one}.yaml`,
        `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${one} }\nspec:\n  template:\n    metadata: { labels: { app: ${one} } }\n` +
          `    spec: { containers: [{ name: app, image: example/${one}:1, ports: [{ name: http, containerPort: 8080 }] }] }\n` +
          `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${one} }\nspec: { selector: { app: ${one} }, ports: [{ name: http, port: 80, targetPort: http }] }\n`,
      );
  }
  return folder;
}

/** Removes what fluxtilt has generated in `folder`, so that the next run writes all of it. */
export function forget(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (generated.has(entry.name)) rmSync(path, { recursive: true });
    else if (entry.isDirectory()) forget(path);
  }
}
