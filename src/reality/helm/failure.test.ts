import { describe, expect, it } from "vitest";
import { readFailure, type Failure } from "./failure.ts";
import { readLint } from "./lint.ts";

/** What is told, short: the file with its place, the way to a value, and the message. */
const told = (text: string): readonly string[] => {
  const failure = readFailure(text, "web");
  if (failure.kind !== "wrong") throw new Error(failure.kind);
  return failure.complaints.map(({ file, line, column, at, message }) =>
    [
      ...(file === undefined ? [] : [[file, line, column].filter((one) => one !== undefined).join(":")]),
      at?.join("/"),
      message,
    ]
      .filter((one) => one !== undefined)
      .join(" | "),
  );
};
const hint = "\n\nUse --debug flag to render out invalid YAML\n";

/** The same failure in the words of helm 4 and of helm 3, and what is told of it. */
const both: readonly (readonly [name: string, four: string, three: string, told: string])[] = [
  [
    "an expression",
    'Error: web/templates/d.yaml:10:46\n  executing "web/templates/d.yaml" at <.Values.a.b.c>:\n    nil pointer evaluating interface {}.b',
    'Error: template: web/templates/d.yaml:10:46: executing "web/templates/d.yaml" at <.Values.a.b.c>: nil pointer evaluating interface {}.b',
    "templates/d.yaml:10:47 | `.Values.a.b.c`: nil pointer evaluating interface {}.b",
  ],
  [
    "one in a template that is included",
    'Error: web/templates/d.yaml:10:39\n  executing "web/templates/d.yaml" at <include "n" .>:\n    error calling include:\nweb/templates/_h.tpl:1:28\n  executing "n" at <.Values.q.r>:\n    nil pointer evaluating interface {}.r',
    'Error: template: web/templates/d.yaml:10:39: executing "web/templates/d.yaml" at <include "n" .>: error calling include: template: web/templates/_h.tpl:1:28: executing "n" at <.Values.q.r>: nil pointer evaluating interface {}.r',
    "templates/_h.tpl:1:29 | `.Values.q.r`: nil pointer evaluating interface {}.r",
  ],
  [
    "a template that is not there",
    'Error: web/templates/d.yaml:10:39\n  executing "web/templates/d.yaml" at <include "nope" .>:\n    error calling include:\ntemplate: no template "nope" associated with template "gotpl"',
    'Error: template: web/templates/d.yaml:10:39: executing "web/templates/d.yaml" at <include "nope" .>: error calling include: template: no template "nope" associated with template "gotpl"',
    'templates/d.yaml:10:40 | no template "nope"',
  ],
  [
    "values that are no YAML",
    "Error: failed to parse bad.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context",
    "Error: failed to parse bad.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context",
    "mapping values are not allowed in this context",
  ],
  [
    "a chart's own values that are none",
    "Error: cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'",
    "Error: cannot load values.yaml: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'",
    "values.yaml | did not find expected ',' or ']'",
  ],
];

