import { encode } from "../artifacts/content.ts";
import type { Files } from "../io/files.ts";

/** The same files, with other texts at some paths: how an inventory would be after an edit. */
export function overlay(files: Files, texts: ReadonlyMap<string, string>): Files {
  const textOf = (path: string): string | undefined => texts.get(path);
  return {
    ...files,
    read: async (path, options) => {
      const text = textOf(path);
      return text === undefined ? await files.read(path, options) : encode(text);
    },
    kind: async (path) => (textOf(path) === undefined ? await files.kind(path) : "file"),
    realPath: async (path) => (textOf(path) === undefined ? await files.realPath(path) : path),
    stat: async (path) => {
      const text = textOf(path);
      const there = await files.stat(path);
      if (text === undefined) return there;
      const { mode = 0o644, modifiedMs = 0, identity = path } = there ?? {};
      return { kind: "file", size: encode(text).length, mode, modifiedMs, identity };
    },
  };
}
