import { isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, ParsedNode } from "yaml";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import { linesOf } from "../diagnostics/lines.ts";
import { order } from "../diagnostics/order.ts";
import { decode } from "./decode.ts";
import { extent, isWritten } from "./extent.ts";
import { HeapRoom } from "./heap-need.ts";
import { empty, manyDocuments, notMapping, syntax, tooDeep, tooDense } from "./kinds.ts";
import { readInPieces } from "./pieces.ts";
import { sourceFile } from "./source-file.ts";
import type { SourceFile } from "./source.ts";
import { syntaxDiagnostics } from "./syntax.ts";
import { walk } from "./walk.ts";
import type { Text } from "./walk.ts";
import { yamlOptions } from "./yaml-options.ts";

/**
 * Reads one YAML file. `path` is what diagnostics name. All problems are told, in the order of the text
 * (FT002 to FT017). The value is absent when nothing can be concluded from the file: not for a key that
 * is refused (its entry is left out), so that the rest of the file can still be checked. A text that takes more
 * than there is `room` for is not read.
 */
export function parseSource(path: string, bytes: Uint8Array, room = new HeapRoom()): Outcome<SourceFile> {
  const decoded = decode(path, bytes);
  if (decoded.value === undefined) return { diagnostics: decoded.diagnostics };
  if (!room.takes(decoded.value, true)) return dense(path, room);
  const text: Text = { path, text: decoded.value, lines: linesOf(decoded.value) };
  const plain = readInPieces(text);
  if (plain !== undefined) return { value: sourceFile(text, plain), diagnostics: [] };
  return room.has(text.text) ? readWhole(text) : dense(path, room);
}

/** Reads a text by way of the parser's nodes, whatever it is. */
export function readWhole(text: Text): Outcome<SourceFile> {
  const documents = documentsOf(text.text);
  if (documents === undefined) return exhausted(text);
  const [document, second] = documents;
  if (document === undefined) return nothing(text);

  const more = second === undefined ? [] : [secondDocument(text, second)];
  const errors = syntaxDiagnostics(text, document);
  const root: ParsedNode | null = document.contents;
  const found = root !== null && isWritten(root) ? read(text, document, root) : nothing(text);
  const spoiled = errors.some((error) => error.code === syntax.code || error.code === tooDeep.code);
  // What stands behind a syntax error was read in a way that nobody meant.
  const reach = spoiled ? errors.reduce((least, one) => Math.min(least, offsetOf(one)), Infinity) : Infinity;
  const unread = spoiled || more.length > 0 ? [empty.code, notMapping.code, tooDeep.code] : [];
  const others = found.diagnostics.filter((one) => offsetOf(one) < reach && !unread.includes(one.code));
  const diagnostics = order([...errors, ...others, ...more]);
  return { value: spoiled || more.length > 0 ? undefined : found.value, diagnostics };
}

/** The documents of a text; undefined when the parser ran out of stack. It tells so itself in most places only. */
function documentsOf(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, yamlOptions);
    return "empty" in documents ? [] : documents;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function dense(path: string, { heap }: HeapRoom): Outcome<SourceFile> {
  const megabytes = Math.round(heap / 1024 / 1024);
  const told = report(tooDense, `\`${path}\` takes more memory than the ${megabytes} MB that Node has`, {
    span: linesOf("").span(path, 0, 0),
    help: `split it with \`fragments:\`, or give Node more: \`NODE_OPTIONS=--max-old-space-size=${2 * megabytes}\``,
  });
  return { diagnostics: [told] };
}

function exhausted({ path, lines }: Text): Outcome<SourceFile> {
  const details = { span: lines.span(path, 0, 0), help: "close what was left open" };
  return { diagnostics: [report(tooDeep, "the file is nested too deep to be read", details)] };
}

function offsetOf(diagnostic: Diagnostic): number {
  return diagnostic.span?.start.offset ?? 0;
}

function read(text: Text, document: Document.Parsed, root: ParsedNode): Outcome<SourceFile> {
  if (!isMap(root)) return { diagnostics: [wrongTop(text, root)] };
  const tree = walk(text, document, root);
  if (!tree.whole) return { diagnostics: tree.diagnostics };
  return { value: sourceFile(text, tree), diagnostics: tree.diagnostics };
}

function nothing(text: Text): Outcome<SourceFile> {
  const help = "write an inventory, beginning with `version: 1`";
  const span = text.lines.span(text.path, 0, 0);
  return { diagnostics: [report(empty, `\`${text.path}\` is empty`, { span, help })] };
}

function wrongTop({ path, text, lines }: Text, root: ParsedNode): Diagnostic {
  const found = isSeq(root) ? "a list" : isScalar(root) && root.value === null ? "null" : "a single value";
  const span = lines.span(path, ...extent(root, text));
  const help = "begin with keys, such as `version: 1`";
  return report(notMapping, `the top of the file is ${found}, not a mapping`, { span, help });
}

function secondDocument({ path, text, lines }: Text, document: Document.Parsed): Diagnostic {
  const content: ParsedNode | null = document.contents;
  const before = text.slice(0, content?.range[0] ?? document.range[0]);
  const marker = before.search(/^---(?![\s\S]*^---)/m);
  const start = marker === -1 ? document.range[0] : marker;
  return report(manyDocuments, "the file holds more than one document", {
    span: lines.span(path, start, start + (marker === -1 ? 1 : 3)),
    label: "another one begins here",
    help: "keep one, or put the others in files of their own",
  });
}
