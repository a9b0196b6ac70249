import type { Release } from "../../dashboard/model.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import { at, entriesAt, spanAt } from "../../source/origin.ts";
import { inside } from "../reality/places.ts";
import type { Tell, World } from "../rule.ts";
import type { CheckedRelease, PlacedComplaint } from "./checked-release.ts";

/** Said where other values could be given than those that are seen. */
const guess = "likely: Flux may give values that are not seen here";

/**
 * Tells what is wrong with a release where a person would mend it: at `span`, or where the release names
 * its chart. What only a HelmRelease names has no place in the inventory: an `allow` for all covers it.
 */
export function tellOf(
  { dashboard }: World,
  { release, realSpan, isGuess }: CheckedRelease,
  tell: Tell,
  complaint: Pick<PlacedComplaint, "severity" | "needsValues" | "at" | "about" | "span">,
  message: string,
  help?: string,
): void {
  const isLikely = isGuess && complaint.needsValues;
  const details = {
    help,
    ...(isLikely ? { label: guess } : {}),
    ...(isLikely || complaint.severity === "warning" ? { severity: "warning" as const } : {}),
  };
  const { span, about } = complaint;
  const seen = (words: string): Related[] => (span === undefined ? [] : [{ message: words, span }]);
  if (release === undefined) {
    const isValue = about === "values" && span !== undefined;
    const place = isValue ? span : realSpan;
    const related = isValue ? [] : seen("in the chart");
    tell(dashboard.cluster.origin, message, { ...details, span: place ?? span, related });
    return;
  }
  const set = setOrigin(release, complaint.at);
  if (set !== undefined) tell(set, message, details);
  else if (about === "values" && span !== undefined)
    tell(inside(release.origin, "chart"), message, { ...details, span, related: here(release, span.file) });
  else tell(inside(release.origin, "chart"), message, { ...details, related: seen("in the chart") });
}

/** Where the release names the values file, or its chart for a file that it does not name. */
function here(release: Release, file: string): Related[] {
  const index = release.values.indexOf(file);
  const place = index < 0 ? inside(release.origin, "chart") : at(release.origin, "values", index);
  return [{ message: "for this release", span: spanAt(place) }];
}

/** The entry of `set` that gives a value, the last one where several do. */
function setOrigin(release: Release, way: readonly string[] | undefined): Release["origin"] | undefined {
  if (way === undefined) return undefined;
  const written = Object.fromEntries(release.set);
  return entriesAt(at(release.origin, "set"), written).findLast(([key]) => {
    const steps = stepsOf(key);
    return steps.length <= way.length && steps.every((step, index) => step === way[index]);
  })?.[2];
}

/** `a.b[0].c\.d` as Helm reads it (helm pkg/strvals/parser.go). */
function stepsOf(key: string): string[] {
  return [...key.matchAll(/\[(\d+)\]|((?:\\.|[^.[\]\\])+)/g)].map(
    ([, index, name = ""]) => index ?? name.replace(/\\(.)/g, "$1"),
  );
}

/** What helm says by one command, each thing once, though several releases have the chart. */
export function complaintsOf(
  checked: readonly CheckedRelease[],
  isAbout: (complaint: PlacedComplaint) => boolean,
): readonly (readonly [CheckedRelease, PlacedComplaint])[] {
  const told = new Set<string>();
  return checked.flatMap((one) =>
    one.complaints.filter(isAbout).flatMap((complaint) => {
      const { message, file, line, column, span } = complaint;
      const key = JSON.stringify([one.chart, message, file, line, column, span]);
      // One line that is wrong is one cause; an entry of `set` is each release's own.
      const isOnce =
        span !== undefined &&
        (one.release === undefined || setOrigin(one.release, complaint.at) === undefined);
      if (isOnce && told.has(key)) return [];
      told.add(key);
      return [[one, complaint] as const];
    }),
  );
}
