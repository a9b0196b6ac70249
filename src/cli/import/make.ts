import { entry, type Entry, type Importing } from "../../imported/entries.ts";
import { importInventory } from "../../imported/inventory.ts";
import { printInventory } from "../../imported/print.ts";
import { settledButtons, settledFacts } from "../../imported/settled.ts";
import type { Note, Tiltfiles } from "../../imported/tiltfiles.ts";
import type { Side } from "../../imported/proof.ts";
import { undeclaredVariable } from "../../rules/undeclared-variable.ts";
import type { FoundRoot } from "../found-inventory.ts";
import type { FoundExtensions } from "./extensions.ts";
import type { HandWritten, Loading } from "./load.ts";
import type { LookedUp } from "./manifests.ts";
import { prove, type Proof } from "./prove.ts";
import type { Where } from "./where.ts";

/** An inventory made of a Tiltfile, and how it did when it was tried. */
export interface Made {
  readonly text: string;
  readonly notes: readonly Note[];
  readonly proof: Proof;
}

/** What making it takes beside the load. */
export interface Making {
  readonly loading: Loading;
  readonly original: HandWritten;
  readonly tiltfiles: Tiltfiles;
  readonly where: Where;
  readonly lookedUp: LookedUp;
  readonly extensions: FoundExtensions;
  /** SVG files of the project, by their text. */
  readonly svgs: ReadonlyMap<string, string>;
  /** Where the mirror of the project goes. */
  readonly mirror: string;
}

/** Makes the inventory and tries it; variables that only commands read come to light in the first try. */
export async function makeInventory(making: Making): Promise<Made> {
  const first = await tryInventory(making, []);
  const read = first.proof.project.diagnostics.flatMap(({ code, message }) =>
    code === undeclaredVariable.code ? (/`(\w+)`/.exec(message)?.[1] ?? []) : [],
  );
  return read.length === 0 ? first : await tryInventory(making, [...new Set(read)]);
}

async function tryInventory(making: Making, read: readonly string[]): Promise<Made> {
  const { loading, original, tiltfiles, where, svgs, mirror, lookedUp, extensions } = making;
  const notes: Note[] = [...notesOf(original, tiltfiles), ...extensions.notes];
  const { variables, result, fromFile } = original;
  const importing: Importing = { project: loading.project, tiltfiles, variables, ...where, notes };
  const settled: Side = {
    facts: settledFacts(importing, original.marked.facts, original.unset.facts),
    buttons: settledButtons(importing, original.marked.buttons, original.unset.buttons),
  };
  const { contexts } = where;
  const loaded = {
    ...{ ...settled, result, contexts, envFile: fileOf(tiltfiles), fromFile, read, svgs },
    ...{ manifests: lookedUp.manifests, images: lookedUp.images, extensions: extensions.entry },
    root: rootEntry(lookedUp.root),
  };
  const text = printInventory(importInventory(importing, loaded));
  const proof = await prove(loading, { ...original, marked: settled }, text, notes, mirror);
  return { text, notes: [...notes, ...tiltfiles.logic()], proof };
}

/** `cluster.flux`, where the repository tells it; the name alone is the default. */
function rootEntry(root: FoundRoot | undefined): Entry | undefined {
  if (root === undefined || root.path === "") return undefined;
  const isNamed = root.namespace === root.name && root.name !== "flux-system";
  return entry({ root: isNamed ? root.name : undefined, path: root.path });
}

/** The file that `dotenv` reads, where the Tiltfile writes it out. */
function fileOf(tiltfiles: Tiltfiles): string | undefined {
  const [call] = tiltfiles.calls("dotenv");
  if (call === undefined) return undefined;
  const written = call.named.get("fn") ?? call.positional[0] ?? ".env";
  return typeof written === "string" ? written.replace(/^\.\//, "") : undefined;
}

function notesOf({ onlyHere, said }: HandWritten, tiltfiles: Tiltfiles): readonly Note[] {
  // A name that stands in no Tiltfile may itself be a value of the environment.
  const [written, made] = [true, false].map((is) =>
    onlyHere.filter((name) => (tiltfiles.find(name) !== undefined) === is),
  );
  return [
    ...(written ?? []).map((name) => ({
      at: tiltfiles.find(name),
      text: `\`${name}\` is there with the values of this environment only, and is left out`,
    })),
    ...((made ?? []).length === 0
      ? []
      : [
          { at: undefined, text: `what has its name from the environment is left out: ${made?.length ?? 0}` },
        ]),
    ...said
      .filter((line) => /resource_deps|deprecated|not valid/i.test(line))
      .map((line) => ({ at: undefined, text: `Tilt says: ${line.trim()}` })),
  ];
}
