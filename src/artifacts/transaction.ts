import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Files } from "../io/files.ts";
import { OutsideError } from "../io/outside-error.ts";
import { hashBytes, type Hash } from "./content.ts";
import { journalDamaged } from "./diagnose.ts";
import { isTransient, ownFolder } from "./folder.ts";
import {
  beside,
  draftPath,
  readJournal,
  redoPath,
  undoPath,
  writeJournal,
  type Entry,
  type Journal,
} from "./journal.ts";
import { changedMeanwhile, leaves } from "./kinds.ts";
import type { Lock } from "./lock.ts";
import { lockPath } from "./lock.ts";
import { findPlace } from "./place.ts";
import type { Change } from "./plan.ts";

function changed({ root }: Files, path: string): OutsideError {
  return new OutsideError({
    kind: changedMeanwhile,
    root,
    path,
    attempt: "write",
    reason: "it changed while the run was going on",
    help: "look at what changed it, then run the command again",
  });
}

/** The hash of what is on the disk; undefined for nothing, "other" for what is not a file in its place. */
async function hashOf(files: Files, path: string): Promise<Hash | "other" | undefined> {
  if ("problem" in (await findPlace(files, path))) return "other";
  const kind = await files.kind(path);
  if (kind === undefined) return undefined;
  const bytes = kind === "file" ? await files.read(path) : undefined;
  return bytes === undefined ? "other" : hashBytes(bytes);
}

/** Why a file cannot be reached: its folder has become a link out of the repository since it was planned. */
async function outOfReach({ path }: Pick<Entry, "path">, files: Files): Promise<Diagnostic | undefined> {
  const place = await findPlace(files, path);
  return "problem" in place && place.problem.code === leaves.code ? place.problem : undefined;
}

async function missingFolders(files: Files, changes: readonly Change[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { path } of changes.filter((change) => change.after !== undefined)) {
    const parts = path.split("/").slice(0, -1);
    for (const index of parts.keys()) {
      const folder = parts.slice(0, index + 1).join("/");
      if (!missing.has(folder) && (await files.kind(folder)) === undefined) missing.add(folder);
    }
  }
  return [...missing];
}

function toEntry({ path, before, after }: Change, token: string): Entry {
  return {
    path,
    before: before && hashBytes(before),
    after: after && hashBytes(after),
    temporary: after && beside(path, token, "new"),
    backup: before && beside(path, token, "old"),
  };
}

/** Whoever may read a program may run it. */
function runnable(mode: number): number {
  return mode | ((mode & 0o444) >> 2);
}

async function create(files: Files, path: string, content: Uint8Array, mode?: number, executable?: boolean) {
  if (!(await files.create(path, content, { mode, executable }))) throw changed(files, path);
}

async function prepare(
  changes: readonly Change[],
  entries: readonly Entry[],
  files: Files,
  signal?: AbortSignal,
) {
  for (const [index, { path, before, after, executable }] of changes.entries()) {
    signal?.throwIfAborted();
    const entry = entries[index];
    const mode = (await files.stat(path))?.mode;
    if (after !== undefined && entry?.temporary !== undefined) {
      const wanted = mode !== undefined && executable === true ? runnable(mode) : mode;
      await create(files, entry.temporary, after, wanted, executable);
    }
    if (before !== undefined && entry?.backup !== undefined) await create(files, entry.backup, before, mode);
  }
}

/** Does one entry; false when the disk no longer has what the entry expects, and was left alone. */
async function advance(entry: Entry, files: Files): Promise<boolean> {
  const now = await hashOf(files, entry.path);
  if (entry.temporary === undefined) {
    if (now !== undefined && now !== entry.before) return false;
    await files.remove(entry.path);
    return true;
  }
  if ((await hashOf(files, entry.temporary)) !== entry.after) return false;
  if (now !== entry.before && now !== entry.after) return false;
  await files.rename(entry.temporary, entry.path);
  return true;
}

async function finish(journal: Journal, files: Files): Promise<void> {
  const folders = new Set<string>([ownFolder]);
  for (const { path, temporary, backup } of journal.entries) {
    if (temporary !== undefined) await files.remove(temporary);
    if (backup !== undefined) await files.remove(backup);
    folders.add(posix.dirname(path));
  }
  for (const folder of folders) {
    if ((await files.kind(folder)) !== undefined) await files.syncFolder(folder);
  }
  // Only what is below our own folder was surely made by us: git keeps no empty folders of people.
  for (const { path } of journal.entries.filter((entry) => entry.temporary === undefined)) {
    if (!path.startsWith(`${ownFolder}/`)) continue;
    let folder = posix.dirname(path);
    while (folder !== ownFolder && (await files.removeFolder(folder))) folder = posix.dirname(folder);
  }
  await files.remove(redoPath);
}

