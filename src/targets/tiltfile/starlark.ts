/**
 * Starlark as data: text of the inventory can only become a literal or a comment, since names are
 * held against the grammar of identifiers and everything else is structure.
 */
export type Expr =
  | { readonly kind: "literal"; readonly value: Scalar }
  | { readonly kind: "list" | "tuple"; readonly items: readonly Expr[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Expr, Expr])[] }
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "call";
      readonly callee: string;
      readonly args: readonly Expr[];
      readonly named: readonly Named[];
    }
  | { readonly kind: "binary"; readonly left: Expr; readonly operator: Operator; readonly right: Expr }
  | { readonly kind: "conditional"; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr };

export type Operator = "+" | "in" | "not in" | "and" | "or" | "==";
export type Scalar = string | number | boolean | null;

export interface Named {
  readonly name: string;
  readonly value: Expr;
}

export type Statement =
  | { readonly kind: "expression"; readonly expr: Expr }
  | { readonly kind: "assign"; readonly name: string; readonly expr: Expr }
  | { readonly kind: "load"; readonly module: string; readonly symbols: readonly string[] }
  | {
      readonly kind: "if";
      readonly test: Expr;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: "comment"; readonly text: string };

const identifier = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** The few dozens that Tiltfiles are made of, each looked at once. */
const identifiers = new Set<string>();

function checked(name: string): string {
  if (identifiers.has(name)) return name;
  if (!identifier.test(name)) throw new Error(`not an identifier of Starlark: ${JSON.stringify(name)}`);
  identifiers.add(name);
  return name;
}

export function literal(value: Scalar): Expr {
  return { kind: "literal", value };
}

export function list(items: readonly (Expr | string)[]): Expr {
  return { kind: "list", items: items.map(toExpr) };
}

export function tuple(items: readonly (Expr | string)[]): Expr {
  return { kind: "tuple", items: items.map(toExpr) };
}

export function dict(entries: readonly (readonly [string, Expr | string])[]): Expr {
  return { kind: "dict", entries: entries.map(([key, value]) => [literal(key), toExpr(value)]) };
}

/** An identifier, or several joined by dots. */
export function name(text: string): Expr {
  return { kind: "name", name: checked(text) };
}

/** Named arguments; those that are undefined are left out. */
export type Arguments = Readonly<Record<string, Expr | string | number | boolean | undefined>>;

/** A call; named arguments come in the order of the objects. Several, since one spread of them is made far more slowly. */
export function call(
  callee: string,
  args: readonly (Expr | string | number | boolean)[],
  ...named: readonly Arguments[]
): Expr {
  const given: Named[] = [];
  for (const some of named)
    for (const key in some) {
      const value = some[key];
      if (value !== undefined) given.push({ name: checked(key), value: toExpr(value) });
    }
  return { kind: "call", callee: checked(callee), args: args.map(toExpr), named: given };
}

export function binary(left: Expr, operator: Operator, right: Expr): Expr {
  return { kind: "binary", left, operator, right };
}

export function conditional(test: Expr, then: Expr, otherwise: Expr): Expr {
  return { kind: "conditional", test, then, otherwise };
}

export function run(expr: Expr): Statement {
  return { kind: "expression", expr };
}

export function assign(target: string, expr: Expr): Statement {
  return { kind: "assign", name: checked(target), expr };
}

export function load(module: string, symbols: readonly string[]): Statement {
  return { kind: "load", module, symbols: symbols.map(checked) };
}

export function when(
  test: Expr,
  body: readonly Statement[],
  otherwise: readonly Statement[] = [],
): Statement {
  return { kind: "if", test, body, otherwise };
}

/** Text of the inventory as a comment, however many lines it has. */
export function comment(text: string): Statement {
  return { kind: "comment", text };
}

function toExpr(value: Expr | string | number | boolean): Expr {
  return typeof value === "object" ? value : literal(value);
}
