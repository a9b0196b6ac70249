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

/**
 * What is not as the dashboard wants it: a line for each resource that is missing or too many, and for
 * each wanted field that differs. Empty when all is well. `ignored` may be there as well.
 */
export function differences(
  wanted: AllFacts,
  seen: AllFacts,
  ignored: (name: string) => boolean = () => false,
): readonly string[] {
  const missing = [...wanted.keys()]
    .filter((name) => !seen.has(name))
    .map((name) => `${name}: Tilt has none`);
  const extra = [...seen.keys()]
    .filter((name) => !wanted.has(name) && !ignored(name))
    .map((name) => `${name}: nobody asked for it`);
  const fields = [...wanted].flatMap(([name, want]) => {
    const have = seen.get(name);
    if (have === undefined) return [];
    return keysOf(want).flatMap((key) => {
      const [left, right] = [textOf(want[key]), textOf(have[key])];
      return left === right ? [] : [`${name}: ${key}: wanted ${left}, Tilt has ${right}`];
    });
  });
  return [...missing, ...extra, ...fields];
}

function keysOf(facts: Facts): (keyof Facts)[] {
  return Object.keys(facts) as (keyof Facts)[];
}

function textOf(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
