import { posix } from "node:path";
import type { FileUse } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { statThrough } from "../io/stat-through.ts";
import type { Found, LostStep, World } from "../rules/rule.ts";

interface Fact {
  readonly found: Found;
  readonly isRunnable: boolean;
  readonly lost?: LostStep | undefined;
}

// What Tilt looks for in the file of an icon (pkg/apis/core/v1alpha1/uibutton_types.go).
const startOfSvg = "<svg";

/** What is at each path that an inventory names, as the rules ask it. */
export async function lookUpFiles(
  files: Files,
  uses: readonly FileUse[],
): Promise<Pick<World, "found" | "isRunnable" | "isSvg" | "lost">> {
  const paths = [...new Set(uses.map((use) => use.path))];
  const listing = listed(files);
  const facts = new Map(
    await Promise.all(paths.map(async (path) => [path, await lookAt(files, listing, path)] as const)),
  );
  const icons = new Set(uses.filter(({ role }) => role === "icon").map(({ path }) => path));
  const drawn = new Map(
    await Promise.all(
      [...icons]
        .filter((path) => facts.get(path)?.found === "file")
        .map(async (path) => [path, await holds(files, path, startOfSvg)] as const),
    ),
  );
  return {
    found: (use) => facts.get(use.path)?.found,
    // Windows keeps no such bit.
    isRunnable: process.platform === "win32" ? undefined : (use) => facts.get(use.path)?.isRunnable === true,
    isSvg: (use) => drawn.get(use.path) === true,
    lost: (use) => facts.get(use.path)?.lost,
  };
}

/** The sorted names in a folder; none where there is no such folder. */
type Listing = (folder: string) => Promise<readonly string[]>;

/** Lists each folder once: a renamed folder is missed by each path that goes through it. */
function listed(files: Files): Listing {
  const folders = new Map<string, Promise<readonly string[]>>();
  const list = async (folder: string): Promise<readonly string[]> =>
    ((await files.entries(folder)) ?? []).map(([name]) => name).sort();
  return (folder) => {
    const known = folders.get(folder) ?? list(folder);
    folders.set(folder, known);
    return known;
  };
}

async function lookAt(files: Files, listing: Listing, path: string): Promise<Fact> {
  const stat = await statThrough(files, path);
  if (stat === undefined)
    return { found: undefined, isRunnable: false, lost: await findLostStep(listing, posix.normalize(path)) };
  return { found: stat.kind === "directory" ? "folder" : "file", isRunnable: (stat.mode & 0o111) !== 0 };
}

async function holds(files: Files, path: string, text: string): Promise<boolean> {
  const content = await files.read(path);
  return content !== undefined && Buffer.from(content).includes(text);
}

async function findLostStep(listing: Listing, path: string): Promise<LostStep | undefined> {
  const folder = posix.dirname(path);
  if (folder === path) return undefined;
  // Nothing is in a file either: `script.sh/x`.
  const beside = await listing(folder);
  if (beside.length > 0) return { folder, name: posix.basename(path), beside };
  return await findLostStep(listing, folder);
}
