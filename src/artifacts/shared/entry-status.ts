import type { Span } from "../../diagnostics/diagnostic.ts";

/**
 * How an entry of ours stands in a shared file: `stale` and `missing` are mended by writing; `edited` was
 * changed by hand since; `foreign` is somebody else's of the same name; `left` is ours and generated no
 * longer, `leftEdited` was changed by hand as well.
 */
export type EntryState = "stale" | "missing" | "edited" | "foreign" | "left" | "leftEdited";

/** An entry that is not as it should be. */
export interface EntryStatus {
  /** As people write it: `mcpServers.grafana`. */
  readonly name: string;
  readonly state: EntryState;
  /** Where it stands; undefined where it is missing. */
  readonly span?: Span | undefined;
}
