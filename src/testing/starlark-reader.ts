import type { Expr, Named, Operator } from "../targets/tiltfile/starlark.ts";

/**
 * Reads one expression of Starlark, as its specification has it and not as our printer writes it:
 * go.starlark.net/doc/spec.md, "Expressions". Lists joined by `"\n".join` are read as the text that they
 * make. Throws on anything that is left over.
 */
export function readExpression(text: string): Expr {
  const reader = new Reader(tokensOf(text));
  const expr = reader.expression();
  reader.end();
  return expr;
}

/** The calls of a file that are statements, those in `if` and `else` too, in their order. */
export function readCalls(text: string): readonly Extract<Expr, { kind: "call" }>[] {
  const reader = new Reader(tokensOf(text));
  return reader.statements().filter((expr) => expr.kind === "call");
}

/** Every string literal of a Starlark text, decoded, in its order; comments are passed over. */
export function stringsOf(text: string): readonly string[] {
  return tokensOf(text).flatMap((token) => (token.kind === "string" ? [token.value] : []));
}

/** As {@link stringsOf}, with the lines that a `join` puts together as the one text that they make. */
export function textsOf(text: string): readonly string[] {
  const tokens = tokensOf(text);
  const texts: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== "string") continue;
    const isJoin = tokens[index + 1]?.value === "." && tokens[index + 2]?.value === "join";
    const end = isJoin
      ? tokens.findIndex(({ kind, value }, at) => at > index && kind === "mark" && value === "]")
      : index;
    const lines = tokens.slice(index + 1, end).filter(({ kind }) => kind === "string");
    texts.push(isJoin ? lines.map(({ value }) => value).join(token.value) : token.value);
    index = end;
  }
  return texts;
}

/** The comments of a Starlark text without `#` and the space behind it. */
export function commentsOf(text: string): readonly string[] {
  return tokensOf(text, true).flatMap((token) => (token.kind === "comment" ? [token.value] : []));
}

/** What is neither text nor comment: it must not depend on any text of the inventory. */
export function codeOf(text: string): string {
  return tokensOf(text)
    .filter((token) => token.value !== "\n" || token.kind === "string")
    .map((token) => (token.kind === "string" ? '""' : token.value))
    .join(" ");
}

interface Token {
  readonly kind: "name" | "string" | "number" | "mark" | "comment";
  readonly value: string;
}

