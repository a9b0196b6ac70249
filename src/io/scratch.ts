import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inWords } from "./outside-error.ts";

/**
 * Gives `work` a new empty folder of its own, with every link in its path resolved, and removes it with all
 * that it holds when the work has ended, well or not.
 */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await inWords("make a folder in", tmpdir(), async () =>
    realpath(await mkdtemp(join(tmpdir(), "fluxtilt-"))),
  );
  try {
    return await work(folder);
  } finally {
    await inWords("remove", folder, () => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  }
}
