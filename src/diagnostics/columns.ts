/** One thing that a terminal draws: a cluster of code points as it is shown. */
export interface Cell {
  /** Offset in the line, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Columns of a terminal. */
  readonly width: number;
}

const tabWidth = 4;

// Controls, line separators, bidirectional and invisible formats, halves of surrogate pairs: a terminal obeys
// the first, and the others make a line look like what it is not. U+200D joins emoji and stays.
const unsafe =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
const unsafeAll = new RegExp(unsafe, "gu");

// Wide and fullwidth blocks of Unicode's EastAsianWidth.txt.
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const emoji = /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}{2}|\p{Emoji}\ufe0f)/u;
const marksOnly = /^(?:\p{Mark}|\u200c|\u200d)+$/u;

/** Printable ASCII and tabs: each character is a cluster of its own. */
const plain = /^[\t\x20-\x7e]*$/;

// Making one takes longer than all else that most runs do.
let segmenter: Intl.Segmenter | undefined;

/** Text that a terminal shows and does not obey: everything unsafe is written as `\u{1b}`, a line feed as `\n`. */
export function visible(text: string): string {
  return text.replace(unsafeAll, escaped);
}

/** The same, alone on its line: one that begins with `::` is a workflow command to GitHub's runner, behind spaces too. */
export function visibleLine(text: string): string {
  return visible(text).replace(/^(\s*):(?=:)/, "$1\\u{3a}");
}

/** The columns that a text takes in a terminal. */
export function columnsOf(text: string): number {
  return cellsOf(text).reduce((sum, cell) => sum + cell.width, 0);
}

/** A line as a terminal shows it, cell by cell: tabs as spaces, what is unsafe escaped. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  const isPlain = plain.test(line);
  const shown = isPlain ? (segment: string) => segment : visible;
  let column = 0;
  for (const { segment, index } of isPlain ? charactersOf(line) : clustersOf(line)) {
    const text = segment === "\t" ? " ".repeat(tabWidth - (column % tabWidth)) : shown(segment);
    const width = text === segment ? widthOf(segment) : text.length;
    cells.push({ start: index, end: index + segment.length, text, width });
    column += width;
  }
  return cells;
}

interface Cluster {
  readonly segment: string;
  readonly index: number;
}

function charactersOf(line: string): Iterable<Cluster> {
  return Array.from(line, (segment, index) => ({ segment, index }));
}

function clustersOf(line: string): Iterable<Cluster> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(line);
}

function widthOf(grapheme: string): number {
  if (grapheme.length === 1 && grapheme < "\u0300") return 1;
  if (marksOnly.test(grapheme)) return 0;
  return emoji.test(grapheme) || wide.test(grapheme) ? 2 : 1;
}

function escaped(character: string): string {
  if (character === "\n") return "\\n";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
