import { dirname, join, posix } from "node:path";
import { hashBytes } from "../artifacts/content.ts";
import type { Files } from "../io/files.ts";
import { OutsideError } from "../io/outside-error.ts";
import type { ParsedFiles } from "./parsed-files.ts";
import type { Inputs } from "./project-inputs.ts";

/** How the inputs stand: equal when nothing changed that a run would see. */
export type Snapshot = ReadonlyMap<string, string>;

/** Reads all inputs, and looks for fragments that a pattern has come to match. */
export async function snapshot(files: Files, inputs: Inputs): Promise<Snapshot> {
  const found =
    inputs.patterns.length === 0 ? [] : await files.glob(inputs.patterns.map((one) => posix.normalize(one)));
  const states = new Map<string, string>();
  for (const path of new Set([...inputs.files, ...found])) states.set(path, await contentOf(files, path));
  for (const path of inputs.named) {
    if (states.has(path)) continue;
    const real = await files.realPath(path);
    states.set(path, (real === undefined ? undefined : await files.kind(real)) ?? "absent");
  }
  return states;
}

function stateOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "absent" : hashBytes(bytes);
}

async function contentOf(files: Files, path: string): Promise<string> {
  try {
    return stateOf(await files.read(path));
  } catch (error) {
    // A folder in its place, or no right to read it: the run will tell.
    if (error instanceof OutsideError) return error.code;
    throw error;
  }
}

/**
 * What a run saw that began at `before` and ended with the inputs of `after`: a change of what was known
 * before it is still one. What only the run made known is as it read it: a fragment that came to be since, or
 * was edited, is a change. Of what is only named, nobody can tell.
 */
export function seenBy(before: Snapshot, after: Snapshot, inputs: Inputs, parsed: ParsedFiles): Snapshot {
  const named = new Set(inputs.named);
  const seen = (path: string, state: string): string =>
    before.get(path) ?? (named.has(path) ? state : stateOf(parsed.bytesOf(path)));
  return new Map([...after].map(([path, state]) => [path, seen(path, state)]));
}

/** The paths whose state is another, in the order of the later snapshot. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly string[] {
  const paths = new Set([...after.keys(), ...before.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}

/**
 * The folders in which a change may be seen, absolute: those of all inputs, those that a link leads to,
 * and those through which a pattern may come to match.
 */
export async function foldersOf(files: Files, inputs: Inputs): Promise<readonly string[]> {
  const folders = new Set<string>([files.root]);
  for (const path of [...inputs.files, ...inputs.named]) {
    folders.add(dirname(join(files.root, path)));
    const real = await files.realPath(path);
    if (real !== undefined) folders.add(dirname(real));
  }
  for (const pattern of inputs.patterns)
    for (const folder of await throughPattern(files, posix.normalize(pattern)))
      folders.add(join(files.root, folder));
  return [...folders].sort();
}

/** Folders below the root that a pattern leads through, more rather than fewer; `**` leads everywhere. */
async function throughPattern(files: Files, pattern: string): Promise<readonly string[]> {
  const steps = pattern.split("/").slice(0, -1);
  const all: string[] = [];
  let level = ["."];
  for (const step of steps) {
    all.push(...level);
    if (/\*\*|[{(]/.test(step)) return [...all, ...(await everyFolder(files, level))];
    const fixed = !/[*?[\]!+@]/.test(step);
    level = fixed
      ? level.map((folder) => posix.join(folder, step))
      : (await Promise.all(level.map((folder) => foldersIn(files, folder)))).flat();
  }
  return [...all, ...level];
}

async function everyFolder(files: Files, from: readonly string[]): Promise<readonly string[]> {
  const below = (await Promise.all(from.map((folder) => foldersIn(files, folder)))).flat();
  return below.length === 0 ? from : [...from, ...(await everyFolder(files, below))];
}

/** Folders in a folder; links are not entered, as patterns do not enter them. */
async function foldersIn(files: Files, folder: string): Promise<readonly string[]> {
  if ((await files.kind(folder)) !== "directory") return [];
  const paths = (await files.list(folder))
    .filter((name) => name !== "node_modules" && name !== ".git")
    .map((name) => posix.join(folder, name));
  const kinds = await Promise.all(paths.map((path) => files.kind(path)));
  return paths.filter((_, index) => kinds[index] === "directory");
}