describe("a failure of helm template", () => {
  it.each(both)("reads %s in either version's words", (_, four, three, wanted) => {
    expect(told(four + hint)).toEqual([wanted]);
    expect(told(three + hint)).toEqual([wanted]);
  });

  it("reads what the parser and the chart itself say", () => {
    expect(told(`Error: parse error at (web/templates/d.yaml:10): function "x" not defined${hint}`)).toEqual([
      'templates/d.yaml:10 | function "x" not defined',
    ]);
    expect(
      told(`Error: execution error at (web/charts/db/templates/d.yaml:3:9): no: good\nat all${hint}`),
    ).toEqual(["charts/db/templates/d.yaml:3:10 | no: good at all"]);
  });

  it("keeps the place where tpl was called", () => {
    const text =
      'Error: template: web/templates/d.yaml:10:39: executing "web/templates/d.yaml" at <tpl "{{ .Values.z.y }}" .>: error calling tpl: error during tpl function execution for "{{ .Values.z.y }}": template: gotpl:1:10: executing "gotpl" at <.Values.z.y>: nil pointer evaluating interface {}.y';
    expect(told(text)).toEqual([
      "templates/d.yaml:10:40 | `.Values.z.y`: nil pointer evaluating interface {}.y",
    ]);
  });

  it("counts a line in what was rendered as such", () => {
    const text =
      "Error: YAML parse error on web/templates/d.yaml: error converting YAML to JSON: yaml: line 4: did not find expected key";
    expect(told(text)).toEqual([
      "templates/d.yaml | what it renders is no YAML, at line 4 of it: did not find expected key",
    ]);
  });

  it("passes warnings that come first", () => {
    const text = 'level=WARN msg="x"\nError: execution error at (web/templates/d.yaml:1:1): no\n';
    expect(told(text)).toEqual(["templates/d.yaml:1:2 | no"]);
  });

  it("reads refused values in a fixed order, those of a dependency below its name", () => {
    const head = "Error: values don't meet the specifications of the schema(s) in the following chart(s):\n";
    const lines = [
      "- at '/sub/x': value must be 'a'",
      "- at '': missing property 'host'",
      "- at '': additional properties 'odd' not allowed",
    ];
    const wanted = [
      "sub/x | `sub.x`: value must be 'a'",
      "odd | additional properties 'odd' not allowed",
      " | missing property 'host'",
    ];
    expect(told(`${head}web:\n${lines.join("\n")}\n`)).toEqual(wanted);
    expect(told(`${head}web:\n${lines.toReversed().join("\n")}\n`)).toEqual(wanted);
    expect(told(`${head}db:\n- at '/port': got string, want integer\n`)).toEqual([
      "db/port | `db.port`: got string, want integer",
    ]);
    expect(
      told(
        `${head}web:\n- port: Invalid type. Expected: integer, given: string\n- (root): host is required\n`,
      ),
    ).toEqual(["port | `port`: Invalid type. Expected: integer, given: string", " | host is required"]);
  });

  it.each<readonly [string, Partial<Failure>]>([
    [
      "Error: an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: redis, db\n",
      { kind: "dependencies", names: ["redis", "db"] },
    ],
    [
      `Error: chart requires kubeVersion: <1.20.0 which is incompatible with Kubernetes v1.37.0${hint}`,
      { kind: "unknown", reason: "it wants Kubernetes `<1.20.0`, and the cluster's is not known" },
    ],
    [
      'Error: values don\'t meet the specifications of the schema(s) in the following chart(s):\nweb:\nfailing loading "https://x.org/s.json": HTTP request failed for https://x.org/s.json: Get "https://x.org/s.json": proxyconnect tcp: refused\n',
      { kind: "unknown", reason: "its schema is read from `https://x.org/s.json`, and nothing is fetched" },
    ],
  ])("is no complaint where the repository alone cannot settle it: %s", (text, wanted) => {
    expect(readFailure(text, "web")).toEqual(wanted);
  });
});

describe("what helm lint prints", () => {
  const text = [
    "==> Linting /x/web",
    "[INFO] Chart.yaml: icon is recommended",
    "[ERROR] Chart.yaml: unable to parse YAML",
    "\terror converting YAML to JSON: yaml: line 2: did not find expected ',' or ']'",
    "[WARNING] /x/web: chart directory is missing these dependencies: redis",
    '[WARNING] templates/d.yaml: apps/v1beta1 "Deployment" is deprecated',
    "[ERROR] templates/: template: web/templates/d.yaml:1:1: executing",
    "[ERROR] : unable to load chart",
    "\tcannot load Chart.yaml",
    "",
    "Error: 1 chart(s) linted, 1 chart(s) failed",
  ].join("\n");
  const lines = (failure?: Failure): readonly string[] =>
    readLint(text, failure).map(({ severity, file, message }) => `${severity} ${file ?? ""} ${message}`);

  it("is told without advice, and without what rendering answers better", () => {
    expect(lines()).toEqual([
      "error Chart.yaml did not find expected ',' or ']'",
      'warning templates/d.yaml apps/v1beta1 "Deployment" is deprecated',
    ]);
  });

  it("is not told again of a file that did not render, nor of templates whose helpers are missing", () => {
    expect(lines(readFailure("Error: cannot load Chart.yaml: yaml: x", "web"))).toHaveLength(1);
    expect(lines({ kind: "dependencies", names: ["redis"] })).toHaveLength(1);
  });
});
