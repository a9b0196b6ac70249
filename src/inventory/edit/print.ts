import { isBranch, isComment, type Addition, type Plain, type Twig } from "./addition.ts";

/** Lines are kept to so many columns where a value can be broken. */
const mostColumns = 100;

/** Texts that some reader of YAML, 1.1 included, takes for something else than a text. */
const otherThanText = /^(?:true|false|yes|no|on|off|y|n|null|\.(?:inf|nan|\d.*))$/i;
/** What needs no quotes anywhere, also in brackets. */
const plainText =
  /^(?:[\p{L}_/.]|--?[\p{L}_])(?:[\p{L}\p{N}\p{M}_/.*@+=~()|&^<>;?!$-]|:(?=[\p{L}\p{N}/])|[ ](?=[\p{L}\p{N}_/.(<>=|&*-]))*$/u;

/** A text as a YAML scalar that means the same to every reader, in brackets too. */
export function textScalar(text: string): string {
  if (plainText.test(text) && !otherThanText.test(text) && !/^\.\.\.|^---| #/.test(text)) return text;
  // JSON's texts are YAML's double-quoted ones; what YAML forbids in them is escaped.
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value on one line. */
export function inline(value: Plain): string {
  if (typeof value === "string") return textScalar(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(inline).join(", ")}]`;
  const entries = entriesOf(value).map(([key, item]) => `${textScalar(key)}: ${inline(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** A value as lines without indentation: the entries of a mapping, the items of a list. */
export function valueLines(value: Plain, width: number): readonly string[] {
  if (typeof value !== "object" || value === null || isEmpty(value)) return [inline(value)];
  return blockLines(value, width);
}

/** `key: value` as lines without indentation: on one where it fits, else as a block. */
export function entryLines(key: string, value: Plain, width: number, note?: string): readonly string[] {
  const head = `${textScalar(key)}:`;
  const behind = note === undefined ? "" : ` # ${note}`;
  const short = `${head} ${inline(value)}${behind}`;
  if (typeof value === "string") {
    const literal = literalLines(value);
    return literal === undefined
      ? [short]
      : [`${head} ${literal[0] ?? ""}${behind}`, ...literal.slice(1).map(indented)];
  }
  if (typeof value !== "object" || value === null || isEmpty(value)) return [short];
  if (short.length <= width && !hasLines(value)) return [short];
  return [`${head}${behind}`, ...blockLines(value, width - 2).map(indented)];
}

function blockLines(value: Exclude<Plain, null | boolean | number | string>, width: number): string[] {
  if (!isList(value)) return entriesOf(value).flatMap(([key, item]) => entryLines(key, item, width));
  return value.flatMap((item) => {
    const isBlock = typeof item === "object" && item !== null && !isEmpty(item);
    const short = inline(item);
    if (isBlock && (short.length + 2 > width || hasLines(item))) {
      const lines = blockLines(item, width - 2);
      return lines.map((line, index) => (index === 0 ? `- ${line}` : indented(line)));
    }
    const literal = typeof item === "string" ? literalLines(item) : undefined;
    if (literal === undefined) return [`- ${short}`];
    return [`- ${literal[0] ?? ""}`, ...literal.slice(1).map(indented)];
  });
}

/** A text of several lines as a literal block, where one can hold it. */
function literalLines(text: string): readonly string[] | undefined {
  if (!text.includes("\n") || /^[\s]|[^\P{C}\n\t]|[\u2028\u2029]/u.test(text)) return undefined;
  let ends = 0;
  while (text[text.length - 1 - ends] === "\n") ends++;
  const body = text.slice(0, text.length - ends);
  const kept = ends === 0 ? "|-" : ends === 1 ? "|" : "|+";
  return [kept, ...body.split("\n"), ...Array<string>(Math.max(0, ends - 1)).fill("")];
}

function hasLines(value: Plain): boolean {
  if (typeof value === "string") return literalLines(value) !== undefined;
  if (typeof value !== "object" || value === null) return false;
  return isList(value) ? value.some(hasLines) : entriesOf(value).some(([, item]) => hasLines(item));
}

/** New entries of a block map as lines, `""` between those that want air; indented by the caller. */
export function twigLines(twig: Twig, step: number, column: number): readonly string[] {
  if (isComment(twig)) return commented(twig);
  if (!isBranch(twig)) return additionLines(twig, mostColumns - column);
  const pad = " ".repeat(step);
  const lines = [`${textScalar(twig.key)}:`];
  for (const [index, entry] of twig.entries.entries()) {
    if (index > 0 && isSection(entry)) lines.push("");
    lines.push(...twigLines(entry, step, column + step).map((line) => (line === "" ? "" : pad + line)));
  }
  return lines;
}

/** True for what stands apart: a map of maps, such as a group. */
export function isSection(twig: Twig): boolean {
  return isBranch(twig) && twig.entries.some(isBranch);
}

function additionLines({ key, value, comment = [], note }: Addition, width: number): readonly string[] {
  return [...comment.map(commentLine), ...entryLines(key, value, width, note && oneLine(note))];
}

function commented(twig: Twig): readonly string[] {
  if (isBranch(twig))
    return [
      commentLine(`${textScalar(twig.key)}:`),
      ...twig.entries.flatMap(commented).map((line) => `#   ${line.slice(2)}`),
    ];
  const { key, value, comment = [], note } = twig;
  const behind = note === undefined ? "" : ` # ${note}`;
  return [...comment, `${textScalar(key)}: ${inline(value)}${behind}`].map(commentLine);
}

/** A comment on a line of its own: what would end it, or cannot stand in YAML, becomes a space. */
export function commentLine(text: string): string {
  return `# ${oneLine(text)}`.trimEnd();
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]+/gu, " ").toWellFormed();
}

function indented(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

function isEmpty(value: Exclude<Plain, null | boolean | number | string>): boolean {
  return isList(value) ? value.length === 0 : entriesOf(value).length === 0;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function entriesOf(
  value: ReadonlyMap<string, Plain> | Readonly<Record<string, Plain>>,
): readonly (readonly [string, Plain])[] {
  return value instanceof Map ? [...(value as ReadonlyMap<string, Plain>)] : Object.entries(value);
}
