import { posix } from "node:path";
import type { Reality, Unresolved } from "../reality/model.ts";
import { tellCharts } from "./helm/tell-charts.ts";
import type { Looked } from "./looked.ts";

/** How many parts are named where nobody asked for all. */
const mostNamed = 4;

/** What was looked at and what could not be seen, for people, a line each. */
export function tellLooked({ repository, charts }: Looked = {}, verbose: boolean): readonly string[] {
  return [
    ...tellDifferences(repository?.differences ?? [], verbose),
    ...(repository === undefined ? [] : tellUnseen(repository.reality, repository.folder, verbose)),
    ...(charts === undefined ? [] : tellCharts(charts, verbose)),
  ];
}

function tellDifferences(differences: readonly string[], verbose: boolean): readonly string[] {
  const { length } = differences;
  if (length === 0) return [];
  const shown = verbose ? differences : differences.slice(0, mostNamed);
  const more = length - shown.length;
  return [
    `the repository and the cluster differ in ${length} ${length === 1 ? "place" : "places"}:`,
    ...shown.map((one) => `  ${one}`),
    ...(more === 0 ? [] : [`  and ${more} more (--verbose names all)`]),
  ];
}

/**
 * What of the repository, or the cluster, cannot be seen from here, for people: in one line, or with `verbose` each part
 * with its place. `folder` is the inventory's, from the repository's top. Empty where all is seen.
 */
function tellUnseen(reality: Reality, folder: string, verbose: boolean): readonly string[] {
  const parts = reality.unresolved.filter(({ kind }) => kind !== "root" && (verbose || kind !== "unlisted"));
  const hiding = parts.filter(({ hides }) => hides === "anywhere" || hides.length > 0);
  const told = verbose ? parts : hiding;
  if (told.length === 0) return [];
  const head = `${told.length} ${told.length === 1 ? "part" : "parts"} of the ${reality.source} cannot be seen from here`;
  if (verbose) return [`${head}:`, ...told.map((part) => `  ${part.message}${placeOf(part, folder)}`)];
  const names = [
    ...new Set(
      told.map(({ owner, message }) => (owner ? `${owner.kind} ${owner.namespace}/${owner.name}` : message)),
    ),
  ];
  const more = names.length > mostNamed ? `, and ${names.length - mostNamed} more` : "";
  return [`${head}: ${names.slice(0, mostNamed).join(", ")}${more} (--verbose says why)`];
}

function placeOf({ file, line }: Unresolved, folder: string): string {
  if (file === undefined) return "";
  return ` (${posix.relative(folder, file)}${line === undefined ? "" : `:${line}`})`;
}
