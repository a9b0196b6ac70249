import type * as z from "zod";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Details } from "../diagnostics/kind.ts";
import { didYouMean, mostGuesses, nearest } from "../diagnostics/nearest.ts";
import { order } from "../diagnostics/order.ts";
import type { Path, SourceFile } from "../source/source.ts";
import { malformed, missingKey, notAllowed, nothingFits, unknownKey, wrongType } from "./issue-kinds.ts";
import { expectedWords, formsOf, knownKeys, metaOf, schemasAt } from "./issue-schema.ts";
import type { Schema } from "./issue-schema.ts";
import { branchesOf, choose } from "./issue-union.ts";
import { repaired } from "./issue-repair.ts";
import {
  checkWords,
  inside,
  isMapping,
  listed,
  nameOf,
  ownMessage,
  pathKey,
  typeOf,
  valueAt,
} from "./issue-words.ts";
import type { Issue } from "./issue-words.ts";
import { deeperFor, Misplaced } from "./misplaced.ts";

/** More keys than this are no help to read. */
const mostListed = 16;

/**
 * What zod found wrong with a file, told at the place where it was written (FT101 to FT106), in the order of
 * the text, none twice. `schema` is the one that the value was parsed with; it knows the keys and the forms.
 * `base` is where that value stands in the file.
 */
export function shapeDiagnostics(
  error: z.ZodError,
  source: SourceFile,
  schema: z.ZodType,
  base: Path = [],
): Diagnostic[] {
  return order(new Shape(source).all(error.issues, base, [schema]));
}

class Shape {
  private readonly source: SourceFile;
  /** Paths of keys that misspelt ones stand for: they are not missing. */
  private readonly meant = new Set<string>();
  private readonly misplaced: Misplaced;
  /** The known keys that misspelt ones are near to, by the path of the misspelt one. */
  private readonly guesses = new Map<string, string | undefined>();

  constructor(source: SourceFile) {
    this.source = source;
    this.misplaced = new Misplaced(source);
  }

  /** Issues whose paths begin at `base`, where `schemas` hold. */
  all(issues: readonly Issue[], base: Path, schemas: readonly Schema[]): Diagnostic[] {
    const misspelt = issues.filter((issue) => issue.code === "unrecognized_keys");
    const told = new Set(misspelt.map((issue) => pathKey([...base, ...stepsOf(issue.path)])));
    for (const issue of misspelt) {
      const path = [...base, ...stepsOf(issue.path)];
      const known = this.free(path, knownKeys(schemasAt(schemas, stepsOf(issue.path))));
      for (const key of issue.keys) this.meant.add(pathKey([...path, this.guess(key, path, known) ?? key]));
    }
    for (const issue of issues) {
      const below = stepsOf(issue.path);
      const around = below.length === 0 ? undefined : schemasAt(schemas, below.slice(0, -1));
      const path = [...base, ...below];
      this.misplaced.look(issue, path, schemasAt(schemas, below), around, (key) => this.isRiddle(key, path));
    }
    return issues.flatMap((issue) => {
      const below = stepsOf(issue.path);
      const path = [...base, ...below];
      // A check of a whole mapping cannot know what its misspelt keys were to say.
      if (issue.code === "custom" && told.has(pathKey(path))) return [];
      if (this.misplaced.explains(path)) return [];
      const fallen = this.misplaced.fallenOutOf(path);
      const found = this.one(issue, path, schemasAt(schemas, below));
      if (fallen === undefined) return found;
      return found.map((one) => ({ ...one, help: `indent what belongs to it deeper: ${listed(fallen)}` }));
    });
  }

  private one(issue: Issue, path: Path, schemas: readonly Schema[]): Diagnostic[] {
    const value = valueAt(this.source.value, path);
    if (value === undefined && path.length > 0) {
      return this.meant.has(pathKey(path)) ? [] : [this.missing(path, schemas)];
    }
    switch (issue.code) {
      case "unrecognized_keys":
        return this.unknown(issue.keys, path, knownKeys(schemas), schemas);
      case "invalid_type":
        return [this.mistyped(issue, path, value)];
      case "invalid_value":
        return [this.disallowed(path, issue.values, ownMessage(issue))];
      case "invalid_union":
        return this.union(issue, path, schemas, value);
      case "invalid_key":
        return [this.badKey(issue, path)];
      case "too_big":
      case "too_small":
      case "invalid_format":
      case "not_multiple_of":
      case "invalid_element":
      case "custom":
        return [this.malformed(issue, path, value)];
    }
  }

