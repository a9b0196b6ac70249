import type { Release } from "../../dashboard/model.ts";
import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Complaint } from "../../reality/helm/complaint.ts";
import type { RenderedChart } from "../../reality/helm/rendered.ts";
import type { HelmRelease } from "../../reality/model.ts";

/** A complaint of helm's, and where in the files it is about. */
export interface PlacedComplaint extends Complaint {
  /** The command that said it. */
  readonly by: "lint" | "render";
  /** In the chart, a values file or the HelmRelease. */
  readonly span: Span | undefined;
}

/** A release whose chart is in the repository, as helm sees it. At least one of the first two is there. */
export interface CheckedRelease {
  /** Of the inventory. */
  readonly release: Release | undefined;
  /** Of Flux's. */
  readonly real: HelmRelease | undefined;
  /** Where the HelmRelease names the chart; undefined where it was not found. */
  readonly realSpan: Span | undefined;
  /** The chart's folder, seen from the inventory's. */
  readonly chart: string;
  readonly complaints: readonly PlacedComplaint[];
  /** Charts that it needs and that are not in its folder. */
  readonly lacks: readonly string[];
  /** Why it was neither rendered nor found wrong; undefined where it was one of them. */
  readonly unknown: string | undefined;
  /** What it renders; undefined where it does not. */
  readonly rendered: RenderedChart | undefined;
  /** True where Flux may give values that are not seen here. */
  readonly isGuess: boolean;
}
