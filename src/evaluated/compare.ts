import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { report, type Details, type Kind } from "../diagnostics/kind.ts";
import { resourcesOf } from "../rules/parts.ts";
import { spanAt, type Origin } from "../source/origin.ts";
import { wantedButtons, type ButtonFacts } from "./buttons.ts";
import { fieldDifferences } from "./facts.ts";
import { otherButton, otherFacts, otherResources } from "./kinds.ts";
import { seenFacts, type TiltfileResult } from "./seen.ts";
import type { Loading } from "./wanted/common.ts";
import { wantedFacts } from "./wanted/wanted.ts";

/**
 * Tells each thing in which Tilt's resources are not what the inventory says, at the entry's place. `project`
 * is the absolute folder of the inventory, with every link resolved, as Tilt tells it.
 */
export function compareResources(
  loading: Loading,
  result: TiltfileResult,
  project: string,
): readonly Diagnostic[] {
  return compareMaps(wantedFacts(loading), seenFacts(result, project), {
    what: "resource",
    missing: otherResources,
    differs: otherFacts,
    mayBeMore: (name) => hasHandWritten(loading) || isOfCopy(loading, name),
  });
}

/**
 * The same of the buttons, which are there only where nothing holds `cmd_button` back. `read` gives the text
 * of a file of the project.
 */
export function compareButtons(
  loading: Loading,
  seen: ReadonlyMap<string, ButtonFacts>,
  read: (path: string) => string,
): readonly Diagnostic[] {
  return compareMaps(wantedButtons(loading, read), seen, {
    what: "button",
    missing: otherButton,
    differs: otherButton,
    mayBeMore: () => hasHandWritten(loading),
  });
}

interface Comparing {
  readonly what: string;
  readonly missing: Kind;
  readonly differs: Kind;
  readonly mayBeMore: (name: string) => boolean;
}

function compareMaps<T extends object>(
  wanted: ReadonlyMap<string, { readonly facts: T; readonly origin: Origin }>,
  seen: ReadonlyMap<string, T>,
  { what, missing, differs, mayBeMore }: Comparing,
): readonly Diagnostic[] {
  const at = (origin: Origin): Details => ({ span: spanAt(origin, "key") });
  return [
    ...[...wanted].flatMap(([name, { facts, origin }]) => {
      const have = seen.get(name);
      if (have === undefined) return [report(missing, `Tilt has no ${what} \`${name}\``, at(origin))];
      return fieldDifferences(facts, have).map((one) =>
        report(
          differs,
          `\`${one.field}\` of \`${name}\` is \`${one.seen}\` in Tilt, and \`${one.wanted}\` by the inventory`,
          at(origin),
        ),
      );
    }),
    ...[...seen.keys()]
      .filter((name) => !wanted.has(name) && !mayBeMore(name))
      .map((name) => report(missing, `Tilt has a ${what} \`${name}\`, which no entry asks for`)),
  ];
}

/** What hand-written files and other extensions add is theirs; the root alone loads them. */
export function hasHandWritten({ dashboard, file }: Loading): boolean {
  const isRoot = file === dashboard.tiltfiles[0]?.path;
  return isRoot && (dashboard.includes.length > 0 || dashboard.tilt.use.length > 0);
}

/** What a private copy holds beside what the inventory names is its manifests' own. */
export function isOfCopy({ dashboard, develop }: Loading, name: string): boolean {
  return resourcesOf(dashboard).some(
    (one) =>
      one.kind === "manifests" &&
      one.isolate !== undefined &&
      (one.owner === undefined || develop.includes(one.name)) &&
      (name === one.name || name.startsWith(`${one.name}:`)),
  );
}
