import { loadProject } from "../../cli/project.ts";
import { formats } from "../../diagnostics/formats.ts";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../diagnostics/format.ts";
import { linesOf } from "../../diagnostics/lines.ts";
import { decodeText, parseYaml } from "../../reality/flux/parse.ts";
import { findRoots, resolveRepository } from "../../reality/resolve.ts";
import { parseSource } from "../../source/parse.ts";
import { emit } from "../../targets/index.ts";
import { memoryView, readArchive } from "../flux/archive.ts";
import { memoryFiles } from "../memory-files.ts";
import { codeOf, readCalls } from "../starlark-reader.ts";
import { readBothWays } from "../two-readings.ts";
import { expectInside, guarded } from "./guards.ts";

/** What is fuzzed: takes any bytes, and throws where a promise does not hold. Answers what was said. */
export type Subject = (input: Uint8Array) => Promise<readonly string[]>;

/** Both readers of YAML, that of inventories and that of manifests, each in both of its ways. */
const yaml: Subject = (input) => {
  const { value, diagnostics } = parseSource("f.yaml", input);
  if (value === undefined && diagnostics.length === 0)
    throw new Error("nothing came out, and nothing was said");
  parseYaml(decodeText(input));
  readBothWays(decodeText(input));
  return Promise.resolve(told(diagnostics, new Map([["f.yaml", value ?? linesOf(decodeText(input))]])));
};

/** The files that inventories of the corpus name. */
const beside = {
  "part.yaml": "tasks: { part: { run: manual, do: { argv: [part] } } }\n",
  "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
  "base/kustomization.yaml": "resources: [one.yaml]\n",
  "base/one.yaml": "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: one } }\n",
  "run.sh": "#!/bin/sh\n",
};

/** The whole compiler: from an inventory to its problems in every format, or to files that can be read. */
const inventory: Subject = async (input) => {
  const files = guarded(memoryFiles({ ...beside, "cluster.config.yaml": input }));
  const project = await loadProject(files, "cluster.config.yaml");
  const said = told(project.diagnostics, project.sources);
  if (project.dashboard === undefined || hasErrors(project.diagnostics)) {
    if (said.length === 0) throw new Error("nothing came out, and nothing was said");
    return said;
  }
  for (const { path, text } of emit(project.dashboard)) {
    expectInside(path);
    // A Tiltfile that another reader than Tilt's takes is made of calls, literals and comments.
    if (path.endsWith("Tiltfile")) {
      readCalls(text);
      codeOf(text);
    }
  }
  return said;
};

const anInventory = `version: 1
cluster: { name: lab, contexts: [admin@lab], domain: lab.example, flux: { path: clusters/lab } }
groups:
  web:
    namespace: web
    flux: web
    workloads:
      shop: { target: deployment/shop, ports: [8080], links: [shop], buttons: { restart: { do: restart } } }
`;

/** The Flux graph of a repository, given as an archive, and the rules that ask it. */
const flux: Subject = async (input) => {
  const repository = readArchive(decodeText(input));
  const view = guarded(memoryView(repository));
  await findRoots(view);
  const alone = await resolveRepository(view);
  const reality = await resolveRepository(view, { root: "flux-system", path: "clusters/lab" });
  const { diagnostics, sources } = await loadProject(
    memoryFiles({ "cluster.config.yaml": anInventory }),
    "cluster.config.yaml",
    undefined,
    undefined,
    () => Promise.resolve({ repository: { reality, folder: "", rendered: () => undefined } }),
  );
  const left = [...alone.unresolved, ...reality.unresolved].map(({ kind }) => kind);
  return [...told(diagnostics, sources), ...new Set(left)];
};

/** Tells the problems in every format, as a run would, and answers their codes. */
function told(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceText>,
): readonly string[] {
  for (const format of Object.values(formats))
    format(diagnostics, { sources, color: false, width: 100, kinds: [] });
  return [...new Set(diagnostics.map(({ code }) => code))];
}

export const subjects: Readonly<Record<string, Subject>> = { yaml, inventory, flux };