async function undoEntry(entry: Entry, files: Files): Promise<void> {
  const { path, before, after, temporary, backup } = entry;
  if ((await outOfReach(entry, files)) !== undefined) throw changed(files, path);
  const now = await hashOf(files, path);
  const pending = temporary !== undefined && (await files.remove(temporary));
  if (backup !== undefined) {
    const ours = !pending && (now === after || now === undefined);
    // A backup that is not whole was being written when its run was killed: the target is still the old one.
    if (ours && (await hashOf(files, backup)) === before) await files.rename(backup, path);
    else await files.remove(backup);
  } else if (!pending && before === undefined && now !== undefined && now === after) {
    await files.remove(path);
  }
}

/** Undoes every entry that it can. Where one cannot be undone now, the journal stays, and its failure is thrown. */
async function undo(journal: Journal, files: Files): Promise<void> {
  // A journal that cannot be taken back still says how the run is to be ended: then the next one ends it.
  if ((await outOfReach({ path: undoPath }, files)) !== undefined) throw changed(files, undoPath);
  if ((await files.kind(redoPath)) !== undefined) await files.rename(redoPath, undoPath);
  const failures: unknown[] = [];
  for (const entry of [...journal.entries].reverse()) {
    await undoEntry(entry, files).catch((error: unknown) => {
      failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
  for (const folder of [...journal.folders].reverse()) await files.removeFolder(folder);
  await files.remove(draftPath);
  await files.remove(undoPath);
}

/** Undoes as far as the disk lets us; what remains is left to the next run, which finds the journal. */
async function undoAndThrow(journal: Journal, files: Files, error: unknown): Promise<never> {
  try {
    await undo(journal, files);
  } catch {
    // The first failure is the one to tell.
  }
  throw error;
}

/**
 * Makes all changes, in their order, or none: a failure on the way brings back what was there. A run that
 * is killed leaves a journal, and `recover` in the next one undoes or completes it. The lock must be held.
 *
 * Throws `OutsideError` when the disk refuses, or when a file is not what its change expects (edited, or
 * swapped for a link); throws the signal's reason when it is aborted before anything was replaced.
 */
export async function commit(
  changes: readonly Change[],
  files: Files,
  lock: Lock,
  signal?: AbortSignal,
): Promise<void> {
  if (changes.length === 0) return;
  const token = randomBytes(4).toString("hex");
  const entries = changes.map((change) => toEntry(change, token));
  for (const { path, before } of entries) {
    if ((await hashOf(files, path)) !== before) throw changed(files, path);
  }
  const journal: Journal = { version: 1, entries, folders: await missingFolders(files, changes) };
  try {
    await writeJournal(files, journal);
    for (const folder of journal.folders) await files.makeFolder(folder);
    await prepare(changes, entries, files, signal);
    await lock.assertHeld();
    signal?.throwIfAborted();
    await files.rename(undoPath, redoPath);
    await files.syncFolder(ownFolder);
    for (const entry of entries) {
      if (!(await advance(entry, files))) throw changed(files, entry.path);
    }
  } catch (error) {
    return undoAndThrow(journal, files, error);
  }
  await finish(journal, files);
}

/**
 * Ends what a killed run began: undone if it had not decided yet, completed if it had. A file that a
 * person changed since is left as it is. Nothing is done, and it is told, while a folder of it is a link out of
 * the repository: what that run left in the folder could not be tidied up any more. The lock must be held.
 */
export async function recover(files: Files): Promise<readonly Diagnostic[]> {
  const begun = await readJournal(files, redoPath);
  if (begun === "damaged") return [journalDamaged(redoPath)];
  const planned = await readJournal(files, undoPath);
  if (planned === "damaged") return [journalDamaged(undoPath)];
  const entries = [begun, planned].flatMap((journal) => (journal === "absent" ? [] : journal.entries));
  const beyond = await Promise.all(entries.map((entry) => outOfReach(entry, files)));
  if (beyond.some((one) => one !== undefined)) return beyond.filter((one) => one !== undefined);
  if (begun !== "absent") {
    for (const entry of begun.entries) await advance(entry, files);
    await finish(begun, files);
  }
  if (planned !== "absent") await undo(planned, files);
  for (const name of await files.list(ownFolder)) {
    const path = `${ownFolder}/${name}`;
    if (isTransient(name) && path !== lockPath) await files.remove(path);
  }
  return [];
}
