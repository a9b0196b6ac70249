import * as z from "zod";

/** Names that Tilt keeps for itself, or for what it could not place. */
const reserved = new Set([".", "..", "(Tiltfile)", "uncategorized"]);

/**
 * What Tilt takes as the name of a resource or a button without hanging later: `/` and `%` pass at
 * load and then no resource ever starts (pkg/apis/core/v1alpha1, IsPathSegmentName).
 */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "a name is needed";
  if (reserved.has(name)) return `\`${name}\` is a name that Tilt keeps for itself`;
  if (/[/%]/.test(name)) return "a name in Tilt may hold no `/` and no `%`";
  if (/\p{Cc}/u.test(name)) return "a name may hold no control characters, such as a line break";
  if (name.trim() !== name) return "a name may not begin or end with a space";
  if (name.length > 200) return "a name has at most 200 characters";
  return undefined;
}

export const tiltName = z.string().check((context) => {
  const problem = nameProblem(context.value);
  if (problem !== undefined) context.issues.push({ code: "custom", message: problem, input: context.value });
});

/** A label of Tilt: a qualified name that is also a label value, without `/` (internal/tiltfile/value/label.go). */
export const label = z
  .string()
  .regex(
    /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "a label is letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends",
  );

/** A name that a POSIX shell can read as `$NAME`. */
export const variableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "a variable is letters, digits and `_`, and does not begin with a digit",
  );

/** Seconds of a length of time that Go can read, such as `1h30m`. */
export function secondsOf(duration: string): number {
  return Array.from(duration.matchAll(/([0-9.]+)([num\u00b5\u03bc]?s|m|h)?/g)).reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (seconds[unit] ?? 0),
    0,
  );
}
const seconds: Readonly<Record<string, number>> = {
  ...{ ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6 },
  ...{ ms: 0.001, s: 1, m: 60, h: 3600 },
};

/** Go counts nanoseconds in 64 bits, and refuses what is longer. */
const fits = (text: string): boolean => secondsOf(text) < 2 ** 63 / 1e9;

/** A length of time as Go reads it (time.ParseDuration), but none that has a sign: `30s`, `10m`, `1h30m`. */
export const duration = z
  .string()
  .regex(
    /^(0|(([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([num\u00b5\u03bc]?s|m|h))+)$/,
    "a length of time is written as `30s`, `10m` or `1h30m`",
  )
  .refine(fits, "a length of time is at most 292 years");

/** A number that Tilt and Kubernetes keep in 32 bits. */
export const count = z.int().max(2 ** 31 - 1);

/** One path inside the repository, relative to the inventory file that holds it. */
export const path = z
  .string()
  .min(1, "a path is needed")
  .refine((text) => !/\p{Cc}/u.test(text), "a path may hold no control characters")
  .refine((text) => !text.includes("\\"), "a path is written with `/`")
  .refine(
    (text) => !/^(\/|~|[A-Za-z]:)/.test(text),
    "a path is relative to the inventory file that holds it",
  );
