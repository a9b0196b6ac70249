import { createHash } from "node:crypto";
import { isAbsolute, join } from "node:path";
import type { Files, FileStat, GlobOptions } from "./files.ts";
import { folderEntries } from "./folder-entries.ts";

/** What can be asked of a path: the bytes, what stands there, where it leads, the names in a folder, their kinds too. */
type Ask = "content" | "kind" | "real" | "names" | "entries";

/** Something that was asked of the disk, and as much of the answer as can matter to who asked. */
export type Fact = readonly [ask: Ask, path: string, answer: string];

/** A file system that notes what it is asked. */
export interface Trace {
  readonly files: Files;
  /** Every question once, sorted, with its answer; undefined when one was answered in two ways, or cannot be asked again. */
  readonly facts: () => readonly Fact[] | undefined;
  /**
   * Notes anew what the folders hold that patterns led through, for who has written into them. Where a pattern
   * finds something else now, nothing is steady any more.
   */
  readonly lookAgain: () => Promise<void>;
}

const absent = "absent";

/** The same files; reading through them is noted, writing is not. */
export function traceFiles(files: Files): Trace {
  const noted = new Map<string, Fact>();
  const globs: (readonly [patterns: readonly string[], options: GlobOptions | undefined, found: string])[] =
    [];
  let steady = true;
  const note = (ask: Ask, path: string, answer: string): void => {
    const key = `${ask} ${path}`;
    const before = noted.get(key);
    if (before !== undefined && before[2] !== answer) steady = false;
    noted.set(key, [ask, path, answer]);
  };
  const glob = (patterns: readonly string[], options?: GlobOptions): Promise<readonly string[]> =>
    files.glob(patterns, {
      ...options,
      onFolder: (path, entries) => {
        note("entries", path, entriesAnswer(entries));
      },
      onFile: (path, stat) => {
        note("kind", path, kindAnswer(stat));
      },
    });
  return {
    facts: () => {
      // Much is asked at once, in any order.
      const sorted = [...noted].sort(([one], [other]) => (one < other ? -1 : 1));
      return steady ? sorted.map(([, fact]) => fact) : undefined;
    },
    lookAgain: async () => {
      for (const [key, [ask]] of noted) if (ask === "entries") noted.delete(key);
      for (const [patterns, options, found] of globs)
        if ((await glob(patterns, options)).join("\0") !== found) steady = false;
    },
    files: {
      ...files,
      read: async (path, options) => {
        const bytes = await files.read(path);
        note("content", path, contentAnswer(bytes));
        return options?.maxBytes === undefined ? bytes : bytes?.subarray(0, options.maxBytes);
      },
      stat: async (path) => {
        const stat = await files.stat(path);
        note("kind", path, kindAnswer(stat));
        return stat;
      },
      kind: async (path) => {
        const stat = await files.stat(path);
        note("kind", path, kindAnswer(stat));
        return stat?.kind;
      },
      realPath: async (path) => {
        const real = await files.realPath(path);
        note("real", path, real ?? absent);
        return real;
      },
      list: async (path) => {
        const names = await files.list(path);
        note("names", path, hashOf(names.join("\0")));
        return names;
      },
      glob: async (patterns, options) => {
        const found = await glob(patterns, options);
        globs.push([patterns, options, found.join("\0")]);
        return found;
      },
    },
  };
}

/** Whether the disk still answers as it did. Throws where it refuses to answer. */
export async function stillHolds([ask, path, answer]: Fact, files: Files): Promise<boolean> {
  return (await askAgain(ask, path, files)) === answer;
}

async function askAgain(ask: Ask, path: string, files: Files): Promise<string> {
  switch (ask) {
    case "content":
      return contentAnswer(await files.read(path));
    case "kind":
      return kindAnswer(await files.stat(path));
    case "real":
      return (await files.realPath(path)) ?? absent;
    case "names":
      return hashOf((await files.list(path)).join("\0"));
    case "entries":
      return entriesAnswer(await folderEntries(isAbsolute(path) ? path : join(files.root, path)));
  }
}

/** True for a fact as it was written down somewhere. */
export function isFact(value: unknown): value is Fact {
  return (
    Array.isArray(value) &&
    value.length === 3 &&
    value.every((part) => typeof part === "string") &&
    isAsk(value[0])
  );
}

function isAsk(value: unknown): boolean {
  return typeof value === "string" && asks.has(value);
}

const asks: ReadonlySet<string> = new Set<Ask>(["content", "kind", "real", "names", "entries"]);

function contentAnswer(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? absent : hashOf(bytes);
}

/**
 * Times and identities say nothing of what a run would do: bytes are read, not guessed from them. Of the
 * mode, only whether it can be run matters to anyone.
 */
function kindAnswer(stat: FileStat | undefined): string {
  if (stat === undefined) return absent;
  return stat.kind === "file" && (stat.mode & 0o111) !== 0 ? "program" : stat.kind;
}

function entriesAnswer(entries: readonly string[] | undefined): string {
  return entries === undefined ? absent : hashOf(entries.join("\0"));
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64");
}
