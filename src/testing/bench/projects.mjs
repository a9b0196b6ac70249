// The projects that are measured: copies in a temporary folder, without what fluxtilt generates.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
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

/** Removes what fluxtilt has generated in `folder`, so that the next run writes all of it. */
export function forget(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (generated.has(entry.name)) rmSync(path, { recursive: true });
    else if (entry.isDirectory()) forget(path);
  }
}
