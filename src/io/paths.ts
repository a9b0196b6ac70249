import { isAbsolute, relative, sep } from "node:path";

/** A path of the host with `/`, as all is written that is generated or told. */
export function slashed(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}

/** The way from one absolute path to another, with `/`; empty where they are the same. */
export function wayFrom(from: string, to: string): string {
  return slashed(relative(from, to));
}

/** True for the folder itself and what is below it; both absolute. From one drive to another there is no way. */
export function isWithin(folder: string, path: string): boolean {
  // As nearly all are, and known without a look at each sign.
  if (path.startsWith(`${folder}${sep}`) && !path.includes("..")) return true;
  const way = wayFrom(folder, path);
  return !isAbsolute(way) && way !== ".." && !way.startsWith("../");
}