  private missing(path: Path, schemas: readonly Schema[]): Diagnostic {
    const key = path.at(-1);
    if (typeof key === "number") {
      const span = this.source.spanOf(path, "key");
      return report(missingKey, `${nameOf(path)} is missing`, { span });
    }
    const example: unknown = schemas.flatMap(examplesOf)[0];
    const written = typeof example === "string" || typeof example === "number" ? String(example) : undefined;
    return report(missingKey, `missing \`${key ?? ""}\`${inside(path.slice(0, -1))}`, {
      span: this.source.spanOf(path, "key"),
      help: written === undefined ? `add \`${key}:\`` : `add it, for example \`${key}: ${written}\``,
    });
  }

  private unknown(
    keys: readonly string[],
    path: Path,
    known: readonly string[],
    schemas: readonly Schema[],
    forms?: string,
  ): Diagnostic[] {
    const free = this.free(path, known);
    const choices = known.length > 0 && known.length <= mostListed ? `known keys: ${listed(known)}` : forms;
    const guesses = keys.map((key) => [key, this.guess(key, path, free)] as const);
    const isAll = keys.length <= mostListed && keys.length === this.source.keysOf(path).length;
    const deeper =
      isAll && guesses.every(([, near]) => near === undefined)
        ? deeperFor(this.source, path, schemas)
        : undefined;
    if (deeper !== undefined) {
      const message = `unknown ${keys.length === 1 ? "key" : "keys"} ${listed(keys)}${inside(path)}`;
      const entry = `an entry of \`${deeper.holder}\` in \`${deeper.entry}\``;
      const help = `indent ${nameOf(path)} deeper, to make it ${entry}`;
      return [report(unknownKey, message, { span: this.source.spanOf(path, "key"), help })];
    }
    return guesses.flatMap(([key, near]) => {
      if (this.misplaced.explains([...path, key])) return [];
      const holder = this.misplaced.holderOf([...path, key]);
      const instead =
        holder === undefined ? choices : `indent it deeper, to make it an entry of \`${holder}\``;
      return report(unknownKey, `unknown key \`${key}\`${inside(path)}`, {
        span: this.source.spanOf([...path, key], "key"),
        help: near === undefined ? instead : `did you mean \`${near}\`?`,
      });
    });
  }

  /** What a key of the mapping at `path` was meant to be, for as many as anybody reads. */
  private guess(key: string, path: Path, known: readonly string[]): string | undefined {
    const place = pathKey([...path, key]);
    if (!this.guesses.has(place) && this.guesses.size < mostGuesses)
      this.guesses.set(place, nearest(key, known));
    return this.guesses.get(place);
  }

  /** True for a key for which a guess was made, and none was found. */
  private isRiddle(key: string, path: Path): boolean {
    const place = pathKey([...path, key]);
    return this.guesses.has(place) && this.guesses.get(place) === undefined;
  }

  /** The known keys that are not written yet: what is there was not meant by another. */
  private free(path: Path, known: readonly string[]): string[] {
    const written = new Set(this.source.keysOf(path));
    return known.filter((key) => !written.has(key));
  }

  private mistyped(issue: Issue & { code: "invalid_type" }, path: Path, value: unknown): Diagnostic {
    const expected = expectedWords(issue.expected) ?? issue.expected;
    const name = nameOf(path);
    const found =
      value === null ? `but it is empty` : `not ${fractional(issue.expected, value) ?? typeOf(value)}`;
    return report(wrongType, ownMessage(issue) ?? `${name} takes ${expected}, ${found}`, {
      span: this.source.spanOf(path, "value"),
      label: value === null ? "this is empty" : `this is ${typeOf(value)}`,
      help: repaired(issue.expected, path, value, this.source.writtenAt(path)),
    });
  }

  private disallowed(path: Path, values: readonly unknown[], own?: string, help?: string): Diagnostic {
    const value = valueAt(this.source.value, path);
    const choices = values.map(String);
    const shown = this.source.writtenAt(path) === undefined ? typeOf(value) : `\`${String(value)}\``;
    const near = choices.length === 1 ? undefined : didYouMean(String(value), choices);
    const all =
      typeof value === "string" && choices.includes(value)
        ? `leave the quotes out: \`${value}\``
        : `it takes ${choices.length === 1 ? "" : "one of "}${listed(choices)}`;
    return report(notAllowed, own ?? `${shown} is no value of ${nameOf(path)}`, {
      span: this.source.spanOf(path, "value"),
      help: help ?? (near === undefined ? all : `${near} ${all}`),
    });
  }

