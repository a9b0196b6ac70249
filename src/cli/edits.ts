import { encode } from "../artifacts/content.ts";
import type { Change } from "../artifacts/plan.ts";
import { unifiedDiff } from "../artifacts/unified-diff.ts";
import { write } from "../artifacts/write.ts";
import { hasErrors, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Addition } from "../inventory/edit/addition.ts";
import { addEntries } from "../inventory/edit/apply.ts";
import type { Files } from "../io/files.ts";
import type { SourceFile } from "../source/source.ts";
import { agrees } from "./agrees.ts";
import { paintDiff } from "./diff-color.ts";
import { exitCode } from "./exit-code.ts";
import type { Project } from "./project.ts";
import { fromHere } from "./from-here.ts";
import { printReport } from "./report.ts";
import type { Session } from "./session.ts";

interface EditedText {
  readonly before: string;
  readonly after: string;
}

/** Inventory files with additions. */
export interface EditedTexts {
  /** By path, of those that change. */
  readonly texts: ReadonlyMap<string, EditedText>;
  /** The same, as they would be. */
  readonly after: ReadonlyMap<string, string>;
  /** What could not be added, and why. */
  readonly refused: readonly Diagnostic[];
}

/** Edits inventory files, which keep all that they have. */
export function editedTexts(additions: ReadonlyMap<SourceFile, readonly Addition[]>): EditedTexts {
  const texts = new Map<string, EditedText>();
  const refused: Diagnostic[] = [];
  for (const [source, added] of additions) {
    const edited = addEntries(source, added);
    refused.push(...edited.refused);
    if (edited.text !== source.text) texts.set(source.path, { before: source.text, after: edited.text });
  }
  return { texts, after: new Map([...texts].map(([path, { after }]) => [path, after])), refused };
}

/** Tells what would be wrong with the inventory after the edit, and is not before; false where nothing is. */
export async function tellNewErrors(session: Session, before: Project, after: Project): Promise<boolean> {
  const told = new Set(before.diagnostics.map(({ code, message }) => `${code} ${message}`));
  const diagnostics = after.diagnostics.filter(
    (one) => one.severity === "error" && !told.has(`${one.code} ${one.message}`),
  );
  if (diagnostics.length === 0) return false;
  await printReport(session, { ...after, diagnostics });
  session.say("nothing was written: the inventory would not hold");
  return true;
}

/**
 * The changes, each with what was read as what the disk must still have: an edit that a person saves while
 * they look at the question is not lost. A byte order mark stays.
 */
export async function changesOf(
  files: Files,
  texts: ReadonlyMap<string, EditedText>,
): Promise<readonly Change[]> {
  return await Promise.all(
    [...texts].map(async ([path, { before, after }]): Promise<Change> => {
      const there = await files.read(path);
      const mark = there?.[0] === 0xef && there[1] === 0xbb ? "\ufeff" : "";
      const read = there === undefined ? undefined : encode(mark + before);
      return { path, before: read, after: encode(mark + after) };
    }),
  );
}

/** Shows changes as a diff, which is the result. */
export function showChanges(session: Session, changes: readonly Change[]): void {
  const shown = fromHere(session);
  for (const { path, before, after } of changes) {
    const text = unifiedDiff(shown(path), before && decoded(before), after && decoded(after));
    session.out(paintDiff(text, session.results.color));
  }
}

/** Writes changes that a person agrees to, or that were told to be written. */
export async function writeAgreed(
  session: Session,
  changes: readonly Change[],
  isTold: boolean,
): Promise<"written" | typeof exitCode.fine | typeof exitCode.found> {
  const { say, signal, disk, interactive } = session;
  if (!isTold && !interactive) {
    say("nothing was written: `--write` writes it");
    return exitCode.fine;
  }
  if (!isTold && !(await agrees(session, "write it?"))) {
    say("nothing was written");
    return exitCode.fine;
  }
  const { diagnostics } = await write({ changes }, disk, { signal });
  if (hasErrors(diagnostics)) {
    await printReport(session, { diagnostics, sources: new Map() });
    say("nothing was written");
    return exitCode.found;
  }
  for (const { path } of changes) say(`wrote ${fromHere(session)(path)}`);
  return "written";
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
}
