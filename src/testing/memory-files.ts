import { posix } from "node:path";
import type { Entry, Files, FileStat } from "../io/files.ts";

/**
 * A file system in memory, to read from only: texts, or bytes, by path, relative with `/`. Folders are those
 * that the paths imply. A pattern knows `*` and `**`.
 */
export function memoryFiles(texts: Readonly<Record<string, string | Uint8Array>>): Files {
  const encoder = new TextEncoder();
  const bytesOf = (path: string): Uint8Array => {
    const content = texts[path] ?? "";
    return typeof content === "string" ? encoder.encode(content) : content;
  };
  const paths = Object.keys(texts).sort();
  const clean = (path: string): string => path.replace(/^\.\//, "");
  const kindOf = (path: string): "file" | "directory" | undefined => {
    if (Object.hasOwn(texts, clean(path))) return "file";
    const isFolder = path === "." || paths.some((one) => one.startsWith(`${clean(path)}/`));
    return isFolder ? "directory" : undefined;
  };
  const readOnly = (): never => {
    throw new Error("these files are to read from only");
  };
  const stat = (path: string): FileStat | undefined => {
    const kind = kindOf(path);
    if (kind === undefined) return undefined;
    const size = bytesOf(clean(path)).length;
    return { kind, size, mode: path.endsWith(".sh") ? 0o755 : 0o644, modifiedMs: 0, identity: clean(path) };
  };
  const list = (path: string): readonly string[] => {
    const folder = clean(path) === "." ? "" : `${clean(path)}/`;
    const below = paths.filter((one) => one.startsWith(folder)).map((one) => one.slice(folder.length));
    return [...new Set(below.map((one) => one.split("/")[0] ?? ""))];
  };
  const files: Files = {
    root: "/",
    rooted: () => files,
    read: (path) => Promise.resolve(kindOf(path) === "file" ? bytesOf(clean(path)) : undefined),
    stat: (path) => Promise.resolve(stat(path)),
    kind: (path) => Promise.resolve(kindOf(path)),
    realPath: (path) => Promise.resolve(kindOf(path) === undefined ? undefined : clean(path)),
    list: (path) => Promise.resolve(list(path)),
    entries: (path) =>
      Promise.resolve(
        kindOf(path) === "directory"
          ? list(path).map((name): Entry => [name, kindOf(posix.join(path, name)) ?? "other"])
          : undefined,
      ),
    glob: (patterns) =>
      Promise.resolve(paths.filter((path) => patterns.some((pattern) => matcher(pattern).test(path)))),
    makeFolder: readOnly,
    rename: readOnly,
    remove: readOnly,
    removeFolder: readOnly,
    create: readOnly,
    syncFolder: readOnly,
  };
  return files;
}

/** What `*` and `**` of a pattern stand for. */
export function matcher(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*\/|\*)/).map((part) => {
    if (part === "**/") return "(?:.*/)?";
    return part === "*" ? "[^/]*" : part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}