  private malformed(issue: Issue, path: Path, value: unknown): Diagnostic {
    // A whole mapping or list is told by its name.
    const target = typeof value === "object" && value !== null ? "key" : "value";
    const details: Details = { span: this.source.spanOf(path, target), help: helpOf(issue) };
    return report(malformed, ownMessage(issue) ?? checkWords(issue, path), details);
  }

  private badKey(issue: Issue & { code: "invalid_key" }, path: Path): Diagnostic {
    const key = String(path.at(-1));
    const [cause] = issue.issues;
    const span = this.source.spanOf(path, "key");
    if (cause?.code === "invalid_value") {
      const choices = cause.values.map(String);
      const help = didYouMean(key, choices) ?? `known keys: ${listed(choices)}`;
      return report(unknownKey, `unknown key \`${key}\`${inside(path.slice(0, -1))}`, { span, help });
    }
    const own = cause === undefined ? undefined : ownMessage(cause);
    return report(malformed, own ?? `the key \`${key}\` has the wrong form`, { span });
  }

  private union(
    issue: Issue & { code: "invalid_union" },
    path: Path,
    schemas: readonly Schema[],
    value: unknown,
  ): Diagnostic[] {
    if ("options" in issue && issue.options !== undefined) {
      return [this.disallowed(path, issue.options, ownMessage(issue))];
    }
    const own = ownMessage(issue);
    const choice = choose(branchesOf(issue, schemas), value);
    switch (choice.found) {
      case "branch":
        return this.all(choice.branch.issues, path, choice.branch.schemas);
      case "values":
        return [this.disallowed(path, choice.values, undefined, inLongForm(value, schemas))];
      case "unknown-keys":
        return this.unknown(choice.keys, path, choice.known, schemas, own);
      case "clash": {
        const [first, second] = choice.keys;
        const message = `\`${first}\` and \`${second}\` do not go together${inside(path)}`;
        const related = [{ message: "the other one", span: this.source.spanOf([...path, first], "key") }];
        const span = this.source.spanOf([...path, second], "key");
        return [report(nothingFits, message, { span, related, help: own ?? "keep one of them" })];
      }
      case "nothing": {
        const forms = schemas.map(formsOf).find((words) => words !== undefined);
        const takes =
          forms === undefined ? `${nameOf(path)} has none of its forms` : `${nameOf(path)} takes ${forms}`;
        const isEmpty = value === null || (isMapping(value) && Object.keys(value).length === 0);
        return [
          report(nothingFits, own ?? takes, {
            span: this.source.spanOf(path, "value"),
            label: isEmpty ? "this is empty" : `this is ${typeOf(value)}`,
          }),
        ];
      }
    }
  }
}

/** A custom issue may carry its own help: `params: { help: "…" }`. */
function helpOf(issue: Issue): string | undefined {
  if (issue.code !== "custom") return undefined;
  const help: unknown = issue.params?.["help"];
  return typeof help === "string" ? help : undefined;
}

/**
 * The help for a text that belongs into the union's long form: a bare name that is a key of it, such as `do: shell`,
 * or a command.
 */
function inLongForm(value: unknown, schemas: readonly Schema[]): string | undefined {
  if (typeof value !== "string") return undefined;
  const known = knownKeys(schemas);
  if (known.includes(value)) return `it needs a value of its own: \`{ ${value}: … }\``;
  if (!/\S\s+\S/.test(value)) return undefined;
  if (known.includes("shell")) return "a command is written `{ shell: … }`";
  return known.includes("do") ? "a command is written `{ do: { shell: … } }`" : undefined;
}

function examplesOf(schema: Schema): readonly unknown[] {
  const { examples } = metaOf(schema) as { examples?: unknown };
  return Array.isArray(examples) ? examples : [];
}

function fractional(expected: string, value: unknown): string | undefined {
  return expected === "int" && typeof value === "number" ? `\`${value}\`` : undefined;
}

function stepsOf(path: readonly PropertyKey[]): Path {
  return path.map((step) => (typeof step === "number" ? step : String(step)));
}
