import type { Dashboard } from "../dashboard/model.ts";
import type { Files } from "../io/files.ts";
import { wayFrom } from "../io/paths.ts";
import { run } from "../io/process.ts";
import { bothAsOne } from "../reality/both.ts";
import { withCharts } from "../reality/helm/rendered.ts";
import type { Reality } from "../reality/model.ts";
import { resourcesOf } from "../rules/parts.ts";
import type { Depth } from "./depth.ts";
import { repositoryTop } from "./find-root.ts";
import type { Looked, Surroundings } from "./looked.ts";
import { showing } from "./progress.ts";
import type { Session } from "./session.ts";

/**
 * Looks into the repository, asks the cluster, and asks helm, as the depth says; repository and cluster are one. What helm rendered of
 * Flux's releases is part of the Reality then. Where only helm is to be asked, Flux is followed all the same
 * for the values that it gives to a release of the inventory; nothing else is said of it.
 */
export async function look(session: Session, dashboard: Dashboard, depth: Depth): Promise<Looked> {
  const live = depth.cluster === true ? await askTheCluster(session, dashboard) : {};
  if (live.problem !== undefined) return live;
  const here = await lookHere(session, dashboard, depth);
  if (live.repository === undefined) return here;
  const isBoth = depth.repo && here.repository !== undefined;
  return {
    ...here,
    repository: isBoth ? withCluster(here.repository, live.repository.reality) : live.repository,
  };
}

/** The repository as the cluster confirms it. */
export function withCluster(repository: Surroundings, cluster: Reality): Surroundings {
  return { ...repository, ...bothAsOne(repository.reality, cluster) };
}

async function askTheCluster(session: Session, dashboard: Dashboard): Promise<Looked> {
  const answer = await (await import("./cluster.ts")).askCluster(session, dashboard);
  if ("problem" in answer) return answer;
  return { repository: { reality: answer.reality, folder: await folderInRepository(session.files) } };
}

/** The inventory's folder, from the top of its git repository, which is where Flux counts from. */
async function folderInRepository(files: Files): Promise<string> {
  const top = await repositoryTop(files);
  return top === undefined ? "" : wayFrom(top, files.root);
}

async function lookHere(
  { files, memory, signal, progress }: Session,
  dashboard: Dashboard,
  { repo, helm, top }: Depth,
): Promise<Looked> {
  const needsValues =
    helm && resourcesOf(dashboard).some((one) => one.kind === "release" && one.owner !== undefined);
  const repository =
    repo || needsValues
      ? await (await import("./kept-repository.ts")).readKeptRepository(files, dashboard, top, memory)
      : undefined;
  if (!helm) return { repository };
  const { checkCharts } = await import("./helm/check-charts.ts");
  const question = { files, dashboard, repository, isWhole: repo, signal };
  const charts = await checkCharts(question, showing(progress, "helm", run)).finally(progress.end);
  if (repository === undefined || !repo) return { charts };
  return { charts, repository: { ...repository, reality: withCharts(repository.reality, charts.rendered) } };
}
