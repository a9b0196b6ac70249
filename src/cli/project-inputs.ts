import type { Dashboard } from "../dashboard/model.ts";
import type { RootFile } from "../inventory/file.ts";
import { isSearchable } from "./find-fragments.ts";

/** What an inventory is read from, for those that wait for it to change. Paths are relative to its folder. */
export interface Inputs {
  /** The root and its fragments. */
  readonly files: readonly string[];
  /** Patterns of fragments. */
  readonly patterns: readonly string[];
  /** Files and folders that the inventory names: whether they are there matters, not what is in them. */
  readonly named: readonly string[];
}

/** The inputs as far as they are known: an inventory that cannot be read names nothing. */
export function inputsOf(
  files: readonly string[],
  root: RootFile | undefined,
  dashboard: Dashboard | undefined,
): Inputs {
  return {
    files: [...new Set(files)],
    patterns: (root?.body.fragments ?? []).filter(isSearchable),
    named: [...new Set(dashboard?.files.map((use) => use.path))].sort(),
  };
}
