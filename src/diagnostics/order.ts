import type { Diagnostic } from "./diagnostic.ts";

/**
 * Diagnostics as people read them: those without a place first, then by file (in the order of `files`, the
 * others by path after them), then by offset, then by code. Exact duplicates are left out.
 */
export function order(diagnostics: readonly Diagnostic[], files: readonly string[] = []): Diagnostic[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  const rows = diagnostics.map((diagnostic): Row => {
    const path = diagnostic.span?.file ?? "";
    return { diagnostic, path, file: path === "" ? -1 : (rank.get(path) ?? files.length) };
  });
  rows.sort(byPlace);
  const kept: Diagnostic[] = [];
  // Duplicates are among those that nothing sets apart: few, where most have a place of their own.
  for (let start = 0, end = 1; start < rows.length; start = end, end = start + 1) {
    while (end < rows.length && isSamePlace(rows[start], rows[end])) end += 1;
    const alike = rows.slice(start, end).map((row) => row.diagnostic);
    for (const one of alike.length === 1 ? alike : withoutDuplicates(alike)) kept.push(one);
  }
  return kept;
}

interface Row {
  readonly diagnostic: Diagnostic;
  readonly file: number;
  readonly path: string;
}

function byPlace(a: Row, b: Row): number {
  return (
    a.file - b.file ||
    compare(a.path, b.path) ||
    offsetOf(a.diagnostic) - offsetOf(b.diagnostic) ||
    compare(a.diagnostic.code, b.diagnostic.code)
  );
}

function isSamePlace(a: Row | undefined, b: Row | undefined): boolean {
  return a !== undefined && b !== undefined && byPlace(a, b) === 0;
}

function withoutDuplicates(diagnostics: readonly Diagnostic[]): Iterable<Diagnostic> {
  const first = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const identity = JSON.stringify(one);
    if (!first.has(identity)) first.set(identity, one);
  }
  return first.values();
}

function offsetOf(diagnostic: Diagnostic): number {
  return diagnostic.span?.start.offset ?? 0;
}

/** By UTF-16 unit: the same on every machine, in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
