import { basename, dirname, resolve } from "node:path";
import { visible } from "../diagnostics/columns.ts";
import type { Files } from "../io/files.ts";
import { nodeFiles } from "../io/node-files.ts";
import { wayFrom } from "../io/paths.ts";
import { defaultConfig, findInventory } from "./find-root.ts";
import type { IsIgnored } from "./git-ignored.ts";
import type { Memory } from "./memory/folder.ts";
import type { ParsedFiles } from "./parsed-files.ts";
import { createProgress, type Progress } from "./progress.ts";
import type { Talk, TalkNeeds, TalkOptions } from "./talk.ts";
import { wantsColor, type Terminal } from "./terminal.ts";

/** What every command is given: where it stands and how it talks. */
export interface Session extends Talk {
  /** The folder of the inventory, as a file system to read from: it throws once the run is interrupted. */
  readonly files: Files;
  /** The same, also after that: for what writes, and must end it. */
  readonly disk: Files;
  /** Whether git leaves a path of it out. */
  readonly isIgnored: IsIgnored;
  /** The inventory file, relative to that folder. */
  readonly config: string;
  /** The folder that the command was called in, absolute. */
  readonly cwd: string;
  /** How to say that there is no inventory: where it was looked for. */
  readonly nothingThere: string;
  /** How results are shown; the width is undefined where they go to a file or a pipe, and nothing is cut. */
  readonly results: { readonly color: boolean; readonly width: number | undefined };
  /** True where a person can be asked. */
  readonly interactive: boolean;
  /** Asks a person for a line; only where {@link interactive} says that there is one. */
  readonly ask: (question: string) => Promise<string>;
  /** Where to remember what a run found out; nothing is, without it. */
  readonly memory?: Memory | undefined;
  /** What this process has read before; only one that makes several runs has any. */
  readonly parsed?: ParsedFiles | undefined;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Aborted when nobody reads what is said any more. */
  readonly gone: AbortSignal;
  /** Shows what is being done in one line of a terminal, or takes it away; says nothing anywhere else. */
  readonly progress: Progress;
}

export interface GlobalOptions extends TalkOptions {
  readonly config?: string | undefined;
}

/** What a command says of the session that it needs. */
export interface SessionNeeds extends TalkNeeds {
  /** Looks for no inventory above the current folder. */
  readonly here?: boolean | undefined;
}

/** Finds the inventory and puts together what a command is given. */
export async function openSession(
  options: GlobalOptions,
  needs: SessionNeeds,
  terminal: Terminal,
  talk: Talk,
  signal: AbortSignal,
  memory?: Memory,
): Promise<Session> {
  const { cwd, stdout, stderr } = terminal;
  const config = options.config === undefined ? undefined : resolve(cwd, options.config);
  const found = config === undefined && needs.here !== true ? await findInventory(cwd) : undefined;
  const root = config === undefined ? (found ?? cwd) : dirname(config);
  const mayColor = options.color !== false;
  const files = nodeFiles(root, signal);
  return {
    ...talk,
    files,
    disk: nodeFiles(root),
    isIgnored: async (path) => (await import("./git-ignored.ts")).gitIgnored(files, signal)(path),
    config: config === undefined ? defaultConfig : basename(config),
    cwd,
    nothingThere:
      config === undefined
        ? `there is no \`${defaultConfig}\` in \`${cwd}\` or above it`
        : `there is no inventory file \`${wayFrom(cwd, config) || "."}\``,
    results: { color: mayColor && wantsColor(terminal, stdout), width: stdout.columns },
    interactive: stderr.isTerminal && terminal.hasKeyboard,
    ask: async (question) => (await terminal.ask?.(visible(question), signal)) ?? "",
    memory,
    signal,
    gone: terminal.gone,
    progress: createProgress(stderr),
  };
}
