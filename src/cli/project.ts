import { posix } from "node:path";
import { buildDashboard } from "../dashboard/build.ts";
import { pathLeavesRepository } from "../dashboard/kinds.ts";
import type { Dashboard, FileUse } from "../dashboard/model.ts";
import { hasErrors, type Diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../diagnostics/format.ts";
import { report } from "../diagnostics/kind.ts";
import { linesOf } from "../diagnostics/lines.ts";
import { order } from "../diagnostics/order.ts";
import { fragmentIsRoot, nothingMatches } from "../inventory/kinds.ts";
import { readFragment, readRoot } from "../inventory/read.ts";
import type { FragmentFile, RootFile } from "../inventory/file.ts";
import type { Files } from "../io/files.ts";
import type { IsIgnored } from "./git-ignored.ts";
import type { Repository } from "./repository.ts";
import { standsAlone } from "./partial.ts";
import { inputsOf, type Inputs } from "./project-inputs.ts";
import { readInventory } from "./read-inventory.ts";
import { checkRules } from "../rules/index.ts";
import type { Found } from "../rules/rule.ts";
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
  readonly inputs: Inputs;
  /** Where the repository, or the cluster, was looked at. */
  readonly repository?: Surroundings | undefined;
  /** True where it was to be looked at and could not be: the reason is among the diagnostics. */
  readonly isUnanswered?: boolean | undefined;
}

/** What is around the inventory, as the rules are told of it. */
export type Surroundings = Pick<Repository, "reality" | "folder"> & Partial<Pick<Repository, "rendered">>;

/** Looks at the repository or the cluster; a problem where that cannot be done. */
export type Look = (dashboard: Dashboard) => Promise<Surroundings | { readonly problem: Diagnostic }>;

/**
 * Reads the inventory at `path` (relative to the root of `files`), its fragments, and what they name,
 * and holds all of it against the language and the rules. `nothingThere` says that it is missing, where
 * the caller knows better words. `look` answers what the repository says of what the inventory names;
 * without it, no rule that needs to know says anything.
 */
export async function loadProject(
  files: Files,
  path: string,
  nothingThere?: string,
  isIgnored?: IsIgnored,
  look?: Look,
): Promise<Project> {
  const sources = new Map<string, SourceText>();
  const read = async (file: string): Promise<Outcome<SourceFile>> => {
    const bytes = await readInventory(files, file, file === path ? nothingThere : undefined);
    if (bytes.value === undefined) return { diagnostics: bytes.diagnostics };
    const { value, diagnostics } = parseSource(file, bytes.value);
    sources.set(file, value ?? linesOf(Buffer.from(bytes.value).toString("utf8")));
    return { value, diagnostics };
  };
  const done = (
    diagnostics: readonly Diagnostic[],
    root?: RootFile,
    built?: Outcome<Dashboard>,
    repository?: Surroundings,
  ): Project => ({
    dashboard: built === undefined || hasErrors(built.diagnostics) ? undefined : built.value,
    diagnostics: order(diagnostics, [...sources.keys()]),
    sources,
    inputs: inputsOf([path, ...sources.keys()], root, built?.value),
    repository,
  });

  const first = await read(path);
  if (first.value === undefined) return done(first.diagnostics);
  const shaped = readRoot(first.value);
  const diagnostics: Diagnostic[] = [...first.diagnostics, ...shaped.diagnostics];
  const root = shaped.value;

  const fragments: FragmentFile[] = [];
  const found = await findFragments(files, first.value, root?.body.fragments ?? writtenPatterns(first.value));
  diagnostics.push(...found.diagnostics);
  for (const file of found.paths) {
    const fragment = await read(file);
    diagnostics.push(...fragment.diagnostics);
    if (fragment.value === undefined) continue;
    const shapedFragment = readFragment(fragment.value);
    diagnostics.push(...shapedFragment.diagnostics);
    if (shapedFragment.value !== undefined) fragments.push(shapedFragment.value);
  }
  if (root === undefined) return done(diagnostics, root);

  const broken = hasErrors(diagnostics);
  const built = buildDashboard({ root, fragments });
  const facts = await lookUp(files, built.value.files);
  const { env } = built.value;
  const seen = broken ? undefined : await look?.(built.value);
  const problem = seen !== undefined && "problem" in seen ? seen.problem : undefined;
  const repository = seen !== undefined && "reality" in seen ? seen : undefined;
  const ruled = checkRules({
    dashboard: built.value,
    isPartial: broken || hasErrors(built.diagnostics),
    found: (use) => facts.get(use.path)?.found,
    // Windows keeps no such bit.
    isRunnable: process.platform === "win32" ? undefined : (use) => facts.get(use.path)?.isRunnable === true,
    isEnvIgnored: env === undefined || broken ? undefined : await isIgnored?.(env.path),
    ...repository,
  });
  // Without all of it, references would look dangling that are not.
  const told = [...built.diagnostics, ...ruled].filter((one) => !broken || standsAlone(one));
  const usable = { value: built.value, diagnostics: [...diagnostics, ...built.diagnostics] };
  const project = done(
    [...diagnostics, ...told, ...(problem === undefined ? [] : [problem])],
    root,
    usable,
    repository,
  );
  return { ...project, isUnanswered: problem !== undefined };
}

interface Fragments {
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The patterns of a root whose shape is wrong elsewhere: what is wrong in its fragments is told in the same run. */
function writtenPatterns({ value }: SourceFile): readonly string[] {
  if (typeof value !== "object" || value === null || !("fragments" in value)) return [];
  const patterns: unknown = value.fragments;
  return Array.isArray(patterns) && patterns.every((one) => typeof one === "string") ? patterns : [];
}

async function findFragments(
  files: Files,
  source: SourceFile,
  patterns: readonly string[],
): Promise<Fragments> {
  const paths = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const span = spanAt(at({ source, path: [] }, "fragments", index));
    const normal = posix.normalize(pattern);
    if (normal.startsWith("../")) {
      diagnostics.push(report(pathLeavesRepository, `\`${pattern}\` leads out of the repository`, { span }));
      continue;
    }
    const matches = await files.glob([normal]);
    if (matches.length === 0)
      diagnostics.push(report(nothingMatches, `\`${pattern}\` matches no file`, { span }));
    for (const match of matches) {
      if (match === source.path)
        diagnostics.push(
          report(fragmentIsRoot, `\`${pattern}\` matches \`${source.path}\` itself`, { span }),
        );
      else paths.add(match);
    }
  }
  return { paths: [...paths].sort(), diagnostics };
}

interface Fact {
  readonly found: Found;
  readonly isRunnable: boolean;
}

async function lookUp(files: Files, uses: readonly FileUse[]): Promise<ReadonlyMap<string, Fact>> {
  const facts = new Map<string, Fact>();
  await Promise.all(
    [...new Set(uses.map((use) => use.path))].map(async (path) => {
      const real = await files.realPath(path);
      const stat = real === undefined ? undefined : await files.stat(real);
      if (stat === undefined) return;
      facts.set(path, {
        found: stat.kind === "directory" ? "folder" : "file",
        isRunnable: (stat.mode & 0o111) !== 0,
      });
    }),
  );
  return facts;
}
