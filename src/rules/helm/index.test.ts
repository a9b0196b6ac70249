import { beforeAll, describe, expect, it } from "vitest";
import type { Dashboard, Release } from "../../dashboard/model.ts";
import type { Span } from "../../diagnostics/diagnostic.ts";
import { complaint } from "../../reality/helm/complaint.ts";
import type { Mapping } from "../../reality/value.ts";
import { compile } from "../../testing/golden/compile.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { checkRules } from "../index.ts";
import { resourcesOf } from "../parts.ts";
import type { CheckedRelease, PlacedComplaint } from "./checked-release.ts";

const text = `version: 1
cluster: { name: home, contexts: [admin@home] }
groups:
  web:
    namespace: web
    helmReleases:
      one:
        chart: ./charts/one
        values: [a.yaml, b.yaml]
        set: { port: 1, a.b: x, "a.b.c": z, 'list[0].c\\.d': y }
        observe: [deployment/one, service/one]
        flux: false
      two: { chart: ./charts/two, observe: [deployment/two], flux: web }
`;

let dashboard: Dashboard;
let one: Release;
let two: Release;
beforeAll(async () => {
  const there = { "charts/one/Chart.yaml": "", "charts/two/Chart.yaml": "", "a.yaml": "", "b.yaml": "" };
  const { project } = await compile(memoryFiles({ "cluster.config.yaml": text, ...there }));
  if (project.dashboard === undefined) throw new Error("the inventory is wrong");
  dashboard = { ...project.dashboard };
  const found = resourcesOf(dashboard).filter((resource) => resource.kind === "release");
  const [first, second] = found;
  if (first === undefined || second === undefined) throw new Error("it has two releases");
  [one, two] = [first, second];
});

/** What helm is said to have found, of a release of the inventory unless told otherwise. */
function checked(more: Partial<CheckedRelease> = {}): CheckedRelease {
  return {
    release: one,
    real: undefined,
    realSpan: undefined,
    chart: "charts/one",
    complaints: [],
    lacks: [],
    unknown: undefined,
    rendered: undefined,
    isGuess: false,
    ...more,
  };
}

function says(message: string, more: Partial<PlacedComplaint> = {}): PlacedComplaint {
  return { ...complaint(message), by: "render", span: undefined, ...more };
}

function inFile(file: string, line: number): Span {
  const start = { offset: 0, line, column: 1 };
  return { file, start, end: { ...start, offset: 1, column: 2 } };
}

/** The piece of the inventory, or the place in another file. */
function placeOf({ file, start, end }: Span): string {
  return file === "cluster.config.yaml" ? text.slice(start.offset, end.offset) : `${file}:${start.line}`;
}

function told(...charts: readonly CheckedRelease[]) {
  return checkRules({ dashboard, charts }).map(
    ({ code, severity, message, span, related = [], ...rest }) => ({
      told: `${severity} ${code}: ${message}`,
      place: span === undefined ? undefined : placeOf(span),
      related: related.map((other) => `${other.message}: ${placeOf(other.span)}`),
      ...(rest.help === undefined ? {} : { help: rest.help }),
      ...(rest.label === undefined ? {} : { label: rest.label }),
    }),
  );
}

it("says nothing where helm was not asked, or has nothing to say", () => {
  expect(checkRules({ dashboard })).toEqual([]);
  expect(told(checked())).toEqual([]);
});

