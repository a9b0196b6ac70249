/** A semantic version, as semver.org 2.0.0 orders them; what stands after `+` does not count. */
export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** What stands after `-`, part by part; empty for a release. */
  readonly before: readonly string[];
}

const number = "(?:0|[1-9]\\d{0,8})";
const parts = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const whole = new RegExp(`^(${number})\\.(${number})\\.(${number})(?:-(${parts}))?(?:\\+${parts})?$`);

/** Reads `0.37.6`, `v0.37.6` or `0.38.0-rc.1`; undefined for what is no whole version. */
export function parseVersion(text: string): Version | undefined {
  const match = whole.exec(text.replace(/^v/, ""));
  if (match === null) return undefined;
  const [, major, minor, patch, before] = match;
  return {
    numbers: [Number(major), Number(minor), Number(patch)],
    before: before === undefined ? [] : before.split("."),
  };
}

/** Negative when `one` comes before `other`, 0 when they are equal (semver.org, section 11). */
export function compareVersions(one: Version, other: Version): number {
  for (const [index, value] of one.numbers.entries()) {
    const difference = value - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (one.before.length === 0 || other.before.length === 0) return other.before.length - one.before.length;
  for (const [index, part] of one.before.entries()) {
    const against = other.before[index];
    if (against === undefined) return 1;
    const difference = compareParts(part, against);
    if (difference !== 0) return difference;
  }
  return one.before.length - other.before.length;
}

/** Numbers come before words, and are compared as numbers. */
function compareParts(one: string, other: string): number {
  const numeric = [one, other].map((part) => /^\d+$/.test(part));
  if (numeric[0] === true && numeric[1] === true) return Number(one) - Number(other);
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Whether a version is in a range. */
export type Range = (version: Version) => boolean;

/** What an operator says of the order of a version and the one that it names. */
const operators: Readonly<Record<string, (order: number) => boolean>> = {
  "": (order) => order === 0,
  "=": (order) => order === 0,
  "==": (order) => order === 0,
  "!": (order) => order !== 0,
  "!=": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
};

/**
 * Reads a range as Tilt's `version_settings` does (github.com/blang/semver): versions behind `=`, `!`, `<`,
 * `<=`, `>` or `>=`, where the last numbers may be `x`; a space means "and", ` || ` means "or". Undefined
 * for what Tilt would refuse.
 */
export function parseRange(text: string): Range | undefined {
  const alternatives: (readonly Range[])[] = [[]];
  for (const term of text
    .replace(/([<>=!])\s+/g, "$1")
    .trim()
    .split(/\s+/)) {
    if (term === "||") {
      alternatives.push([]);
      continue;
    }
    const range = parseTerm(term);
    if (range === undefined) return undefined;
    alternatives.push([...(alternatives.pop() ?? []), range]);
  }
  if (alternatives.some((ranges) => ranges.length === 0)) return undefined;
  return (version) => alternatives.some((ranges) => ranges.every((range) => range(version)));
}

function parseTerm(term: string): Range | undefined {
  const [, operator = "", named = ""] = /^([<>=!]*)(\d.*)$/.exec(term) ?? [];
  const holds = operators[operator];
  if (holds === undefined) return undefined;
  const open = new RegExp(`^(${number})\\.(?:(${number})\\.x|x)$`).exec(named);
  if (open !== null) return openRange(holds, Number(open[1]), open[2]);
  const version = parseVersion(named);
  return version === undefined ? undefined : (candidate) => holds(compareVersions(candidate, version));
}

/** `0.36.x` is every version from 0.36.0 to the one before 0.37.0, and is as a whole before or after another. */
function openRange(holds: (order: number) => boolean, major: number, minor: string | undefined): Range {
  const from: Version = { numbers: [major, Number(minor ?? 0), 0], before: [] };
  const to: Version = {
    numbers: minor === undefined ? [major + 1, 0, 0] : [major, Number(minor) + 1, 0],
    before: [],
  };
  return (version) =>
    holds(compareVersions(version, from) < 0 ? -1 : compareVersions(version, to) >= 0 ? 1 : 0);
}
