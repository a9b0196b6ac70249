import { describe, expect, it } from "vitest";
import { compile } from "../testing/golden/compile.ts";
import { memoryFiles } from "../testing/memory-files.ts";
import { rules } from "./index.ts";

const cluster = { name: "lab", contexts: ["admin@lab"] };

async function codesOf(
  inventory: object,
  written = (text: string): string => text,
): Promise<readonly string[]> {
  const text = written(JSON.stringify({ version: 1, cluster, ...inventory }));
  const { project } = await compile(memoryFiles({ "cluster.config.yaml": text }));
  return project.diagnostics.map(({ code, severity }) =>
    severity === "error" ? code : `${code} as a ${severity}`,
  );
}

const clash = (allow: object[] = [], own: object[] = []): object => ({
  groups: {
    g: {
      namespace: "g",
      workloads: {
        a: { target: "deployment/a", ports: [8080] },
        b: { target: "deployment/b", ports: [8080], ...(own.length > 0 ? { allow: own } : {}) },
      },
      ...(allow.length > 0 ? { allow } : {}),
    },
  },
});

describe("what is allowed", () => {
  const reason = "only one of the two runs";

  it("is told where nothing allows it", async () => {
    expect(await codesOf(clash())).toEqual(["FT305"]);
  });

  it("is not told on the entry, on its group, or at the root with a place", async () => {
    const allowed = [{ rule: "FT305", reason }];
    expect(await codesOf(clash([], allowed))).toEqual([]);
    expect(await codesOf(clash(allowed))).toEqual([]);
    for (const at of ["groups", "groups.g", "groups.g.workloads.b", "groups.g.workloads.b.ports"])
      expect(await codesOf({ ...clash(), allow: [{ rule: "FT305", at, reason }] }), at).toEqual([]);
    expect(await codesOf({ ...clash(), allow: [{ rule: "FT305", reason }] })).toEqual([]);
  });

  it("is weighed by the first of several that cover it", async () => {
    const at = "groups.g.workloads.b";
    const warning = { rule: "FT305", to: "warning", reason };
    const off = { rule: "FT305", at, reason };
    const unused = "FT390 as a warning";
    expect(await codesOf({ ...clash(), allow: [warning, off] })).toEqual(["FT305 as a warning", unused]);
    expect(await codesOf({ ...clash(), allow: [off, warning] })).toEqual([unused]);
    expect(await codesOf({ ...clash(), allow: [off, { ...warning, at }] })).toEqual([unused]);
  });

  it("is not told either where the key is written with escapes", async () => {
    const escaped = (text: string): string => text.replaceAll('"allow"', String.raw`"\x61llow"`);
    expect(await codesOf(clash([], [{ rule: "FT305", reason }]), escaped)).toEqual([]);
  });

  it("is found by keys with dots in them, the longest that fits", async () => {
    const workloads = { a: { target: "deployment/a", ports: [8080] } };
    const groups = { g: { namespace: "g", workloads }, "g.h": { namespace: "h", workloads } };
    const at = async (place: string): Promise<readonly string[]> =>
      codesOf({
        groups,
        allow: [
          { rule: "FT305", at: place, reason },
          { rule: "FT301", reason },
        ],
      });
    expect(await at("groups.g.h.workloads.a")).toEqual([]);
    expect(await at("groups.g.workloads.a")).toEqual(["FT305", "FT390 as a warning"]);
  });

  it("is no input of a button that is called the same", async () => {
    const button = { do: { shell: 'echo "$allow"' }, inputs: { allow: ["FT305", "more"] } };
    expect(await codesOf({ ...clash(), buttons: { ask: button } })).toEqual(["FT305"]);
  });

  it.each<readonly [unknown, string]>([
    ["FT305", "FT103"],
    [1, "FT103"],
    [null, "FT103"],
    [{ rule: "FT305" }, "FT102"],
    [{ reason }, "FT102"],
  ])("is told in a set where it is %j", async (one, code) => {
    const sets = { buttonSets: { own: { buttons: { go: { do: { argv: ["a"] }, allow: [one] } } } } };
    expect(await codesOf({ ...clash(), ...sets })).toEqual(["FT305", code]);
  });

  it("is a warning where that is said", async () => {
    expect(await codesOf(clash([{ rule: "FT305", to: "warning", reason }]))).toEqual(["FT305 as a warning"]);
  });

  it("follows the entry before its group", async () => {
    const codes = await codesOf(
      clash([{ rule: "FT305", to: "warning", reason }], [{ rule: "FT305", reason }]),
    );
    expect(codes).toEqual(["FT390 as a warning"]);
  });

  it("is told all the same for another rule, or at another place", async () => {
    expect(await codesOf(clash([{ rule: "FT302", reason }]))).toEqual(["FT305", "FT390 as a warning"]);
    const elsewhere = { ...clash(), allow: [{ rule: "FT305", at: "groups.g.workloads.a", reason }] };
    expect((await codesOf(elsewhere)).toSorted()).toEqual(["FT305", "FT390 as a warning"]);
  });
});

it("tells what clashes in two files at the second, in the order of the files", async () => {
  const fragment = JSON.stringify({
    version: 1,
    buttons: { sync: { do: { argv: ["echo"] } } },
  });
  const root = { version: 1, cluster, fragments: ["a.yaml", "b.yaml"] };
  const { project } = await compile(
    memoryFiles({ "cluster.config.yaml": JSON.stringify(root), "a.yaml": fragment, "b.yaml": fragment }),
  );
  expect(
    project.diagnostics.map(({ code, span, related }) => [code, span?.file, related?.[0]?.span.file]),
  ).toEqual([["FT302", "b.yaml", "a.yaml"]]);
});

it("says no allowance is unused while a part of the inventory is not understood", async () => {
  const inventory = {
    tasks: { t: { do: { argv: ["a"] }, dependsOn: ["nobody"], allow: [{ rule: "FT305", reason: "later" }] } },
  };
  expect(await codesOf(inventory)).toEqual(["FT201"]);
});

it("finds a cycle of thousands, and none in a chain of as many", async () => {
  const size = 4_000;
  const chain = (last: readonly string[]): object => ({
    tasks: Object.fromEntries(
      Array.from({ length: size }, (_, index) => [
        `t${index}`,
        { do: { argv: ["a"] }, dependsOn: index + 1 < size ? [`t${index + 1}`] : last },
      ]),
    ),
  });
  expect(await codesOf(chain([]))).toEqual([]);
  expect(await codesOf(chain(["t0"]))).toEqual(["FT304"]);
});

it("lists the rules by code", () => {
  const codes = rules.map(({ code }) => code);
  expect(codes).toEqual([...codes].sort());
});
