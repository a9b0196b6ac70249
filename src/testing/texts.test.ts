import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expr } from "../targets/tiltfile/starlark.ts";
import { compile } from "./golden/compile.ts";
import { memoryFiles } from "./memory-files.ts";
import { yamlOf } from "./odd-texts.ts";
import { codeOf, commentsOf, readCalls } from "./starlark-reader.ts";

type Inventory = Record<string, unknown>;

const cluster = { name: "lab", contexts: ["admin@lab"], domain: "lab.example" };
const button = (more: object): Inventory => ({ buttons: { b: { do: { argv: ["true"] }, ...more } } });
const input = (more: unknown): Inventory => button({ inputs: { N: more } });
const group = (more: object): Inventory => ({
  groups: { g: { namespace: "g", workloads: { w: "deployment/w" }, ...more } },
});
const release = (more: object): Inventory =>
  group({ helmReleases: { r: { chart: "./chart", flux: false, ...more } } });

/** Where a text of a person goes: the inventory that holds it, and the value that Tilt must be given. */
const fields: Readonly<Record<string, readonly [(text: string) => Inventory, (calls: Calls) => unknown]>> = {
  "text of a button": [(text) => button({ text }), (calls) => calls("cmd_button").named("text")],
  "environment of a button": [
    (text) => button({ env: { A: text } }),
    (calls) => valueOf(entry(calls("cmd_button").expr("env"))),
  ],
  "default of an input": [(text) => input({ text }), (calls) => calls("cmd_button").input("default") ?? ""],
  "short form of an input": [(text) => input(text), (calls) => calls("cmd_button").input("default") ?? ""],
  "label of an input": [
    (label) => input({ text: "", label }),
    (calls) => calls("cmd_button").input("label") ?? "",
  ],
  "placeholder of an input": [
    (placeholder) => input({ text: "", placeholder }),
    (calls) => calls("cmd_button").input("placeholder") ?? "",
  ],
  "value of a ticked box": [
    (text) => input({ bool: true, true: text }),
    (calls) => calls("cmd_button").input("true_string"),
  ],
  "value of an unticked box": [
    (text) => input({ bool: true, false: text }),
    (calls) => calls("cmd_button").input("false_string"),
  ],
  "choice of an input": [
    (text) => input([text]),
    (calls) => valueOf(only(calls("cmd_button").inputExpr("choices"))),
  ],
  "hidden input": [
    (hidden) => input({ hidden }),
    (calls) => valueOf(namedOf(calls("cmd_button").inputExpr("hidden"), "value")),
  ],
  "word of an argv": [
    (text) => button({ do: { argv: ["echo", text] } }),
    (calls) => valueOf(item(calls("cmd_button").expr("argv"), 1)),
  ],
  "text of a shell": [
    (shell) => button({ do: { shell } }),
    (calls) => valueOf(item(calls("cmd_button").expr("argv"), 2)),
  ],
  "word of a command in a container": [
    (text) => button({ do: { exec: { target: "pod/a", namespace: "b", command: [text] } } }),
    (calls) => valueOf(item(calls("cmd_button").expr("argv"), 8)),
  ],
  "short form of a task": [
    (t) => ({ tasks: { t } }),
    (calls) => valueOf(item(calls("local_resource").expr("cmd"), 2)),
  ],
  "pattern that a task ignores": [
    (text) => ({ tasks: { t: { do: { argv: ["a"] }, watch: ["."], ignore: [text] } } }),
    (calls) => valueOf(only(calls("local_resource").expr("ignore"))),
  ],
  "word of a probe": [
    (text) => ({ tasks: { t: { serve: { argv: ["a"] }, probe: { exec: [text] } } } }),
    (calls) =>
      valueOf(only(item(namedOf(calls("local_resource").expr("readiness_probe"), "exec"), "first argument"))),
  ],
  "name of a link": [
    (name) => group({ workloads: { w: { target: "deployment/w", links: [{ name, url: "a" }] } } }),
    (calls) => valueOf(item(only(calls("k8s_attach").expr("links")), 1)),
  ],
  "single value of a chart": [
    (text) => release({ set: { key: text } }),
    (calls) =>
      JSON.parse(
        String(valueOf(item(calls("helm_resource").expr("flags"), 3))).slice("--set-json=key=".length),
      ) as unknown,
  ],
  "argument of an extension": [
    (text) => ({ tilt: { extensions: { use: [{ from: "a", call: "go", args: { x: { deep: [text] } } }] } } }),
    (calls) => valueOf(only(entry(calls("go").expr("x")))),
  ],
  "name of the cluster": [
    (name) => ({ cluster: { ...cluster, name } }),
    (calls) => valueOf(item(calls("require_context").call, 0)),
  ],
  "kube context": [
    (context) => ({ cluster: { ...cluster, contexts: [context] } }),
    (calls) => valueOf(only(item(calls("allow_k8s_contexts").call, 0))),
  ],
  "description of an argument": [
    (description) => ({ tilt: { args: { verbose: { bool: true, description } } } }),
    (calls) => calls("config.define_bool").named("usage"),
  ],
};

