import type { Diagnostic } from "./diagnostic.ts";
import type { Kind } from "./kind.ts";

/** Where a frame takes its lines from; a `SourceFile` and `linesOf(text)` both serve. */
export interface SourceText {
  /** The text of a line (from 1) without its line break. */
  lineAt(line: number): string;
}

/** What the formats need beside the diagnostics; each takes what it uses. */
export interface FormatContext {
  /** By the path that spans name; a file that is not there gets no frame. */
  readonly sources: ReadonlyMap<string, SourceText>;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** All kinds of problems, for the rules of SARIF. */
  readonly kinds: readonly Kind[];
  /** The version of the tool, for SARIF. */
  readonly version?: string | undefined;
  /** The inventory's folder relative to the repository's top, with `/`, when they differ: CI counts from the top. */
  readonly base?: string | undefined;
}

/** Turns ordered diagnostics into a whole text that ends with a line feed, or is empty. */
export type Formatter = (diagnostics: readonly Diagnostic[], context: FormatContext) => string;

/** A file as CI systems name it: relative to the repository's top. */
export function fromTop(file: string, base: string | undefined): string {
  return base === undefined || base === "" || base === "." ? file : `${base.replace(/\/+$/, "")}/${file}`;
}

/** The message with its label and help, for formats that know one text only. */
export function fullMessage(diagnostic: Diagnostic): string {
  const label = diagnostic.label === undefined ? "" : ` (${diagnostic.label})`;
  const help = diagnostic.help === undefined ? "" : `\nhelp: ${diagnostic.help}`;
  return `${diagnostic.message}${label}${help}`;
}