describe("a chart", () => {
  it("that is wrong is told at the release, with the template's line", () => {
    const file = "templates/a.yaml";
    const span = inFile(`charts/one/${file}`, 7);
    expect(told(checked({ complaints: [says("no", { file, line: 7, span })] }))).toEqual([
      {
        told: `error FT702: \`charts/one\` does not render, ${file}:7: no`,
        place: "./charts/one",
        related: [`in the chart: charts/one/${file}:7`],
      },
    ]);
    expect(told(checked({ complaints: [says("no", { file })] }))).toEqual([
      {
        told: `error FT702: \`charts/one\` does not render, ${file}: no`,
        place: "./charts/one",
        related: [],
      },
    ]);
    expect(told(checked({ complaints: [says("no")] }))).toMatchObject([
      { told: "error FT702: `charts/one` does not render: no" },
    ]);
  });

  it("that lint only warns of is told as a warning", () => {
    const complaints = [
      says("bad", { by: "lint", severity: "warning", file: "templates/a.yaml" }),
      says("worse", { by: "lint" }),
    ];
    expect(told(checked({ complaints }))).toEqual([
      {
        told: "warning FT701: `helm lint` on `charts/one`, templates/a.yaml: bad",
        place: "./charts/one",
        related: [],
      },
      {
        told: "error FT701: `helm lint` on `charts/one`, the chart: worse",
        place: "./charts/one",
        related: [],
      },
    ]);
  });

  it("is told once for one line of it, and for each release where no line is known", () => {
    const span = inFile("charts/one/templates/a.yaml", 7);
    const twice = (more: Partial<PlacedComplaint>): readonly CheckedRelease[] => [
      checked({ complaints: [says("no", more)] }),
      checked({ release: two, complaints: [says("no", more)] }),
    ];
    expect(told(...twice({ span }))).toHaveLength(1);
    expect(told(...twice({}))).toHaveLength(2);
    const another = checked({ release: two, chart: "charts/two", complaints: [says("no", { span })] });
    expect(told(checked({ complaints: [says("no", { span })] }), another)).toHaveLength(2);
    const unnamed = checked({ release: undefined, complaints: [says("no", { span })] });
    expect(told(unnamed, unnamed)).toHaveLength(1);
  });

  it("that only a HelmRelease names is told there, or in the chart", () => {
    const span = inFile("charts/one/templates/a.yaml", 7);
    const complaints = [says("no", { span })];
    const realSpan = inFile("release.yaml", 3);
    expect(told(checked({ release: undefined, realSpan, complaints }))).toMatchObject([
      { place: "release.yaml:3", related: ["in the chart: charts/one/templates/a.yaml:7"] },
    ]);
    expect(told(checked({ release: undefined, complaints }))).toMatchObject([
      { place: "charts/one/templates/a.yaml:7" },
    ]);
  });

  it("whose dependencies are not here is told once", () => {
    const both = [checked({ lacks: ["redis"] }), checked({ release: two, lacks: ["redis"] })];
    expect(told(...both)).toEqual([
      {
        told: "warning FT704: `charts/one` was not rendered: its dependency `redis` is not in `charts/one/charts`",
        place: "./charts/one",
        related: [],
        help: "run `helm dependency build charts/one`",
      },
    ]);
    expect(
      told(checked({ lacks: ["a", "b"] }), checked({ chart: "charts/two", lacks: ["a"] })),
    ).toMatchObject([
      {
        told: "warning FT704: `charts/one` was not rendered: its dependencies `a` and `b` are not in `charts/one/charts`",
      },
      {},
    ]);
    expect(told(checked({ chart: "charts/$(id)", lacks: ["a"] }))).toMatchObject([
      { help: "run `helm dependency build 'charts/$(id)'`" },
    ]);
  });
});

