import { posix } from "node:path";
import * as z from "zod";
import type { Files } from "../io/files.ts";
import { decode, encode, type Hash } from "./content.ts";
import { ownFolder } from "./folder.ts";
import { isInside } from "./place.ts";

/**
 * The journal says what a run is about to do to the disk. It has one text and two names: a run that
 * finds it under the first undoes what is in it, one that finds it under the second completes it. So
 * the decision is one rename, which needs no space on the disk.
 */
export const undoPath = `${ownFolder}/journal.json`;
export const redoPath = `${ownFolder}/journal.commit.json`;
/** The journal until it is whole. */
export const draftPath = `${ownFolder}/journal.json.new`;

/** One file of a run. Hashes are of the bytes as they are; undefined stands for no file. */
export interface Entry {
  readonly path: string;
  readonly before?: Hash | undefined;
  readonly after?: Hash | undefined;
  /** The new content, beside its target; absent for a removal. */
  readonly temporary?: string | undefined;
  /** The old content, beside its target; absent for a new file. */
  readonly backup?: string | undefined;
}

export interface Journal {
  readonly version: 1;
  /** In the order in which they are written. */
  readonly entries: readonly Entry[];
  /** Folders that the run makes, outer ones first. */
  readonly folders: readonly string[];
}

const hash = z.custom<Hash>((value) => typeof value === "string" && /^sha256-[0-9a-f]{64}$/.test(value));
const path = z.string().refine(isInside);
const entrySchema = z
  .strictObject({
    path,
    before: hash.optional(),
    after: hash.optional(),
    temporary: path.optional(),
    backup: path.optional(),
  })
  .refine((entry) =>
    [entry.temporary, entry.backup].every((name) => name === undefined || isBeside(entry.path, name)),
  );
const schema = z.strictObject({
  version: z.literal(1),
  entries: z.array(entrySchema),
  folders: z.array(path),
});

/** The name of a file of ours that lives beside `path` while a run does. */
export function beside(path: string, token: string, end: "new" | "old"): string {
  return posix.join(posix.dirname(path), `.${posix.basename(path)}.fluxtilt-${token}.${end}`);
}

function isBeside(path: string, name: string): boolean {
  return (
    posix.dirname(name) === posix.dirname(path) &&
    posix.basename(name).startsWith(`.${posix.basename(path)}.fluxtilt-`)
  );
}

/** Writes the journal under its first name, whole or not at all. */
export async function writeJournal(files: Files, journal: Journal): Promise<void> {
  await files.remove(draftPath);
  await files.create(draftPath, encode(`${JSON.stringify(journal, null, 1)}\n`));
  await files.rename(draftPath, undoPath);
  await files.syncFolder(ownFolder);
}

/** Reads a journal; "absent", or "damaged" when its text is not one, which nothing of ours leaves. */
export async function readJournal(files: Files, name: string): Promise<Journal | "absent" | "damaged"> {
  const kind = await files.kind(name);
  if (kind === undefined) return "absent";
  const bytes = kind === "file" ? await files.read(name) : undefined;
  if (bytes === undefined) return "damaged";
  try {
    return schema.safeParse(JSON.parse(decode(bytes))).data ?? "damaged";
  } catch {
    return "damaged";
  }
}
