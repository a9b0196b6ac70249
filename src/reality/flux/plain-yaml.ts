import type { Mapping, Value } from "../value.ts";
import type { YamlDocument } from "./yaml-document.ts";
import { NotPlain, PlainLine } from "./plain-line.ts";

/** Tabs, carriage returns, other control characters, byte order marks: nothing that is plain has them. */
const unusual = /[^\P{Cc}\n]|\ufeff/u;

/** Deeper than people write; deep nesting is told by the library. */
const mostDepth = 100;

/**
 * Reads YAML of the kind that most manifests are: block maps and lists by spaces, scalars of one line, quoted or
 * not, flow maps and lists of one line, literal blocks, comments, documents between `---`. Undefined for
 * everything else, right or wrong: a whole reader takes it then. What it reads, it reads as that reader does.
 */
export function readPlain(text: string): readonly YamlDocument[] | undefined {
  if (unusual.test(text)) return undefined;
  // An alias, or text that looks like one.
  if (text.includes("*") && /^ *(?:- )?\*/m.test(text)) return undefined;
  // How a block ends at the end of a file without a line break is a matter of its own.
  if (text.includes("|") && !text.endsWith("\n")) return undefined;
  try {
    return new PlainReader(text).documents();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** A path through maps; undefined within a list. */
type Path = readonly string[] | undefined;

class PlainReader {
  private readonly lines: readonly string[];
  /** The line that is read; always one with content, or the end. */
  private at = 0;
  private bareNulls: (readonly string[])[] = [];
  private depth = 0;

  constructor(text: string) {
    this.lines = text.split("\n");
    this.skip();
  }

  documents(): readonly YamlDocument[] {
    const found: YamlDocument[] = [];
    while (this.at < this.lines.length) {
      if (isMarker(this.line)) {
        this.next();
        continue;
      }
      this.bareNulls = [];
      const line = this.at + 1;
      const value = this.block(indentOf(this.line), []);
      if (this.at < this.lines.length && !isMarker(this.line)) throw new NotPlain();
      found.push({ value, line, bareNulls: this.bareNulls });
    }
    return found;
  }

  private get line(): string {
    return this.lines[this.at] ?? "";
  }

  /** How far the present line is indented; less than all at the end of a document. */
  private get indent(): number {
    return this.at >= this.lines.length || isMarker(this.line) ? -1 : indentOf(this.line);
  }

  private next(): void {
    this.at += 1;
    this.skip();
  }

  /** Goes on to a line with content. */
  private skip(): void {
    while (this.at < this.lines.length && /^ *(?:#|$)/.test(this.line)) this.at += 1;
  }

  /** A map or a list that begins in the present line, at a column. */
  private block(column: number, path: Path): Value {
    this.depth += 1;
    if (this.depth > mostDepth) throw new NotPlain();
    const value = isItem(this.line, column) ? this.list(column) : this.map(column, path);
    this.depth -= 1;
    return value;
  }

  private map(column: number, path: Path): Mapping {
    const map: Mapping = {};
    let start = column;
    do {
      const line = new PlainLine(this.line, start);
      const key = line.key();
      if (Object.hasOwn(map, key)) throw new NotPlain();
      const below = path === undefined ? undefined : [...path, key];
      map[key] = this.value(line, column, below, true);
      start = column;
    } while (this.indent === column && !isItem(this.line, column));
    return map;
  }

  private list(column: number): Value[] {
    const list: Value[] = [];
    do {
      const line = new PlainLine(this.line, column + 1);
      line.blanks();
      const isNested = !line.isEmpty && (isItem(this.line, line.at) || line.hasKey());
      list.push(isNested ? this.block(line.at, undefined) : this.value(line, column, undefined, false));
    } while (this.indent === column && isItem(this.line, column));
    return list;
  }

  /** What stands behind a key or a dash at a column, in its line or below it. */
  private value(line: PlainLine, column: number, path: Path, isInMap: boolean): Value {
    line.blanks();
    if (line.isEmpty) {
      this.next();
      const isListHere = isInMap && this.indent === column && isItem(this.line, column);
      if (this.indent > column || isListHere) return this.block(this.indent, path);
      if (isInMap && path !== undefined) this.bareNulls.push(path);
      return null;
    }
    const chomping = line.literal();
    if (chomping !== undefined) return this.literal(column, chomping);
    const value = line.scalarOrFlow();
    this.next();
    // It would go on there.
    if (this.indent > column) throw new NotPlain();
    return value;
  }

  /** The lines of a block that `|` begins. */
  private literal(column: number, chomping: "" | "-" | "+"): string {
    this.at += 1;
    const first = this.lines.findIndex((line, index) => index >= this.at && /[^ ]/.test(line));
    const margin = first < 0 ? 0 : indentOf(this.lines[first] ?? "");
    // An empty one, and spaces before its text, are nothing plain.
    if (margin <= column || margin === 0) throw new NotPlain();
    const content: string[] = [];
    for (; this.at < this.lines.length; this.at += 1) {
      const isBlank = /^ *$/.test(this.line);
      if (!isBlank && indentOf(this.line) < margin) break;
      if (isBlank && this.at < first && this.line.length > margin) throw new NotPlain();
      content.push(this.line.slice(margin));
    }
    // What the last line break is followed by is no line.
    if (this.at >= this.lines.length) content.pop();
    const text = content.map((line) => `${line}\n`).join("");
    this.skip();
    if (this.indent > column) throw new NotPlain();
    if (chomping === "+") return text;
    const bare = text.replace(/\n+$/, "");
    return chomping === "-" ? bare : `${bare}\n`;
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent += 1;
  return indent;
}

/** True where a list's dash stands at a column. */
function isItem(line: string, column: number): boolean {
  return line.charAt(column) === "-" && (line.length === column + 1 || line.charAt(column + 1) === " ");
}

/** True for the line between two documents; one with anything else on it is nothing plain. */
function isMarker(line: string): boolean {
  if (!line.startsWith("---") && !line.startsWith("...")) return false;
  if (!/^--- *$/.test(line)) throw new NotPlain();
  return true;
}
