import type { Diagnostic, Span } from "./diagnostic.ts";

/** Diagnostics for programs, `{ version: 1, diagnostics: [...] }`; what is absent is left out. */
export function formatJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ version: 1, diagnostics: diagnostics.map(plain) }, null, 2)}\n`;
}

/** Keys in one fixed order, whoever made the object. */
function plain({ code, severity, message, span, label, help, related }: Diagnostic): object {
  return {
    code,
    severity,
    message,
    span: span === undefined ? undefined : plainSpan(span),
    label,
    help,
    related: related?.map((one) => ({ message: one.message, span: plainSpan(one.span) })),
  };
}

function plainSpan({ file, start, end }: Span): object {
  return {
    file,
    start: { offset: start.offset, line: start.line, column: start.column },
    end: { offset: end.offset, line: end.line, column: end.column },
  };
}