const pattern =
  /(?<space>[ \t\r\n]+)|(?<comment>#[^\r\n]*)|(?<name>[A-Za-z_]\w*)|(?<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<mark>==|[()[\]{},:=+.])/y;

function tokensOf(text: string, withComments = false): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let depth = 0;
  while (offset < text.length) {
    if (text[offset] === '"') {
      const [value, end] = readString(text, offset);
      tokens.push({ kind: "string", value });
      offset = end;
      continue;
    }
    pattern.lastIndex = offset;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined)
      throw new Error(`not Starlark at ${offset}: ${text.slice(offset, offset + 40)}`);
    offset = pattern.lastIndex;
    const { mark = "", space = "" } = groups;
    if (mark !== "" && "([{".includes(mark)) depth += 1;
    if (mark !== "" && ")]}".includes(mark)) depth -= 1;
    // A line ends a statement, but not within brackets.
    if (depth === 0 && /[\r\n]/.test(space)) tokens.push({ kind: "mark", value: "\n" });
    for (const kind of ["name", "number", "mark"] as const)
      if (groups[kind] !== undefined) tokens.push({ kind, value: groups[kind] });
    if (withComments && groups["comment"] !== undefined)
      tokens.push({ kind: "comment", value: groups["comment"].replace(/^# ?/, "") });
  }
  return tokens;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/** The spec, "String literals": an unknown escape is an error, and so is a line break. */
function readString(text: string, start: number): [value: string, end: number] {
  let value = "";
  let offset = start + 1;
  for (;;) {
    const unit = text[offset];
    if (unit === undefined || unit === "\n" || unit === "\r") throw new Error("a string is not closed");
    if (unit === '"') return [value, offset + 1];
    if (unit !== "\\") {
      value += unit;
      offset += 1;
      continue;
    }
    const escape = text[offset + 1] ?? "";
    const digits = { x: 2, u: 4, U: 8 }[escape];
    if (digits === undefined) {
      const simple = simpleEscapes[escape];
      if (simple === undefined) throw new Error(`not an escape of Starlark: \\${escape}`);
      value += simple;
      offset += 2;
    } else {
      const code = Number.parseInt(text.slice(offset + 2, offset + 2 + digits), 16);
      if (code >= 0xd800 && code <= 0xdfff) throw new Error("Starlark refuses an escaped surrogate");
      value += String.fromCodePoint(code);
      offset += 2 + digits;
    }
  }
}

/** From the loosest to the tightest. */
const levels: readonly (readonly Operator[])[] = [["or"], ["and"], ["in", "not in", "=="], ["+"]];

class Reader {
  private index = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  end(): void {
    const left = this.tokens[this.index];
    if (left !== undefined) throw new Error(`left over: ${left.value}`);
  }

  /** What stands for itself in a file: conditions and the names of assignments are passed over. */
  statements(): Expr[] {
    const found: Expr[] = [];
    while (this.tokens[this.index] !== undefined) {
      if (this.takes("\n")) continue;
      if (this.takes("else")) this.expect(":");
      else if (this.takes("if")) {
        this.expression();
        this.expect(":");
      } else {
        const expr = this.expression();
        if (this.takes("=")) this.expression();
        else found.push(expr);
      }
    }
    return found;
  }

  expression(): Expr {
    const then = this.binary(0);
    if (!this.takes("if")) return then;
    const test = this.binary(0);
    this.expect("else");
    return { kind: "conditional", test, then, otherwise: this.expression() };
  }

  private binary(level: number): Expr {
    const operators = levels[level];
    if (operators === undefined) return this.primary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.isNext(one));
      if (operator === undefined) return left;
      this.index += operator.split(" ").length;
      left = { kind: "binary", left, operator, right: this.binary(level + 1) };
    }
  }

  private primary(): Expr {
    const token = this.tokens[this.index];
    if (token === undefined) throw new Error("an expression is missing");
    this.index += 1;
    if (token.kind === "number") return { kind: "literal", value: Number(token.value) };
    if (token.kind === "string") return this.afterString(token.value);
    if (token.value === "[") return { kind: "list", items: this.items("]").items };
    if (token.value === "{") return this.dict();
    if (token.value === "(") {
      const { items, trailing } = this.items(")");
      const [only] = items;
      return only !== undefined && items.length === 1 && !trailing ? only : { kind: "tuple", items };
    }
    if (token.kind !== "name") throw new Error(`not an expression: ${token.value}`);
    return this.afterName(token.value);
  }

  private afterString(value: string): Expr {
    if (!this.takes(".")) return { kind: "literal", value };
    this.expect("join");
    this.expect("(");
    const list = this.expression();
    this.takes(",");
    this.expect(")");
    if (list.kind !== "list") throw new Error("join takes a list");
    const lines = list.items.map((item) => (item.kind === "literal" ? item.value : undefined));
    return { kind: "literal", value: lines.join(value) };
  }

  private afterName(first: string): Expr {
    const constants = new Map([
      ["None", null],
      ["True", true],
      ["False", false],
    ]);
    const constant = constants.get(first);
    if (constant !== undefined) return { kind: "literal", value: constant };
    let name = first;
    while (this.takes(".")) name += `.${this.take()}`;
    if (!this.takes("(")) return { kind: "name", name };
    const args: Expr[] = [];
    const named: Named[] = [];
    while (!this.takes(")")) {
      const isNamed = this.tokens[this.index + 1]?.value === "=";
      if (isNamed) {
        const key = this.take();
        this.expect("=");
        named.push({ name: key, value: this.expression() });
      } else args.push(this.expression());
      if (!this.isNext(")")) this.expect(",");
    }
    return { kind: "call", callee: name, args, named };
  }

  private items(close: string): { items: Expr[]; trailing: boolean } {
    const items: Expr[] = [];
    let trailing = false;
    while (!this.takes(close)) {
      items.push(this.expression());
      trailing = this.takes(",");
      if (!trailing && !this.isNext(close)) this.expect(",");
    }
    return { items, trailing };
  }

  private dict(): Expr {
    const entries: [Expr, Expr][] = [];
    while (!this.takes("}")) {
      const key = this.expression();
      this.expect(":");
      entries.push([key, this.expression()]);
      if (!this.isNext("}")) this.expect(",");
    }
    return { kind: "dict", entries };
  }

  private isNext(words: string): boolean {
    return words.split(" ").every((word, ahead) => {
      const token = this.tokens[this.index + ahead];
      return token?.value === word && token.kind !== "string";
    });
  }

  private takes(word: string): boolean {
    if (!this.isNext(word)) return false;
    this.index += 1;
    return true;
  }

  private expect(word: string): void {
    if (!this.takes(word))
      throw new Error(`expected ${word}, not ${this.tokens[this.index]?.value ?? "the end"}`);
  }

  private take(): string {
    const token = this.tokens[this.index];
    if (token === undefined) throw new Error("a name is missing");
    this.index += 1;
    return token.value;
  }
}
