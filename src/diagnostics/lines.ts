import type { Position, Span } from "./diagnostic.ts";

/** The lines of a text, as frames and spans need them. */
export interface Lines {
  /** The text of a line (from 1) without its line break; empty for a line that is not there. */
  lineAt(line: number): string;
  /** The position of an offset in UTF-16 units; one outside the text counts as its nearest end. */
  positionAt(offset: number): Position;
  /** The span of `[start, end)`, offsets in UTF-16 units. */
  span(file: string, start: number, end: number): Span;
}

/** Cuts a text into lines at LF and CRLF, once; each question after that is a binary search at most. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);

  const startOf = (line: number): number => starts[line - 1] ?? text.length;
  const positionAt = (wanted: number): Position => {
    const offset = Math.min(Math.max(wanted, 0), text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return {
    lineAt: (line) => (line < 1 ? "" : text.slice(startOf(line), startOf(line + 1)).replace(/\r?\n$/, "")),
    positionAt,
    span: (file, start, end) => ({ file, start: positionAt(start), end: positionAt(Math.max(start, end)) }),
  };
}
