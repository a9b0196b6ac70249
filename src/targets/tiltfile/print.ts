import type { Expr, Named, Scalar, Statement } from "./starlark.ts";

/** Where a call, list or dict is broken into one item a line. buildifier keeps both forms as they are. */
const lineWidth = 120;
const step = "    ";

/** Nothing that JSON escapes, nor any surrogate. */
const asItIs = /^[ !#-[\]-~]*$/;

/**
 * A string as Starlark reads it. JSON's escapes are Starlark's, for every character but a lone
 * surrogate, which no UTF-8 text can hold; NUL ends strings in the commands that Tilt starts.
 */
export function stringLiteral(text: string): string {
  if (asItIs.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new Error("a lone surrogate cannot be written as UTF-8");
  if (text.includes("\0")) throw new Error("NUL cannot be part of a command");
  return JSON.stringify(text);
}

/**
 * Lines of a comment. A lone CR ends a comment in Starlark and what follows is code: both CR and LF
 * begin a new line with its own `#`.
 */
export function commentLines(text: string): readonly string[] {
  return text
    .replace(/(\r\n|\r|\n)+$/, "")
    .split(/\r\n|\r|\n/)
    .map((line) => `# ${line}`.trimEnd());
}

/** Starlark as text. Templates take nothing else for it, and only statements become it. */
export class Printed {
  readonly text: string;

  /** Each part is statements that stand together, with an empty line between two parts. */
  constructor(parts: Iterable<readonly Statement[]>) {
    const texts: string[] = [];
    for (const statements of parts) if (statements.length > 0) texts.push(printStatements(statements));
    this.text = texts.join("\n\n");
  }
}

/** Statements as `buildifier -type=default -buildifier_disable=loadTop` leaves them, without a final newline. */
export function printStatements(statements: readonly Statement[], indent = ""): string {
  return statements
    .map((statement, index) => {
      // A comment belongs to what follows it.
      const apart = index > 0 && statement.kind === "comment" ? "\n" : "";
      return apart + printStatement(statement, indent);
    })
    .join("\n");
}

function printStatement(statement: Statement, indent: string): string {
  switch (statement.kind) {
    case "comment":
      return commentLines(statement.text)
        .map((line) => indent + line)
        .join("\n");
    case "load":
      return `${indent}load(${[statement.module, ...[...statement.symbols].sort()].map(stringLiteral).join(", ")})`;
    case "assign":
      return `${indent}${statement.name} = ${print(statement.expr, indent, statement.name.length + 3)}`;
    case "expression":
      return indent + print(statement.expr, indent, 0);
    case "if": {
      const head = `${indent}if ${print(statement.test, indent, 3)}:`;
      const body = printStatements(statement.body, indent + step);
      if (statement.otherwise.length === 0) return `${head}\n${body}`;
      return `${head}\n${body}\n${indent}else:\n${printStatements(statement.otherwise, indent + step)}`;
    }
  }
}

/** One expression; `taken` is how much of the line stands before it, beside the indentation. */
export function print(expr: Expr, indent = "", taken = 0): string {
  const room = lineWidth - indent.length - taken;
  if (expr.kind === "literal") return printLiteral(expr.value, indent, room);
  if (leastWidth(expr, room) <= room) {
    const flat = printFlat(expr);
    if (flat.length <= room) return flat;
  }
  const inner = indent + step;
  switch (expr.kind) {
    case "call": {
      const items: string[] = [];
      for (const arg of expr.args) items.push(print(arg, inner));
      for (const { name, value } of expr.named)
        items.push(`${name} = ${print(value, inner, name.length + 3)}`);
      return explode(`${expr.callee}(`, items, ")", indent);
    }
    case "list":
      return explode(
        "[",
        expr.items.map((item) => print(item, inner)),
        "]",
        indent,
      );
    case "tuple":
      return explode(
        "(",
        expr.items.map((item) => print(item, inner)),
        ")",
        indent,
      );
    case "dict":
      return explode(
        "{",
        expr.entries.map(
          ([key, value]) => `${printFlat(key)}: ${print(value, inner, printFlat(key).length + 2)}`,
        ),
        "}",
        indent,
      );
    case "binary": {
      const level = precedence(expr);
      const part = (operand: Expr, least: number): string =>
        inParentheses(operand, least, (one) => print(one, indent, taken));
      return `${part(expr.left, leftLevel(level))} ${expr.operator} ${part(expr.right, level + 1)}`;
    }
    case "conditional": {
      const head = conditionalHead(expr);
      return head + print(expr.otherwise, indent, taken + head.length);
    }
    case "name":
      return expr.name;
  }
}

/** The least that an expression takes on one line, found without printing it; beyond `most`, anything beyond it. */
function leastWidth(expr: Expr, most: number): number {
  switch (expr.kind) {
    case "literal":
      return typeof expr.value === "string" ? expr.value.length + 2 : 1;
    case "name":
      return expr.name.length;
    case "list":
    case "tuple":
      return leastWidthOf(expr.items, 2, most);
    case "dict":
      return leastWidthOf(expr.entries.flat(), 2, most);
    case "call": {
      let width = leastWidthOf(expr.args, expr.callee.length + 2, most);
      for (const { name, value } of expr.named) {
        if (width > most) break;
        width += name.length + 3 + leastWidth(value, most - width);
      }
      return width;
    }
    case "binary":
      return leastWidthOf([expr.left, expr.right], 3, most);
    case "conditional":
      return leastWidthOf([expr.then, expr.test, expr.otherwise], 10, most);
  }
}

function leastWidthOf(parts: readonly Expr[], around: number, most: number): number {
  let width = around;
  for (const part of parts) {
    if (width > most) break;
    width += leastWidth(part, most - width);
  }
  return width;
}

/** How tight an expression holds together: go.starlark.net/doc/spec.md, "Binary operators". */
function precedence(expr: Expr): number {
  if (expr.kind === "conditional") return 0;
  return expr.kind === "binary" ? { or: 1, and: 2, in: 3, "not in": 3, "==": 3, "+": 4 }[expr.operator] : 5;
}

/** What may stand left of an operator without parentheses; comparisons do not chain. */
function leftLevel(level: number): number {
  return level === 3 ? 4 : level;
}

function inParentheses(expr: Expr, least: number, printed: (expr: Expr) => string): string {
  return precedence(expr) < least ? `(${printed(expr)})` : printed(expr);
}

function conditionalHead(expr: Extract<Expr, { kind: "conditional" }>): string {
  return `${inParentheses(expr.then, 1, printFlat)} if ${inParentheses(expr.test, 1, printFlat)} else `;
}

/** A long text of several lines is joined from them, so that a change of one line is a change of one line. */
function printLiteral(value: Scalar, indent: string, room: number): string {
  const flat = printScalar(value);
  if (flat.length <= room || typeof value !== "string") return flat;
  const lines = value.split("\n");
  if (lines.length < 2) return flat;
  return explode('"\\n".join([', lines.map(stringLiteral), "])", indent);
}

function explode(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return open + close;
  const before = `\n${indent}${step}`;
  let text = open;
  for (const item of items) text += `${before}${item},`;
  return `${text}\n${indent}${close}`;
}

function printFlat(expr: Expr): string {
  switch (expr.kind) {
    case "literal":
      return printScalar(expr.value);
    case "name":
      return expr.name;
    case "list":
      return `[${expr.items.map(printFlat).join(", ")}]`;
    case "tuple":
      return `(${expr.items.map(printFlat).join(", ")}${expr.items.length === 1 ? "," : ""})`;
    case "dict":
      return `{${expr.entries.map(([key, value]) => `${printFlat(key)}: ${printFlat(value)}`).join(", ")}}`;
    case "call":
      return `${expr.callee}(${[...expr.args.map(printFlat), ...expr.named.map(printNamed)].join(", ")})`;
    case "binary": {
      const level = precedence(expr);
      const left = inParentheses(expr.left, leftLevel(level), printFlat);
      return `${left} ${expr.operator} ${inParentheses(expr.right, level + 1, printFlat)}`;
    }
    case "conditional":
      return conditionalHead(expr) + printFlat(expr.otherwise);
  }
}

function printNamed({ name, value }: Named): string {
  return `${name} = ${printFlat(value)}`;
}

function printScalar(value: Scalar): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return stringLiteral(value);
  if (!Number.isFinite(value)) throw new Error(`not a number of Starlark: ${value}`);
  // As buildifier has exponents: without the plus.
  return JSON.stringify(value).replace("e+", "e");
}
