import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { objectsOf, type TiltfileResult } from "../../evaluated/seen.ts";
import { inWords, OutsideError } from "../../io/outside-error.ts";
import { runToEnd, type Run } from "../../io/process.ts";
import { complaint } from "../doctor/ask.ts";
import { cloneBelow, cloneOf, dataHome } from "./clones.ts";
import { noExtensions } from "./kinds.ts";

/** A change of one file of the extensions: the text that stands there in, what is to stand there out. */
export interface Patch {
  readonly path: string;
  readonly change: (text: string) => string;
}

/**
 * `cmd_button` returns at once unless Tilt runs as `up` or `ci` (tilt-extensions uibutton/Tiltfile). Buttons
 * are data: to have them, the copy is told that it runs as `up`.
 */
export const openButtons: Patch = {
  path: "uibutton/Tiltfile",
  change: (text) => text.replaceAll(/\bconfig\.tilt_subcommand\b/g, '"up"'),
};

/** A repository of extensions that a load used, and the revisions that it asked for. */
export interface UsedRepository {
  readonly url: string;
  readonly refs: readonly string[];
}

/** Tilt's own, which `ext://name` means where nothing else is declared (tilt internal/tiltfile/tiltextension). */
const defaultUrl = "https://github.com/tilt-dev/tilt-extensions";

/**
 * The repositories that a load used and that Tilt cloned; those in a folder (`file://`) are used where they
 * are. `more` are revisions of Tilt's own repository that other files will ask for.
 */
export function usedRepositories(
  result: TiltfileResult,
  more: readonly string[] = [],
): readonly UsedRepository[] {
  const found = new Map<string, string[]>([[defaultUrl, [...more]]]);
  for (const { spec } of objectsOf(result, "extensionrepos")) {
    const { url = "", ref } = (spec ?? {}) as { readonly url?: string; readonly ref?: string };
    if (!/^https?:/.test(url)) continue;
    found.set(url, [...(found.get(url) ?? []), ...(ref === undefined || ref === "" ? [] : [ref])]);
  }
  return [...found].map(([url, refs]) => ({ url, refs: [...new Set(refs)] }));
}

/** The commit that Tilt's clone of a repository is at; undefined where it has none. */
export async function clonedCommit(run: Run, url: string, signal: AbortSignal): Promise<string | undefined> {
  const git = gitIn(run, cloneOf(url, process.env), signal);
  return await git.maybe("rev-parse", "--verify", "HEAD");
}

/**
 * Makes a copy of the user's data folder in `folder`, in which Tilt finds the used extensions patched and all
 * else linked to the original; answers the environment that leads Tilt there. The user's own clones are only
 * read: their objects are borrowed, and the pinned revisions stand for the patched files, so that Tilt needs
 * no network.
 */
export async function privateExtensions(
  run: Run,
  folder: string,
  repositories: readonly UsedRepository[],
  patches: readonly Patch[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const home = dataHome(process.env);
  const own = new Set<string>();
  for (const { url, refs } of repositories) {
    const below = cloneBelow(url);
    const git = gitIn(run, join(home, below), signal);
    // What was cloned for another file is not there for this one.
    const objects = await git.maybe("rev-parse", "--path-format=absolute", "--git-path", "objects");
    if (objects === undefined) continue;
    // The load before left there what it used.
    const tree = await git.must("rev-parse", "--verify", "HEAD^{tree}");
    const head = await git.must("rev-parse", "--verify", "HEAD");
    // What comes of a load pins what was not pinned.
    const pinned = [...new Set([...refs, head])];
    await inWords(attempt, folder, () =>
      copy(run, join(folder, below), { url, refs: pinned, objects, tree }, patches, signal),
    );
    own.add(below);
  }
  await inWords(attempt, folder, () => linkRest(home, folder, "", own));
  return { XDG_DATA_HOME: folder };
}

const attempt = "copy Tilt's extensions to";

interface Origin extends UsedRepository {
  /** Absolute folder of the clone's objects. */
  readonly objects: string;
  readonly tree: string;
}

async function copy(
  run: Run,
  clone: string,
  { url, refs, objects, tree }: Origin,
  patches: readonly Patch[],
  signal: AbortSignal,
): Promise<void> {
  await mkdir(clone, { recursive: true });
  const git = gitIn(run, clone, signal);
  await git.must("init", "--quiet", "--template=");
  await mkdir(join(clone, ".git/objects/info"), { recursive: true });
  await writeFile(join(clone, ".git/objects/info/alternates"), `${objects}\n`);
  await git.must("read-tree", tree);
  await git.must("checkout-index", "--all", "--force");
  for (const { path, change } of patches) {
    const file = join(clone, path);
    const text = await textAt(file);
    if (text !== undefined) await writeFile(file, change(text));
  }
  await git.must("add", "--update");
  const commit = await git.must("commit-tree", "-m", "patched", await git.must("write-tree"));
  await git.must("update-ref", "HEAD", commit);
  for (const ref of refs)
    await git.must(
      "update-ref",
      /^[0-9a-f]{40}$/.test(ref) ? `refs/replace/${ref}` : `refs/tags/${ref}`,
      commit,
    );
  // What is not pinned Tilt pulls at each load: that must fail at once, and Tilt then takes what is there.
  await git.must("config", "remote.origin.url", url);
  await git.must("config", "url.file:///dev/null/.insteadOf", `${new URL(url).protocol}//`);
}

/** Links every entry of `home` into `folder`, but the clones of our own and the folders that lead to them. */
async function linkRest(
  home: string,
  folder: string,
  below: string,
  own: ReadonlySet<string>,
): Promise<void> {
  for (const name of await namesIn(join(home, below))) {
    const path = join(below, name);
    if (own.has(path)) continue;
    if ([...own].some((one) => one.startsWith(path + sep))) {
      await mkdir(join(folder, path), { recursive: true });
      await linkRest(home, folder, path, own);
    } else {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await symlink(join(home, path), join(folder, path));
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function textAt(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

interface Git {
  /** Its output; undefined where it fails. */
  readonly maybe: (...args: string[]) => Promise<string | undefined>;
  /** Its output; throws where it fails. */
  readonly must: (...args: string[]) => Promise<string>;
}

/** Git only works on this machine here. */
const patienceMs = 60_000;

/** A person's own git settings (hooks, signing, templates) must not reach the copy. */
const environment = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_AUTHOR_NAME: "fluxtilt",
  GIT_AUTHOR_EMAIL: "fluxtilt@example.invalid",
  GIT_COMMITTER_NAME: "fluxtilt",
  GIT_COMMITTER_EMAIL: "fluxtilt@example.invalid",
};

function gitIn(run: Run, folder: string, signal: AbortSignal): Git {
  const ask = (args: readonly string[]): ReturnType<Run> =>
    runToEnd(run, ["git", "-C", folder, ...args], { env: environment, timeoutMs: patienceMs, signal });
  return {
    maybe: async (...args) => {
      const { code, stdout } = await ask(args);
      return code === 0 ? stdout.trim() : undefined;
    },
    must: async (...args) => {
      const { code, stdout, stderr } = await ask(args);
      if (code === 0) return stdout.trim();
      throw new OutsideError({
        kind: noExtensions,
        path: folder,
        attempt: `run git ${args[0] ?? ""} in`,
        reason: complaint({ stderr, stdout: "" }),
        help: "remove Tilt's clone of the extensions, and let Tilt fetch it again",
      });
    },
  };
}
