import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { project } from "./docs/page.ts";
import { referenceExamples } from "./reference.ts";
import { LanguageServer, type Place, type Problem } from "./language-server.ts";

let server: LanguageServer;
let files = 0;

beforeAll(async () => {
  server = await LanguageServer.start(project);
});

afterAll(async () => {
  await server.stop();
});

/** A text with `|` where the cursor is, as a file of its own at the top of the project. */
function draft(marked: string): { readonly path: string; readonly text: string; readonly cursor: Place } {
  const start =
    "# yaml-language-server: $schema=./schemas/cluster.config.schema.json\n" +
    "version: 1\ncluster: { name: homelab, contexts: [admin@homelab] }\n";
  const before = (start + marked).split("|")[0] ?? "";
  const lines = before.split("\n");
  return {
    path: join(project, `draft-${++files}.yaml`),
    text: start + marked.replace("|", ""),
    cursor: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}

async function offered(marked: string): Promise<Record<string, string>> {
  const { path, text, cursor } = draft(marked);
  await server.open(path, text);
  const proposals = await server.complete(path, cursor);
  return Object.fromEntries(
    proposals.map(({ label, documentation = "" }) => [
      label,
      typeof documentation === "string" ? documentation : documentation.value,
    ]),
  );
}

async function shown(marked: string): Promise<string> {
  const { path, text, cursor } = draft(marked);
  await server.open(path, text);
  return server.hover(path, cursor);
}

/** What is said, with the text that is underlined. */
async function told(marked: string): Promise<(readonly [string, string])[]> {
  const { path, text } = draft(marked);
  const lines = text.split("\n");
  const under = ({ range: { start, end } }: Problem): string =>
    (lines[start.line] ?? "").slice(start.character, start.line === end.line ? end.character : undefined);
  return (await server.open(path, text)).map((problem) => [under(problem), problem.message] as const);
}

const workload = "groups:\n  a:\n    workloads:\n      b:\n        target: deployment/b\n";

describe("completion", () => {
  test("offers the keys of a workload, described", async () => {
    const keys = await offered(`${workload}        |\n`);
    expect(keys).toMatchObject({
      ports: expect.stringContaining("Forwards to a pod") as string,
      links: expect.stringContaining("Links on the resource") as string,
    });
    expect(keys).not.toHaveProperty("target");
  });

  test("offers every action, and the bare names of those that have one", async () => {
    const actions = await offered("buttons:\n  a:\n    do:\n      |\n");
    expect(Object.keys(actions)).toEqual(expect.arrayContaining(["restart", "exec", "script", "shell"]));
    const bare = Object.keys(await offered("buttons:\n  a:\n    do: |\n"));
    expect(bare).toEqual(
      expect.arrayContaining(["restart", "scale", "logs", "reconcile", "suspend", "resume"]),
    );
    expect(bare).not.toContain("shell");
  });

  test("offers all kinds of input, and after one of them its own keys only", async () => {
    const input = "buttons:\n  a:\n    do: restart\n    inputs:\n      B:\n";
    expect(Object.keys(await offered(`${input}        |\n`))).toEqual(
      expect.arrayContaining(["text", "bool", "choice", "hidden"]),
    );
    expect(Object.keys(await offered(`${input}        text: ""\n        |\n`))).toEqual([
      "label",
      "placeholder",
    ]);
  });

  test("offers the values of an enumeration", async () => {
    expect(Object.keys(await offered("tasks:\n  a:\n    run: |\n"))).toEqual(["once", "manual", "change"]);
  });
});

test.each([
  "groups: |",
  "groups:\n  a: |",
  "buttons:\n  a: |",
  "mcp: |",
  "allow: |",
  "images:\n  a:\n    liveUpdate: |",
  `${workload}        links: |`,
  `${workload}        links:\n          - |`,
])("no mapping is offered as `[object Object]`: %j", async (text) => {
  const { path, text: written, cursor } = draft(`${text}\n`);
  await server.open(path, written);
  const proposals = await server.complete(path, cursor);
  expect(proposals.map((one) => one.label + one.insertText).join("\n")).not.toContain("[object");
});

describe("hover", () => {
  test.each([
    ["groups:\n  a:\n    workloads:\n      b:\n        tar|get: deployment/b\n", "The object, as"],
    [`${workload}        po|rts: [80]\n`, "Forwards to a pod"],
    [`${workload}        buttons: { c: { d|o: restart } }\n`, "What it does"],
    ["tasks:\n  a:\n    do:\n      sh|ell: ls\n", "Runs a text of"],
    ["groups:\n  a:\n    workloads:\n      gra|fana: { target: deployment/b }\n", "A workload that is there"],
    ["buttons:\n  a: { do: restart, inputs: { B: { te|xt: a } } }\n", "A text field"],
  ])("over a key tells what it is: %j", async (text, description) => {
    expect(await shown(text)).toContain(description);
  });

  test("over a key shows an example", async () => {
    expect(await shown(`${workload}        po|rts: [80]\n`)).toContain("8080:4466");
    expect(await shown("gro|ups:\n  a: {}\n")).toContain("  namespace: monitoring\n");
  });
});

describe("a mistake", () => {
  test.each([
    ["in the long form of a workload", `${workload}        prots: [3000]\n`, "prots"],
    ["in a button", "buttons:\n  a: { do: restart, txet: a }\n", "txet"],
    ["in an action", "buttons:\n  a: { do: { exec: { command: [a], contaner: b } } }\n", "contaner"],
    ["in the name of an action", "buttons:\n  a: { do: { exce: { command: [a] } } }\n", "exce"],
    ["in an input", 'buttons:\n  a: { do: restart, inputs: { B: { text: "", lable: c } } }\n', "lable"],
    ["in a port", `${workload}        ports: [{ local: 1, pod: 2, pth: /a }]\n`, "pth"],
    ["in a step", "images:\n  a: { context: ./a, liveUpdate: [{ run: a, wen: [./b] }] }\n", "wen"],
    ["in a source of a value", "secrets:\n  a: { namespace: b, keys: { c: { env: D, fiel: e } } }\n", "fiel"],
    ["in a button of a set", "buttonSets:\n  a: { buttons: { b: { do: restart, icn: c } } }\n", "icn"],
    ["at the top", "grops: {}\n", "grops"],
  ])("%s is named at its place, and nothing else is", async (_, text, key) => {
    expect(await told(text)).toEqual([[key, `Property ${key} is not allowed.`]]);
  });

  test.each([
    ["a workload", "groups:\n  a: { workloads: { b: { prots: [1] } } }\n", "prots"],
    ["a button", "buttons:\n  a: { dop: restart }\n", "dop"],
    ["a task", "tasks:\n  a: { shel: ls }\n", "shel"],
    ["an input", "buttons:\n  a: { do: restart, inputs: { B: { txet: a } } }\n", "txet"],
    ["a port", `${workload}        ports: [{ lcal: 1 }]\n`, "lcal"],
    ["a link", `${workload}        links: [{ nam: a }]\n`, "nam"],
    ["a step", "images:\n  a: { context: ./a, liveUpdate: [{ snyc: [a, /b] }] }\n", "snyc"],
    ["an owner", `${workload}        flux: { helmRelase: a/b }\n`, "helmRelase"],
    ["an argument", "tilt: { args: { a: { boool: true } } }\n", "boool"],
  ])("is named also as the only key of %s", async (_, text, key) => {
    expect(await told(text)).toContainEqual([key, `Property ${key} is not allowed.`]);
  });

  test.each([
    ["a bare action", "buttons:\n  a: { do: restrat }\n", "restrat", '"restart"'],
    ["a workload", "groups:\n  a: { workloads: { b: Grafana } }\n", "Grafana", "`kind/name`"],
    ["a path", "images:\n  a: { context: /abs }\n", "/abs", "relative to the inventory file"],
    ["a name", "tasks:\n  a/b: ls\n", "a/b", "no `/`"],
    [
      "an icon of a set",
      "buttonSets:\n  a: { buttons: { b: { do: restart, icon: A b } } }\n",
      "A b",
      "Material",
    ],
  ])("in %s is told in words", async (_, text, place, words) => {
    const [[underlined, message] = ["", ""], ...more] = await told(text);
    expect(underlined).toBe(place);
    expect(message).toContain(words);
    expect(more).toEqual([]);
  });

  test.each([
    ["two actions", "buttons:\n  a: { do: { restart: {}, logs: {} } }\n"],
    ["no action", "buttons:\n  a: { do: {} }\n"],
    ["a task that does nothing", "tasks:\n  a: { run: once }\n"],
    ["a probe of two kinds", "tasks:\n  a: { do: { shell: b }, probe: { tcp: { port: 1 }, exec: [c] } }\n"],
  ])("is seen where a key too many or too few stands: %s", async (_, text) => {
    expect(await told(text)).toHaveLength(1);
  });
});

test("a parameter may stand in a set where a button has a form", async () => {
  const button =
    '{ icon: "{i}", do: { exec: { container: "{c}", target: "deployment/{t}", command: [a] } } }';
  expect(await told(`buttonSets:\n  a: { params: [i, c, t], buttons: { b: ${button} } }\n`)).toEqual([]);
});

test.each(["cluster.config.yaml", "applications/arr-stack/tilt.yaml"])(
  "nothing is wrong in %s",
  async (path) => {
    const file = join(project, path);
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=/);
    expect(await server.open(file, text)).toEqual([]);
  },
);

test("nothing is wrong in the examples of the reference", async () => {
  for (const { place, text, isFragment } of referenceExamples()) {
    const schema = isFragment ? "fragment.schema.json" : "cluster.config.schema.json";
    const file = join(project, `draft-${++files}.yaml`);
    const problems = await server.open(file, `# yaml-language-server: $schema=./schemas/${schema}\n${text}`);
    expect(problems, place).toEqual([]);
  }
});
