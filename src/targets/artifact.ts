/** One generated file. */
export interface Artifact {
  /** Relative to the inventory's folder, with `/`. */
  readonly path: string;
  /** The whole text, LF endings, final newline; of a shared file, what it is where nothing else is in it. */
  readonly text: string;
  readonly executable?: boolean;
  /**
   * When it is written: support files and included Tiltfiles before the Tiltfiles that load them,
   * since Tilt reloads at each write. Lower first.
   */
  readonly rank: number;
  /** What is ours in a JSON file that people write too; all else in it is theirs, and stays byte for byte. */
  readonly shared?: readonly SharedEntry[];
}

/** One entry of ours in a shared JSON file. */
export interface SharedEntry {
  /** Key of the file's object that holds it, such as `mcpServers`. */
  readonly root: string;
  /** Its key there; where a list is there, the `id` of the item. */
  readonly name: string;
  readonly value: Json;
  /** True for an item of a list; `value` has the `id` then. */
  readonly isItem?: boolean;
}

/** What JSON can hold. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
