import { visible } from "./columns.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { fromTop, fullMessage } from "./format.ts";
import type { FormatContext } from "./format.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * GitHub workflow commands, one line each, which become annotations of a pull request. Columns are left out
 * of a place of several lines, where GitHub refuses them.
 * Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function formatGithub(
  diagnostics: readonly Diagnostic[],
  { base }: Pick<FormatContext, "base">,
): string {
  return diagnostics.map((diagnostic) => `${command(diagnostic, base)}\n`).join("");
}

function command(diagnostic: Diagnostic, base: string | undefined): string {
  const { span, code, severity } = diagnostic;
  const properties: string[] = [];
  if (span !== undefined) {
    const oneLine = span.start.line === span.end.line;
    properties.push(`file=${property(fromTop(span.file, base))}`, `line=${span.start.line}`);
    if (oneLine) properties.push(`col=${span.start.column}`);
    properties.push(`endLine=${span.end.line}`);
    if (oneLine) properties.push(`endColumn=${span.end.column}`);
  }
  properties.push(`title=${property(code)}`);
  const message = fullMessage(diagnostic).split("\n").map(visible).join("\n");
  return `::${commands[severity]} ${properties.join(",")}::${data(message)}`;
}

/** The escapes of the runner's own toolkit (`escapeData`). */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A property also ends at `:` and `,` (`escapeProperty`); a file's name may hold anything. */
function property(text: string): string {
  return data(visible(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
