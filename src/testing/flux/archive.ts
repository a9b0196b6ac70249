import { posix } from "node:path";
import type { EntryKind, RepositoryView } from "../../reality/view.ts";

/** The files of a small repository, by path. */
export type RepositoryFiles = Readonly<Record<string, string>>;

/**
 * Reads a case: files one after another, each under a line `-- path --`; what stands before the first is a comment.
 * No disk has a folder without a name (`a//b`).
 */
export function readArchive(text: string): RepositoryFiles {
  const files: Record<string, string> = {};
  const parts = text.split(/^-- (\S+) --\n/m);
  for (let at = 1; at + 1 < parts.length; at += 2)
    files[posix.normalize(parts[at] ?? "")] = parts[at + 1] ?? "";
  return files;
}

/** A view that also counts what is read of it. */
export interface MemoryView extends RepositoryView {
  /** Paths that were read, in order, each time anew. */
  readonly reads: readonly string[];
}

/** A repository that is only in memory. */
export function memoryView(files: RepositoryFiles): MemoryView {
  const reads: string[] = [];
  const clean = (path: string): string => path.replace(/^\.?\/?/, "").replace(/\/$/, "");
  const below = (path: string): string[] => {
    const start = clean(path) === "" ? "" : `${clean(path)}/`;
    return Object.keys(files).filter((file) => file.startsWith(start));
  };
  return {
    reads,
    read: (path) => {
      const text = Object.hasOwn(files, clean(path)) ? files[clean(path)] : undefined;
      if (text !== undefined) reads.push(clean(path));
      return Promise.resolve(text === undefined ? undefined : new TextEncoder().encode(text));
    },
    list: (path) => {
      const depth = clean(path) === "" ? 0 : clean(path).split("/").length;
      return Promise.resolve([...new Set(below(path).map((file) => file.split("/")[depth] ?? ""))].sort());
    },
    kind: (path) => {
      const kind: EntryKind | undefined = Object.hasOwn(files, clean(path))
        ? "file"
        : below(path).length > 0
          ? "directory"
          : undefined;
      return Promise.resolve(kind);
    },
  };
}
