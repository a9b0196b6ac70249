import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compile } from "../testing/golden/compile.ts";
import { memoryFiles } from "../testing/memory-files.ts";
import { checkRules } from "./index.ts";
import type { World } from "./rule.ts";

const head = { version: 1, cluster: { name: "lab", contexts: ["admin@lab"] } };
const script = { tasks: { t: { run: "manual", do: { script: ["./run.sh"] } } } };

/** What the rules say of an inventory where of the world no more is known than this. */
async function told(parts: object, world: Omit<World, "dashboard"> = {}): Promise<readonly string[]> {
  const { text, diagnostics } = await checked(parts, world);
  return diagnostics.map(({ code, span }) =>
    span === undefined ? code : `${code} ${text.slice(span.start.offset, span.end.offset)}`,
  );
}

async function checked(
  parts: object,
  world: Omit<World, "dashboard">,
): Promise<{ readonly text: string; readonly diagnostics: readonly Diagnostic[] }> {
  const text = JSON.stringify({ ...head, ...parts });
  const files = { "cluster.config.yaml": text, "run.sh": "", "own.env": "" };
  const { dashboard } = (await compile(memoryFiles(files))).project;
  if (dashboard === undefined) throw new Error("the inventory is wrong");
  return { text, diagnostics: checkRules({ dashboard: { ...dashboard }, ...world }) };
}

describe("what nobody looked up", () => {
  it("is told by no rule", async () => {
    expect(await told(script)).toEqual([]);
    expect(await told(script, { isRunnable: () => false })).toEqual([]);
    expect(await told(script, { found: () => "file" })).toEqual([]);
    expect(await told(script, { found: () => undefined })).toEqual(['FT401 "./run.sh"']);
  });

  it("may be a folder, or a file that may be run", async () => {
    const looked = (is: "file" | "folder", may: boolean): Promise<readonly string[]> =>
      told(script, { found: () => is, isRunnable: () => may });
    expect(await looked("file", true)).toEqual([]);
    expect(await looked("file", false)).toEqual(['FT402 "./run.sh"']);
    expect(await looked("folder", false)).toEqual(['FT401 "./run.sh"']);
  });
});

describe("a file of variables that git does not ignore (FT344)", () => {
  const env = { env: { variables: { NODE: { default: "a" } } }, tasks: { t: 'echo "$NODE"' } };

  it("is told at its name, or where there would be one", async () => {
    expect(await told(env, { isEnvIgnored: false })).toEqual(['FT344 "env"']);
    const named = { ...env, env: { ...env.env, file: "own.env" } };
    expect(await told(named, { isEnvIgnored: false })).toEqual(['FT344 "own.env"']);
  });

  it("is not told where it is ignored, where git was not asked, or where there is none", async () => {
    expect(await told(env, { isEnvIgnored: true })).toEqual([]);
    expect(await told(env)).toEqual([]);
    expect(await told({ tasks: { t: "echo a" } }, { isEnvIgnored: false })).toEqual([]);
  });
});

describe("an allowance", () => {
  const allow = (rule: string): object => ({
    tasks: { t: "true" },
    allow: [{ rule, reason: "it is known" }],
  });

  it("that hides nothing is told", async () => {
    expect(await told(allow("FT305"))).toEqual(['FT390 "FT305"']);
    expect(await told(allow("FT305"), { isPartial: true })).toEqual([]);
  });

  it("of a rule about charts is not judged without helm, nor of one about reality without a root", async () => {
    expect(await told(allow("FT702"))).toEqual([]);
    expect(await told(allow("FT702"), { charts: [] })).toEqual(['FT390 "FT702"']);
    expect(await told(allow("FT602"))).toEqual([]);
  });

  it("names a rule, and says more of a code that always holds", async () => {
    const text = { ...head, ...allow("FT299") };
    const { project } = await compile(memoryFiles({ "cluster.config.yaml": JSON.stringify(text) }));
    expect(project.diagnostics.map(({ code, help }) => [code, help])).toEqual([
      ["FT391", "what the language itself needs always holds; rules begin at `FT300`"],
    ]);
    const later = { ...head, ...allow("FT300") };
    const { project: other } = await compile(memoryFiles({ "cluster.config.yaml": JSON.stringify(later) }));
    expect(other.diagnostics.map(({ help }) => help)).toEqual(["`fluxtilt explain` lists all codes"]);
  });
});

describe("a misspelt name elsewhere", () => {
  it("leaves open what is unused", async () => {
    const unused = {
      env: { variables: { NODE: { default: "a" } } },
      images: { "registry.local/a": { context: "." } },
      groups: { web: { namespace: "web", label: "a" } },
      buttonSets: { usual: { buttons: { logs: "logs" } } },
      tasks: { t: { run: "manual", do: { shell: "kubectl -n wbe get pods" } } },
    };
    const found = (): "folder" => "folder";
    expect((await told(unused, { found })).map((one) => one.slice(0, 5))).toEqual(
      expect.arrayContaining(["FT332", "FT333", "FT334", "FT330"]),
    );
    expect(await told(unused, { isPartial: true })).toEqual([]);
  });
});

it("suggests no command that takes the name of a file for one", async () => {
  const parts = {
    env: { file: "$(id).env", variables: { NODE: { default: "a" } } },
    tasks: { t: 'echo "$NODE"', u: { run: "manual", do: { script: ["./a $(id).sh"] } } },
  };
  const world = { isEnvIgnored: false, found: (): "file" => "file", isRunnable: () => false } as const;
  const { diagnostics } = await checked(parts, world);
  expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([
    [
      "FT344",
      "add `/$(id).env` to .gitignore, and take it out of git if it is there: git rm --cached '$(id).env'",
    ],
    ["FT402", "chmod +x 'a $(id).sh' && git update-index --add --chmod=+x 'a $(id).sh'"],
  ]);
});