describe("values", () => {
  const about = "values" as const;

  it("that a file gives are told in it", () => {
    const span = inFile("b.yaml", 2);
    const complaints = [says("`port`: got string", { about, span })];
    expect(told(checked({ complaints }))).toEqual([
      {
        told: "error FT703: `charts/one` refuses its values: `port`: got string",
        place: "b.yaml:2",
        related: ["for this release: b.yaml"],
      },
    ]);
    const own = says("no", { about, span: inFile("charts/one/values.yaml", 2) });
    expect(told(checked({ complaints: [own] }))).toMatchObject([
      { place: "charts/one/values.yaml:2", related: ["for this release: ./charts/one"] },
    ]);
  });

  it("that are no YAML are told by the file", () => {
    const complaints = [says("a tab", { about, given: "a.yaml", span: inFile("a.yaml", 1) })];
    expect(told(checked({ complaints }))).toEqual([
      {
        told: "error FT703: `a.yaml` is no YAML: a tab",
        place: "a.yaml:1",
        related: ["for this release: a.yaml"],
      },
    ]);
  });

  it.each([
    [["port"], "1"],
    [["a", "b"], "x"],
    [["a", "b", "d"], "x"],
    [["a", "b", "c"], "z"],
    [["list", "0", "c.d"], "y"],
    [["a"], "b.yaml:2"],
    [["list", "1", "c.d"], "b.yaml:2"],
    [["ports"], "b.yaml:2"],
  ])("that `set` gives are told there: %j", (at, place) => {
    const complaints = [says("no", { about, at, span: inFile("b.yaml", 2) })];
    expect(told(checked({ complaints }))).toMatchObject([{ place }]);
  });

  it("of one entry of `set` are told for each release", () => {
    const one = checked({ complaints: [says("no", { about, at: ["port"], span: inFile("b.yaml", 2) })] });
    expect(told(one, one)).toHaveLength(2);
  });

  it("of a HelmRelease are told in it, and nowhere else", () => {
    const complaints = [says("no", { about, span: inFile("release.yaml", 9) })];
    const realSpan = inFile("release.yaml", 3);
    expect(told(checked({ release: undefined, realSpan, complaints }))).toMatchObject([
      { place: "release.yaml:9", related: [] },
    ]);
    expect(
      told(checked({ release: undefined, realSpan, complaints: [says("no", { about })] })),
    ).toMatchObject([{ place: "release.yaml:3", related: [] }]);
  });

  it("that Flux may give otherwise make it likely only", () => {
    const complaints = [says("a host is needed", { needsValues: true }), says("no")];
    expect(told(checked({ isGuess: true, complaints }))).toMatchObject([
      {
        told: "warning FT702: `charts/one` does not render: a host is needed",
        label: "likely: Flux may give values that are not seen here",
      },
      { told: "error FT702: `charts/one` does not render: no" },
    ]);
    expect(told(checked({ complaints }))[0]).not.toHaveProperty("label");
  });
});

describe("a workload that a release watches", () => {
  const object = (
    kind: string,
    name: string,
    apiVersion = "apps/v1",
  ): { object: Mapping; template: undefined } => ({
    object: { apiVersion, kind, metadata: { name } },
    template: undefined,
  });
  const made = (...objects: readonly ReturnType<typeof object>[]): Partial<CheckedRelease> => ({
    rendered: { objects, isWhole: true },
  });

  it("is made by its chart", () => {
    expect(told(checked(made(object("Deployment", "one"))))).toEqual([]);
  });

  it("is not made under another name, or as another kind", () => {
    expect(told(checked(made(object("Deployment", "ones"), object("Service", "one", "v1"))))).toEqual([
      {
        told: "error FT705: `charts/one` makes no deployment `one`",
        place: "deployment/one",
        related: [],
        help: "did you mean `deployment/ones`?",
      },
    ]);
    expect(told(checked(made(object("StatefulSet", "quite-another"))))).toMatchObject([
      { help: "it makes `statefulset/quite-another`" },
    ]);
    const observed = one.observed.map((other) => ({
      ...other,
      target: { kind: "deployments.apps", name: "ones" },
    }));
    const watched = { ...one, observed: [...one.observed, ...observed] };
    expect(told(checked({ ...made(object("Deployment", "ones")), release: watched }))).toMatchObject([
      { help: "it makes `deployment/ones`" },
    ]);
  });

  it("may be made by an operator, of an object whose name is in its own", () => {
    expect(told(checked(made(object("Cluster", "on", "db.example.org/v1"))))).toEqual([]);
    expect(told(checked(made(object("Cluster", "another", "db.example.org/v1"))))).toHaveLength(1);
    for (const apiVersion of ["v1", "batch/v1", "networking.k8s.io/v1"])
      expect(told(checked(made(object("ConfigMap", "on", apiVersion)))), apiVersion).toHaveLength(1);
    for (const apiVersion of ["apps/v1beta1", "xv1", "x.k8s.io/v1alpha1"])
      expect(told(checked(made(object("ConfigMap", "on", apiVersion)))), apiVersion).toEqual([]);
  });

  it("is not judged where not all of the chart is known, nor where Flux's own is looked at", () => {
    expect(told(checked({ rendered: { objects: [], isWhole: false } }))).toEqual([]);
    expect(told(checked({ ...made(), isGuess: true }))).toEqual([]);
    expect(told(checked({ ...made(), release: undefined }))).toEqual([]);
    expect(told(checked())).toEqual([]);
    expect(told(checked({ ...made(), release: two }))).toHaveLength(1);
  });
});
