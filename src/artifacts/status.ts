import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Artifact } from "../targets/artifact.ts";
import { decode } from "./content.ts";
import type { EntryStatus } from "./shared/entry-status.ts";

/**
 * How an output stands: `current`; `stale`, we wrote it and the inventory has changed since; `missing`;
 * `edited`, changed by hand since we wrote it; `orphaned`, written by us and generated no longer;
 * `foreign`, somebody else's file is there; `unreadable`, what is there cannot be shared.
 */
export type State = "current" | "stale" | "missing" | "edited" | "orphaned" | "foreign" | "unreadable";

/** One output, as the inventory wants it and as the disk has it. */
export interface Status {
  readonly path: string;
  readonly state: State;
  /** What is wanted; absent for an orphan. */
  readonly artifact?: Artifact | undefined;
  /** What is on the disk, byte for byte; absent when nothing is, or a link. */
  readonly before?: Uint8Array | undefined;
  /** What the disk shall have, byte for byte; absent when the file goes, or nothing may be written. */
  readonly after?: Uint8Array | undefined;
  /** Only the executable bit is wrong. */
  readonly modeOnly?: boolean | undefined;
  /** An orphan that was changed by hand since we wrote it. */
  readonly touched?: boolean | undefined;
  /** An orphan that is known by its header alone, outside our folder. */
  readonly unsure?: boolean | undefined;
  /** Of a shared file, the entries of ours that are not as they should be. */
  readonly entries?: readonly EntryStatus[] | undefined;
  /** Of a shared file, whether it was not there before us. */
  readonly made?: boolean | undefined;
  /** Why it is unreadable. */
  readonly problem?: Diagnostic | undefined;
}

/** What the disk has, as text with LF endings, for people to compare; undefined when there is nothing. */
export function textBefore({ before }: Status): string | undefined {
  return before === undefined ? undefined : decode(before);
}

/** What the disk shall have, in the same form; undefined when the file goes. */
export function textAfter({ after }: Status): string | undefined {
  return after === undefined ? undefined : decode(after);
}

/** True for a link or the like where an output belongs: what it leads to is somebody's. */
export function isLink({ state, before }: Status): boolean {
  return state === "foreign" && before === undefined;
}
