import fc from "fast-check";

/** Words that some reader of YAML takes for something else than a text. */
const words =
  "on Off y N yes NO true False ~ null NULL Null 0x1F 0b11 0o17 017 1_000 1e3 1E-3 +1 -0 .5 5. 1. .inf -.INF .NaN " +
  "12:30 1:2:3.5 2001-12-14 2001-12-14t21:59:43.10-05:00 = << inf nan - -- --- ... # #a &a *a !a %a @a `a " +
  `{a} [a] , | > ' " \\ \\n a: :a \${HOME} $(HOME) $$ {{a}} 200m 1ns 0.0.0.0:80 ./a /a --a -a é 漢字 😀`;

/** Texts that some reader of YAML takes for something else than that text. */
export const ambiguous: readonly string[] = [
  ...words.split(" "),
  ...["", " a", "a ", "\ta", "a\t", "a: b", ": a", "- a", "? a", "a #b", "!!int 1", "2001-12-14 21:59:43"],
  ...[
    "\n",
    "a\nb",
    "a\n",
    "\na",
    "a\n\n",
    "a\n b",
    " a\nb",
    "a \nb",
    "a\n\tb",
    "a\r\nb",
    "a\rb",
    "---\na: b",
    "# a\nb",
  ],
  ...[
    "\u0001",
    "\u001b[31m",
    "\u007f",
    "\u0085",
    "\u00a0",
    "a\u2028b",
    "a\u2029b",
    "\ufeffa",
    "a\ufeff",
    "\uffff",
  ],
];

const signs = fc.constantFrom(..."\n\r\t :#-,[]{}\"'&*!|>%@`~=<0x1e._\u0085\u2028\ufeffaon".split(""));

/** Any text that an inventory may hold, often of signs that formats trip over: no NUL, no half of a pair. */
export const anyText: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: signs, maxLength: 12 }),
    fc.constantFrom(...ambiguous),
  )
  .filter((text) => !text.includes("\0") && text.isWellFormed());

/** A value as a document of YAML: JSON, but for what YAML wants escaped. */
export function yamlOf(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (one) => `\\U${(one.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );
}
