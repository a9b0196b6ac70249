import type { Twig } from "./addition.ts";
import { isSection, twigLines } from "./print.ts";

/** A stretch of the old text, and what stands there instead. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of two at one offset, the deeper one comes first. */
  readonly column: number;
}

/** The text that is edited, with its habits. */
export interface Page {
  readonly text: string;
  readonly lineBreak: string;
  /** Columns by which a map stands deeper than its key. */
  readonly step: number;
}

/** New entries of a block, where lines may begin; `air` says whether empty lines set them apart. */
export function entriesAt(
  page: Page,
  place: number,
  column: number,
  twigs: readonly Twig[],
  air: "all" | "sections" | "notFirst",
): Patch {
  const lines = twigs.flatMap((twig, index) => {
    const isTight = index === 0 && (air === "notFirst" || !needsAir(page.text, place, column));
    const apart = !isTight && (air === "all" || isSection(twig)) ? [""] : [];
    return [...apart, ...twigLines(twig, page.step, column)];
  });
  return linesAt(page, place, column, lines);
}

/** New lines at the beginning of a line, or at the end of the text. */
export function linesAt({ lineBreak }: Page, place: number, column: number, lines: readonly string[]): Patch {
  const pad = " ".repeat(column);
  const added = lines.map((line) => (line === "" ? "" : pad + line) + lineBreak).join("");
  return { start: place, end: place, text: added, column };
}

/** False below an empty line, and below the key of the map itself. */
function needsAir(text: string, place: number, column: number): boolean {
  const before = text.slice(0, place).replace(/\r?\n$/, "");
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return line.trim() !== "" && line.length - line.trimStart().length >= column;
}

/** The text with all patches. New lines behind an open last line close it first. */
export function patched({ text, lineBreak }: Page, patches: readonly Patch[]): string {
  const ordered = [...patches].sort((a, b) => a.start - b.start || b.column - a.column);
  let [result, at] = ["", 0];
  for (const patch of ordered) {
    result += text.slice(at, patch.start);
    const isLines = patch.text.endsWith("\n");
    if (isLines && result !== "" && !result.endsWith("\n")) result += lineBreak;
    result += patch.text;
    at = patch.end;
  }
  return result + text.slice(at);
}
