import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { Path, SourceFile } from "../source/source.ts";
import { entryAt, holders } from "./allowed.ts";
import type { Note, Tiltfiles } from "./tiltfiles.ts";

/** What the language refuses of an imported inventory, which is then left out of it. */
export interface Refused {
  /** Path of the inventory file. */
  readonly file: string;
  /** Keys and indices that lead to it. */
  readonly path: Path;
  readonly notes: readonly Note[];
}

/** What is refused at the place of a problem: the value or entry, of a list the whole item. */
export function refusedAt(
  tiltfiles: Tiltfiles,
  source: SourceFile,
  { span, message }: Diagnostic,
): Refused | undefined {
  if (span?.file !== source.path) return undefined;
  const path = placeAt(source, span.start.offset);
  return path.length === 0
    ? undefined
    : { file: source.path, path, notes: notesOf(tiltfiles, source, path, message) };
}

/** Down to the value or the item of a list that holds an offset: at each step, the last that begins before it. */
function placeAt(source: SourceFile, offset: number): Path {
  const path: (string | number)[] = [];
  for (;;) {
    const value = valueAt({ source, path });
    const isList = Array.isArray(value);
    const steps = isList ? [...value.keys()] : source.keysOf(path);
    const step = steps.findLast(
      (one) => source.spanOf([...path, one], isList ? "value" : "key").start.offset <= offset,
    );
    if (step === undefined) return path;
    path.push(step);
    if (isList) return path;
  }
}

/** The facts in which the lack of a key shows; of others, the proof speaks for itself. */
const fields: Readonly<Record<string, readonly string[]>> = {
  ...{ label: ["labels"], links: ["links"], dependsOn: ["dependsOn"], ports: ["forwards"] },
  ...{ watch: ["watch"], ignore: ["ignore"], probe: ["probe"], images: ["images", "applyEnv"] },
  ...{ env: ["run", "serve"], dir: ["run", "serve"], liveUpdate: ["images"] },
  ...{ values: ["apply"], set: ["apply"], version: ["apply"], timeout: ["apply"] },
  ...{ releaseName: ["apply", "applyEnv"] },
};

function notesOf(tiltfiles: Tiltfiles, source: SourceFile, path: Path, why: string): readonly Note[] {
  const [entry, below] = [path.slice(0, entryAt(path)), path.slice(entryAt(path))];
  const [key, item] = [below[0], path.at(-1)];
  const name = nameOf(source, entry);
  const shown = name === undefined ? path : below;
  const value =
    typeof item === "number"
      ? `\`${JSON.stringify(valueAt({ source, path }))}\` of \`${shown.slice(0, -1).join(".")}\``
      : `\`${shown.join(".")}\``;
  const at = tiltfiles.find(name ?? String(entry.at(-1) ?? key));
  const what = key === undefined && name !== undefined ? "it" : value;
  const told: Note = { at, text: `${name === undefined ? "" : `\`${name}\`: `}${what} is left out: ${why}` };
  const known =
    key === undefined
      ? namesIn(source, entry).map((one) => ({ name: one, field: "*" }))
      : name === undefined
        ? []
        : (fields[key] ?? []).map((field) => ({ name, field }));
  return [told, ...known.map((about) => ({ at: undefined, text: "", about }))];
}

/** The name that an entry has in Tilt; undefined for one that Tilt does not show. */
function nameOf(source: SourceFile, path: Path): string | undefined {
  const [holder, key] = path.slice(-2);
  if (key === undefined || ["groups", "images", "variables"].includes(String(holder))) return undefined;
  const written = valueAt({ source, path: [...path, "name"] });
  if (typeof written === "string") return written;
  const prefix = path[0] === "groups" ? valueAt({ source, path: ["groups", path[1] ?? "", "prefix"] }) : "";
  const owner = holder === "buttons" ? nameOf(source, path.slice(0, -2)) : undefined;
  if (holder === "buttons") return owner === undefined ? String(key) : `${owner}:${key}`;
  return `${typeof prefix === "string" ? prefix : ""}${key}`;
}

/** The names of an entry and of all that stands in it. */
function namesIn(source: SourceFile, path: Path): readonly string[] {
  const own = nameOf(source, path);
  const below = [...holders].flatMap((holder) =>
    source.keysOf([...path, holder]).flatMap((key) => namesIn(source, [...path, holder, key])),
  );
  return own === undefined ? below : [own, ...below];
}

/**
 * What stands at `at` of a file, without what is refused, each taken out of what those before it left; undefined
 * where nothing is left of it.
 */
export function withoutRefused(value: unknown, file: string, at: Path, refused: readonly Refused[]): unknown {
  return refused
    .filter((one) => one.file === file)
    .reduce((left, { path }) => {
      const isAbout = path.every((step, index) => index >= at.length || at[index] === step);
      return isAbout ? withoutAt(left, path.slice(at.length)) : left;
    }, value);
}

/** Without what stands at a path, and without the lists and maps that it leaves empty. */
function withoutAt(value: unknown, [step, ...below]: Path): unknown {
  if (step === undefined) return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = value.flatMap((item: unknown, index) => {
      const left = index === step ? withoutAt(item, below) : item;
      return left === undefined ? [] : [left];
    });
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  const entries = Object.entries(value);
  const left = entries.flatMap(([key, one]: [string, unknown]) => {
    const rest = key === step ? withoutAt(one, below) : one;
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return left.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(left);
}
