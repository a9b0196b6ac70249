/** The name of a kind of problem: `FT` and three digits, stable for ever. */
export type Code = `FT${number}`;

/** How much a diagnostic weighs: errors make a run fail, the others do not. */
export type Severity = "error" | "warning" | "info";

/** A place in a text: `offset` counts UTF-16 units from 0, `line` and `column` from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A stretch of one file, `end` exclusive. `file` is a path relative to the inventory's folder, with `/`. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A second place that explains the first ("first declared here"). */
export interface Related {
  readonly message: string;
  readonly span: Span;
}

/**
 * One problem, as data. Text and colour are made in the formatters only.
 * `message` stands alone: lower case, no full stop, code in backticks; `label` is said under the
 * underlined place; `help` says what mends it.
 */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly span?: Span | undefined;
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  readonly related?: readonly Related[] | undefined;
}

/** A value with what was found wrong on the way to it; `value` is absent when it could not be made. */
export interface Outcome<T> {
  readonly value?: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** True when at least one of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
