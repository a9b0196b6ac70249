/** What Tilt and the dashboard say of one resource, in the same words. Paths are relative to the project. */
export interface Facts {
  readonly labels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly autoInit: boolean;
  readonly trigger: "auto" | "manual";
  readonly links: readonly string[];
  readonly forwards?: readonly string[];
  readonly readiness?: string;
  /** Seconds that an apply may take, as Tilt writes them. */
  readonly timeout?: string;
  /** The apply command's argv, and what its environment has beside Tilt's own. */
  readonly apply?: readonly string[];
  readonly applyEnv?: readonly string[];
  /** The delete command's argv; of one that only speaks, `echo` alone. */
  readonly remove?: readonly string[];
  /** `Kind namespace/name` of what Tilt applies and deletes itself. */
  readonly objects?: readonly string[];
  readonly run?: CommandFacts | undefined;
  readonly serve?: CommandFacts | undefined;
  readonly watch?: readonly string[];
  readonly ignore?: readonly string[];
  readonly parallel?: boolean;
  readonly probe?: unknown;
  readonly images?: readonly ImageFacts[];
}

export interface CommandFacts {
  readonly argv: readonly string[];
  readonly dir: string;
  readonly env: readonly string[];
}

/** An image target: one that is built, or one that only receives files. */
export interface ImageFacts {
  readonly ref: string;
  readonly build: unknown;
  readonly update: unknown;
}

/** Facts by full name, of all that a load of Tiltfiles makes. */
export type AllFacts = ReadonlyMap<string, Facts>;

/** One field in which what Tilt has is not what is wanted; both as text. */
export interface FieldDifference {
  readonly field: string;
  readonly wanted: string;
  readonly seen: string;
}

/**
 * The fields of `wanted` that differ in `seen`; what `wanted` says nothing of may be anything. Of two lists
 * only what is not in both is told.
 */
export function fieldDifferences<T extends object>(wanted: T, seen: T): readonly FieldDifference[] {
  return (Object.keys(wanted) as (keyof T & string)[]).flatMap((field) => {
    const [left, right] = [wanted[field], seen[field]];
    return textOf(left) === textOf(right) ? [] : [{ field, wanted: textOf(left), seen: textOf(right) }];
  });
}

function textOf(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
