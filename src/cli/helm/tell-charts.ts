import type { Charts } from "./check-charts.ts";

const mostNamed = 4;

/** What helm was asked, and what it could not be asked, for people; with `verbose` each with its reason. */
export function tellCharts({ checked, unseen, version }: Charts, verbose: boolean): readonly string[] {
  const done = checked.filter(({ rendered }) => rendered !== undefined).length;
  const lines = [
    `helm ${version} rendered ${done} of ${checked.length} ${releases(checked.length)} with a chart here`,
  ];
  const open = [
    ...checked.flatMap(({ release, real, unknown }) =>
      unknown === undefined
        ? []
        : [
            {
              name: release?.name ?? `HelmRelease ${real?.namespace ?? ""}/${real?.name ?? ""}`,
              reason: unknown,
            },
          ],
    ),
    ...unseen,
  ];
  if (open.length === 0) return lines;
  const head = `${open.length} ${releases(open.length)} could not be rendered here`;
  if (verbose) return [...lines, `${head}:`, ...open.map(({ name, reason }) => `  ${name}: ${reason}`)];
  const names = open.slice(0, mostNamed).map(({ name }) => name);
  const more = open.length > mostNamed ? `, and ${open.length - mostNamed} more` : "";
  return [...lines, `${head}: ${names.join(", ")}${more} (--verbose says why)`];
}

function releases(count: number): string {
  return count === 1 ? "release" : "releases";
}
