import { posix } from "node:path";
import type { TiltfileResult } from "../evaluated/seen.ts";
import type { Side } from "./proof.ts";
import type { Line, Note, Tiltfiles } from "./tiltfiles.ts";

/** A way to load a Tiltfile beside the plain one: with one of the arguments that it takes. */
export interface Way {
  readonly args: readonly string[];
  /** The name that `--develop` of a generated Tiltfile deploys; undefined for an argument of a person's own. */
  readonly develop: string | undefined;
  /** Where the argument is declared. */
  readonly at: Line;
  /** Folder of the Tiltfile that deploys what is developed. */
  readonly folder: string;
}

/** What Tilt made of the Tiltfile in a way. */
export interface Outcome {
  readonly side: Side;
  readonly result: TiltfileResult;
}

/** A way, and what became of it; Tilt's own words where it does not load so. */
export type Loaded = Way & (Outcome | { readonly refusal: string });

/** Stands for a text that a person may give: it shows where one goes, or what any at all brings about. */
const given = "fluxtilt0arg";

/**
 * The ways in which a Tiltfile can be loaded with one argument: each name that `--develop` of a generated one
 * takes, and each argument that a hand-written one declares. Arguments without a name are resources.
 */
export function waysOf(tiltfiles: Tiltfiles): readonly Way[] {
  const developed = tiltfiles
    .calls("choose")
    .flatMap(({ positional: [, names], file, line }) =>
      (typeof names === "object" ? names : []).map((name) => ({ name, at: { file, line } })),
    );
  const own = tiltfiles.definitions().map(({ name, kind, file, line }): Way => {
    const args = [`--${name}`, ...(kind === "bool" ? [] : [given])];
    return { args, develop: undefined, at: { file, line }, folder: "." };
  });
  const names = [...new Map(developed.map((one) => [one.name, one])).values()];
  return [
    ...names.map(({ name, at }) => ({
      ...{ args: ["--develop", name], develop: name, at },
      folder: posix.dirname(tiltfiles.declaredAt(name)?.file ?? at.file),
    })),
    ...own,
  ];
}

/**
 * What an argument of a person's own brings about, which an inventory does not have: a note for each. Of those
 * in `taken`, which the inventory has for their variable, only what is beyond that.
 */
export function argumentNotes(
  ways: readonly Loaded[],
  plain: Side,
  taken: ReadonlySet<string>,
): readonly Note[] {
  return ways
    .filter(({ develop }) => develop === undefined)
    .flatMap((way): readonly Note[] => {
      const isTaken = taken.has((way.args[0] ?? "").slice(2));
      const how = `\`-- ${way.args.join(" ").replace(given, "TEXT")}\``;
      const what =
        "refusal" in way
          ? `Tilt does not load it: ${way.refusal.split("\n").at(-1) ?? ""}`
          : changesOf(plain, way.side);
      if (isTaken && what === undefined) return [];
      const has = isTaken ? "has for its variable alone" : "does not have";
      const text = `with ${how}, which the inventory ${has}, ${what ?? "all is the same in Tilt"}`;
      return [{ at: way.at, text: text.replaceAll(given, "TEXT") }];
    });
}

/** In words; undefined where nothing is another. */
function changesOf(plain: Side, side: Side): string | undefined {
  const words = [
    ...listed("there is", missing(side, plain)),
    ...listed("there is no", missing(plain, side)),
    ...listed("another is", [...changed(plain.facts, side.facts), ...changed(plain.buttons, side.buttons)]),
  ];
  return words.length === 0 ? undefined : words.join("; ");
}

function missing(side: Side, other: Side): readonly string[] {
  return [
    ...[...side.facts.keys()].filter((name) => !other.facts.has(name)),
    ...[...side.buttons.keys()].filter((name) => !other.buttons.has(name)),
  ];
}

function changed(one: ReadonlyMap<string, object>, other: ReadonlyMap<string, object>): readonly string[] {
  return [...one].flatMap(([name, facts]) => {
    const have = other.get(name);
    return have === undefined || JSON.stringify(facts) === JSON.stringify(have) ? [] : [name];
  });
}

function listed(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what} ${names.map((one) => `\`${one}\``).join(", ")}`];
}
