import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explained } from "../cli/explained.ts";
import { runProgram } from "../cli/program.ts";
import { mistakes, rulesPage } from "../cli/rules-page/page.ts";
import { rules } from "../rules/index.ts";
import { project, readPages } from "./docs/page.ts";
import { toldCodes } from "./golden/examples.ts";

const rows = mistakes.flatMap((one) => one.rows);
const codes = explained.map(({ code }) => code);

async function explain(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const channel = (write: (text: string) => void) => ({ write, isTerminal: false, columns: undefined });
  const code = await runProgram(["explain", ...words], "0", {
    cwd: project,
    env: {},
    stdout: channel((text) => (out += text)),
    stderr: channel((text) => (err += text)),
    hasKeyboard: false,
    gone: new AbortController().signal,
  });
  return { code, out, err };
}

it("docs/rules.md is what `fluxtilt explain --markdown` prints (npm run schema)", async () => {
  const { code, out, err } = await explain("--markdown");
  expect([code, err]).toEqual([0, ""]);
  expect(readFileSync(join(project, "docs/rules.md"), "utf8")).toBe(out);
});

it("the page is of all codes", async () => {
  const { code, out, err } = await explain("FT305", "--markdown");
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("--markdown");
});

describe("the page", () => {
  const page = readPages().find(({ path }) => path === "docs/rules.md");

  it("has a section for each code, with both examples", () => {
    expect(page?.anchors).toEqual(expect.arrayContaining(codes.map((code) => code.toLowerCase())));
    expect(page?.blocks.map(({ lines }) => lines.join("\n"))).toEqual(
      explained.flatMap(({ wrong, right }) => [wrong, right]),
    );
  });

  it("leaves no table torn by what stands in a cell", () => {
    const kind = {
      code: "FT999",
      severity: "error",
      title: "a | b",
      why: "W.",
      wrong: "a",
      right: "b",
    } as const;
    expect(rulesPage([kind])).toContain("| [FT999](#ft999) | error | a \\| b |");
  });
});

describe("from mistakes to rules", () => {
  it.each(rows)("$mistake: is told, or cannot be made", ({ told = [], impossible = "" }) => {
    expect(told.length + impossible.length).toBeGreaterThan(0);
    expect(told.filter((code) => !codes.includes(code))).toEqual([]);
    if (impossible !== "") expect(impossible).toMatch(/^[A-Z`][^]*\.$/);
  });

  it("names every rule that is not about fluxtilt's own files", () => {
    const own = ["FT310"];
    const named = new Set(rows.flatMap(({ told = [] }) => told));
    expect(rules.map(({ code }) => code).filter((code) => !named.has(code) && !own.includes(code))).toEqual(
      [],
    );
  });
});

/** Mistakes that no kind shows as its own example, and the row that they prove. */
const head = "version: 1\ncluster: { name: lab, contexts: [admin@lab] }\n";
const web = (entry: string): string =>
  `${head}groups: { web: { namespace: web, workloads: { site: ${entry} } } }\n`;
const button = (rest: string): string => `${head}tasks: { a: ls }\nbuttons: { go: { ${rest} } }\n`;
const proofs: readonly (readonly [mistake: RegExp, code: string, inventory: string])[] = [
  [/^A resource's name/, "FT105", `${head}tasks: { "a/b": ls }\n`],
  [/^A resource's name/, "FT105", `${head}tasks: { "(Tiltfile)": ls }\n`],
  [/^A button's name/, "FT105", button('name: "100%", do: { shell: ls }')],
  [/^Two resources of one name/, "FT008", `${head}tasks: { a: ls, a: ls }\n`],
  [/^A label/, "FT105", `${head}tasks: { a: { label: "a:b", do: { shell: ls } } }\n`],
  [/^A port that is no port/, "FT105", web("{ target: deployment/site, ports: [0] }")],
  [/^A port that is no port/, "FT105", web('{ target: deployment/site, ports: ["8080:http"] }')],
  [/^A port that is no port/, "FT105", web('{ target: deployment/site, ports: ["8080"] }')],
  [
    /^A default registry/,
    "FT008",
    `${head}tilt: { triggerMode: auto, triggerMode: manual }\ntasks: { a: ls }\n`,
  ],
  [/^An included file/, "FT401", `${head}tiltfiles: [./gone]\ntasks: { a: ls }\n`],
  [/^A choice without/, "FT105", button("inputs: { A: [] }, do: { shell: ls }")],
  [/^A command that is no list/, "FT103", button("do: { argv: ls -l }")],
  [/^A kube context/, "FT102", "version: 1\ncluster: { name: lab }\ntasks: { a: ls }\n"],
  [/^A kube context/, "FT105", "version: 1\ncluster: { name: lab, contexts: [] }\ntasks: { a: ls }\n"],
  [/^A link without/, "FT105", web('{ target: deployment/site, links: ["javascript:alert(1)"] }')],
  [/^A link without/, "FT105", web("{ target: deployment/site, links: [/rel] }")],
  [/^An input whose name/, "FT105", button('inputs: { "A B": x }, do: { shell: ls }')],
  [/^A forward, link or attach/, "FT105", web("site")],
  [
    /^A namespace that is no name/,
    "FT105",
    `${head}groups: { web: { namespace: Web, workloads: { a: deployment/a } } }\n`,
  ],
  [/^A probe where/, "FT105", `${head}tasks: { a: { do: { shell: ls }, probe: { tcp: { port: 80 } } } }\n`],
  [/^Extensions that are/, "FT105", `${head}tilt: { extensions: { ref: main } }\ntasks: { a: ls }\n`],
];

it.each(proofs)("%s is told by %s", async (mistake, code, inventory) => {
  const row = rows.find((one) => mistake.test(one.mistake));
  expect(row?.told).toContain(code);
  expect(await toldCodes({ "cluster.config.yaml": inventory })).toContain(code);
});

describe.each(explained)("the words of $code", ({ title, why, wrong, right, severity }) => {
  it("are a phrase, sentences, and two different examples", () => {
    expect(title).toMatch(/^[a-z\d`][^]*[^.]$|^(Flux|Tilt|Helm|Kubernetes)\b[^]*[^.]$/);
    expect(why).toMatch(/^([A-Z\d`]|kubectl\b)[^]*\.$/);
    expect(wrong.trim()).not.toBe("");
    expect(right.trim()).not.toBe("");
    expect(right).not.toBe(wrong);
    expect(["error", "warning", "info"]).toContain(severity);
  });
});
