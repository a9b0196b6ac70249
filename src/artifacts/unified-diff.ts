import { structuredPatch } from "diff";

export interface DiffOptions {
  /** Equal lines around each change; default 3. */
  readonly context?: number;
  /** Lines of the result; what is over is counted in one last line. */
  readonly maxLines?: number;
}

/** Texts that differ in more lines than this are shown as replaced whole: the search is quadratic in it. */
const maxEditLength = 2_000;

/**
 * Shows what a terminal would act on, hide or reorder: control characters, bidirectional marks and
 * invisible ones, so that a diff cannot say other than it shows.
 */
function visible(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
    character === "\t" ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function allLines(sign: string, text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") return lines.slice(0, -1).map((line) => sign + line);
  return [...lines.map((line) => sign + line), "\\ No newline at end of file"];
}

interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

function replacedWhole(before: string, after: string): Hunk {
  const [removed, added] = [allLines("-", before), allLines("+", after)];
  const count = (lines: readonly string[]): number => lines.filter((line) => !line.startsWith("\\")).length;
  const [oldLines, newLines] = [count(removed), count(added)];
  return {
    oldStart: 1,
    oldLines,
    newStart: 1,
    newLines,
    lines: [...removed, ...added],
  };
}

/** A hunk's side in its head: an empty side is told by the line before it. */
function range(start: number, lines: number): string {
  if (lines === 0) return `${start - 1},0`;
  return lines === 1 ? String(start) : `${start},${lines}`;
}

/**
 * The difference of two texts as `diff -u` writes it, with `a/` and `b/` before the path; undefined is a
 * file that does not exist. Empty when both are equal. Line endings count: give both with the same ones.
 * What a terminal would not show is escaped, so this is for people to read, not for `patch`.
 */
export function unifiedDiff(
  path: string,
  before: string | undefined,
  after: string | undefined,
  options: DiffOptions = {},
): string {
  if (before === after) return "";
  const [one, other] = [before ?? "", after ?? ""];
  const patch = structuredPatch(path, path, one, other, "", "", {
    context: options.context ?? 3,
    maxEditLength,
  });
  const hunks: readonly Hunk[] = patch?.hunks ?? [replacedWhole(one, other)];
  const lines = [
    before === undefined ? "--- /dev/null" : `--- a/${path}`,
    after === undefined ? "+++ /dev/null" : `+++ b/${path}`,
    ...hunks.flatMap((hunk) => [
      `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
      ...hunk.lines,
    ]),
  ].map(visible);
  const { maxLines = Infinity } = options;
  if (lines.length <= maxLines) return `${lines.join("\n")}\n`;
  const over = lines.length - maxLines;
  return `${[...lines.slice(0, maxLines), `… ${over} more ${over === 1 ? "line" : "lines"}`].join("\n")}\n`;
}
