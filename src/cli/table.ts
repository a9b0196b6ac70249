import { painter } from "../diagnostics/color.ts";
import { cellsOf, columnsOf, visible } from "../diagnostics/columns.ts";

const gap = "  ";
/** A column is cut no shorter than this, nor than its head. */
const leastColumn = 8;
/** The last column may be long: this much of it is worth more than a column of the lesser ones. */
const leastLast = 24;
/** The first column tells which row it is, and is cut last. */
const longestFirst = 40;

export interface TableLook {
  readonly color: boolean;
  /** Columns of the terminal; undefined cuts nothing, since a program may read it. */
  readonly width: number | undefined;
}

export interface Table {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Heads of the columns that a narrow terminal goes without, the least needed first. */
  readonly lesser?: readonly string[] | undefined;
}

/**
 * Rows under their heads, aligned by the columns that a terminal gives each text. Where the terminal is
 * too narrow, the lesser columns are left out, and then the widest are cut, with `…`. Each text is one
 * line, and nothing in it is obeyed.
 */
export function tableOf({ heads, rows, lesser = [] }: Table, look: TableLook): string {
  const shown = rows.map((row) => row.map(visible));
  const natural = heads.map((head, column) =>
    Math.max(head.length, ...shown.map((row) => columnsOf(row[column] ?? ""))),
  );
  const { width } = look;
  const kept = width === undefined ? [...heads.keys()] : columnsKept(heads, natural, lesser, width);
  const least = kept.map((column, place) =>
    place === 0
      ? Math.min(natural[column] ?? 0, longestFirst, Math.floor((width ?? Infinity) / 2))
      : Math.max(leastColumn, heads[column]?.length ?? 0),
  );
  const wanted = kept.map((column) => natural[column] ?? 0);
  const widths = width === undefined ? wanted : narrowed(wanted, least, width);
  const paint = painter(look.color);
  const line = (cells: readonly string[]): string =>
    kept
      .map((column, place) => padded(cut(cells[column] ?? "", widths[place] ?? 0), widths[place] ?? 0))
      .join(gap)
      .trimEnd();
  return [paint("strong", line(heads)), ...shown.map(line)].map((text) => `${text}\n`).join("");
}

/** The columns that a terminal has room for. */
function columnsKept(
  heads: readonly string[],
  natural: readonly number[],
  lesser: readonly string[],
  room: number,
): readonly number[] {
  let kept = [...heads.keys()];
  const taken = (): number =>
    kept.reduce((sum, column, place) => {
      const wide = natural[column] ?? 0;
      return sum + gap.length + (place === kept.length - 1 ? Math.min(wide, leastLast) : wide);
    }, -gap.length);
  for (const head of lesser) {
    if (taken() <= room) break;
    kept = kept.filter((column) => heads[column] !== head);
  }
  return kept;
}

/** Takes from the widest column, one by one, until the table fits or nothing can be taken. */
function narrowed(natural: readonly number[], least: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  const gaps = gap.length * (widths.length - 1);
  let over = widths.reduce((sum, one) => sum + one, gaps) - room;
  for (; over > 0; over--) {
    let widest = -1;
    for (const [column, width] of widths.entries())
      if (width > (least[column] ?? 0) && width > (widths[widest] ?? 0)) widest = column;
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** The text in so many columns of a terminal at most, `…` at its end where something is left out. */
export function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const cell of cellsOf(text)) {
    if (used + cell.width > width - 1) break;
    kept += cell.text;
    used += cell.width;
  }
  return `${kept}…`;
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columnsOf(text)));
}
