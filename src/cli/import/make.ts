import { encode } from "../../artifacts/content.ts";
import type { Dashboard } from "../../dashboard/model.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { allowedAt, withAllowed, type Allowed } from "../../imported/allowed.ts";
import { entry, type Entry, type Importing } from "../../imported/entries.ts";
import { developedOf, withDeveloped } from "../../imported/developed.ts";
import { extensionCalls } from "../../imported/extension-calls.ts";
import { importInventory } from "../../imported/inventory.ts";
import { mergeInto } from "../../imported/merge.ts";
import { printInventory } from "../../imported/print.ts";
import type { Difference, Side } from "../../imported/proof.ts";
import { refusedAt, withoutRefused, type Refused } from "../../imported/refused.ts";
import { settledButtons, settledFacts } from "../../imported/settled.ts";
import type { Note, Tiltfiles } from "../../imported/tiltfiles.ts";
import { argumentNotes } from "../../imported/ways.ts";
import type { Files } from "../../io/files.ts";
import { emptyGroup } from "../../rules/empty-group.ts";
import { rules } from "../../rules/index.ts";
import { undeclaredVariable } from "../../rules/undeclared-variable.ts";
import { parseSource } from "../../source/parse.ts";
import type { SourceFile } from "../../source/source.ts";
import { editedTexts, type EditedTexts } from "../edits.ts";
import { defaultConfig } from "../find-root.ts";
import type { FoundRoot } from "../found-inventory.ts";
import { overlay } from "../overlay.ts";
import { loadProject, type Project } from "../project.ts";
import type { FoundExtensions } from "./extensions.ts";
import type { HandWritten, Loading } from "./load.ts";
import type { LookedUp } from "./manifests.ts";
import { prove, type Before } from "./prove.ts";
import type { Where } from "./where.ts";

/** An inventory that is there before anything is imported. */
export interface Existing extends Before {
  readonly project: Project;
  readonly dashboard: Dashboard;
}

/** An inventory made of a Tiltfile, and how it did when it was tried. */
export interface Made {
  /** Inventory files as they are to be, from what is there or from nothing. */
  readonly edited: EditedTexts;
  /** The inventory, held against the language and the rules. */
  readonly project: Project;
  readonly notes: readonly Note[];
  /** In what Tilt takes the new Tiltfile for another, beyond the notes; undefined where none could be made. */
  readonly differences: readonly Difference[] | undefined;
}

/** What making it takes beside the load. */
export interface Making {
  readonly loading: Loading;
  readonly original: HandWritten;
  readonly tiltfiles: Tiltfiles;
  readonly where: Where;
  readonly lookedUp: LookedUp;
  readonly extensions: FoundExtensions;
  /** `tilt.args`. */
  readonly args: Readonly<Record<string, Entry>>;
  /** The project. */
  readonly files: Files;
  /** The inventory that gets what is imported; a new one is made without it. */
  readonly existing: Existing | undefined;
  /** SVG files of the project, by their text. */
  readonly svgs: ReadonlyMap<string, string>;
  /** Where the mirror of the project goes. */
  readonly mirror: string;
  /** Where editors find the JSON Schema; a new inventory begins with it. */
  readonly schema: string | undefined;
}

/**
 * Makes the inventory and tries it. Variables that only commands read, rules that the Tiltfile breaks, and what
 * the language refuses come to light when it is held against both: the first are declared, the second allowed,
 * as warnings, and the third is left out.
 */
export async function makeInventory(making: Making): Promise<Made> {
  const { loading, original, existing, mirror } = making;
  let read: readonly string[] = [];
  let allowed: readonly Allowed[] = [];
  let refused: readonly Refused[] = [];
  const looked = new Set<string>();
  for (;;) {
    const tried = await tryInventory(making, read, allowed, refused);
    const { project, notes, settled } = tried;
    // What is still the same text has nothing more to be taken out of.
    const text = JSON.stringify([...tried.edited.after]);
    const wrong = looked.has(text) ? [] : refusedIn(tried, making);
    looked.add(text);
    const variables = undeclaredIn(project).filter((one) => !read.includes(one));
    const known = new Set(allowed.map((one) => JSON.stringify(one)));
    const broken = brokenIn(project, existing).filter((one) => !known.has(JSON.stringify(one)));
    if (wrong.length > 0) {
      refused = [...refused, ...wrong];
      allowed = [];
    } else if (variables.length > 0) read = [...new Set([...read, ...variables])];
    else if (broken.length > 0) allowed = [...allowed, ...broken];
    else {
      const { dashboard } = project;
      const known = { ...original, marked: settled };
      const differences = dashboard && (await prove(loading, known, dashboard, notes, mirror, existing));
      return { ...tried, differences };
    }
  }
}

function undeclaredIn({ diagnostics }: Project): readonly string[] {
  return diagnostics.flatMap(({ code, message }) =>
    code === undeclaredVariable.code ? (/`(\w+)`/.exec(message)?.[1] ?? []) : [],
  );
}

/** What can be neither said nor allowed, from the last to the first, so that no index moves before it is used. */
function refusedIn({ project, edited }: Tried, { existing, tiltfiles }: Making): readonly Refused[] {
  const before = new Set(existing?.project.diagnostics.map(nameOf));
  const found = project.diagnostics
    .filter(({ severity, code }) => severity === "error" || code === emptyGroup.code)
    .filter(({ code }) => code !== undeclaredVariable.code)
    .filter((one) => !before.has(nameOf(one)))
    .flatMap((one) => {
      const source = sourceOf(edited, one);
      const isAllowed =
        one.severity === "error" &&
        rules.some(({ code }) => code === one.code) &&
        source !== undefined &&
        allowedAt(source, one) !== undefined;
      return isAllowed ? [] : ((source && refusedAt(tiltfiles, source, one)) ?? []);
    });
  return [...new Map(found.map((one) => [JSON.stringify(one.path), one])).values()].reverse();
}

