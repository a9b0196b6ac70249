import * as fs from "node:fs";
import { mkdir, open, rename, rmdir, unlink } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { kindOf, statOf } from "./file-stat.ts";
import type { CreateOptions, Entry, FileKind, Files, FileStat, ReadOptions } from "./files.ts";
import { entriesOf } from "./folder-entries.ts";
import { heapSize } from "./heap-size.ts";
import { hugeFile, wrongPlace } from "./kinds.ts";
import { errorCode, outside, OutsideError } from "./outside-error.ts";
import { isWithin } from "./paths.ts";
import { turn } from "./turn.ts";
import { withoutWaiting } from "./without-waiting.ts";

const absent = new Set(["ENOENT", "ENOTDIR"]);
const withKinds = { withFileTypes: true } as const;

type Attempt = <T>(
  verb: string,
  path: string,
  work: () => T | Promise<T>,
  otherwise?: { readonly codes: ReadonlySet<string>; readonly value: T },
) => Promise<T>;

/** Answers with `otherwise` for the named failures, and puts every other one in words. */
async function attemptIn<T>(
  root: string,
  verb: string,
  path: string,
  work: () => T | Promise<T>,
  otherwise?: { readonly codes: ReadonlySet<string>; readonly value: T },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (otherwise?.codes.has(errorCode(error) ?? "") === true) return otherwise.value;
    const failure = outside(error, verb, path);
    throw failure instanceof OutsideError ? failure.below(root) : failure;
  }
}

function notRegular(path: string, kind: FileKind): OutsideError {
  const folder = kind === "directory";
  return new OutsideError({
    kind: wrongPlace,
    code: folder ? "EISDIR" : "ENOTREG",
    path,
    attempt: "read",
    reason: folder ? "it is a folder, not a file" : "it is a pipe, a socket or a device, not a file",
    help: "name a regular file",
  });
}

