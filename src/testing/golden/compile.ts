import { explained } from "../../cli/explained.ts";
import { loadProject, type Project } from "../../cli/project.ts";
import type { FormatContext } from "../../diagnostics/format.ts";
import { formats, type FormatName } from "../../diagnostics/formats.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import type { Files } from "../../io/files.ts";
import { nodeFiles } from "../../io/node-files.ts";
import type { Artifact } from "../../targets/artifact.ts";
import { emit } from "../../targets/index.ts";
import { outputs, said, type GoldenCase } from "./cases.ts";

/** True for a file that is the same in every repository: its content is held once, not in each case. */
export function isSupport(path: string): boolean {
  return path.startsWith(".fluxtilt/lib/") && !path.endsWith("/inventory.star");
}

/** What an inventory becomes: the problems told, and the files where there are no errors. */
export interface Compiled {
  readonly project: Project;
  readonly artifacts: readonly Artifact[];
}

/** Compiles the inventory of a folder, or of any other file system, in process. */
export async function compile(files: Files, path = "cluster.config.yaml"): Promise<Compiled> {
  const project = await loadProject(files, path);
  const { dashboard, diagnostics } = project;
  return { project, artifacts: dashboard === undefined || hasErrors(diagnostics) ? [] : emit(dashboard) };
}

/** What is told in a format: no colour, 100 columns. */
export function tell({ diagnostics, sources }: Project, format: FormatName): string {
  // SARIF carries the whole catalogue: only what was told is held here.
  const kinds = explained.filter(({ code }) => diagnostics.some((one) => one.code === code));
  const context: FormatContext = { sources, color: false, width: 100, kinds };
  return formats[format](diagnostics, context);
}

/**
 * The goldens that a case should have, by path. `wanted` are those that it has: a format beside text is
 * held only where its file is there, since a few cases show it for all.
 */
export async function makeGoldens(
  one: GoldenCase,
  wanted: ReadonlyMap<string, string>,
): Promise<{ readonly goldens: ReadonlyMap<string, string>; readonly compiled: Compiled }> {
  const compiled = await compile(nodeFiles(one.folder));
  const goldens = new Map<string, string>();
  const text = tell(compiled.project, "text");
  if (text !== "") goldens.set(said.text, text);
  for (const format of ["json", "github", "sarif"] as const)
    if (wanted.has(said[format])) goldens.set(said[format], tell(compiled.project, format));
  const support: string[] = [];
  for (const artifact of compiled.artifacts)
    if (isSupport(artifact.path)) support.push(artifact.path);
    else goldens.set(`${outputs}/${artifact.path}`, artifact.text);
  if (support.length > 0) goldens.set(`${outputs}/support-files.txt`, `${support.sort().join("\n")}\n`);
  return { goldens, compiled };
}
