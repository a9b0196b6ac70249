import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inWords } from "./outside-error.ts";

/** Does something with an empty folder that only our user can enter; it is gone afterwards. */
export async function inTempFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await inWords("make a folder in", tmpdir(), () => mkdtemp(join(tmpdir(), "fluxtilt-")));
  try {
    return await work(folder);
  } finally {
    await inWords("remove", folder, () => rm(folder, { recursive: true, force: true }));
  }
}
