import { posix } from "node:path";
import type { Kind } from "../diagnostics/kind.ts";
import type { FileKind, Files } from "../io/files.ts";
import { noRight, wrongPlace } from "../io/kinds.ts";
import { OutsideError } from "../io/outside-error.ts";
import { isWithin } from "../io/paths.ts";
import type { RepositoryView } from "../reality/view.ts";
import { tooLarge } from "../source/kinds.ts";
import { countedYaml } from "./counted-yaml.ts";

/**
 * The files of a repository without what links lead to outside of it: whoever wrote a link may not choose
 * what is read of the machine, and Flux would not have it either. Looks into each folder once, and asks
 * nothing of a path that is not there; names are told apart as git and Flux do, by every letter. Texts of YAML that
 * take more memory than there is are not read (FT017), nor ignored patterns without end (FT003).
 */
export function withinRepository(files: Files): RepositoryView & Required<Pick<RepositoryView, "parseYaml">> {
  const folders = new Map<string, Promise<ReadonlyMap<string, FileKind>>>();
  const entriesOf = (folder: string): Promise<ReadonlyMap<string, FileKind>> => {
    const known = folders.get(folder) ?? look(folder);
    folders.set(folder, known);
    return known;
  };
  const look = async (folder: string): Promise<ReadonlyMap<string, FileKind>> => {
    const kind = await kindOf(folder);
    if (kind !== "directory" && !(kind === "link" && (await leadsInside(folder)))) return new Map();
    return new Map(await asked([wrongPlace], () => files.entries(folder)));
  };
  const kindOf = async (path: string): Promise<FileKind | undefined> =>
    path === "." ? "directory" : (await entriesOf(posix.dirname(path))).get(posix.basename(path));
  const root = files.realPath(".");
  /** Of what is in a folder that is inside, only a link can lead out. */
  const leadsInside = async (path: string): Promise<boolean> => {
    const [real, top] = [
      // What lies behind links that lead out may not be ours to look at.
      await asked([wrongPlace, noRight], () => files.realPath(path)),
      await root,
    ];
    if (real === undefined || top === undefined) return false;
    return isWithin(top, real);
  };
  const kind = async (path: string): Promise<FileKind | undefined> => {
    const found = await kindOf(path);
    return found === "link" && !(await leadsInside(path)) ? undefined : found;
  };
  const parse = countedYaml();
  return {
    parseYaml: (text, path) => parse(text, path, ofFlux),
    kind: (path) => kind(posix.normalize(path)),
    read: async (path) => {
      if ((await kind(posix.normalize(path))) === undefined) return undefined;
      const content = await asked([wrongPlace], () => files.read(path));
      if (content !== undefined && posix.basename(path) === ".sourceignore" && content.length > mostIgnored)
        throw tooManyPatterns(path);
      return content;
    },
    list: async (path) => [...(await entriesOf(posix.normalize(path === "" ? "." : path))).keys()],
  };
}

const ofFlux = { attempt: "read", help: "take it out of what Flux applies" };

/** Some thousand patterns, in bytes. Each is held against the path of each file that is read. */
const mostIgnored = 250_000;

function tooManyPatterns(path: string): OutsideError {
  return new OutsideError({
    kind: tooLarge,
    path,
    attempt: "read",
    reason: `it has more than ${mostIgnored / 1_000} kB`,
    help: "take out the patterns that nothing matches, or name folders in the place of files",
  });
}

/**
 * Where a path leads to nothing that can be, to a folder, or in a circle, nothing is there. Any other failure ends the
 * run: what a disk does not answer, or a right that is lacking, would make what is there look gone.
 */
async function asked<T>(isAbsent: readonly Kind[], ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OutsideError && isAbsent.includes(error.kind)) return undefined;
    throw error;
  }
}
