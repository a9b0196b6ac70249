import type { YamlFile } from "./flux/parse.ts";

/** What stands at a path; a link is told as such. */
export type EntryKind = "file" | "directory" | "link" | "other";

/**
 * The files of one repository, read only. Paths are relative to its top, with `/`; `""` or `.` is the top.
 * It throws where the system does not answer, which ends what is asked of it.
 */
export interface RepositoryView {
  /** The bytes of a file (links are followed), or undefined when there is none, or a folder in its place. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Names in a folder, sorted; empty when there is none. */
  list(path: string): Promise<readonly string[]>;
  /** What stands at the path itself, or undefined. */
  kind(path: string): Promise<EntryKind | undefined>;
  /** What the YAML text of a file says, as `parseYaml` reads it; of a view that knows more of reading it. */
  readonly parseYaml?: ((text: string, path: string) => YamlFile) | undefined;
}
