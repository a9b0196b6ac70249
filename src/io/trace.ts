import { hash } from "node:crypto";
import { resolve } from "node:path";
import type { Entry, Files, FileStat, GlobOptions } from "./files.ts";
import { OutsideError } from "./outside-error.ts";

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

/** The same files; reading through them, from whatever root, is noted, writing is not. */
export function traceFiles(files: Files): Trace {
  const noted = new Map<string, Fact>();
  /** Patterns that can be looked for again, what they found, and the questions that they stand for. */
  const globs: { readonly again: () => Promise<readonly string[]>; readonly found: string }[] = [];
  const throughPatterns = new Set<string>();
  let steady = true;
  const note = (ask: Ask, path: string, answer: string): void => {
    const key = `${ask} ${path}`;
    const before = noted.get(key);
    if (before !== undefined && before[2] !== answer) steady = false;
    noted.set(key, [ask, path, answer]);
  };
  /** Also that the disk refused is an answer: who asked may go on without. */
  const asked = async <T>(
    ask: Ask,
    path: string,
    question: () => Promise<T>,
    inShort: (answer: T) => string,
  ): Promise<T> => {
    try {
      const answer = await question();
      note(ask, path, inShort(answer));
      return answer;
    } catch (error) {
      if (error instanceof OutsideError) note(ask, path, refusal(error));
      throw error;
    }
  };
  const glob = async (inner: Files, patterns: readonly string[], options?: GlobOptions) =>
    await inner.glob(patterns, {
      ...options,
      onFolder: (path, entries) => {
        throughPatterns.add(`entries ${path}`);
        note("entries", path, entriesAnswer(entries));
        options?.onFolder?.(path, entries);
      },
      onFile: (path, stat) => {
        note("kind", path, kindAnswer(stat));
        options?.onFile?.(path, stat);
      },
    });
  /** Paths of another root are noted absolute: the next run has one root only. */
  const traced = (inner: Files, called: (path: string) => string): Files => {
    const stat = (path: string): Promise<FileStat | undefined> =>
      asked("kind", called(path), () => inner.stat(path), kindAnswer);
    return {
      ...inner,
      rooted: (root) => traced(inner.rooted(root), (path) => resolve(root, path)),
      read: async (path, { maxBytes, ...options } = {}) => {
        const bytes = await asked("content", called(path), () => inner.read(path, options), contentAnswer);
        return maxBytes === undefined ? bytes : bytes?.subarray(0, maxBytes);
      },
      stat,
      kind: async (path) => (await stat(path))?.kind,
      realPath: (path) =>
        asked(
          "real",
          called(path),
          () => inner.realPath(path),
          (real) => real ?? absent,
        ),
      list: (path) => asked("names", called(path), () => inner.list(path), namesAnswer),
      entries: (path) => asked("entries", called(path), () => inner.entries(path), entriesAnswer),
      glob: async (patterns, options) => {
        const again = (): Promise<readonly string[]> => glob(inner, patterns, options);
        const found = await again();
        globs.push({ again, found: found.join("\0") });
        return found;
      },
    };
  };
  return {
    facts: () => {
      // Much is asked at once, in any order.
      const sorted = [...noted].sort(([one], [other]) => (one < other ? -1 : 1));
      return steady ? sorted.map(([, fact]) => fact) : undefined;
    },
    lookAgain: async () => {
      for (const key of throughPatterns) noted.delete(key);
      for (const { again, found } of globs) if ((await again()).join("\0") !== found) steady = false;
    },
    files: traced(files, (path) => path),
  };
}

/** Whether the disk still answers as it did. */
export async function stillHolds([ask, path, answer]: Fact, files: Files): Promise<boolean> {
  try {
    return (await askAgain(ask, path, files)) === answer;
  } catch (error) {
    if (error instanceof OutsideError) return refusal(error) === answer;
    throw error;
  }
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
      return namesAnswer(await files.list(path));
    case "entries":
      return entriesAnswer(await files.entries(path));
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

function entriesAnswer(entries: readonly Entry[] | undefined): string {
  // No name holds a slash.
  return entries === undefined ? absent : hashOf(entries.map((entry) => entry.join("/")).join("\0"));
}

function namesAnswer(names: readonly string[]): string {
  return hashOf(names.join("\0"));
}

function refusal({ code }: OutsideError): string {
  return `refused: ${code}`;
}

function hashOf(content: string | Uint8Array): string {
  return hash("sha256", content, "base64");
}
