import { posix, relative, sep } from "node:path";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import type { FormatContext, SourceText } from "../diagnostics/format.ts";
import { formats } from "../diagnostics/formats.ts";
import { explained } from "./explained.ts";
import type { Session } from "./session.ts";
import { repositoryTop } from "./find-root.ts";

/**
 * Prints diagnostics in the chosen format: text to stderr, where people look, and the formats that
 * programs read to stdout, also when there is nothing to tell.
 */
export async function printDiagnostics(
  session: Session,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceText>,
): Promise<void> {
  const { format, color, width, version } = session;
  const common: Omit<FormatContext, "sources"> = { color, width, version, kinds: explained };
  if (format === "text") {
    const shown = fromHere(session);
    const there = new Map([...sources].map(([path, text]) => [shown(path), text]));
    session.say(
      formats.text(
        diagnostics.map((one) => moved(one, shown)),
        { ...common, sources: there },
      ),
    );
    return;
  }
  const top = await repositoryTop(session.files);
  const base = top === undefined ? "" : relative(top, session.files.root).split(sep).join("/");
  session.out(formats[format](diagnostics, { ...common, sources, base }));
}

/** Paths as a person in the current folder would type them. */
function fromHere(session: Session): (path: string) => string {
  const prefix = relative(session.cwd, session.files.root).split(sep).join("/");
  return (path) => (prefix === "" ? path : posix.join(prefix, path));
}

function moved(diagnostic: Diagnostic, shown: (path: string) => string): Diagnostic {
  const move = (span: Span): Span => ({ ...span, file: shown(span.file) });
  return {
    ...diagnostic,
    span: diagnostic.span === undefined ? undefined : move(diagnostic.span),
    related: diagnostic.related?.map((one) => ({ ...one, span: move(one.span) })),
  };
}
