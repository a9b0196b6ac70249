import { getNodeValue } from "jsonc-parser";
import type { Span } from "../../diagnostics/diagnostic.ts";
import { linesOf } from "../../diagnostics/lines.ts";
import type { Files } from "../../io/files.ts";
import type { Artifact, SharedEntry } from "../../targets/artifact.ts";
import { encode, hashValue, type Hash } from "../content.ts";
import type { SharedRecord } from "../record.ts";
import type { Status } from "../status.ts";
import { findEntry, findObstacle, readShared, type SharedDocument } from "./document.ts";
import { isLeftEmpty, putEntry, takeEntry } from "./edit.ts";
import type { EntryStatus } from "./entry-status.ts";
import { commentsIn } from "./trivia.ts";

/** The key of an entry in the record. */
export function recordKey({ root, name }: Pick<SharedEntry, "root" | "name">): string {
  return `${root}/${name}`;
}

/**
 * Compares what is ours in a shared file with what is wanted there. Undefined where nothing is wanted and
 * nothing is left. Without a record an entry that is as we would write it is ours, and any other is not.
 */
export async function compareShared(
  path: string,
  artifact: Artifact | undefined,
  record: SharedRecord | undefined,
  files: Files,
): Promise<Status | undefined> {
  const kind = await files.kind(path);
  if (kind === undefined) return artifact && { ...whole(artifact), state: "missing" };
  const before = kind === "file" ? await files.read(path) : undefined;
  if (before === undefined) return artifact && { path, artifact, state: "foreign" };
  const reading = readShared(path, before);
  if (reading.kind === "blank") return artifact && { ...whole(artifact), before, state: "stale" };
  if (reading.kind === "problem")
    return { path, artifact, before, state: "unreadable", problem: reading.problem };
  const { document, mark } = reading;
  const wanted = artifact?.shared ?? [];
  const left = leftOver(record, wanted);
  const problem = findObstacle(path, document, wanted, left);
  if (problem !== undefined) return { path, artifact, before, state: "unreadable", problem };
  const entries = [
    ...wanted.flatMap(
      (entry) => compareEntry(path, document, entry, record?.keys.get(recordKey(entry))) ?? [],
    ),
    ...left.flatMap((entry) => compareLeft(path, document, entry) ?? []),
  ];
  const made = record?.made ?? false;
  if (entries.length === 0) return artifact && { path, artifact, before, made, state: "current" };
  const after = wanted.reduce(
    putEntry,
    left.reduce((one, { root, name }) => takeEntry(one, root, name), document),
  );
  const goes = artifact === undefined && made && isLeftEmpty(after);
  return {
    path,
    artifact,
    before,
    after: goes ? undefined : encode(mark + after.text),
    made,
    entries,
    state: stateOf(entries, artifact === undefined),
    touched: entries.some(({ state }) => state === "leftEdited"),
  };
}

/** A file of which all will be ours. */
function whole(artifact: Artifact): Pick<Status, "path" | "artifact" | "after" | "made"> {
  return { path: artifact.path, artifact, after: encode(artifact.text), made: true };
}

interface Left {
  readonly root: string;
  readonly name: string;
  readonly hash: Hash;
}

function leftOver(record: SharedRecord | undefined, wanted: readonly SharedEntry[]): readonly Left[] {
  const keys = new Set(wanted.map(recordKey));
  return [...(record?.keys ?? [])]
    .filter(([key]) => !keys.has(key))
    .map(([key, hash]) => {
      const slash = key.indexOf("/");
      return { root: key.slice(0, slash), name: key.slice(slash + 1), hash };
    });
}

function compareEntry(
  path: string,
  document: SharedDocument,
  { root, name, value }: SharedEntry,
  known: Hash | undefined,
): EntryStatus | undefined {
  const told = `${root}.${name}`;
  const standing = findEntry(document, root, name);
  if (standing === undefined) return { name: told, state: "missing" };
  const hash = hashValue(getNodeValue(standing.value));
  // How it is laid out, and what is noted in it, is nothing to us while it says what it should.
  if (hash === hashValue(value)) return undefined;
  const isKept = hash === known && commentsIn(document.text, standing.value).length === 0;
  return {
    name: told,
    state: known === undefined ? "foreign" : isKept ? "stale" : "edited",
    span: spanOf(path, document, standing.node),
  };
}

function compareLeft(
  path: string,
  document: SharedDocument,
  { root, name, hash }: Left,
): EntryStatus | undefined {
  const standing = findEntry(document, root, name);
  if (standing === undefined) return undefined;
  const isKept =
    hash === hashValue(getNodeValue(standing.value)) && commentsIn(document.text, standing.node).length === 0;
  return {
    name: `${root}.${name}`,
    state: isKept ? "left" : "leftEdited",
    span: spanOf(path, document, standing.node),
  };
}

function spanOf(
  path: string,
  { text }: SharedDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): Span {
  return linesOf(text).span(path, offset, offset + length);
}

/** How the whole file stands: as its entry that stands worst. */
function stateOf(entries: readonly EntryStatus[], isLeft: boolean): Status["state"] {
  if (isLeft) return "orphaned";
  const states = new Set(entries.map(({ state }) => state));
  if (states.has("foreign")) return "foreign";
  return states.has("edited") || states.has("leftEdited") ? "edited" : "stale";
}
