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
  const { text, diagnostics } = await ruled(parts, files);
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
  const { diagnostics } = await ruled(parts, files);
  return diagnostics
    .filter((one) => one.code === code)
    .map(({ message, help }) => (help === undefined ? message : `${message}; ${help}`));
}

/** What is told at any stage, each by its code and its piece of the inventory, in their order. */
export async function toldOf(
  parts: Parts,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { text, diagnostics } = await compiled(parts, files);
  return diagnostics.map(({ code, span }) =>
    span === undefined ? code : `${code} ${text.slice(span.start.offset, span.end.offset)}`,
  );
}

/** The texts of what an inventory without errors generates, by path. */
export async function generated(
  parts: Parts,
  files: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> {
  const { artifacts, diagnostics } = await compiled(parts, files);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return new Map(artifacts.map(({ path, text }) => [path, text]));
}

/** An inventory as text, what is told of it at any stage, and what it generates where there are no errors. */
export async function compiled(parts: Parts, files: Readonly<Record<string, string>> = {}) {
  const cluster = { name: "lab", contexts: ["admin@lab"] };
  const text = JSON.stringify({ version: 1, cluster, ...parts });
  const { project, artifacts } = await compile(memoryFiles({ ...files, "cluster.config.yaml": text }));
  return { text, dashboard: project.dashboard, diagnostics: project.diagnostics, artifacts };
}

async function ruled(parts: Parts, files: Readonly<Record<string, string>>) {
  const all = await compiled(parts, files);
  // An inventory that no rule has seen would pass for one of which they say nothing.
  if (all.dashboard === undefined) throw new Error(all.diagnostics.map(({ message }) => message).join("\n"));
  return all;
}