/** NUL ends texts in processes, half a surrogate pair has no UTF-8; some keys want at least one character. */
const isRefused = (text: string): boolean => text === "" || text.includes("\0") || !text.isWellFormed();

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc
    .array(
      fc.constantFrom(
        "\r",
        "\n",
        "\r\n",
        "\u2028",
        "\u0085",
        "\0",
        '"',
        '"""',
        "'",
        "\\",
        "\\n",
        "#",
        "{{",
        "}}",
        "{{{x}}}",
        "$(id)",
        "`",
        " ",
        "\t",
        "\u001b[31m",
        "\ufeff",
        "\ud800",
        "😀",
        "print(1)",
        "%",
        ",",
        "<<",
        "é",
        "e\u0301",
        "a line that is long enough for the printer to break what it stands in into several lines of their own, and more",
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join("")),
);

describe.each(Object.entries(fields))("%s", (_, [inventory, read]) => {
  it("reaches Tilt unchanged, or is refused at its place", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const { project, artifacts } = await compiled(inventory(one));
        const tiltfile = artifacts.find(({ path }) => path === "Tiltfile");
        if (tiltfile === undefined) {
          expect(project.diagnostics.map(({ code }) => code)).not.toEqual([]);
          for (const { span } of project.diagnostics) expect(span?.file).toBe("cluster.config.yaml");
          expect(isRefused(one), JSON.stringify(project.diagnostics)).toBe(true);
        } else expect(read(callsOf(tiltfile.text))).toBe(one);
      }),
      { numRuns: 40 },
    );
  });
});

describe.each([
  ["description of a group", (description: string) => group({ description, title: "t" })],
  ["title of a group", (title: string) => group({ title })],
  [
    "description of a workload",
    (description: string) => group({ workloads: { w: { target: "deployment/w", description } } }),
  ],
  ["description of a button", (description: string) => button({ description })],
  [
    "description of a task",
    (description: string) => ({ tasks: { t: { do: { argv: ["a"] }, description } } }),
  ],
])("%s", (_, inventory) => {
  it("becomes comments and nothing else", async () => {
    const plain = codeOf((await tiltfileOf(inventory("plain"))) ?? "");
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const written = await tiltfileOf(inventory(one));
        if (written === undefined) {
          expect(isRefused(one)).toBe(true);
          return;
        }
        expect(codeOf(written)).toBe(plain);
        if (one.trim() === "") return;
        const lines = one.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
        expect(commentsOf(written)).toEqual(expect.arrayContaining(lines.filter((line) => line !== "")));
      }),
      { numRuns: 40 },
    );
  });
});

it("keeps descriptions of variables in comments of the environment file", async () => {
  await fc.assert(
    fc.asyncProperty(text, async (description) => {
      const env = { variables: { A: { default: "a", description }, B: { default: "b" } } };
      const { artifacts } = await compiled({ env });
      const example = artifacts.find(({ path }) => path === ".env.example")?.text;
      if (example === undefined) {
        expect(isRefused(description)).toBe(true);
        return;
      }
      const said = example.split(/\r\n|\r|\n/).filter((line) => line !== "" && !line.startsWith("#"));
      expect(said).toEqual(["A=a", "B=b"]);
    }),
    { numRuns: 60 },
  );
});

/** Rules that read texts as commands or secrets: random ones are neither. */
const aboutText = ["FT320", "FT321", "FT322", "FT340", "FT341", "FT342"];

async function compiled(inventory: Inventory): ReturnType<typeof compile> {
  const allow = aboutText.map((rule) => ({ rule, reason: "any text goes here" }));
  const whole = { version: 1, cluster, allow, ...inventory };
  return await compile(memoryFiles({ "cluster.config.yaml": yamlOf(whole), "chart/Chart.yaml": "" }));
}

async function tiltfileOf(inventory: Inventory): Promise<string | undefined> {
  return (await compiled(inventory)).artifacts.find(({ path }) => path === "Tiltfile")?.text;
}

type Call = Extract<Expr, { kind: "call" }>;
type Calls = ReturnType<typeof callsOf>;

/** Looks up the last call of a name: those that fluxtilt adds by itself come first. */
function callsOf(tiltfile: string) {
  const calls = readCalls(tiltfile);
  return (callee: string) => {
    const found = calls.findLast((one) => one.callee === callee);
    if (found === undefined) throw new Error(`no call of ${callee}`);
    const inputExpr = (key: string): Expr | undefined => namedOf(only(namedOf(found, "inputs")), key);
    return {
      call: found,
      expr: (key: string) => namedOf(found, key),
      named: (key: string) => valueOf(namedOf(found, key)),
      inputExpr,
      input: (key: string) => valueOf(inputExpr(key)),
    };
  };
}

function namedOf(expr: Expr | undefined, key: string): Expr | undefined {
  return expr?.kind === "call" ? expr.named.find(({ name }) => name === key)?.value : undefined;
}

/** An item of a list, or an argument of a call. */
function item(expr: Expr | Call | undefined, index: number | "first argument"): Expr | undefined {
  if (expr?.kind === "call") return expr.args[index === "first argument" ? 0 : index];
  return expr?.kind === "list" && typeof index === "number" ? expr.items[index] : undefined;
}

function only(expr: Expr | undefined): Expr | undefined {
  return item(expr, 0);
}

function entry(expr: Expr | undefined): Expr | undefined {
  return expr?.kind === "dict" ? expr.entries[0]?.[1] : undefined;
}

function valueOf(expr: Expr | undefined): unknown {
  return expr?.kind === "literal" ? expr.value : undefined;
}
