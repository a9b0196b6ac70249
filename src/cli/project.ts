import { posix } from "node:path";
import { buildDashboard } from "../dashboard/build.ts";
import type { Dashboard, FileUse } from "../dashboard/model.ts";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../diagnostics/format.ts";
import { report } from "../diagnostics/kind.ts";
import { linesOf } from "../diagnostics/lines.ts";
import { order } from "../diagnostics/order.ts";
import { fragmentIsRoot, nothingMatches } from "../inventory/kinds.ts";
import { readFragment, readRoot } from "../inventory/read.ts";
import type { FragmentFile, RootFile } from "../inventory/file.ts";
import type { Files } from "../io/files.ts";
import { checkRules } from "../rules/index.ts";
import type { Found } from "../rules/rule.ts";
import { missingFile } from "../source/kinds.ts";
import { at, spanAt } from "../source/origin.ts";
import { parseSource } from "../source/parse.ts";
import type { SourceFile } from "../source/source.ts";

/** What is known of an inventory after it was read and checked. */
export interface Project {
  /** Absent when the inventory cannot be used. */
  readonly dashboard: Dashboard | undefined;
  /** In file order, none twice. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
}

/**
 * Reads the inventory at `path` (relative to the root of `files`), its fragments, and what they name,
 * and holds all of it against the language and the rules.
 */
export async function loadProject(files: Files, path: string): Promise<Project> {
  const sources = new Map<string, SourceText>();
  const read = async (
    file: string,
  ): Promise<{ source?: SourceFile | undefined; diagnostics: readonly Diagnostic[] }> => {
    const bytes = await files.read(file);
    if (bytes === undefined) return { diagnostics: [tellMissing(file)] };
    const { value, diagnostics } = parseSource(file, bytes);
    sources.set(file, value ?? linesOf(Buffer.from(bytes).toString("utf8")));
    return { source: value, diagnostics };
  };
  const done = (diagnostics: readonly Diagnostic[], dashboard?: Dashboard): Project => ({
    dashboard,
    diagnostics: order(diagnostics, [...sources.keys()]),
    sources,
  });

  const first = await read(path);
  if (first.source === undefined) return done(first.diagnostics);
  const shaped = readRoot(first.source);
  const diagnostics: Diagnostic[] = [...first.diagnostics, ...shaped.diagnostics];
  const root = shaped.value;
  if (root === undefined) return done(diagnostics);

  const fragments: FragmentFile[] = [];
  const found = await findFragments(files, root);
  diagnostics.push(...found.diagnostics);
  for (const file of found.paths) {
    const fragment = await read(file);
    diagnostics.push(...fragment.diagnostics);
    if (fragment.source === undefined) continue;
    const shapedFragment = readFragment(fragment.source);
    diagnostics.push(...shapedFragment.diagnostics);
    if (shapedFragment.value !== undefined) fragments.push(shapedFragment.value);
  }
  // Without all fragments, references would look dangling that are not.
  if (hasErrors(diagnostics)) return done(diagnostics);

  const built = buildDashboard({ root, fragments });
  diagnostics.push(...built.diagnostics);
  const facts = await lookUp(files, built.value.files);
  const ruled = checkRules({ dashboard: built.value, found: (use) => facts.get(use.path) });
  const unusable = hasErrors(diagnostics);
  return done([...diagnostics, ...ruled], unusable ? undefined : built.value);
}

async function findFragments(
  files: Files,
  root: RootFile,
): Promise<{ readonly paths: readonly string[]; readonly diagnostics: readonly Diagnostic[] }> {
  const paths = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const [index, pattern] of root.body.fragments.entries()) {
    const span = spanAt(at(root.origin, "fragments", index));
    const matches = await files.glob([posix.normalize(pattern)]);
    if (matches.length === 0)
      diagnostics.push(report(nothingMatches, `\`${pattern}\` matches no file`, { span }));
    for (const match of matches) {
      if (match === root.path)
        diagnostics.push(report(fragmentIsRoot, `\`${pattern}\` matches \`${root.path}\` itself`, { span }));
      else paths.add(match);
    }
  }
  return { paths: [...paths].sort(), diagnostics };
}

async function lookUp(files: Files, uses: readonly FileUse[]): Promise<ReadonlyMap<string, Found>> {
  const facts = new Map<string, Found>();
  await Promise.all(
    [...new Set(uses.map((use) => use.path))].map(async (path) => {
      const real = await files.realPath(path);
      const kind = real === undefined ? undefined : await files.kind(real);
      facts.set(path, kind === "directory" ? "folder" : kind === undefined ? undefined : "file");
    }),
  );
  return facts;
}

function tellMissing(file: string): Diagnostic {
  return report(missingFile, `there is no inventory file \`${file}\``, {
    help: "run `fluxtilt init` to make one, or name another with `--config`",
  });
}
