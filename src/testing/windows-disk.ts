import { win32 } from "node:path";
import type { Entry as Listed, FileKind, Files, FileStat } from "../io/files.ts";
import { systemFails } from "../io/kinds.ts";
import { OutsideError } from "../io/outside-error.ts";
import { matcher } from "./memory-files.ts";

/** What stands on the disk: a file has bytes, a link leads somewhere, a folder has neither. */
interface Entry {
  /** As it was first written: Windows keeps case, and does not look at it. */
  readonly path: string;
  readonly bytes?: Uint8Array;
  readonly target?: string;
}

/**
 * A disk as Windows has it, in memory: drives, `\` between names and in what is answered (`/` is taken too),
 * names that differ in case alone are one, and no bit says that a file may be run. `readdir` of folders gives
 * their names as they were written. What it refuses, it refuses with the codes of Node.
 */
export class WindowsDisk {
  readonly #entries = new Map<string, Entry>();

  /** Writes a file as a person would, with its folders. */
  put(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#folders(win32.dirname(path));
    this.#entries.set(keyOf(path), { path: this.#written(path), bytes });
  }

  /** A junction or a symbolic link. */
  link(path: string, target: string): void {
    this.#folders(win32.dirname(path));
    this.#entries.set(keyOf(path), { path, target });
  }

  /** The texts of all files below a folder, by their paths with `/`. */
  texts(folder: string): Map<string, string> {
    const below = [...this.#entries.values()].filter(
      ({ path, bytes }) => bytes !== undefined && keyOf(path).startsWith(`${keyOf(folder)}\\`),
    );
    return new Map(
      below
        .map(({ path, bytes }): [string, string] => [
          path.slice(folder.length + 1).replaceAll("\\", "/"),
          Buffer.from(bytes ?? []).toString("utf8"),
        ])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  }

  /** What `nodeFiles` is on such a machine. */
  files(root: string): Files {
    const at = (path: string): string => win32.resolve(root, path);
    const stat = (path: string): FileStat | undefined => {
      const entry = this.#at(at(path));
      if (entry === undefined) return undefined;
      const identity = keyOf(entry.path);
      return { kind: kindOf(entry), size: entry.bytes?.length ?? 0, mode: 0o666, modifiedMs: 0, identity };
    };
    const kind = (path: string): FileKind | undefined => stat(path)?.kind;
    const wants = async (path: string, wanted: FileKind): Promise<void> => {
      if (kind(path) !== wanted) throw refusal("ENOENT", path);
      await Promise.resolve();
    };
    return {
      root,
      rooted: (other) => this.files(other),
      stat: (path) => Promise.resolve(stat(path)),
      kind: (path) => Promise.resolve(kind(path)),
      read: (path, { maxBytes } = {}) => {
        const entry = this.#at(this.#real(at(path)) ?? "");
        if (entry !== undefined && entry.bytes === undefined) throw refusal("EISDIR", path);
        return Promise.resolve(entry?.bytes?.subarray(0, maxBytes));
      },
      realPath: (path) => Promise.resolve(this.#real(at(path))),
      list: (path) => Promise.resolve(this.#names(at(path))),
      entries: (path) => {
        const real = this.#real(at(path));
        if (real === undefined || this.#at(real)?.bytes !== undefined) return Promise.resolve(undefined);
        const names = this.#names(real);
        return Promise.resolve(names.map((name): Listed => [name, kind(win32.join(real, name)) ?? "other"]));
      },
      glob: (patterns) => Promise.resolve(this.#glob(at("."), patterns)),
      makeFolder: async (path) => {
        if (stat(path) !== undefined) return false;
        await wants(win32.dirname(at(path)), "directory");
        this.#entries.set(keyOf(at(path)), { path: this.#written(at(path)) });
        return true;
      },
      create: async (path, content) => {
        if (stat(path) !== undefined) return false;
        await wants(win32.dirname(at(path)), "directory");
        this.#entries.set(keyOf(at(path)), {
          path: this.#written(at(path)),
          bytes: Uint8Array.from(content),
        });
        return true;
      },
      rename: async (from, to) => {
        await wants(from, "file");
        if (kind(to) === "directory") throw refusal("EPERM", to);
        const { bytes } = this.#at(at(from)) ?? {};
        this.#entries.delete(keyOf(at(from)));
        this.#entries.set(keyOf(at(to)), { path: this.#written(at(to)), ...(bytes && { bytes }) });
      },
      remove: (path) => {
        if (kind(path) === "directory") throw refusal("EPERM", path);
        return Promise.resolve(this.#entries.delete(keyOf(at(path))));
      },
      removeFolder: (path) => {
        const isEmpty = kind(path) === "directory" && this.#names(at(path)).length === 0;
        return Promise.resolve(isEmpty && this.#entries.delete(keyOf(at(path))));
      },
      syncFolder: () => Promise.resolve(),
    };
  }

  #folders(folder: string): void {
    if (win32.dirname(folder) !== folder) this.#folders(win32.dirname(folder));
    if (!this.#entries.has(keyOf(folder))) this.#entries.set(keyOf(folder), { path: folder });
  }

  /** The path with the case in which its folder is written. */
  #written(path: string): string {
    const folder = this.#entries.get(keyOf(win32.dirname(path)))?.path ?? win32.dirname(path);
    return win32.join(
      folder,
      this.#entries.get(keyOf(path))?.path.split("\\").at(-1) ?? win32.basename(path),
    );
  }

  /** The entry at a path, through the links in its folders. */
  #at(path: string): Entry | undefined {
    const folder = win32.dirname(path);
    if (folder === path) return this.#entries.get(keyOf(path));
    const real = this.#real(folder);
    return real === undefined ? undefined : this.#entries.get(keyOf(win32.join(real, win32.basename(path))));
  }

  #real(path: string): string | undefined {
    const entry = this.#at(path);
    return entry?.target === undefined
      ? entry?.path
      : this.#real(win32.resolve(entry.path, "..", entry.target));
  }

  #names(path: string): string[] {
    const real = this.#real(path);
    if (real === undefined) return [];
    const inside = [...this.#entries.values()].filter(
      (one) => keyOf(win32.dirname(one.path)) === keyOf(real) && one.path !== real,
    );
    return inside.map((one) => win32.basename(one.path)).sort();
  }

  /** Wildcards know case, also on Windows, but a pattern without any is looked for as it stands. */
  #glob(root: string, patterns: readonly string[]): string[] {
    const plain = patterns.filter((one) => !one.includes("*") && this.#at(win32.resolve(root, one))?.bytes);
    const found = [...this.texts(root).keys()].filter((path) =>
      patterns.some((pattern) => matcher(pattern).test(path)),
    );
    return [...new Set([...plain, ...found])].sort();
  }
}

function keyOf(path: string): string {
  return win32
    .normalize(path)
    .replace(/(?<=.)\\$/, "")
    .toLowerCase();
}

function kindOf({ bytes, target }: Entry): FileKind {
  return bytes !== undefined ? "file" : target !== undefined ? "link" : "directory";
}

function refusal(code: string, path: string): OutsideError {
  return new OutsideError({ kind: systemFails, code, path, attempt: "write", reason: code, help: "" });
}
