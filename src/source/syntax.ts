import type { Document, YAMLError } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Lines } from "../diagnostics/lines.ts";
import { customTag, syntax, tooDeep } from "./kinds.ts";
import { consequences } from "./shifted-lines.ts";
import { wordsFor } from "./syntax-words.ts";
import type { Complaint } from "./syntax-words.ts";
import type { Text } from "./walk.ts";

/**
 * What the parser found wrong in a document: FT004 in our words where the commonest cases go, FT013 for
 * tags, FT014 when it ran out of stack. One per line, since the rest of a line's complaints follow from the
 * first, and one for all lines that another one put out of place.
 */
export function syntaxDiagnostics({ path, text, lines }: Text, document: Document.Parsed): Diagnostic[] {
  const tags = document.warnings.filter((warning) => warning.code === "TAG_RESOLVE_FAILED");
  const errors = [...document.errors, ...tags].sort((a, b) => a.pos[0] - b.pos[0]);
  const exhausted = errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
  if (exhausted !== undefined) {
    const span = lines.span(path, exhausted.pos[0], exhausted.pos[0] + 1);
    return [
      report(tooDeep, "the file is nested too deep to be read", { span, help: "close what was left open" }),
    ];
  }
  const conflict = mergeConflict(path, text, lines);
  if (conflict !== undefined && errors.length > 0) return [conflict];

  // Where one key is two complaints, the longer one says how far the trouble goes.
  const reaches = new Map<number, number>();
  for (const { pos } of errors) reaches.set(pos[0], Math.max(reaches.get(pos[0]) ?? 0, pos[1]));

  const diagnostics: Diagnostic[] = [];
  const told = new Set<number>();
  const followers = consequences(text, errors);
  for (const error of errors) {
    const line = lines.positionAt(error.pos[0]).line;
    if (told.has(line)) continue;
    told.add(line);
    if (followers.has(error)) continue;
    const complaint = complaintOf(text, document, error, reaches.get(error.pos[0]) ?? 0);
    const reading = wordsFor(complaint);
    const span = lines.span(path, reading.start, reading.end);
    told.add(span.start.line);
    const kind = error.code === "TAG_RESOLVE_FAILED" ? customTag : syntax;
    diagnostics.push(report(kind, reading.message, { span, label: reading.label, help: reading.help }));
  }
  return diagnostics;
}

function complaintOf(text: string, document: Document.Parsed, error: YAMLError, reach: number): Complaint {
  const start = Math.min(error.pos[0], text.length);
  const end = Math.min(Math.max(start + 1, reach), text.length);
  return { text, document, error, start, end, found: /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? "" };
}

/** A file that git left with its conflict markers: one cause, however many complaints. */
function mergeConflict(path: string, text: string, lines: Lines): Diagnostic | undefined {
  const marker = /^<{7} [^\r\n]*/m.exec(text);
  if (marker === null || !/^>{7} /m.test(text)) return undefined;
  return report(syntax, "a merge conflict is left in the file", {
    span: lines.span(path, marker.index, marker.index + marker[0].length),
    label: "it begins here",
    help: "resolve it and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
  });
}
