import type { Dashboard } from "../dashboard/model.ts";
import { withCharts } from "../reality/helm/rendered.ts";
import { resourcesOf } from "../rules/parts.ts";
import type { Depth } from "./depth.ts";
import type { Looked } from "./looked.ts";
import type { Session } from "./session.ts";

/**
 * Looks into the repository and asks helm, as the depth says. What helm rendered of Flux's releases is part
 * of the Reality then. Where only helm is to be asked, Flux is followed all the same for the values that it
 * gives to a release of the inventory; nothing else is said of it.
 */
export async function look(
  { files, signal }: Session,
  dashboard: Dashboard,
  { repo, helm, top }: Depth,
): Promise<Looked> {
  const needsValues =
    helm && resourcesOf(dashboard).some((one) => one.kind === "release" && one.owner !== undefined);
  const repository =
    repo || needsValues
      ? await (await import("./repository.ts")).readRepository(files, dashboard, top)
      : undefined;
  if (!helm) return { repository };
  const { checkCharts } = await import("./helm/check-charts.ts");
  const charts = await checkCharts({ files, dashboard, repository, isWhole: repo, signal });
  if (repository === undefined || !repo) return { charts };
  return { charts, repository: { ...repository, reality: withCharts(repository.reality, charts.rendered) } };
}
