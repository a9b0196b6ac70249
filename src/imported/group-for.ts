import type { Dashboard } from "../dashboard/model.ts";
import { at, type Origin } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";

/** A group of the inventory that entries go into. */
export interface ExistingGroup {
  readonly origin: Origin;
  readonly prefix: string;
  /** Labels of what says nothing else. */
  readonly labels: readonly unknown[];
}

/**
 * The group that has the namespace, and gives no buttons of its own to what stands in it; of several, the one
 * whose prefix fits the name best.
 */
export function groupFor(dashboard: Dashboard, namespace: unknown, full: string): ExistingGroup | undefined {
  const groups = dashboard.tiltfiles.flatMap(({ sections }) =>
    sections
      .map(({ origin }) => origin)
      .filter(({ path: [first, , ...below] }) => first === "groups" && below.length === 0)
      .filter((origin) => valueAt(at(origin, "namespace")) === namespace)
      .filter((origin) => valueAt(at(origin, "buttonsFrom")) === undefined)
      .map((origin): ExistingGroup => {
        const prefix = valueAt(at(origin, "prefix"));
        const label = valueAt(at(origin, "label")) ?? origin.path[1];
        return { origin, prefix: typeof prefix === "string" ? prefix : "", labels: [label].flat() };
      }),
  );
  const fit = ({ prefix }: ExistingGroup): number => (full.startsWith(prefix) ? prefix.length : -1);
  return groups.toSorted((one, other) => fit(other) - fit(one))[0];
}
