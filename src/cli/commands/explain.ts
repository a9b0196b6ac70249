import { painter } from "../../diagnostics/color.ts";
import type { Kind } from "../../diagnostics/kind.ts";
import { didYouMean } from "../../diagnostics/nearest.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { explained } from "../explained.ts";
import { rulesPage } from "../rules-page/page.ts";
import type { Session } from "../session.ts";
import { tableOf } from "../table.ts";
import { unusable } from "../unusable.ts";

export interface ExplainOptions {
  /** All of them, as one page of Markdown. */
  readonly markdown: boolean;
}

/** Tells what a code means, or all codes when none is named; `ft1` and `1` mean `FT001`. */
export function explain(
  session: Session,
  written: string | undefined,
  { markdown }: ExplainOptions,
): ExitCode {
  if (session.format === "github" || session.format === "sarif") {
    const message = `a code is no finding, so \`explain\` has no format \`${session.format}\``;
    return unusable(session, message, "use `--format json`");
  }
  if (markdown) {
    if (written === undefined) {
      session.out(rulesPage(explained));
      return exitCode.fine;
    }
    return unusable(session, "`--markdown` is the page of all codes, and takes none");
  }
  if (written === undefined && session.format === "json") {
    session.out(document(explained));
    return exitCode.fine;
  }
  if (written === undefined) {
    const rows = explained.map(({ code, severity, title }) => [code, severity, title]);
    session.out(tableOf({ heads: ["CODE", "SEVERITY", "TITLE"], rows }, session.results));
    session.say("");
    session.say("fluxtilt explain CODE tells one of them with an example");
    return exitCode.fine;
  }
  const digits = /^(?:ft)?(\d{1,3})$/i.exec(written.trim())?.[1];
  const code = digits === undefined ? written : `FT${digits.padStart(3, "0")}`;
  const kind = explained.find((one) => one.code === code);
  if (kind === undefined) {
    const near = didYouMean(
      code.toUpperCase(),
      explained.map((one) => one.code),
    );
    const help = `${near === undefined ? "" : `${near} `}\`fluxtilt explain\` lists all codes`;
    return unusable(session, `there is no \`${written}\``, help);
  }
  session.out(session.format === "json" ? document([kind]) : page(kind, session.results.color));
  return exitCode.fine;
}

/** The same for programs; keys in one fixed order, whoever declared the kind. */
function document(kinds: readonly Kind[]): string {
  const plain = kinds.map(({ code, severity, title, why, wrong, right, source }) => ({
    code,
    severity,
    title,
    why,
    wrong,
    right,
    source,
  }));
  return `${JSON.stringify({ version: 1, kinds: plain }, null, 2)}\n`;
}

function page(kind: Kind, color: boolean): string {
  const paint = painter(color);
  const example = (text: string): string => text.replace(/^(?=.)/gm, "    ");
  return [
    `${paint(kind.severity, `${kind.severity}[${kind.code}]`)}${paint("strong", `: ${kind.title}`)}`,
    kind.why,
    `${paint("error", "Wrong:")}\n\n${example(kind.wrong)}`,
    `${paint("help", "Right:")}\n\n${example(kind.right)}`,
    ...(kind.source === undefined ? [] : [`Source: ${kind.source}`]),
  ]
    .join("\n\n")
    .concat("\n");
}
