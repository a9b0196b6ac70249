import { buildDashboard } from "../dashboard/build.ts";
import type { Dashboard } from "../dashboard/model.ts";
import { hasErrors, type Diagnostic, type Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceText } from "../diagnostics/format.ts";
import { linesOf } from "../diagnostics/lines.ts";
import { order } from "../diagnostics/order.ts";
import { readFragment, readRoot } from "../inventory/read.ts";
import type { FragmentFile, RootFile } from "../inventory/file.ts";
import { exactNames } from "../io/exact-names.ts";
import type { Files } from "../io/files.ts";
import { heapSize } from "../io/heap-size.ts";
import type { Stopwatch } from "../io/stopwatch.ts";
import { findFragments } from "./find-fragments.ts";
import type { IsIgnored } from "./git-ignored.ts";
import { worldOf, type Looked } from "./looked.ts";
import { stages } from "./stages.ts";
import { lookUpFiles } from "./named-files.ts";
import { standsAlone } from "./partial.ts";
import { inputsOf, type Inputs } from "./project-inputs.ts";
import { ParsedFiles } from "./parsed-files.ts";
import { readInventory, readRootInventory } from "./read-inventory.ts";
import { tunedFor } from "./short-run.ts";
import { checkRules } from "../rules/index.ts";
import { HeapRoom } from "../source/heap-need.ts";
import type { SourceFile } from "../source/source.ts";

/** What is known of an inventory after it was read and checked. */
export interface Project {
  /** Absent when the inventory cannot be used. */
  readonly dashboard: Dashboard | undefined;
  /** In file order, none twice. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly inputs: Inputs;
  /** What was seen beyond the inventory. */
  readonly looked?: Looked | undefined;
}

/**
 * Reads the inventory at `path` (relative to the root of `files`), its fragments, and what they name,
 * and holds all of it against the language and the rules. `nothingThere` says that it is missing, where
 * the caller knows better words. `look` answers what is seen beyond the inventory of what it names;
 * without it, no rule that needs to know says anything. `stopwatch` is told each stage and rule. `parsed` has
 * what earlier runs of this process read, and gets what this one reads.
 */
export async function loadProject(
  files: Files,
  path: string,
  nothingThere?: string,
  isIgnored?: IsIgnored,
  look?: (dashboard: Dashboard) => Promise<Looked>,
  stopwatch?: Stopwatch,
  parsed: ParsedFiles = new ParsedFiles(),
): Promise<Project> {
  const lap = stopwatch?.lap ?? (() => undefined);
  lap(stages.start);
  const sources = new Map<string, SourceText>();
  const room = new HeapRoom(heapSize());
  let size = 0;
  const tuned = <Result>(work: () => Result): Result => tunedFor(size, work);
  const weighed = (bytes: Outcome<Uint8Array>): Outcome<Uint8Array> => {
    size += bytes.value?.length ?? 0;
    return bytes;
  };
  const parse = (file: string, bytes: Outcome<Uint8Array>): Outcome<SourceFile> => {
    const given = bytes.value;
    if (given === undefined) return { diagnostics: bytes.diagnostics };
    const { value, diagnostics } = parsed.parse(file, given, room);
    lap(stages.source);
    sources.set(file, value ?? linesOf(new TextDecoder().decode(given)));
    return { value, diagnostics };
  };
  const done = (
    diagnostics: readonly Diagnostic[],
    root?: RootFile,
    built?: Outcome<Dashboard>,
    looked?: Looked,
  ): Project => ({
    dashboard: built === undefined || hasErrors(built.diagnostics) ? undefined : built.value,
    diagnostics: order(diagnostics, [...sources.keys()]),
    sources: new Map([...(looked?.charts?.texts ?? []), ...sources]),
    inputs: inputsOf([path, ...sources.keys()], root, built?.value),
    looked,
  });

  const content = weighed(await readRootInventory(files, path, nothingThere));
  const first = tuned(() => parse(path, content));
  const source = first.value;
  if (source === undefined) return done(first.diagnostics);
  const shaped = tuned(() => readRoot(source));
  lap(stages.inventory);
  const diagnostics: Diagnostic[] = [...first.diagnostics, ...shaped.diagnostics];
  const root = shaped.value;

  const fragments: FragmentFile[] = [];
  // What is there on this disk alone would be missing on that of others.
  const exact = await exactNames(files, [path]);
  const found = await findFragments(exact, source, root?.body.fragments ?? writtenPatterns(source));
  diagnostics.push(...found.diagnostics);
  const contents: Outcome<Uint8Array>[] = [];
  for (const file of found.paths) contents.push(weighed(await readInventory(files, file)));
  tuned(() => {
    // One thing at a time: code that does the same again and again is soon fast.
    const read = found.paths.map((path, index) => parse(path, contents[index] ?? { diagnostics: [] }));
    for (const fragment of read) {
      diagnostics.push(...fragment.diagnostics);
      if (fragment.value === undefined) continue;
      const shapedFragment = readFragment(fragment.value);
      lap(stages.inventory);
      diagnostics.push(...shapedFragment.diagnostics);
      if (shapedFragment.value !== undefined) fragments.push(shapedFragment.value);
    }
  });
  if (root === undefined) return done(diagnostics, root);

  const broken = hasErrors(diagnostics);
  const built = tuned(() => buildDashboard({ root, fragments }));
  lap(stages.dashboard);
  const named = await lookUpFiles(exact, built.value.files);
  const { env } = built.value;
  const isEnvIgnored = env === undefined || broken ? undefined : await isIgnored?.(env.path);
  lap(stages.files);
  const looked = broken ? undefined : await look?.(built.value);
  const world = {
    dashboard: built.value,
    isPartial: broken || hasErrors(built.diagnostics),
    ...named,
    isEnvIgnored,
    ...(looked === undefined ? {} : worldOf(looked)),
  };
  lap(stages.reality);
  const ruled = tuned(() => checkRules(world, lap));
  // Without all of it, references would look dangling that are not.
  const told = [...built.diagnostics, ...ruled].filter((one) => !broken || standsAlone(one));
  const usable = { value: built.value, diagnostics: [...diagnostics, ...built.diagnostics] };
  const problem = looked?.problem === undefined ? [] : [looked.problem];
  return done([...diagnostics, ...told, ...problem], root, usable, looked);
}

/** The patterns of a root whose shape is wrong elsewhere: what is wrong in its fragments is told in the same run. */
function writtenPatterns({ value }: SourceFile): readonly string[] {
  if (typeof value !== "object" || value === null || !("fragments" in value)) return [];
  const patterns: unknown = value.fragments;
  return Array.isArray(patterns) && patterns.every((one) => typeof one === "string") ? patterns : [];
}
