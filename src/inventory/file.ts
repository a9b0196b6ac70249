import type { Origin } from "../source/origin.ts";
import type { SourceFile } from "../source/source.ts";
import type { Fragment, Inventory } from "./schema/inventory.ts";

interface File<Body> {
  /** Relative to the root inventory's folder, with `/`. */
  readonly path: string;
  /** Its folder; `.` for the root's. */
  readonly folder: string;
  readonly source: SourceFile;
  readonly origin: Origin;
  readonly body: Body;
}

export type RootFile = File<Inventory>;
export type FragmentFile = File<Fragment>;

/** The root inventory with its fragments, each of the right shape. */
export interface InventoryFiles {
  readonly root: RootFile;
  /** By path. */
  readonly fragments: readonly FragmentFile[];
}
