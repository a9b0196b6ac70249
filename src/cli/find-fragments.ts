import { isAbsolute, posix, resolve } from "node:path";
import { pathLeavesRepository } from "../dashboard/kinds.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import { fragmentIsRoot, nothingMatches, tooManyPatterns } from "../inventory/kinds.ts";
import type { FileKind, Files, GlobOptions } from "../io/files.ts";
import { isWithin } from "../io/paths.ts";
import { tooManyWays } from "./pattern-ways.ts";
import { at, spanAt } from "../source/origin.ts";
import type { SourceFile } from "../source/source.ts";

/** How many patterns one with braces may stand for: each is looked for by itself. */
const mostAlternatives = 1_000;

/** The fragments of an inventory, sorted. */
export interface Fragments {
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks for the files that the patterns of `fragments:` match; what leads out of the repository is told, not read. */
export async function findFragments(
  files: Files,
  source: SourceFile,
  patterns: readonly string[],
): Promise<Fragments> {
  const paths = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const span = spanAt(at({ source, path: [] }, "fragments", index));
    if (leaves(pattern)) {
      diagnostics.push(report(pathLeavesRepository, `\`${pattern}\` leads out of the repository`, { span }));
      continue;
    }
    if (alternativesOf(pattern) > mostAlternatives) {
      const message = `the braces stand for more than ${mostAlternatives} patterns`;
      diagnostics.push(report(tooManyPatterns, message, { span, help: "use `*` for any text" }));
      continue;
    }
    const ways = tooManyWays(pattern);
    if (ways !== undefined) {
      const message = `the pattern could be read in very many ways: ${ways}`;
      diagnostics.push(
        report(tooManyPatterns, message, { span, help: "name more of it, or use several patterns" }),
      );
      continue;
    }
    const looked: Looked = new Map();
    const onFolder: GlobOptions["onFolder"] = (path, entries) => looked.set(path, new Map(entries));
    const matches = await files.glob([posix.normalize(pattern)], { onFolder });
    if (matches.length === 0)
      diagnostics.push(report(nothingMatches, `\`${pattern}\` matches no file`, { span }));
    const inside = await insideOf(files, matches, looked);
    for (const match of matches) {
      if (match === source.path)
        diagnostics.push(
          report(fragmentIsRoot, `\`${pattern}\` matches \`${source.path}\` itself`, { span }),
        );
      else if (!inside.has(match))
        diagnostics.push(
          report(
            pathLeavesRepository,
            `\`${pattern}\` matches \`${match}\`, which leads out of the repository`,
            {
              span,
            },
          ),
        );
      else paths.add(match);
    }
  }
  return { paths: [...paths].sort(), diagnostics };
}

/** True for a pattern that is worth to look for; what is wrong with others is told by {@link findFragments}. */
export function isSearchable(pattern: string): boolean {
  return (
    !leaves(pattern) && alternativesOf(pattern) <= mostAlternatives && tooManyWays(pattern) === undefined
  );
}

function leaves(pattern: string): boolean {
  return posix.normalize(pattern).startsWith("../");
}

/** At most so many patterns does one with braces stand for: `{a,b}` for two, `{1..9}` for nine. */
function alternativesOf(pattern: string): number {
  let product = 1;
  for (const [, first, last] of pattern.matchAll(/\{(-?\w+)\.\.(-?\w+)/g)) product *= rangeOf(first, last);
  const commas: number[] = [];
  for (const char of pattern) {
    if (char === "{") commas.push(1);
    else if (char === "," && commas.length > 0) commas.push((commas.pop() ?? 0) + 1);
    else if (char === "}") product *= commas.pop() ?? 1;
  }
  return product;
}

function rangeOf(first = "", last = ""): number {
  const [from, to] = [Number(first), Number(last)];
  // From letter to letter.
  return Number.isNaN(from - to) ? 64 : Math.abs(from - to) + 1;
}

/** What stood in the folders that a pattern led through, by their absolute paths. */
type Looked = Map<string, ReadonlyMap<string, FileKind>>;

/** The paths that lead to something in the repository. What is no link, in a folder that is inside, is inside too. */
async function insideOf(
  files: Files,
  paths: readonly string[],
  looked: Looked,
): Promise<ReadonlySet<string>> {
  const root = await files.realPath(".");
  if (root === undefined) return new Set();
  const leadsInside = async (path: string): Promise<boolean> => {
    const real = await files.realPath(path);
    // An edited text that is not on the disk yet has no other path than its own.
    return real !== undefined && isWithin(root, isAbsolute(real) ? real : resolve(root, real));
  };
  const folders = new Map<string, Promise<boolean>>();
  const isInside = (path: string): Promise<boolean> => {
    const folder = posix.dirname(path);
    const kind = looked.get(resolve(files.root, folder))?.get(posix.basename(path));
    if (kind !== "file" && kind !== "directory") return leadsInside(path);
    const answer = folders.get(folder) ?? isInside(folder);
    folders.set(folder, answer);
    return answer;
  };
  const inside = new Set<string>();
  for (const path of paths) if (await isInside(path)) inside.add(path);
  return inside;
}
