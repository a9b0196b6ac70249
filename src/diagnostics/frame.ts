import { cellsOf } from "./columns.ts";
import type { Cell } from "./columns.ts";
import type { Span } from "./diagnostic.ts";

/** A line of source with a place in it, ready to print. */
export interface Frame {
  readonly line: string;
  /** Spaces up to the place, in columns of `line`. */
  readonly indent: number;
  /** Columns of the place; at least one. */
  readonly width: number;
}

/** Never cut a line to less than this, however narrow the terminal says it is. */
const leastColumns = 24;

/**
 * The first line of a span, cut around the place to `columns`, `…` where something is left out.
 * A place that goes on below is underlined to the end of its first line.
 */
export function frameOf(line: string, span: Span, columns: number): Frame {
  const room = Math.max(columns, leastColumns);
  const from = Math.min(span.start.column - 1, line.length);
  const to =
    span.end.line > span.start.line ? line.trimEnd().length : Math.min(span.end.column - 1, line.length);

  // A minified line may be megabytes long: only its neighbourhood is looked at.
  const first = safeCut(line, Math.max(0, from - 2 * room));
  const last = safeCut(line, Math.min(line.length, from + 2 * room));
  const cells = cellsOf(line.slice(first, last));
  const placed = place(cells, from - first, Math.max(to, from + 1) - first);
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (first === 0 && last === line.length && total <= room) {
    return { line: textOf(cells).trimEnd(), indent: placed.indent, width: placed.width };
  }
  return cut(cells, placed, room, first > 0, last < line.length);
}

/** The columns before and under the cells of `[from, to)`; one column after the line when there are none. */
function place(cells: readonly Cell[], from: number, to: number): { indent: number; width: number } {
  let indent = 0;
  let width = 0;
  for (const cell of cells) {
    if (cell.end <= from) indent += cell.width;
    else if (cell.start < to) width += cell.width;
  }
  return { indent, width: Math.max(1, width) };
}

function cut(
  cells: readonly Cell[],
  placed: { indent: number; width: number },
  room: number,
  moreBefore: boolean,
  moreAfter: boolean,
): Frame {
  // A third of the room goes to what stands before the place, more when the place is near the end.
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  const wanted = Math.min(placed.indent - Math.floor(room / 3), moreAfter ? Infinity : total - room + 1);
  const skip = Math.max(0, wanted);
  let first = 0;
  let before = 0;
  for (; before < skip && first < cells.length; first++) before += cells[first]?.width ?? 0;
  const head = moreBefore || before > 0 ? "…" : "";
  const toEnd = !moreAfter && total - before <= room - head.length;
  const tail = toEnd ? "" : "…";

  const kept: Cell[] = [];
  let used = 0;
  for (const cell of cells.slice(first)) {
    used += cell.width;
    if (used > room - head.length - tail.length) break;
    kept.push(cell);
  }
  used = kept.reduce((sum, cell) => sum + cell.width, 0);
  const indent = placed.indent - before + head.length;
  const width = Math.max(1, Math.min(placed.width, used + head.length - indent));
  return { line: `${head}${textOf(kept)}${tail}`, indent, width };
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join("");
}

/** An offset that does not stand inside a surrogate pair. */
function safeCut(line: string, offset: number): number {
  const unit = line.charCodeAt(offset);
  return offset > 0 && unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}
