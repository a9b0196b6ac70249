import type { RootFile } from "../inventory/file.ts";
import { at, type Origin } from "../source/origin.ts";
import { resolveApplied, type Applied } from "./applied.ts";
import type { Scope } from "./scope.ts";

/** The account that the dashboard works with; what it may do follows from all the rest. */
export interface Access extends Applied {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly origin: Origin;
}

export function resolveAccess(scope: Scope, root: RootFile): Access | undefined {
  const written = root.body.access;
  if (written === undefined) return undefined;
  const { namespace, serviceAccount } = written;
  const origin = at(root.origin, "access");
  return { namespace, serviceAccount, ...resolveApplied(scope, written, origin), origin };
}
