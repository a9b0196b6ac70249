import { posix } from "node:path";
import { parse } from "yaml";
import { decode } from "../artifacts/content.ts";
import type { Files } from "../io/files.ts";
import { heapSize } from "../io/heap-size.ts";
import { HeapRoom } from "../source/heap-need.ts";

/** A file that is gone, and the kustomization that lists it all the same. */
export interface Listing {
  readonly path: string;
  readonly kustomization: string;
}

/** The names that kustomize takes for its file (sigs.k8s.io/kustomize, konfig). */
const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Which of the removed files a kustomization beside them still lists: Flux can then build nothing of it. */
export async function stillListed(files: Files, removed: readonly string[]): Promise<readonly Listing[]> {
  const found: Listing[] = [];
  for (const path of removed.filter((one) => /\.ya?ml$/.test(one)))
    for (const name of names) {
      const kustomization = posix.join(posix.dirname(path), name);
      const resources = await resourcesOf(files, kustomization);
      if (resources.some((one) => posix.normalize(String(one)) === posix.basename(path)))
        found.push({ path, kustomization });
    }
  return found;
}

async function resourcesOf(files: Files, path: string): Promise<readonly unknown[]> {
  const bytes = (await files.kind(path)) === "file" ? await files.read(path) : undefined;
  const text = bytes && decode(bytes);
  if (text === undefined || !new HeapRoom(heapSize()).takes(text)) return [];
  try {
    const { resources } = parse(text) as { readonly resources?: unknown };
    return Array.isArray(resources) ? (resources as readonly unknown[]) : [];
  } catch {
    // What is wrong with it is told by whoever reads it.
    return [];
  }
}
