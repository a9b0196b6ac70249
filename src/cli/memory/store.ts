import { hash, randomBytes } from "node:crypto";
import { lstat, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../../io/outside-error.ts";
import { readAnswer, writeAnswer, type Answer } from "./answer.ts";
import { makePrivateFolder, type Memory } from "./folder.ts";
import { readOwn } from "./own-file.ts";

/** What nobody wrote anew for so long is thrown away. */
const longestMs = 30 * 24 * 60 * 60 * 1_000;

/** How many files are kept, of all inventories and all questions; the oldest go first. */
const most = 64;

/** What is remembered of an inventory by this very program; undefined for nothing, or what cannot be read. */
export async function load(
  memory: Memory,
  root: string,
  config: string,
  question: string,
): Promise<Answer | undefined> {
  return await unlessRefused(() => {
    const bytes = readOwn(fileOf(memory, { root, config, question }));
    const answer = bytes && readAnswer(bytes);
    const isAbout = answer?.root === root && answer.config === config && answer.question === question;
    return isAbout && answer.program === memory.program ? answer : undefined;
  });
}

/**
 * Remembers an answer: whole or not at all, also where two runs do so at once. Nothing is said of a disk
 * that refuses: the next run works it out again.
 */
export async function save(memory: Memory, answer: Answer): Promise<void> {
  await put(fileOf(memory, answer), writeAnswer(answer));
}

/** Puts a file into the folder of what is remembered, as {@link save} does. */
export async function put(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await unlessRefused(async () => {
    // Only its user may read it: frames show lines of the inventory.
    makePrivateFolder(folder);
    try {
      await writeFile(draft, content, { flag: "wx", mode: 0o600 });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await forgetOld(folder);
  });
}

function fileOf(
  memory: Memory,
  { root, config, question }: Pick<Answer, "root" | "config" | "question">,
): string {
  const key = hash("sha256", [root, config, question].join("\0")).slice(0, 32);
  return join(memory.folder, `${key}.json`);
}

/** What we put there, also drafts of runs that were killed: the folder may have been somebody's before. */
const ours = /^[0-9a-f]{32}\.(?:json|kept|code)(?:\.[0-9a-f]{12})?$/;

async function forgetOld(folder: string): Promise<void> {
  const oldest = Date.now() - longestMs;
  const names = (await readdir(folder)).filter((name) => ours.test(name));
  const paths = names.map((name) => join(folder, name));
  const dated = await Promise.all(paths.map(async (path) => ({ path, at: (await lstat(path)).mtimeMs })));
  const byAge = dated.sort((one, other) => other.at - one.at);
  for (const { path } of byAge.filter(({ at }, rank) => at < oldest || rank >= most)) await rm(path);
}

/** Undefined where the system refuses, and for JSON that is none. */
export async function unlessRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === undefined && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
