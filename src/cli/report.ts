import { isOwn } from "../artifacts/folder.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import type { FormatContext, SourceText } from "../diagnostics/format.ts";
import { formats } from "../diagnostics/formats.ts";
import { countsOf, formatBlock } from "../diagnostics/text.ts";
import { wayFrom } from "../io/paths.ts";
import { paintDiff } from "./diff-color.ts";
import { explained } from "./explained.ts";
import { repositoryTop } from "./find-root.ts";
import { fromHere } from "./from-here.ts";
import type { Session } from "./session.ts";
import type { ToldOutput } from "./outputs.ts";
import { cut } from "./table.ts";

/** What a run has to tell. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
  /** What is told of generated files, after the diagnostics. */
  readonly outputs?: readonly ToldOutput[] | undefined;
}

/**
 * Tells what was found in the chosen format: text on stderr, where people look, with the diffs among it
 * on stdout; the formats that programs read as one document, also when there is nothing to tell, on
 * stdout unless the command has a result there.
 */
export async function printReport(session: Session, report: Report): Promise<void> {
  if (session.format === "text") printText(session, report);
  else await printForPrograms(session, session.format, report);
}

/** Each writing takes as long as making a diagnostic's text does. */
const saidAtOnce = 100;

function printText(session: Session, { diagnostics, sources, outputs = [] }: Report): void {
  const shown = fromHere(session);
  const context = {
    color: session.color,
    width: session.width,
    sources: new Map([...sources].map(([path, text]) => [shown(path), text])),
  };
  const all = [...diagnostics, ...outputs.map((one) => one.diagnostic)];
  const paths = new Set([...all.map((one) => one.span?.file), ...outputs.map((one) => one.path)]);
  const said = (diagnostic: Diagnostic): string =>
    `${formatBlock(moved(diagnostic, paths, shown), context)}\n`;
  for (let at = 0; at < diagnostics.length; at += saidAtOnce) {
    const some = diagnostics.slice(at, at + saidAtOnce);
    session.print(some.map((diagnostic) => `${said(diagnostic)}\n`).join(""));
  }
  for (const { diagnostic, diff } of outputs) {
    session.print(said(diagnostic));
    session.out(paintDiff(fitted(diff, session.results.width), session.results.color));
    // The blank line is a message: what is on stdout stays a diff.
    session.say("");
  }
  if (all.length > 0) session.say(countsOf(all));
}

/** A short diff is looked at, not applied: on a terminal each line takes one. */
function fitted(diff: string, width: number | undefined): string {
  if (width === undefined) return diff;
  return diff
    .split("\n")
    .map((line) => cut(line, width))
    .join("\n");
}

async function printForPrograms(
  session: Session,
  format: Exclude<Session["format"], "text">,
  { diagnostics, sources, outputs = [] }: Report,
): Promise<void> {
  const top = await repositoryTop(session.files);
  const base = top === undefined ? "" : wayFrom(top, session.files.root);
  const { color, width, version } = session;
  const context: FormatContext = { color, width, version, sources, base, kinds: explained };
  session.report(formats[format]([...diagnostics, ...outputs.map(withDiff)], context));
}

/** The short diff as more lines of help: that is how annotations and code scanning show it. */
function withDiff({ diagnostic, diff }: ToldOutput): Diagnostic {
  const help = [diagnostic.help, diff.trimEnd()].filter((text) => text !== undefined && text !== "");
  return { ...diagnostic, help: help.length === 0 ? undefined : help.join("\n") };
}

/**
 * The diagnostic with its places, and the `paths` that its words name, as seen from the current folder; so is all
 * that is in fluxtilt's own.
 */
function moved(
  diagnostic: Diagnostic,
  paths: ReadonlySet<string | undefined>,
  shown: (path: string) => string,
): Diagnostic {
  const move = (span: Span): Span => ({ ...span, file: shown(span.file) });
  const inWords = (text: string): string =>
    text.replace(/`([^`]*)`/g, (whole, path: string) =>
      paths.has(path) || isOwn(path) ? `\`${shown(path)}\`` : whole,
    );
  return {
    ...diagnostic,
    message: inWords(diagnostic.message),
    help: diagnostic.help === undefined ? undefined : inWords(diagnostic.help),
    span: diagnostic.span === undefined ? undefined : move(diagnostic.span),
    related: diagnostic.related?.map((one) => ({ ...one, span: move(one.span) })),
  };
}
