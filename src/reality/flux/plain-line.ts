import type { Mapping, Value } from "../value.ts";

/** Thrown for what a whole reader of YAML must look at. */
export class NotPlain extends Error {
  override readonly name = "NotPlain";
}

/** A key that is a text in every reading, and its colon. */
const plainKey = /([A-Za-z_$/.][^ :#,[\]{}"'&*!|>%@`<=~?]*):(?= |$)/y;
const doubleQuoted = /"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const singleQuoted = /'(?:[^']|'')*'/y;
const afterKey = /:(?= |$)/y;
/** Unquoted text of a flow map or list: a colon stands in it only before a letter of the text. */
const flowPlain = /(?:[^,[\]{}:# ]|:(?=[^,[\]{} ])|(?<! )#| +(?=[^,[\]{}# ]))+/y;
const literalHead = /\|([-+]?) *(?: #.*)?$/y;

/** What begins something else than unquoted text. */
const indicator = /^[,[\]{}#&*!|>'"%@`~=<]|^[-?:](?: |$)|^(?:---|\.\.\.)/;
const wholeNumber = /^(?:0|[1-9][0-9]{0,14})$/;
/** Numbers of every other form, which the whole reader reads. */
const number =
  /^[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const longestKey = 500;
const mostDepth = 50;

/** One line, read from left to right. Throws NotPlain for everything that is not plain. */
export class PlainLine {
  readonly text: string;
  /** The column that is read next. */
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  /** Goes over spaces, and a comment that ends the line. */
  blanks(): void {
    const from = this.at;
    while (this.text.charCodeAt(this.at) === 32) this.at += 1;
    if (this.text.charAt(this.at) !== "#") return;
    if (this.at === from) throw new NotPlain();
    this.at = this.text.length;
  }

  get isEmpty(): boolean {
    return this.at >= this.text.length;
  }

  hasKey(): boolean {
    const here = this.at;
    const found =
      this.match(plainKey) ?? (this.match(doubleQuoted) && this.match(afterKey)) ?? this.singleKey();
    this.at = here;
    return found !== undefined;
  }

  /** Reads a key with its colon. */
  key(): string {
    const plain = this.match(plainKey);
    const key = plain === undefined ? this.quoted() : this.text.slice(this.at - plain.length, this.at - 1);
    if (key === undefined || (plain === undefined && this.match(afterKey) === undefined))
      throw new NotPlain();
    if (plain !== undefined && typeof typed(key) !== "string") throw new NotPlain();
    if (key === "__proto__" || key.length > longestKey) throw new NotPlain();
    return key;
  }

  /** The chomping of a literal block that begins here; undefined for none. */
  literal(): "" | "-" | "+" | undefined {
    literalHead.lastIndex = this.at;
    const found = literalHead.exec(this.text);
    if (found === null) return undefined;
    return found[1] === "-" || found[1] === "+" ? found[1] : "";
  }

  /** Reads what is left of the line as one value. */
  scalarOrFlow(): Value {
    const first = this.text.charAt(this.at);
    const isOpen = first === "{" || first === "[" || first === '"' || first === "'";
    const value = isOpen ? this.flowValue(0) : this.unquoted();
    this.blanks();
    if (!this.isEmpty) throw new NotPlain();
    return value;
  }

  private unquoted(): Value {
    const comment = this.text.indexOf(" #", this.at);
    const whole = this.text.slice(this.at, comment < 0 ? undefined : comment).replace(/ +$/, "");
    if (whole.includes(": ") || whole.endsWith(":")) throw new NotPlain();
    this.at += whole.length;
    return typed(whole);
  }

  private flowValue(depth: number): Value {
    if (depth > mostDepth) throw new NotPlain();
    const first = this.text.charAt(this.at);
    if (first === "{") return this.flowMap(depth);
    if (first === "[") return this.flowList(depth);
    const quoted = this.quoted();
    if (quoted !== undefined) return quoted;
    const text = this.match(flowPlain);
    if (text === undefined) throw new NotPlain();
    return typed(text);
  }

  private flowMap(depth: number): Mapping {
    const map: Mapping = {};
    this.items("}", () => {
      const key = this.key();
      if (Object.hasOwn(map, key)) throw new NotPlain();
      this.spaces();
      map[key] = this.flowValue(depth + 1);
    });
    return map;
  }

  private flowList(depth: number): Value[] {
    const list: Value[] = [];
    this.items("]", () => list.push(this.flowValue(depth + 1)));
    return list;
  }

  private items(end: "}" | "]", read: () => unknown): void {
    this.at += 1;
    this.spaces();
    if (this.text.charAt(this.at) === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      read();
      this.spaces();
      const next = this.text.charAt(this.at);
      this.at += 1;
      if (next === end) return;
      if (next !== ",") throw new NotPlain();
      this.spaces();
    }
  }

  private spaces(): void {
    while (this.text.charCodeAt(this.at) === 32) this.at += 1;
  }

  /** Reads a quoted text; undefined where none begins. */
  private quoted(): string | undefined {
    const double = this.match(doubleQuoted);
    // Of its escapes only those are plain that JSON has too.
    if (double !== undefined) return JSON.parse(double) as string;
    return this.match(singleQuoted)?.slice(1, -1).replaceAll("''", "'");
  }

  private singleKey(): string | undefined {
    return this.match(singleQuoted) && this.match(afterKey);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

/** Unquoted text as the core schema reads it. */
function typed(text: string): Value {
  if (text === "" || indicator.test(text)) throw new NotPlain();
  const first = text.charCodeAt(0);
  // Of letters, only these begin a word that is no text.
  if (/^[tTfFnN]/.test(text) && /^(?:true|false|null)$/i.test(text)) {
    if (text === "true") return true;
    if (text === "false") return false;
    if (text === "null") return null;
    throw new NotPlain();
  }
  if (first > 57) return text;
  if (wholeNumber.test(text)) return Number(text);
  if (number.test(text)) throw new NotPlain();
  return text;
}
