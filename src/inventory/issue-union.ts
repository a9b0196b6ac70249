import { knownKeys, optionsOf, takesAnyKey } from "./issue-schema.ts";
import type { Schema } from "./issue-schema.ts";
import { deepest, isMapping } from "./issue-words.ts";
import type { Issue } from "./issue-words.ts";

/** One option of a union, with what is wrong with the value as that option. */
export interface Branch {
  readonly issues: readonly Issue[];
  readonly schemas: readonly Schema[];
}

/** What to tell about a value that no option of a union takes. */
export type Choice =
  /** The option that was most likely meant: its own issues. */
  | { readonly found: "branch"; readonly branch: Branch }
  /** Only fixed values would do. */
  | { readonly found: "values"; readonly values: readonly unknown[] }
  /** A mapping whose keys belong to no option. */
  | { readonly found: "unknown-keys"; readonly keys: readonly string[]; readonly known: readonly string[] }
  /** Two keys of different options. */
  | { readonly found: "clash"; readonly keys: readonly [string, string] }
  /** No option is near. */
  | { readonly found: "nothing" };

type UnionIssue = Issue & { code: "invalid_union" };

/** The options of a union with their issues; unions that are options themselves are opened. */
export function branchesOf(issue: UnionIssue, schemas: readonly Schema[]): Branch[] {
  const options = schemas.flatMap(optionsOf);
  return issue.errors.flatMap((issues, index) => {
    const option = options[index];
    const own = option === undefined ? [] : [option];
    const [only, ...others] = issues;
    const nested = only?.code === "invalid_union" && only.path.length === 0 && others.length === 0;
    return nested && only.errors.length > 0 ? branchesOf(only, own) : [{ issues, schemas: own }];
  });
}

/** Picks what a person needs to hear of a union: the problems of the option that was meant, if one can be told. */
export function choose(branches: readonly Branch[], value: unknown): Choice {
  const fitting = branches.filter((branch) => fits(branch, value));
  const [first, ...others] = fitting;
  if (first === undefined) return { found: "nothing" };
  if (isMapping(value)) return chooseMapping(fitting, Object.keys(value));

  const depth = Math.max(...fitting.map(branchDepth));
  if (depth > 0) {
    const best = fitting.filter((branch) => branchDepth(branch) === depth).sort(byIssues)[0] ?? first;
    return { found: "branch", branch: best };
  }
  const issues = fitting.flatMap((branch) => branch.issues);
  const values = issues.flatMap((issue) => (issue.code === "invalid_value" ? issue.values : []));
  const onlyValues = issues.every((issue) => issue.code === "invalid_value");
  if (onlyValues) return { found: "values", values: [...new Set(values)] };
  return others.length === 0 ? { found: "branch", branch: first } : { found: "nothing" };
}

/** By the keys that are there: the option that knows most of them was meant. */
function chooseMapping(branches: readonly Branch[], keys: readonly string[]): Choice {
  if (keys.length === 0 && branches.length > 1) return { found: "nothing" };
  const known = branches.map((branch) => knows(branch, keys));
  const most = Math.max(...known.map((own) => own.length));
  if (most === 0 && branches.length > 1) {
    return { found: "unknown-keys", keys, known: knownKeys(branches.flatMap((branch) => branch.schemas)) };
  }
  const [best] = branches
    .filter((_, index) => known[index]?.length === most)
    .sort((a, b) => byIssues(a, b) || branchDepth(b) - branchDepth(a));
  if (best === undefined) return { found: "nothing" };

  const foreign = new Set(known.flat());
  const own = knows(best, keys);
  const clashing = keys.find((key) => foreign.has(key) && !own.includes(key));
  const partner = own[0];
  if (clashing === undefined || partner === undefined) return { found: "branch", branch: best };
  const pair = keys.indexOf(partner) < keys.indexOf(clashing) ? [partner, clashing] : [clashing, partner];
  return { found: "clash", keys: pair as [string, string] };
}

/** The keys that an option knows. */
function knows(branch: Branch, keys: readonly string[]): string[] {
  if (branch.schemas.some(takesAnyKey)) return [...keys];
  const known = new Set(knownKeys(branch.schemas));
  return keys.filter((key) => known.has(key));
}

/** True when the value is at least of the option's type. */
function fits(branch: Branch, value: unknown): boolean {
  return branch.issues.every((issue) => {
    if (issue.path.length > 0) return true;
    if (issue.code === "invalid_type") return false;
    return issue.code !== "invalid_value" || issue.values.some((allowed) => typeof allowed === typeof value);
  });
}

function branchDepth(branch: Branch): number {
  return deepest(branch.issues);
}

function byIssues(a: Branch, b: Branch): number {
  return a.issues.length - b.issues.length;
}
