import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments, parse } from "yaml";
import type { FluxKustomization } from "../../reality/model.ts";
import type { RepositoryFiles } from "./archive.ts";

const run = promisify(execFile);

type Data = Record<string, unknown>;

/** `kubectl kustomize` on a copy of a repository, as the truth that a resolver is held against. */
export interface Oracle {
  /** The objects of the kustomization that Flux would build for this object; rejects where kubectl refuses. */
  build(kustomization: FluxKustomization): Promise<Data[]>;
  dispose(): Promise<void>;
}

const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Writes the repository to a folder of its own. */
export async function createOracle(files: RepositoryFiles): Promise<Oracle> {
  const root = await mkdtemp(join(tmpdir(), "fluxtilt-oracle-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return {
    async build({ folder, spec }) {
      const directory = join(root, folder ?? "");
      const before = await existing(directory);
      const target = join(directory, before?.name ?? "kustomization.yaml");
      const data = before === undefined ? { resources: await manifests(directory, "") } : before.data;
      await writeFile(target, JSON.stringify(withSpec(data, spec)));
      try {
        const flags = ["--load-restrictor", "LoadRestrictionsNone"];
        const { stdout } = await run("kubectl", ["kustomize", ...flags, directory], { maxBuffer: 1 << 28 });
        return parseAllDocuments(stdout, { schema: "core" }).map((document) => document.toJS() as Data);
      } finally {
        if (before === undefined) await rm(target);
        else await writeFile(target, before.text);
      }
    },
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}

async function existing(directory: string): Promise<{ name: string; text: string; data: Data } | undefined> {
  for (const name of names) {
    const text = await readFile(join(directory, name), "utf8").catch(() => undefined);
    if (text !== undefined) return { name, text, data: parse(text) as Data };
  }
  return undefined;
}

/** All manifests, by name, but a folder with a kustomization as itself. */
async function manifests(top: string, below: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(join(top, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) {
      if (await existing(join(top, path))) found.push(path);
      else found.push(...(await manifests(top, path)));
    } else if (/\.ya?ml$/.test(entry.name) && entry.name !== ".sops.yaml") found.push(path);
  }
  return found;
}

/** What kustomize-controller writes into the kustomization. */
function withSpec(data: Data, spec: Data): Data {
  const lists = ["patches", "components"].flatMap((key): [string, unknown][] => {
    const more = spec[key];
    return Array.isArray(more)
      ? [[key, [...((data[key] as unknown[] | undefined) ?? []), ...(more as unknown[])]]]
      : [];
  });
  const texts = [
    ["targetNamespace", "namespace"],
    ["namePrefix", "namePrefix"],
    ["nameSuffix", "nameSuffix"],
  ] as const;
  const replaced = texts.flatMap(([from, to]): [string, unknown][] =>
    spec[from] === undefined ? [] : [[to, spec[from]]],
  );
  return {
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    ...data,
    images: images(data["images"], spec["images"]),
    ...Object.fromEntries([...lists, ...replaced]),
  };
}

/** Entries with one name are one, and what the Flux object says of them wins. */
function images(data: unknown, spec: unknown): Data[] {
  const byName = new Map<unknown, Data>();
  for (const one of [data, spec].flatMap((list) => (Array.isArray(list) ? (list as Data[]) : []))) {
    byName.set(one["name"], { ...byName.get(one["name"]), ...one });
  }
  return [...byName.values()];
}
