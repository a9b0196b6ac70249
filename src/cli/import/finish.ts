import { encode } from "../../artifacts/content.ts";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Difference } from "../../imported/proof.ts";
import type { Note } from "../../imported/tiltfiles.ts";
import { changesOf, showChanges, tellNewErrors, writeAgreed } from "../edits.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { fromHere } from "../from-here.ts";
import { printReport } from "../report.ts";
import type { Session } from "../session.ts";
import type { Existing, Made } from "./make.ts";
import { unusable } from "../unusable.ts";

function tellNotes({ say }: Session, notes: readonly Note[]): void {
  const told = notes.filter(({ text: words }) => words !== "");
  if (told.length > 0) say("What the inventory does not say, or says in another way:");
  for (const { at, text: words } of told)
    say(`  ${at === undefined ? "" : `${at.file}:${at.line}: `}${words}`);
}

/** Tells how the inventory did; the exit code says whether all is well. */
function tellProof({ say }: Session, { differences, project }: Made): ExitCode {
  for (const { text } of differences ?? []) say(`not the same: ${text}`);
  if (differences === undefined || differences.length > 0) return exitCode.found;
  say("Tilt takes the Tiltfile of this inventory for the same, but for what is told above");
  return hasErrors(project.diagnostics) ? exitCode.found : exitCode.fine;
}

/** Prints a new inventory of the Tiltfile `file`, or writes it. */
export async function finishNew(home: Session, made: Made, isTold: boolean, file: string): Promise<ExitCode> {
  const { say, files, config } = home;
  const { project, notes, edited } = made;
  tellNotes(home, notes);
  const text = edited.after.get(config) ?? "";
  const target = fromHere(home)(config);
  if (isTold) {
    if (!(await files.create(config, encode(text))))
      return unusable(home, `\`${target}\` is there by now`, "run it again: it adds to what is there");
    say(`wrote ${target}`);
  } else home.out(text);
  if (project.diagnostics.length > 0) {
    if (hasErrors(project.diagnostics)) say("The inventory does not hold yet:");
    say("");
    await printReport(home, project);
  }
  const code = tellProof(home, made);
  const first = file === "Tiltfile" ? "move `Tiltfile` away, then " : "";
  if (isTold && !hasErrors(project.diagnostics)) say(`next: ${first}\`fluxtilt generate\``);
  return code;
}

/** Shows what the inventory that is there would get, and asks on a terminal; elsewhere writes if told to. */
export async function finishMerge(
  home: Session,
  made: Made,
  { project: before, dashboard, side }: Existing,
  isTold: boolean,
  file: string,
): Promise<ExitCode> {
  const { say } = home;
  const { project, notes, edited, differences } = made;
  tellNotes(home, notes);
  const isThere = ({ name }: Difference): boolean => side.facts.has(name) || side.buttons.has(name);
  const kept = (differences ?? []).filter(isThere);
  if (kept.length > 0) say("What is there already stays as it is, and is not what the Tiltfile has:");
  for (const { text } of kept) say(`  ${text}`);
  if (dashboard.includes.some(({ path }) => path === file))
    say(`\`${file}\` stands under \`tiltfiles\`: take it out there, or Tilt has each name twice`);
  if (edited.refused.length > 0) await printReport(home, { ...before, diagnostics: edited.refused });
  if (await tellNewErrors(home, before, project)) return exitCode.found;
  const fresh = project.diagnostics.filter((one) => !before.diagnostics.some((other) => isSame(one, other)));
  if (fresh.length > 0) await printReport(home, { ...project, diagnostics: fresh });
  const code = tellProof(home, { ...made, differences: differences?.filter((one) => !isThere(one)) });
  if (edited.texts.size === 0) {
    say("nothing to add: the inventory has all that can be added");
    return edited.refused.length > 0 ? exitCode.found : code;
  }
  const changes = await changesOf(home.files, edited.texts);
  showChanges(home, changes);
  const written = await writeAgreed(home, changes, isTold);
  return written === exitCode.found || edited.refused.length > 0 ? exitCode.found : code;
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  return one.code === other.code && one.message === other.message;
}
