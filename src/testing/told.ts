import { compile } from "./golden/compile.ts";
import { memoryFiles } from "./memory-files.ts";

/** An inventory's parts beside its version and cluster. */
export type Parts = Readonly<Record<string, unknown>>;

/**
 * The pieces of an inventory at which a rule tells something, in their order. `files` are more files of the
 * repository.
 */
export async function told(
  code: string,
  parts: Parts,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { text, diagnostics } = await compiled(parts, files);
  return diagnostics
    .filter((one) => one.code === code)
    .map(({ span }) => (span === undefined ? "" : text.slice(span.start.offset, span.end.offset)));
}

/** What a rule says of an inventory, with its help. */
export async function said(
  code: string,
  parts: Parts,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { diagnostics } = await compiled(parts, files);
  return diagnostics
    .filter((one) => one.code === code)
    .map(({ message, help }) => (help === undefined ? message : `${message}; ${help}`));
}

async function compiled(parts: Parts, files: Readonly<Record<string, string>>) {
  const cluster = { name: "lab", contexts: ["admin@lab"] };
  const text = JSON.stringify({ version: 1, cluster, ...parts });
  const { project } = await compile(memoryFiles({ ...files, "cluster.config.yaml": text }));
  // An inventory that no rule has seen would pass for one of which they say nothing.
  if (project.dashboard === undefined)
    throw new Error(project.diagnostics.map(({ message }) => message).join("\n"));
  return { text, diagnostics: project.diagnostics };
}
