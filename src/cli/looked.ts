import type { World } from "../rules/rule.ts";
import type { Charts } from "./helm/check-charts.ts";
import type { Repository } from "./repository.ts";

/** What was seen beyond the inventory, as deep as was asked. */
export interface Looked {
  readonly repository?: Repository | undefined;
  readonly charts?: Charts | undefined;
}

/** What the rules are told of it. */
export function worldOf({ repository, charts }: Looked): Partial<World> {
  return { ...repository, charts: charts?.checked };
}
