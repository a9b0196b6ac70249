import { posix } from "node:path";
import { scan } from "../../imported/scan.ts";
import type { Files } from "../../io/files.ts";

/**
 * The texts of a Tiltfile and of all that it includes and loads by a path that is written out, by path
 * relative to the project: what is read before anything runs. A path that is computed is not followed.
 */
export async function readTiltfiles(files: Files, start: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const open = [start];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    if (texts.has(path) || path.startsWith("../")) continue;
    const bytes = (await files.kind(path)) === "directory" ? undefined : await files.read(path);
    if (bytes === undefined) continue;
    const text = new TextDecoder().decode(bytes);
    texts.set(path, text);
    for (const { name, positional } of scan(text).calls) {
      const [other] = positional;
      if (!/^(include|load|load_dynamic)$/.test(name) || typeof other !== "string" || /^\w+:\/\//.test(other))
        continue;
      open.push(posix.join(posix.dirname(path), other));
    }
  }
  return texts;
}
