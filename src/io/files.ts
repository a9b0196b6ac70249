/** What stands at a path; links are not followed. */
export type FileKind = "file" | "directory" | "link" | "other";

/** A name in a folder, and what stands there. */
export type Entry = readonly [name: string, kind: FileKind];

export interface FileStat {
  readonly kind: FileKind;
  /** In bytes. */
  readonly size: number;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  /** Last change, milliseconds since 1970. */
  readonly modifiedMs: number;
  /** Two paths with the same identity are one file (a link followed, a file system that ignores case). */
  readonly identity: string;
}

export interface ReadOptions {
  /** Reads no more than so many bytes from the beginning. */
  readonly maxBytes?: number;
  /** Refuses a file of more bytes than so many (FT926), without reading it. */
  readonly largest?: number;
}

export interface CreateOptions {
  /** Exact permission bits; without it the system's default for new files. */
  readonly mode?: number | undefined;
  /** May be run as a program; says nothing when `mode` is given. */
  readonly executable?: boolean | undefined;
}

export interface GlobOptions {
  /** Patterns of what is left out, beside `node_modules` and `.git`. */
  readonly ignore?: readonly string[];
  /** Told of each folder that is looked through: its absolute path, and what it holds. */
  readonly onFolder?: (path: string, entries: readonly Entry[] | undefined) => void;
  /** Told of each path that a pattern names in full, and of what stands there. */
  readonly onFile?: (path: string, stat: FileStat | undefined) => void;
}

/**
 * The file system, handed in to everything that needs it. Paths are relative to `root`, with `/`, or
 * absolute. Every method throws `OutsideError` when the system refuses; "absent" is an answer, not an error.
 */
export interface Files {
  /** Absolute, as given: links in it are not resolved. */
  readonly root: string;
  /** The same file system below another root, absolute: what watches the one watches the other. */
  rooted(root: string): Files;
  /** The bytes of a regular file (links are followed), or undefined when there is none. */
  read(path: string, options?: ReadOptions): Promise<Uint8Array | undefined>;
  /** What stands at the path itself, or undefined when nothing does. */
  stat(path: string): Promise<FileStat | undefined>;
  /** The kind alone. */
  kind(path: string): Promise<FileKind | undefined>;
  /** Absolute path with every link resolved; undefined when it leads nowhere. `.` is the root. */
  realPath(path: string): Promise<string | undefined>;
  /** Names in a folder, sorted by code unit; empty when the folder is absent. */
  list(path: string): Promise<readonly string[]>;
  /** What a folder holds, sorted by code unit; undefined when there is no such folder. One look for all that stands in it. */
  entries(path: string): Promise<readonly Entry[] | undefined>;
  /**
   * Files that match any of the patterns, relative to the root, sorted by code unit. Names that begin
   * with a dot match only a pattern that names the dot; links are neither found nor entered.
   */
  glob(patterns: readonly string[], options?: GlobOptions): Promise<readonly string[]>;
  /** Makes one folder in an existing one; false when it is there already. */
  makeFolder(path: string): Promise<boolean>;
  /** Moves a file over whatever file is at `to`, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a link; false when there was none. */
  remove(path: string): Promise<boolean>;
  /** Removes a folder if it is empty; false when it is absent or holds something. */
  removeFolder(path: string): Promise<boolean>;
  /** Writes a new file down to the disk; false, with nothing changed, when the path is taken. */
  create(path: string, content: Uint8Array, options?: CreateOptions): Promise<boolean>;
  /** Brings a folder's names down to the disk, where the system can. */
  syncFolder(path: string): Promise<void>;
}
