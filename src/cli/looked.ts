import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { World } from "../rules/rule.ts";
import type { Charts } from "./helm/check-charts.ts";
import type { Repository } from "./repository.ts";

/** The repository, or the cluster, as the rules are told of it. */
export interface Surroundings
  extends Pick<Repository, "reality" | "folder">, Partial<Pick<Repository, "rendered">> {
  /** Where the repository and the cluster differ; undefined where not both were asked. */
  readonly differences?: readonly string[] | undefined;
}

/** What was seen beyond the inventory, as deep as was asked. */
export interface Looked {
  readonly repository?: Surroundings | undefined;
  readonly charts?: Charts | undefined;
  /** Why the cluster could not be asked. */
  readonly problem?: Diagnostic | undefined;
}

/** What the rules are told of it. */
export function worldOf({ repository, charts }: Looked): Partial<World> {
  const { reality, folder, rendered } = repository ?? {};
  return { reality, folder, rendered, charts: charts?.checked };
}
