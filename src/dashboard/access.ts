import type { RootFile } from "../inventory/file.ts";
import { at } from "../source/origin.ts";
import type { Access } from "./applied.ts";
import { resolveApplied } from "./applied-keys.ts";
import type { Scope } from "./scope.ts";

/** The account of `access:`. */
export function resolveAccess(scope: Scope, root: RootFile): Access | undefined {
  const written = root.body.access;
  if (written === undefined) return undefined;
  const { namespace, serviceAccount } = written;
  const origin = at(root.origin, "access");
  return { namespace, serviceAccount, ...resolveApplied(scope, written, origin), origin };
}
