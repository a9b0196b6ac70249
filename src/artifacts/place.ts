import { posix } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Files } from "../io/files.ts";
import { isWithin, slashed } from "../io/paths.ts";
import { isReserved } from "./folder.ts";
import { clash, leaves } from "./kinds.ts";

/** Where a path leads: the path that the disk knows, with `/`, or why nothing can be written there. */
export type Place = { readonly real: string } | { readonly problem: Diagnostic };

/** One file could not stand beside the other on a disk that ignores case, or composes accents. */
export function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** True for a relative path with `/` that names something below the root, and is not git's. */
export function isInside(path: string): boolean {
  if (/[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path
    .split("/")
    .every((part) => part !== "" && part !== "." && part !== ".." && fold(part) !== ".git");
}

function outsideProblem(path: string, why: string): Place {
  return {
    problem: report(leaves, `\`${path}\` leaves the repository: ${why}`, {
      help: "name a path below the folder of the inventory, without `..` and without links that lead out",
    }),
  };
}

function clashProblem(message: string): Place {
  return {
    problem: report(clash, message, { help: "rename or remove it, or choose another path for the output" }),
  };
}

/**
 * Finds where an output path leads on the disk, through links in its folders. A path that leaves the
 * root, stands in git's folder, or needs a folder where a file is (or a file where a folder is) is a
 * diagnostic. The path itself may be a link within the root: whether it is ours is not judged here.
 */
export async function findPlace(files: Files, path: string): Promise<Place> {
  if (!isInside(path)) return outsideProblem(path, "it is not a plain path below the inventory's folder");
  const root = slashed((await files.realPath(".")) ?? files.root);
  const parts = path.split("/");
  let real = root;
  for (const [index, part] of parts.entries()) {
    const prefix = parts.slice(0, index + 1).join("/");
    const last = index === parts.length - 1;
    const kind = await files.kind(prefix);
    if (kind === undefined) return { real: posix.join(real, ...parts.slice(index)) };
    if (kind === "link") {
      const target = await files.realPath(prefix);
      if (target === undefined || !isWithin(root, target)) {
        const whither = target === undefined ? "nowhere" : "out of it";
        return outsideProblem(path, `the link \`${prefix}\` leads ${whither}`);
      }
      if (last) return { real: posix.join(real, part) };
      if ((await files.kind(target)) !== "directory") {
        return clashProblem(`\`${prefix}\` is a file, and \`${path}\` needs a folder there`);
      }
      real = slashed(target);
      continue;
    }
    if (last && kind === "directory")
      return clashProblem(`\`${path}\` is a folder, and a file must be there`);
    if (last && kind === "other") return clashProblem(`\`${path}\` is not a regular file`);
    if (!last && kind !== "directory") {
      return clashProblem(`\`${prefix}\` is a file, and \`${path}\` needs a folder there`);
    }
    real = posix.join(real, part);
  }
  return { real };
}

/**
 * Finds the place of every path, and tells the ones that cannot all be on one disk: paths that differ
 * in case alone or meet through a link, a file that is another's folder, a file of our own bookkeeping.
 */
export async function findPlaces(files: Files, paths: readonly string[]): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  const taken = new Map<string, string>();
  const clashes = (message: string): void => {
    problems.push(report(clash, message, { help: "give one of the two another path" }));
  };
  for (const path of paths) {
    const place = await findPlace(files, path);
    if ("problem" in place) {
      problems.push(place.problem);
      continue;
    }
    if (isReserved(path)) {
      clashes(`\`${path}\` is kept by fluxtilt for itself`);
      continue;
    }
    const key = fold(place.real);
    const first = taken.get(key);
    if (first === undefined) taken.set(key, path);
    else if (first === path) clashes(`\`${path}\` is generated twice`);
    else clashes(`\`${first}\` and \`${path}\` are one file on some disks`);
  }
  for (const [key, path] of taken) {
    for (let folder = posix.dirname(key); folder !== posix.dirname(folder); folder = posix.dirname(folder)) {
      const file = taken.get(folder);
      if (file !== undefined) clashes(`\`${file}\` is a file, and \`${path}\` needs a folder there`);
    }
  }
  return problems;
}
