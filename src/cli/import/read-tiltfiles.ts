import { posix } from "node:path";
import { loadedPath, type Place } from "../../imported/programs.ts";
import { scan, type ScannedCall } from "../../imported/scan.ts";
import type { Files } from "../../io/files.ts";

/** What is read of Tiltfiles before anything runs. */
export interface ReadTiltfiles {
  /** By path relative to the project. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where one loads a text that is not among them. */
  readonly unread: readonly Place[];
}

interface Loads {
  readonly from: string;
  readonly path: string;
  readonly call: ScannedCall;
}

/**
 * The texts of a Tiltfile and of all that it includes and loads by a path that is written out. A path that is
 * computed is not followed.
 */
export async function readTiltfiles(files: Files, start: string): Promise<ReadTiltfiles> {
  const texts = new Map<string, string>();
  const unread: Place[] = [];
  /** Calls in files that have functions: whoever calls these has them load from a folder of his own. */
  const movable: Loads[] = [];
  const open = [start];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    if (texts.has(path)) continue;
    const bytes = (await files.kind(path)) === "directory" ? undefined : await files.read(path);
    if (bytes === undefined) continue;
    const text = new TextDecoder().decode(bytes);
    texts.set(path, text);
    const { calls, logic } = scan(text);
    const hasFunctions = logic.some(({ word }) => /^(def|lambda)$/.test(word));
    for (const call of calls.filter(({ name }) => /^(include|load|load_dynamic)$/.test(name))) {
      const other = loadedPath(call);
      if (other === undefined || other.startsWith("ext://")) continue;
      const loaded = posix.join(posix.dirname(path), other);
      if (isOutside(other, loaded))
        unread.push(placeOf(path, call, "what it loads is outside of the project"));
      else open.push(loaded);
      if (hasFunctions && call.name !== "load") movable.push({ from: path, path: other, call });
    }
  }
  const folders = new Set([...texts.keys()].map((path) => posix.dirname(path)));
  for (const { from, path, call } of movable)
    for (const folder of folders) {
      const moved = posix.join(folder, path);
      if (texts.has(moved) || isOutside(path, moved) || (await files.kind(moved)) === undefined) continue;
      unread.push(placeOf(from, call, `called in another folder it loads \`${moved}\``));
    }
  return { texts, unread };
}

/** Also of what only Windows takes for a path. */
function isOutside(written: string, path: string): boolean {
  return path.startsWith("../") || written.startsWith("/") || /\\|^[A-Za-z]:/.test(written);
}

function placeOf(file: string, { line, written }: ScannedCall, why: string): Place {
  return { file, line, written, why };
}
