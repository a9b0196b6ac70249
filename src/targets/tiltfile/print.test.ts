import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readExpression, stringsOf } from "../../testing/starlark-reader.ts";
import { commentLines, print, printStatements, stringLiteral } from "./print.ts";
import type { Expr, Statement } from "./starlark.ts";
import {
  binary,
  call,
  comment,
  conditional,
  dict,
  list,
  literal,
  name,
  run,
  tuple,
  when,
} from "./starlark.ts";

/** Any text that a file can carry. */
const text = fc.string({ unit: "binary" }).filter((one) => !one.includes("\0"));
const identifier = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/).map((one) => `n_${one}`);
const scalar: fc.Arbitrary<Expr> = fc
  .oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  .map((value) => literal(Object.is(value, -0) ? 0 : value));

const { expression } = fc.letrec<{ expression: Expr }>((tie) => {
  const some = fc.array(tie("expression"), { maxLength: 4 });
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      identifier.map(name),
      some.map(list),
      some.map(tuple),
      fc.array(fc.tuple(text, tie("expression")), { maxLength: 3 }).map(dict),
      fc
        .tuple(
          identifier,
          some,
          fc.dictionary(identifier, tie("expression"), { maxKeys: 3, noNullPrototype: true }),
        )
        .map(([callee, args, named]) => call(callee, args, named)),
      fc
        .tuple(
          tie("expression"),
          fc.constantFrom(
            "+" as const,
            "in" as const,
            "not in" as const,
            "and" as const,
            "or" as const,
            "==" as const,
          ),
          tie("expression"),
        )
        .map(([left, operator, right]) => binary(left, operator, right)),
      fc
        .tuple(tie("expression"), tie("expression"), tie("expression"))
        .map(([test, then, otherwise]) => conditional(test, then, otherwise)),
    ),
  };
});

describe("expressions", () => {
  it("are read back as they were, however wide they are", () => {
    fc.assert(
      fc.property(expression, fc.nat(130), (expr, taken) => {
        expect(readExpression(print(expr, "", taken))).toEqual(expr);
      }),
      { numRuns: 400 },
    );
  });

  it("keep what is added to a choice apart from it, also over several lines", () => {
    const long = (letter: string): Expr => list([letter.repeat(100)]);
    const expr = binary(long("a"), "+", conditional(name("alone"), list([]), long("b")));
    expect(readExpression(print(expr))).toEqual(expr);
  });
});

describe("texts", () => {
  it("survive as literals of Starlark", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(stringsOf(stringLiteral(one))).toEqual([one]);
      }),
    );
  });

  it("are refused where no file could carry them", () => {
    expect(() => stringLiteral("a\0b")).toThrow("NUL");
    expect(() => stringLiteral("\ud800")).toThrow("surrogate");
  });

  it.each(["a\rb", "a\nb", "a\r\nb", "a\u2028b", "a\u0085b", "a\u000bb", "\n\na", "a\n\n", "", "\r"])(
    "stay in their comment: %j",
    (one) => {
      const lines = commentLines(one);
      expect(lines.every((line) => line.startsWith("#") && !/[\r\n]/.test(line))).toBe(true);
    },
  );
});

const statement: fc.Arbitrary<Statement> = fc.oneof(
  expression.map((expr) => run(call("f", [expr]))),
  fc
    .tuple(expression, expression)
    .map(([test, expr]) => when(test, [run(call("f", [expr]))], [run(call("g", []))])),
);
const commented = fc
  .tuple(fc.option(text, { nil: undefined }), statement)
  .map(([words, one]) => [...(words === undefined ? [] : [comment(words)]), one]);

describe("statements", () => {
  it("are printed as buildifier leaves them", () => {
    const folder = mkdtempSync(join(tmpdir(), "fluxtilt-print-"));
    try {
      const programs = fc.sample(fc.array(commented, { minLength: 1, maxLength: 3 }), {
        numRuns: 150,
        seed: 7,
      });
      const files = programs.map((program, index) => {
        const file = join(folder, `${index}.star`);
        writeFileSync(file, `${program.map((one) => printStatements(one)).join("\n\n")}\n`);
        return file;
      });
      const flags = ["-type=default", "-buildifier_disable=loadTop", "-mode=check"];
      const check = (): void =>
        void execFileSync("node_modules/.bin/buildifier", [...flags, ...files], { stdio: "pipe" });
      expect(check).not.toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
