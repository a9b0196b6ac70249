import { posix } from "node:path";
import type { TiltSettings } from "../dashboard/configuration.ts";
import { at, type Origin } from "../source/origin.ts";
import { valueAt } from "../source/scalar-text.ts";
import type { Additions } from "./additions.ts";
import { without, type Entry, type Importing } from "./entries.ts";

/**
 * Adds what belongs to no group: variables, settings, Secrets, images. What the inventory says already stays,
 * and is told where it says something else.
 */
export function mergeSettings(
  importing: Importing,
  additions: Additions,
  top: Origin,
  settings: TiltSettings,
  { cluster, env, tilt, secrets, ...others }: Entry,
  taken: ReadonlySet<string>,
): void {
  const filling: Filling = { importing, additions };
  tellContexts(importing, top, cluster as { readonly contexts: readonly string[] });
  const { file, variables } = (env ?? {}) as Entry;
  if (file !== undefined)
    if (valueAt(at(top, "env")) === undefined) additions.add(at(top, "env"), "file", file);
    else fill(filling, at(top, "env"), "file", file, { isAdded: false });
  fillAll(filling, at(top, "env", "variables"), variables);
  // It is the inventory's own already, or deliberately not.
  const assumed: Entry = { constraint: settings.constraint, extensions: settings.extensions };
  for (const [key, value] of Object.entries(without((tilt ?? {}) as Entry, "regenerate")))
    if (key === "settings" || key === "ci" || key === "args") fillAll(filling, at(top, "tilt", key), value);
    else if (!isWithin(value, assumed[key])) fill(filling, at(top, "tilt"), key, value);
  for (const [name, value] of Object.entries((secrets ?? {}) as Entry))
    if (!taken.has(name)) additions.add(at(top, "secrets"), name, value);
  for (const [key, value] of Object.entries(others)) if (isMap(value)) fillAll(filling, at(top, key), value);
}

interface Filling {
  readonly importing: Importing;
  readonly additions: Additions;
}

function fillAll(filling: Filling, origin: Origin, values: unknown): void {
  for (const [key, value] of Object.entries((values ?? {}) as Entry)) fill(filling, origin, key, value);
}

function fill(
  { importing, additions }: Filling,
  origin: Origin,
  key: string,
  value: unknown,
  { isAdded = true } = {},
): void {
  const there = valueAt(at(origin, key));
  if (there === undefined && isAdded) {
    additions.add(origin, key, value);
    return;
  }
  if (isWithin(value, there, key)) return;
  const whole = [...origin.path, key].join(".");
  const is = there === undefined ? "stays unsaid" : `stays \`${JSON.stringify(there)}\``;
  importing.notes.push({
    at: undefined,
    text: `\`${whole}\` of the inventory ${is}: the Tiltfile has \`${JSON.stringify(value)}\``,
  });
}

/** True where all that one value of a key says, the other says too, in whatever form; it may say more. */
function isWithin(one: unknown, other: unknown, name?: string): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return (
      one.length === other.length &&
      one.every((item, at) => isWithin(item, other[at], name) && isWithin(other[at], item, name))
    );
  const [left, right] = [one, other].map((value) => longForm(value, name));
  if (!isMap(left) || !isMap(right)) return JSON.stringify(left) === JSON.stringify(right);
  return Object.entries(left).every(([key, value]) => isWithin(value, right[key], key));
}

/** Keys whose texts are paths, of which `conf` and `./conf` are the same. */
const paths = new Set(["context", "dockerfile", "file", "watchFiles", "sync", "fallBackOn", "when"]);

function longForm(value: unknown, key: string | undefined): unknown {
  if (typeof value !== "string") return value;
  if (key === "defaultRegistry") return { host: value };
  return key !== undefined && paths.has(key) ? posix.normalize(value) : value;
}

function isMap(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function tellContexts(
  importing: Importing,
  top: Origin,
  { contexts }: { readonly contexts: readonly string[] },
): void {
  const there = valueAt(at(top, "cluster", "contexts"));
  const missing = contexts.filter((one) => !Array.isArray(there) || !there.includes(one));
  if (missing.length > 0)
    importing.notes.push({
      at: undefined,
      text: `\`cluster.contexts\` of the inventory stays as it is: the Tiltfile allows \`${missing.join("`, `")}\` too`,
    });
}
