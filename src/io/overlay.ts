import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inWords } from "./outside-error.ts";

/**
 * Shows a folder with some files of other content to `work`, which is handed where it is shown. Nothing is written
 * to the folder itself: the overlay is a temporary folder of links, real only on the way to the files, and gone when
 * the work is done. The paths of `texts` are relative to `top`, with `/`.
 */
export async function withOverlay<T>(
  top: string,
  texts: ReadonlyMap<string, string>,
  work: (root: string) => Promise<T>,
): Promise<T> {
  const copying = "make a temporary copy in";
  const root = await inWords(copying, tmpdir(), () => mkdtemp(join(tmpdir(), "fluxtilt-")));
  try {
    await inWords(copying, root, () => mirror(resolve(top), root, texts));
    return await work(root);
  } finally {
    await inWords("remove", root, () => rm(root, { recursive: true, force: true }));
  }
}

async function mirror(from: string, to: string, texts: ReadonlyMap<string, string>): Promise<void> {
  const below = new Map<string, Map<string, string>>();
  for (const [path, text] of texts) {
    const slash = path.indexOf("/");
    const step = slash === -1 ? path : path.slice(0, slash);
    below.set(
      step,
      (below.get(step) ?? new Map<string, string>()).set(slash === -1 ? "" : path.slice(slash + 1), text),
    );
  }
  for (const name of await readdir(from))
    if (!below.has(name)) await symlink(join(from, name), join(to, name));
  for (const [step, inner] of below) {
    const text = inner.get("");
    if (text !== undefined) await writeFile(join(to, step), text);
    else {
      await mkdir(join(to, step));
      await mirror(join(from, step), join(to, step), inner);
    }
  }
}
