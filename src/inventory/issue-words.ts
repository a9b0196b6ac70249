import type * as z from "zod";
import type { Path } from "../source/source.ts";

/** An issue of zod 4, as errors hold them. */
export type Issue = z.core.$ZodIssue;

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Readonly<Record<string | number, unknown>>)[step];
  }
  return here;
}

/** The same text for the same path. */
export function pathKey(path: Path): string {
  return JSON.stringify(path.map(String));
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** "`ports`", "item 2 of `ports`", "the file". */
export function nameOf(path: Path): string {
  const step = path.at(-1);
  if (step === undefined) return "the file";
  return typeof step === "number" ? `item ${step + 1} of ${nameOf(path.slice(0, -1))}` : `\`${step}\``;
}

/** " in `grafana`"; nothing at the top of the file. */
export function inside(path: Path): string {
  return path.length === 0 ? "" : ` in ${nameOf(path)}`;
}

/** What a value is, with its article. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "boolean") return `\`${String(value)}\``;
  if (typeof value === "object") return "a mapping";
  return typeof value === "number" ? "a number" : "a string";
}

/** "`a`, `b`". */
export function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

/**
 * The message that the schema gave itself, or undefined for one of zod's. Ours begin in lower case or with a
 * backtick, as all messages of diagnostics do; zod's with a capital.
 */
export function ownMessage(issue: Issue): string | undefined {
  return /^\p{Lu}/u.test(issue.message) ? undefined : issue.message;
}

/** Our words for a check that has no message of its own. */
export function checkWords(issue: Issue, path: Path): string {
  const name = nameOf(path);
  if (issue.code === "too_small") {
    const least = String(issue.minimum);
    if (issue.origin === "string") {
      return least === "1" ? `${name} must not be empty` : `${name} has at least ${least} characters`;
    }
    if (issue.origin === "array") {
      return least === "1" ? `${name} must not be empty` : `${name} has at least ${least} items`;
    }
    return `${name} is ${issue.inclusive === false ? "more than" : "at least"} ${least}`;
  }
  if (issue.code === "too_big") {
    const most = String(issue.maximum);
    if (issue.origin === "string") return `${name} has at most ${most} characters`;
    if (issue.origin === "array") return `${name} has at most ${most} ${most === "1" ? "item" : "items"}`;
    return `${name} is ${issue.inclusive === false ? "less than" : "at most"} ${most}`;
  }
  if (issue.code === "not_multiple_of") return `${name} is a multiple of ${issue.divisor}`;
  if (issue.code === "invalid_format") {
    return issue.format === "regex" ? `${name} has the wrong form` : `${name} is not a valid ${issue.format}`;
  }
  return `${name} is not valid`;
}

/** How far below its value an issue got, those of unions included. */
function depthOf(issue: Issue): number {
  if (issue.code !== "invalid_union") return issue.path.length;
  return issue.path.length + deepest(issue.errors.flat());
}

/** The depth of the deepest issue; 0 for none. */
export function deepest(issues: readonly Issue[]): number {
  return issues.reduce((most, issue) => Math.max(most, depthOf(issue)), 0);
}
