import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { inWords } from "./outside-error.ts";

/**
 * Shows a folder with one file of other content to `work`, which is handed the folder that the file stands
 * in. Nothing is written to the folder itself: the overlay is a temporary folder of links, real only on the
 * way to the file, and gone when the work is done. `path` is relative to `top`, with `/`.
 */
export async function withOverlay<T>(
  top: string,
  path: string,
  text: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const copying = "make a temporary copy in";
  const root = await inWords(copying, tmpdir(), () => mkdtemp(join(tmpdir(), "fluxtilt-")));
  try {
    await inWords(copying, root, () => mirror(resolve(top), root, path.split("/"), text));
    return await work(dirname(join(root, path)));
  } finally {
    await inWords("remove", root, () => rm(root, { recursive: true, force: true }));
  }
}

async function mirror(from: string, to: string, path: readonly string[], text: string): Promise<void> {
  const [step = "", ...rest] = path;
  for (const name of await readdir(from)) if (name !== step) await symlink(join(from, name), join(to, name));
  if (rest.length === 0) {
    await writeFile(join(to, step), text);
    return;
  }
  await mkdir(join(to, step));
  await mirror(join(from, step), join(to, step), rest, text);
}
