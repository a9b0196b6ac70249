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

/** Texts of more lines than this together are not searched either: their lines alone would fill a small heap. */
const mostSearched = 1_000_000;

const unfinished = "\\ No newline at end of file";

/** One side of a text that is replaced whole. */
interface Side {
  readonly sign: "-" | "+";
  readonly text: string;
  /** Lines of the text, the one without an end too. */
  readonly count: number;
}

function sideOf(sign: Side["sign"], text: string): Side {
  let count = text === "" || text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return { sign, text, count };
}

/** The first lines of a side, at most so many. */
function firstLines({ sign, text }: Side, most: number): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  while (start < text.length && lines.length < most) {
    const end = text.indexOf("\n", start);
    lines.push(sign + text.slice(start, end === -1 ? undefined : end));
    if (end === -1) lines.push(unfinished);
    start = end === -1 ? text.length : end + 1;
  }
  return lines.slice(0, most);
}

/** The head and the lines of a diff, at most `most` of these, and how many there are. */
interface Lines {
  readonly lines: readonly string[];
  readonly count: number;
}

function replacedWhole(sides: readonly [Side, Side], most: number): Lines {
  const [removed, added] = sides;
  const head = `@@ -${range(1, removed.count)} +${range(1, added.count)} @@`;
  const first = firstLines(removed, most);
  const ends = sides.filter(({ text }) => text !== "" && !text.endsWith("\n")).length;
  return {
    lines: [head, ...first, ...firstLines(added, most - first.length)].slice(0, most),
    count: 1 + removed.count + added.count + ends,
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
  const { maxLines = Infinity, context = 3 } = options;
  const head = [
    before === undefined ? "--- /dev/null" : `--- a/${path}`,
    after === undefined ? "+++ /dev/null" : `+++ b/${path}`,
  ];
  const sides = [sideOf("-", before ?? ""), sideOf("+", after ?? "")] as const;
  const { lines, count } =
    changed(path, sides, context) ?? replacedWhole(sides, Math.max(0, maxLines - head.length));
  const shown = [...head, ...lines].slice(0, maxLines).map(visible);
  const over = head.length + count - shown.length;
  if (over > 0) shown.push(`… ${over} more ${over === 1 ? "line" : "lines"}`);
  return `${shown.join("\n")}\n`;
}

/** The changes, each with its context; undefined where there are too many to be searched for. */
function changed(path: string, [one, other]: readonly [Side, Side], context: number): Lines | undefined {
  if (one.count + other.count > mostSearched) return undefined;
  const options = { context, maxEditLength };
  const patch = structuredPatch(path, path, one.text, other.text, "", "", options);
  const lines = patch?.hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  return lines && { lines, count: lines.length };
}
