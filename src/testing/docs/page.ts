import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project, absolute. */
export const project = fileURLToPath(new URL("../../..", import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** Where it is, for the name of a test: `README.md:12`. */
  readonly place: string;
  /** Its page. */
  readonly path: string;
  readonly language: string;
  readonly lines: readonly string[];
  /** The comment before it, `<!-- excerpt: Tiltfile -->`, without its signs; empty where there is none. */
  readonly mark: string;
}

/** A Markdown file of the project. */
export interface Page {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** What stands between backticks in the text. */
  readonly codes: readonly string[];
  /** Targets of links and pictures. */
  readonly links: readonly string[];
  /** The headings as GitHub names them in links. */
  readonly anchors: readonly string[];
  readonly text: string;
}

/** The pages that people read: those at the top of the project, and all of docs/. */
export function readPages(): Page[] {
  const top = readdirSync(project).filter((name) => name.endsWith(".md"));
  const docs = readdirSync(join(project, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  return [...top, ...docs].map(readPage);
}

function readPage(path: string): Page {
  const text = readFileSync(join(project, path), "utf8");
  const blocks: Block[] = [];
  const prose: string[] = [];
  let mark = "";
  let open: { language: string; lines: string[]; line: number } | undefined;
  text.split("\n").forEach((line, index) => {
    if (open !== undefined) {
      if (line.trim() !== "```") open.lines.push(line);
      else {
        blocks.push({
          place: `${path}:${open.line}`,
          path,
          language: open.language,
          lines: open.lines,
          mark,
        });
        open = undefined;
        mark = "";
      }
      return;
    }
    const fence = /^ *```(\w*)$/.exec(line);
    if (fence !== null) open = { language: fence[1] ?? "", lines: [], line: index + 1 };
    else {
      if (line.trim() !== "") mark = /^<!-- (.*) -->$/.exec(line)?.[1] ?? "";
      prose.push(line);
    }
  });
  const words = prose.join("\n");
  const plain = words.replace(/`[^`]*`/g, "");
  return {
    path,
    text,
    blocks,
    codes: [...words.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
    links: [...plain.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? ""),
    anchors: prose.filter((line) => /^#+ /.test(line)).map(anchorOf),
  };
}

function anchorOf(heading: string): string {
  return heading
    .replace(/^#+ /, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** The commands that a page shows: the lines of shell blocks, and what stands between backticks. */
export function commandsOf(page: Page): string[] {
  const shown = page.blocks.flatMap(({ language, lines }) => {
    if (language === "sh") return lines.map((line) => line.trim());
    if (language === "console")
      return lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
    if (language === "yaml") return lines.map((line) => line.replace(/^[\s-]*\w+: /, ""));
    return [];
  });
  return [...shown, ...page.codes].flatMap((line) => line.split(/ (?:&&|\|\||\||;|>) /));
}

/** Lines without the indentation that they share. */
export function dedent(lines: readonly string[]): string[] {
  const widths = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...widths);
  return lines.map((line) => line.slice(shared));
}
