import { painter } from "./color.ts";
import type { Paint, Style } from "./color.ts";
import { visible, visibleLine } from "./columns.ts";
import type { Diagnostic, Severity, Span } from "./diagnostic.ts";
import type { FormatContext } from "./format.ts";
import { frameOf } from "./frame.ts";

type TextContext = Pick<FormatContext, "sources" | "color" | "width">;

/**
 * Diagnostics for people: a headline, the place with its line underlined, related places, help, and a last
 * line with counts. Nothing of the source reaches the terminal that it would obey.
 */
export function formatText(diagnostics: readonly Diagnostic[], context: TextContext): string {
  if (diagnostics.length === 0) return "";
  const blocks = diagnostics.map((diagnostic) => formatBlock(diagnostic, context));
  return `${[...blocks, countsOf(diagnostics)].join("\n\n")}\n`;
}

/** One diagnostic for people, without a line feed at its end. */
export function formatBlock(diagnostic: Diagnostic, context: TextContext): string {
  return block(diagnostic, context, painter(context.color)).join("\n");
}

/** "2 errors, 1 warning"; empty for none. */
export function countsOf(diagnostics: readonly Diagnostic[]): string {
  const names: readonly [Severity, string, string][] = [
    ["error", "error", "errors"],
    ["warning", "warning", "warnings"],
    ["info", "note", "notes"],
  ];
  const parts: string[] = [];
  for (const [severity, one, many] of names) {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
  }
  return parts.join(", ");
}

function block(diagnostic: Diagnostic, context: TextContext, paint: Paint): string[] {
  const { severity, code, span, related = [] } = diagnostic;
  const message = paint("strong", `: ${visible(diagnostic.message)}`);
  const lines = [`${paint(severity, `${severity}[${code}]`)}${message}`];
  const spans = [span, ...related.map((one) => one.span)].filter((one) => one !== undefined);
  const gutter = String(Math.max(0, ...spans.map((one) => one.start.line))).length;
  if (span !== undefined) {
    lines.push(...place(span, diagnostic.label, "-->", "^", severity, gutter, context, paint));
  }
  for (const one of related) {
    lines.push(...place(one.span, one.message, ":::", "-", "frame", gutter, context, paint));
  }
  if (diagnostic.help !== undefined) lines.push(...helpLines(diagnostic.help, gutter, paint));
  return lines;
}

function place(
  span: Span,
  label: string | undefined,
  arrow: string,
  mark: string,
  style: Style,
  gutter: number,
  { sources, width }: TextContext,
  paint: Paint,
): string[] {
  const blank = " ".repeat(gutter);
  const where = `${visible(span.file)}:${span.start.line}:${span.start.column}`;
  const source = sources.get(span.file)?.lineAt(span.start.line);
  const said = label === undefined ? "" : ` ${visible(label)}`;
  if (source === undefined || (source === "" && span.end.offset === span.start.offset)) {
    return [`${blank}${paint("frame", arrow)} ${where}${said === "" ? "" : ` (${said.trim()})`}`];
  }
  const frame = frameOf(source, span, width - gutter - 3);
  const bar = paint("frame", `${blank} |`);
  const number = paint("frame", `${String(span.start.line).padStart(gutter)} |`);
  const underline = paint(style, `${mark.repeat(frame.width)}${said}`);
  return [
    `${blank}${paint("frame", arrow)} ${where}`,
    bar,
    `${number} ${frame.line}`.trimEnd(),
    `${bar} ${" ".repeat(frame.indent)}${underline}`,
  ];
}

/** Help may have several lines, such as an example to copy. */
function helpLines(help: string, gutter: number, paint: Paint): string[] {
  const [first = "", ...rest] = help.split("\n").map(visibleLine);
  const indent = " ".repeat(gutter + 3);
  return [
    `${" ".repeat(gutter)} = ${paint("help", "help:")} ${first}`,
    ...rest.map((line) => `${indent}      ${line}`.trimEnd()),
  ];
}
