// A Flux repository of any size: the one of the fixtures again and again, each copy with namespaces and
// Kustomizations of its own and no text that another has, and an inventory that names its workloads among others.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inventoryOf } from "./inventory.mjs";

const kustomizations = ["infra", "shop", "tools", "paused"];
const namespaces = ["shop", "tools", "web", "media", "guess"];
const workloadsOfCopy = 3;

/**
 * Writes into `folder` the fixture at `fixture` `copies` times, and inventories, by name, of so many workloads: those
 * of the copies first. Answers how many YAML files the copies are, and the folders of their Kustomizations.
 */
export function repositoryProject(fixture, folder, copies, inventories) {
  cpSync(join(fixture, "charts"), join(folder, "charts"), { recursive: true });
  put(
    folder,
    "clusters/home/flux-system/gotk-sync.yaml",
    read(fixture, "clusters/home/flux-system/gotk-sync.yaml"),
  );
  const folders = ["clusters/home"];
  for (let copy = 1; copy <= copies; copy += 1) {
    for (const path of manifestsOf(fixture))
      put(folder, `copies/${copy}/${path}`, `${renamed(read(fixture, path), copy)}# of ${copy}\n`);
    for (const name of kustomizations) {
      const text = renamed(read(fixture, `clusters/home/${name}.yaml`), copy);
      put(folder, `clusters/home/${copy}/${name}.yaml`, text);
      folders.push(/path: \.\/(.*)/.exec(text)[1]);
    }
  }
  // Flux makes one where there is none.
  const resources = Array.from({ length: copies }, (_, index) =>
    kustomizations.map((name) => `${index + 1}/${name}.yaml`),
  ).flat();
  put(
    folder,
    "clusters/home/kustomization.yaml",
    `resources: [flux-system/gotk-sync.yaml, ${resources.join(", ")}]\n`,
  );
  const files = yamlFiles(folder).length;
  for (const [name, count] of Object.entries(inventories)) put(folder, name, inventory(copies, count));
  return { files, folders };
}

function inventory(copies, count) {
  const named = Math.min(copies, Math.floor(count / workloadsOfCopy));
  return inventoryOf(count - named * workloadsOfCopy)
    .replace("domain: bench.example", "domain: bench.example, flux: { path: clusters/home }")
    .concat(Array.from({ length: named }, (_, index) => group(index + 1)).join(""));
}

function group(copy) {
  return [
    `  shop-${copy}:`,
    `    namespace: shop-${copy}`,
    `    flux: shop-${copy}`,
    `    prefix: "shop-${copy}:"`,
    "    workloads:",
    `      shop: { target: deployment/shop, ports: ["${5000 + copy}:8080"], services: ["${6000 + copy}:shop:80"] }`,
    "      db: statefulset/db",
    `      dash: { target: deployment/dash, namespace: tools-${copy}, flux: { helmRelease: tools-${copy}/dash } }`,
    "",
  ].join("\n");
}

function renamed(text, copy) {
  return text
    .replace(new RegExp(`\\b(namespace: (?:${namespaces.join("|")}))\\b`, "g"), `$1-${copy}`)
    .replace(
      new RegExp(`(kind: Namespace\\nmetadata: \\{ name: (?:${namespaces.join("|")}))\\b`, "g"),
      `$1-${copy}`,
    )
    .replace(
      new RegExp(`(kind: Kustomization\\nmetadata: \\{ name: (?:${kustomizations.join("|")}))\\b`, "g"),
      `$1-${copy}`,
    )
    .replace(/path: \.\/(apps|infra)/, `path: ./copies/${copy}/$1`);
}

function manifestsOf(fixture) {
  return yamlFiles(fixture).filter((path) => /^(apps|infra)\//.test(path));
}

function yamlFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

function read(folder, path) {
  return readFileSync(join(folder, path), "utf8");
}

function put(folder, path, text) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