/** What a run stands on: the folder that its paths begin at, and what ends it. */
interface Base {
  readonly root: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Answers of the disk are taken at once: handing each question to another thread takes fifty times as long as
 * the answer, and a run asks thousands.
 */
async function askIn<T>(
  { root, signal }: Base,
  verb: string,
  path: string,
  question: () => T | Promise<T>,
  otherwise?: { readonly codes: ReadonlySet<string>; readonly value: T },
): Promise<T> {
  await turn();
  signal?.throwIfAborted();
  return await attemptIn(root, verb, path, question, otherwise);
}

/** Opens a file to read from. */
function openFile(path: string, absolute: string): number {
  try {
    return fs.openSync(absolute, withoutWaiting);
  } catch (error) {
    // What a system says of a socket.
    if (["ENXIO", "EOPNOTSUPP"].includes(errorCode(error) ?? "")) throw notRegular(path, "other");
    throw error;
  }
}

/** In bytes: no text is longer in V8, and a small heap has room for what is made of a sixth of it. */
const mostRead = Math.min(256 * 1024 * 1024, heapSize() / 6);

function tooHuge(path: string, size: number, largest: number): OutsideError {
  const megabytes = Math.ceil(size / 1024 / 1024);
  const most = Math.floor(largest / 1024 / 1024);
  return new OutsideError({
    kind: hugeFile,
    path,
    attempt: "read",
    reason: `it has ${megabytes} MB, and at most ${most} MB are read`,
    help: "take it away, or name another",
  });
}

function readRegular(path: string, absolute: string, { maxBytes, largest }: ReadOptions): Uint8Array {
  const descriptor = openFile(path, absolute);
  try {
    const stats = fs.fstatSync(descriptor);
    const kind = kindOf(stats);
    if (kind !== "file") throw notRegular(path, kind);
    const size = maxBytes ?? stats.size;
    const most = Math.min(largest ?? mostRead, mostRead);
    if (size > most) throw tooHuge(path, size, most);
    const buffer = Buffer.allocUnsafeSlow(size);
    const length = size === 0 ? 0 : fs.readSync(descriptor, buffer, 0, size, 0);
    // The whole of a file that does not say how long it is, or that was read in parts.
    if (maxBytes === undefined && (length < size || size === 0)) return fs.readFileSync(descriptor);
    return buffer.subarray(0, length);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * The path of a change, with every link in its folders resolved; throws where they lead out of the root, whatever
 * was looked at before: a folder may become a link at any moment. Only a link that comes in the instant between this
 * look and the change itself is not seen.
 */
function changedAt(root: string, path: string): string {
  const absolute = resolve(root, path);
  const folder = fs.realpathSync.native(dirname(absolute));
  if (isWithin(fs.realpathSync.native(root), folder)) return join(folder, basename(absolute));
  throw new OutsideError({
    kind: wrongPlace,
    path,
    attempt: "change",
    reason: `a link leads out of \`${root}\``,
    help: "put the folder back in the place of the link, and run the command again",
  });
}

async function createWhole(absolute: string, content: Uint8Array, options: CreateOptions): Promise<boolean> {
  const handle = await open(absolute, "wx", options.executable === true ? 0o777 : 0o666);
  try {
    try {
      await handle.writeFile(content);
      // The mode that `open` takes passes the umask; this one is exact.
      if (options.mode !== undefined) await handle.chmod(options.mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await unlink(absolute).catch(() => undefined);
    throw error;
  }
  return true;
}

async function syncWhole(absolute: string): Promise<void> {
  const handle = await open(absolute, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The real file system below `root`. Once `signal` is aborted no question is answered any more, but thrown its
 * reason: a disk may be slow, and nobody waits for the rest. What is being written must not be left half done, and
 * is handed none.
 */
export function nodeFiles(root: string, signal?: AbortSignal): Files {
  const base = resolve(root);
  const below = base.endsWith(sep) ? base : `${base}${sep}`;
  // `resolve` looks at each sign of both, which is most of the time of a question.
  const at = (path: string): string =>
    isAbsolute(path) || path.includes("..") ? resolve(base, path) : `${below}${path}`;
  const changed = (path: string): string => changedAt(base, path);
  const nothing = { codes: absent, value: undefined };
  const attempt: Attempt = (...given) => attemptIn(base, ...given);
  const ask: Attempt = (...given) => askIn({ root: base, signal }, ...given);

  const stat = (path: string): Promise<FileStat | undefined> =>
    ask<FileStat | undefined>("look at", path, () => statOf(fs.lstatSync(at(path))), nothing);

  return {
    root: base,
    rooted: (other) => nodeFiles(other, signal),
    stat,
    kind: async (path) => (await stat(path))?.kind,
    read: (path, options: ReadOptions = {}) =>
      ask<Uint8Array | undefined>("read", path, () => readRegular(path, at(path), options), nothing),
    realPath: (path) =>
      ask<string | undefined>("resolve", path, () => fs.realpathSync.native(at(path)), nothing),
    list: (path) =>
      ask<readonly string[]>("list", path, () => fs.readdirSync(at(path)).sort(), {
        codes: new Set(["ENOENT"]),
        value: [],
      }),
    entries: (path) =>
      ask<readonly Entry[] | undefined>(
        "list",
        path,
        () => entriesOf(fs.readdirSync(at(path), withKinds)),
        nothing,
      ),
    glob: (patterns, options = {}) =>
      attempt("search", patterns.join(" "), async () =>
        (await import("./glob.ts")).globbed(base, patterns, options, signal),
      ),
    makeFolder: (path) =>
      attempt(
        "make the folder",
        path,
        async () => {
          await mkdir(changed(path));
          return true;
        },
        { codes: new Set(["EEXIST"]), value: false },
      ),
    rename: (from, to) => attempt("write", to, () => rename(changed(from), changed(to))),
    remove: (path) =>
      attempt(
        "remove",
        path,
        async () => {
          await unlink(changed(path));
          return true;
        },
        { codes: absent, value: false },
      ),
    removeFolder: (path) =>
      attempt(
        "remove the folder",
        path,
        async () => {
          await rmdir(changed(path));
          return true;
        },
        // POSIX lets a system say EEXIST for a folder that is not empty.
        { codes: new Set(["ENOENT", "ENOTEMPTY", "EEXIST"]), value: false },
      ),
    create: (path, content, options = {}) =>
      attempt("write", path, () => createWhole(changed(path), content, options), {
        codes: new Set(["EEXIST"]),
        value: false,
      }),
    syncFolder: (path) =>
      attempt("write", path, () => syncWhole(at(path)), {
        // Folders cannot be opened on Windows, nor synced on some network disks.
        codes: new Set(["EISDIR", "EPERM", "EINVAL", "ENOTSUP"]),
        value: undefined,
      }),
  };
}
