import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import packageJson from "../../package.json";
import { commands } from "../cli/commands/index.ts";
import { explained } from "../cli/explained.ts";
import { runProgram } from "../cli/program.ts";
import { buildDashboard } from "../dashboard/build.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { readRoot } from "../inventory/read.ts";
import { serverNames } from "../mcp/index.ts";
import { checkRules } from "../rules/index.ts";
import { parseSource } from "../source/parse.ts";
import { questionsIn } from "./docs/questions.ts";
import { commandsOf, dedent, project, readPages, type Block, type Page } from "./docs/page.ts";

const all = readPages();
/** The language reference is generated, and holds its own examples. */
const pages = all.filter((page) => page.path !== "docs/reference.md");
const blocks = pages.flatMap((page) => page.blocks);
const generated = ["Tiltfile", "infrastructure/Tiltfile", "applications/arr-stack/Tiltfile"];

describe.each(all)("$path", (page) => {
  it("links to what is there", () => {
    const broken = page.links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  it("names codes that exist", () => {
    const known = new Set(explained.map((kind) => kind.code as string));
    expect(codesOf(page).filter((code) => !known.has(code))).toEqual([]);
  });

  it("names files that exist", () => {
    expect(pathsOf(page).filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });

  it("names scripts of package.json", () => {
    const known = Object.keys(packageJson.scripts);
    expect(scriptsOf(page).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("names commands and options of fluxtilt", async () => {
    for (const call of callsOf(page)) await expectCall(call.split(" "));
  });

  it("names resources that Tilt knows", () => {
    const known = generated.map((path) => readFileSync(join(project, path), "utf8")).join("\n");
    expect(resourcesOf(page).filter((name) => !known.includes(`"${name}"`))).toEqual([]);
  });
});

it("finds what it looks for", () => {
  for (const find of [codesOf, pathsOf, scriptsOf, callsOf, resourcesOf])
    expect(pages.flatMap(find).length, find.name).toBeGreaterThan(1);
  expect(pages.flatMap((page) => page.links).length).toBeGreaterThan(20);
  for (const mark of ["part", "inventory: wrong", "run"])
    expect(blocks.filter((block) => block.mark === mark).length, mark).toBeGreaterThan(0);
});

describe("yaml", () => {
  it.each(blocks.filter((block) => block.language === "yaml"))("$place is what it says", (block) => {
    const text = block.lines.join("\n");
    if (block.mark === "part") expect(problems(`${frame}${text}`)).toEqual([]);
    else if (block.mark === "inventory: wrong") expect(problems(text)).not.toEqual([]);
    else if (text.startsWith("version:")) expect(problems(text)).toEqual([]);
    else if (block.mark.startsWith("file: ")) expect(parse(text)).toBeTypeOf("object");
    else expect(block.mark, "a block is an inventory, or is marked").toMatch(/^excerpt: /);
  });
});

describe("excerpts", () => {
  it.each(blocks.filter((block) => block.mark.startsWith("excerpt: ")))("$place is in its file", (block) => {
    const path = block.mark.slice("excerpt: ".length);
    const lines = readFileSync(join(project, path), "utf8").split("\n");
    const wanted = dedent(block.lines).join("\n");
    const found = lines.some(
      (_, index) => dedent(lines.slice(index, index + block.lines.length)).join("\n") === wanted,
    );
    expect(found, `${path} holds\n${wanted}`).toBe(true);
  });
});

describe("questions to MCP servers", () => {
  const questions = questionsIn("docs/MCP-USAGE.md");

  it("are there for each server", () => {
    expect([...new Set(questions.map(({ server }) => server))]).toEqual(serverNames);
  });

  it.each(questions.filter(({ isRefused }) => !isRefused))("$place asks for a tool that there is", (one) => {
    expect(toolsOf(one.server)).toContain(one.call.tool);
  });
});

describe("output", () => {
  it.each(blocks.filter((block) => block.mark === "run"))("$place is what fluxtilt says", async (block) => {
    const [call = "", ...shown] = block.lines;
    const folder = mkdtempSync(join(tmpdir(), "fluxtilt-docs-"));
    try {
      writeFileSync(join(folder, "cluster.config.yaml"), `${inventoryBefore(block).join("\n")}\n`);
      const said = await run(call.replace("$ npx fluxtilt ", "").split(" "), folder);
      if (process.env["UPDATE_GOLDENS"] === "1") replace(block, [call, ...said.trimEnd().split("\n")]);
      else expect(said.trimEnd()).toBe(shown.join("\n"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const frame = "version: 1\ncluster: { name: c, contexts: [c], domain: c.lan }\n";

function leadsSomewhere(page: Page, link: string): boolean {
  const [target = "", anchor] = link.split("#");
  const path = target === "" ? page.path : posix.join(posix.dirname(page.path), target);
  if (!existsSync(join(project, path))) return false;
  return anchor === undefined || all.find((one) => one.path === path)?.anchors.includes(anchor) === true;
}

function codesOf(page: Page): string[] {
  return [...page.text.matchAll(/\bFT\d{3}\b/g)].map(([code]) => code);
}

function pathsOf(page: Page): string[] {
  const folders =
    /^(\.\/)?(src|templates|fixtures|docs|scripts|infrastructure|applications|schemas|\.fluxtilt)\//;
  return [...page.codes, ...commandsOf(page)]
    .flatMap((code) => code.split(" "))
    .filter((word) => folders.test(word) && /^[\w./-]+$/.test(word));
}

function scriptsOf(page: Page): string[] {
  return commandsOf(page).flatMap((command) => {
    const [, word, script] = /^(?:[A-Z_]+=\S+ )?npm (test|run ([\w:-]+))/.exec(command) ?? [];
    return word === undefined ? [] : [script ?? word];
  });
}

function callsOf(page: Page): string[] {
  return commandsOf(page).flatMap((command) => /^(?:npx )?fluxtilt (.+)$/.exec(command)?.slice(1) ?? []);
}

function resourcesOf(page: Page): string[] {
  return commandsOf(page).flatMap((command) => {
    const [, names = "", args = ""] = /^tilt (?:up|down|args)\b(.*?)(?: -- (.*))?$/.exec(command) ?? [];
    const developed = [...args.matchAll(/--develop (\S+)/g)].map(([, name = ""]) => name);
    return [...names.split(" ").filter((word) => word.includes(":")), ...developed].filter(
      (name) => name !== "NAME",
    );
  });
}

/** The tools that a server shows as it is generated. */
function toolsOf(server: string): readonly string[] {
  const asks = ["grafana", "prometheus", "argocd"].includes(server) ? 'url: "http://a.b:80"' : "";
  const text = `${frame}mcp: { path: a, fluxFile: b.yaml, servers: { ${server}: { version: "1", ${asks} } } }`;
  const { value: source } = parseSource("cluster.config.yaml", Buffer.from(text));
  const root = source === undefined ? undefined : readRoot(source).value;
  const { mcp } = root === undefined ? {} : buildDashboard({ root, fragments: [] }).value;
  return mcp?.servers[0]?.plan.trial.tools ?? [];
}

/** What is wrong with an inventory; whether the files that it names are there is not asked. */
function problems(text: string): readonly Diagnostic[] {
  const { value: source, diagnostics } = parseSource("cluster.config.yaml", Buffer.from(text));
  if (source === undefined) return diagnostics;
  const { value: root, diagnostics: shape } = readRoot(source);
  if (root === undefined || shape.length > 0) return shape;
  const built = buildDashboard({ root, fragments: [] });
  return [...built.diagnostics, ...checkRules({ dashboard: built.value })];
}

/** The last whole inventory on the page before a block. */
function inventoryBefore(block: Block): readonly string[] {
  const page = pages.find((one) => one.path === block.path);
  const before = page?.blocks.slice(0, page.blocks.indexOf(block)) ?? [];
  const found = before.findLast(
    (one) => one.language === "yaml" && one.lines[0]?.startsWith("version:") === true,
  );
  if (found === undefined) throw new Error(`${block.place} has no inventory before it`);
  return found.lines;
}

/** Puts other lines into a block of its page. */
function replace({ path, lines }: Block, others: readonly string[]): void {
  const text = readFileSync(join(project, path), "utf8");
  const fenced = (some: readonly string[]): string => ["```console", ...some, "```"].join("\n");
  writeFileSync(
    join(project, path),
    text.replace(fenced(lines), () => fenced(others)),
  );
}

/** All that a call says, on both streams. */
async function run(argv: readonly string[], cwd = dirname(project)): Promise<string> {
  let said = "";
  const channel = { write: (text: string) => void (said += text), isTerminal: false, columns: undefined };
  const { signal } = new AbortController();
  const terminal = { cwd, env: {}, stdout: channel, stderr: channel, hasKeyboard: false, gone: signal };
  await runProgram(argv, packageJson.version, terminal);
  return said;
}

/** Holds a call against the help: the command is there, and so is each of its options. */
async function expectCall(words: readonly string[]): Promise<void> {
  const general = await run(["--help"]);
  const optionsOf = (help: string): Map<string, boolean> =>
    new Map(
      [...help.matchAll(/(?<=^ .*)(--?[\w-]+)(?=,| |$)( <)?/gm)].map(([, flag = "", value]) => [
        flag,
        value !== undefined,
      ]),
    );
  let known = optionsOf(general);
  let command: string | undefined;
  for (const [index, word] of words.entries()) {
    const [flag = "", given] = word.split("=");
    if (flag.startsWith("-")) expect([...known.keys()], words.join(" ")).toContain(flag);
    else if (given === undefined && known.get(words[index - 1] ?? "") === true) continue;
    else if (command === undefined) {
      command = word;
      expect([...commands.map((one) => one.name), "help"], words.join(" ")).toContain(command);
      if (command !== "help") known = new Map([...known, ...optionsOf(await run([command, "--help"]))]);
    } else if (command === "help") expect(commands.map((one) => one.name)).toContain(word);
  }
}
