import type { Diagnostic } from "./diagnostic.ts";

/**
 * Diagnostics as people read them: those without a place first, then by file (in the order of `files`, the
 * others by path after them), then by offset, then by code. Exact duplicates are left out.
 */
export function order(diagnostics: readonly Diagnostic[], files: readonly string[] = []): Diagnostic[] {
  const rank = new Map(files.map((file, index) => [file, index]));
  const seen = new Set<string>();
  const rows: { diagnostic: Diagnostic; file: number; path: string }[] = [];
  for (const diagnostic of diagnostics) {
    const identity = JSON.stringify(diagnostic);
    if (seen.has(identity)) continue;
    seen.add(identity);
    const path = diagnostic.span?.file ?? "";
    rows.push({ diagnostic, path, file: path === "" ? -1 : (rank.get(path) ?? files.length) });
  }
  rows.sort(
    (a, b) =>
      a.file - b.file ||
      compare(a.path, b.path) ||
      offsetOf(a.diagnostic) - offsetOf(b.diagnostic) ||
      compare(a.diagnostic.code, b.diagnostic.code),
  );
  return rows.map((row) => row.diagnostic);
}

function offsetOf(diagnostic: Diagnostic): number {
  return diagnostic.span?.start.offset ?? 0;
}

/** By UTF-16 unit: the same on every machine, in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
