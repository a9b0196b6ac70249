import type { FormatName } from "../diagnostics/formats.ts";
import type { Files } from "../io/files.ts";

/** What every command is given: where it stands and how it talks. */
export interface Session {
  /** The folder of the inventory, as a file system. */
  readonly files: Files;
  /** The inventory file, relative to that folder. */
  readonly config: string;
  /** The folder that the command was called in, absolute. */
  readonly cwd: string;
  readonly format: FormatName;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** True where a person can be asked. */
  readonly interactive: boolean;
  readonly version: string;
  /** Aborted when the run is interrupted. */
  readonly signal: AbortSignal;
  /** Results. */
  readonly out: (text: string) => void;
  /** Messages. */
  readonly say: (text: string) => void;
}
