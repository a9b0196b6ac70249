import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import type { FormatContext } from "./format.ts";
import { formats, isFormatName } from "./formats.ts";
import type { Kind } from "./kind.ts";
import { linesOf } from "./lines.ts";

const kind: Kind = {
  code: "FT203",
  severity: "warning",
  title: "a name is not known",
  why: "Nothing would happen.",
  wrong: "a: 1\nb: 2",
  right: "a: 1",
  source: "https://docs.tilt.dev/api.html",
};

const lines = linesOf("a: 🔄 bad\nb: [1,\n  2]\n");
const here = lines.span("dir ä/50%:a,b.yaml", 6, 9);
const several = lines.span("f.yaml", 13, 21);

const diagnostics: Diagnostic[] = [
  {
    code: "FT203",
    severity: "error",
    message: "100% wrong: `a`, `b`",
    span: here,
    label: "here",
    help: "mend it\r\nor leave",
    related: [{ message: "first here", span: several }],
  },
  { code: "FT999", severity: "info", message: "no place" },
  { code: "FT203", severity: "warning", message: "several lines\u001b[31m", span: several },
];

const context: FormatContext = {
  sources: new Map(),
  color: false,
  width: 80,
  kinds: [kind],
  version: "1.2.3",
};

it("knows its formats", () => {
  expect(Object.keys(formats)).toEqual(["text", "json", "github", "sarif"]);
  expect(isFormatName("sarif")).toBe(true);
  expect(isFormatName("toString")).toBe(false);
});

describe("github", () => {
  it("writes workflow commands with the documented escapes", () => {
    expect(formats.github(diagnostics, context)).toBe(
      [
        "::error file=dir ä/50%25%3Aa%2Cb.yaml,line=1,col=7,endLine=1,endColumn=10,title=FT203::" +
          "100%25 wrong: `a`, `b` (here)%0Ahelp: mend it\\u{d}%0Aor leave",
        "::notice title=FT999::no place",
        "::warning file=f.yaml,line=2,endLine=3,title=FT203::several lines\\u{1b}[31m",
        "",
      ].join("\n"),
    );
    expect(formats.github([], context)).toBe("");
  });

  it("lets no terminal obey the name of a file", () => {
    const span = lines.span("a\u001b]0;owned\u0007\n::b", 6, 9);
    expect(formats.github([{ code: "FT203", severity: "error", message: "wrong", span }], context)).toBe(
      "::error file=a\\u{1b}]0;owned\\u{7}\\n%3A%3Ab,line=1,col=7,endLine=1,endColumn=10,title=FT203::wrong\n",
    );
  });

  it("counts from the top of the repository", () => {
    const found = formats.github(diagnostics.slice(2), { ...context, base: "clusters/home/" });
    expect(found).toContain("file=clusters/home/f.yaml,");
  });
});

describe("json", () => {
  it("writes plain data in one order of keys", () => {
    expect(formats.json(diagnostics.slice(1, 2), context)).toBe(
      [
        "{",
        '  "version": 1,',
        '  "diagnostics": [',
        "    {",
        '      "code": "FT999",',
        '      "severity": "info",',
        '      "message": "no place"',
        "    }",
        "  ]",
        "}",
        "",
      ].join("\n"),
    );
    const parsed: unknown = JSON.parse(formats.json(diagnostics, context));
    expect(parsed).toEqual({ version: 1, diagnostics: JSON.parse(JSON.stringify(diagnostics)) as unknown });
  });
});

describe("sarif", () => {
  it("writes a whole log", () => {
    const log: unknown = JSON.parse(formats.sarif(diagnostics, { ...context, base: "home" }));
    const physicalOf = (
      uri: string,
      startLine: number,
      startColumn: number,
      endLine: number,
      endColumn: number,
    ) => ({
      artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
      region: { startLine, startColumn, endLine, endColumn },
    });
    expect(log).toEqual({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "fluxtilt",
              version: "1.2.3",
              rules: [
                {
                  id: "FT203",
                  shortDescription: { text: "a name is not known" },
                  fullDescription: { text: "Nothing would happen." },
                  help: {
                    text: "Nothing would happen.\n\nWrong:\n\n    a: 1\n    b: 2\n\nRight:\n\n    a: 1",
                  },
                  helpUri: "https://docs.tilt.dev/api.html",
                  defaultConfiguration: { level: "warning" },
                },
              ],
            },
          },
          columnKind: "utf16CodeUnits",
          results: [
            {
              ruleId: "FT203",
              ruleIndex: 0,
              level: "error",
              message: { text: "100% wrong: `a`, `b` (here)\nhelp: mend it\r\nor leave" },
              locations: [
                { physicalLocation: physicalOf("home/dir%20%C3%A4/50%25%3Aa%2Cb.yaml", 1, 7, 1, 10) },
              ],
              relatedLocations: [
                {
                  id: 1,
                  message: { text: "first here" },
                  physicalLocation: physicalOf("home/f.yaml", 2, 4, 3, 5),
                },
              ],
            },
            { ruleId: "FT999", level: "note", message: { text: "no place" }, locations: [] },
            {
              ruleId: "FT203",
              ruleIndex: 0,
              level: "warning",
              message: { text: "several lines\u001b[31m" },
              locations: [{ physicalLocation: physicalOf("home/f.yaml", 2, 4, 3, 5) }],
            },
          ],
        },
      ],
    });
  });

  it("is a valid log for a path that is not well-formed", () => {
    const span = { ...several, file: "\ud800.yaml" };
    expect(formats.sarif([{ code: "FT1", severity: "error", message: "m", span }], context)).toContain(
      '"uri":"%EF%BF%BD.yaml"',
    );
  });
});
