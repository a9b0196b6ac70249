import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path, SourceFile } from "../source/source.ts";

/** A rule that is to be a mere warning for an entry. */
export interface Allowed {
  /** Path of the inventory file. */
  readonly file: string;
  /** Keys that lead to the entry. */
  readonly path: readonly string[];
  readonly rule: string;
}

/** Keys below which entries stand by name that may have an `allow` of their own. */
export const holders = new Set([
  ...["variables", "buttons", "tasks", "secrets", "images", "groups"],
  ...["workloads", "helmReleases", "manifests", "resources"],
]);

/**
 * Where a broken rule is to be allowed: at the innermost entry that holds the place, so that it holds
 * everywhere else. Undefined for a place that is in none.
 */
export function allowedAt(source: SourceFile, { code, span }: Diagnostic): Allowed | undefined {
  if (span?.file !== source.path) return undefined;
  const steps = pathAt(source, span.start.offset);
  const path = steps.slice(0, entryAt(steps));
  return path.length === 0 ? undefined : { file: source.path, path, rule: code };
}

/** How many steps of a path lead to the innermost entry on it; 0 where there is none. */
export function entryAt(path: Path): number {
  let length = 0;
  let isName = false;
  for (const [index, step] of path.entries()) {
    const isHolder = holders.has(String(step));
    if (isName) length = index + 1;
    else if (!isHolder && !(index === 0 && step === "env")) break;
    isName = !isName && isHolder;
  }
  return length;
}

/** The keys that lead to what stands at an offset: at each step, the last that begins before it. */
function pathAt(source: SourceFile, offset: number): readonly string[] {
  const path: string[] = [];
  for (;;) {
    const keys = source.keysOf(path);
    const key = keys.findLast((one) => source.spanOf([...path, one], "key").start.offset <= offset);
    if (key === undefined) return path;
    path.push(key);
  }
}

/** What stands at `at` of a file, with the `allow` of each entry that is to have one. */
export function withAllowed(value: unknown, file: string, at: Path, allowed: readonly Allowed[]): unknown {
  return allowed
    .filter(({ path, file: other }) => other === file && at.every((step, index) => path[index] === step))
    .reduce((sum, { path, rule }) => allowing(sum, path, at.length, rule), value);
}

/** The rule goes on speaking, as a warning: what it says is still for a person to mend. */
const reason = "as in the Tiltfile that it was imported from";

function allowing(value: unknown, path: readonly string[], depth: number, rule: string): unknown {
  const step = path[depth];
  if (step !== undefined) {
    const map = value as Readonly<Record<string, unknown>>;
    return { ...map, [step]: allowing(map[step], path, depth + 1, rule) };
  }
  const map = typeof value === "string" ? { target: value } : (value as Readonly<Record<string, unknown>>);
  const { allow = [] } = map as { readonly allow?: readonly unknown[] };
  return { ...map, allow: [...allow, { rule, to: "warning", reason }] };
}