/** The file of a problem, as it would be. */
function sourceOf({ after }: EditedTexts, { span }: Diagnostic): SourceFile | undefined {
  const text = span === undefined ? undefined : after.get(span.file);
  return span === undefined || text === undefined ? undefined : parseSource(span.file, encode(text)).value;
}

/** What breaks a rule that may be switched off, and did not before. */
function brokenIn({ diagnostics, dashboard }: Project, existing: Existing | undefined): readonly Allowed[] {
  const before = new Set(existing?.project.diagnostics.map(nameOf));
  const found = diagnostics
    .filter(({ severity, code }) => severity === "error" && rules.some((rule) => rule.code === code))
    .filter((one) => !before.has(nameOf(one)))
    .flatMap((one) => {
      const source = dashboard?.sources.find(({ path }) => path === one.span?.file);
      return (source && allowedAt(source, one)) ?? [];
    });
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function nameOf({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}

interface Tried extends Omit<Made, "differences"> {
  readonly settled: Side;
}

async function tryInventory(
  making: Making,
  read: readonly string[],
  allowed: readonly Allowed[],
  refused: readonly Refused[],
): Promise<Tried> {
  const { loading, original, tiltfiles, where, files, existing, svgs, lookedUp, extensions, args } = making;
  const notes: Note[] = [...notesOf(original, tiltfiles), ...extensions.notes];
  const { variables, result, fromFile } = original;
  const { use, notes: called } = extensionCalls({ tiltfiles, variables }, original.said, original.isIdle);
  notes.push(...called);
  const trigger = existing?.dashboard.tilt.triggerMode ?? tiltfiles.triggerMode() ?? "auto";
  const importing: Importing = { project: loading.project, tiltfiles, variables, ...where, trigger, notes };
  const settled: Side = {
    facts: settledFacts(importing, original.marked.facts, original.unset.facts),
    buttons: settledButtons(importing, original.marked.buttons, original.unset.buttons),
  };
  const { contexts } = where;
  const loaded = {
    ...{ ...settled, result, contexts, envFile: fileOf(tiltfiles), fromFile, read, svgs },
    ...{
      manifests: lookedUp.manifests,
      images: lookedUp.images,
      extensions: withCalls(extensions.entry, use),
    },
    ...{ root: rootEntry(lookedUp.root), args },
    // What is there goes on as it is: what is added says its own.
    triggerMode: existing === undefined ? tiltfiles.triggerMode() : undefined,
    developed: developedOf(original.unset.facts, original.ways),
  };
  const plain = importInventory(importing, loaded);
  const inventory = withDeveloped(importing, plain, original.unset.facts, original.ways);
  const left = refused.flatMap((one) => one.notes);
  notes.push(...left.toSorted((one, other) => (one.at?.line ?? Infinity) - (other.at?.line ?? Infinity)));
  notes.push(...argumentNotes(original.ways, original.unset, new Set(Object.keys(args))));
  const edited =
    existing === undefined
      ? fresh(inventory, allowed, refused, making.schema)
      : merged(importing, inventory, existing, allowed, refused);
  const project = await loadProject(overlay(files, edited.after), defaultConfig);
  return { edited, project, notes: [...notes, ...tiltfiles.logic()], settled };
}

function fresh(
  inventory: Entry,
  allowed: readonly Allowed[],
  refused: readonly Refused[],
  schema: string | undefined,
): EditedTexts {
  const said = withoutRefused(inventory, defaultConfig, [], refused);
  const printed = printInventory(withAllowed(said, defaultConfig, [], allowed) as Entry);
  const text = schema === undefined ? printed : `# yaml-language-server: $schema=${schema}\n\n${printed}`;
  return {
    texts: new Map([[defaultConfig, { before: "", after: text }]]),
    after: new Map([[defaultConfig, text]]),
    refused: [],
  };
}

function merged(
  importing: Importing,
  inventory: Entry,
  { dashboard, side }: Existing,
  allowed: readonly Allowed[],
  refused: readonly Refused[],
): EditedTexts {
  const taken = { resources: new Set(side.facts.keys()), buttons: new Set(side.buttons.keys()) };
  const additions = mergeInto(importing, inventory, dashboard, taken);
  return editedTexts(
    new Map(
      [...additions].map(([source, added]) => [
        source,
        added.flatMap((one) => {
          const at = [...one.at, one.key];
          const said = withoutRefused(one.value, source.path, at, refused);
          if (said === undefined) return [];
          return [{ ...one, value: withAllowed(said, source.path, at, allowed) as typeof one.value }];
        }),
      ]),
    ),
  );
}

function withCalls(extensions: Entry | undefined, use: readonly Entry[]): Entry | undefined {
  return use.length === 0 ? extensions : { ...extensions, use };
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
    ...said.flatMap((line) => {
      const [, name] = /^fluxtilt button: (.*)$/.exec(line) ?? [];
      if (name === undefined) return [];
      const text = `\`${name}\`: Tilt takes no second button of a name: it is left out`;
      const [, second] = tiltfiles.calls("cmd_button").filter(({ positional: [first] }) => first === name);
      return [{ at: second ?? tiltfiles.find(name), text }];
    }),
    ...said
      .filter((line) => /resource_deps|deprecated|not valid/i.test(line))
      .map((line) => ({ at: undefined, text: `Tilt says: ${line.trim()}` })),
  ];
}
