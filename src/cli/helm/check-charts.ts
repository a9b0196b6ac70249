import { availableParallelism } from "node:os";
import { join, posix } from "node:path";
import type { Dashboard } from "../../dashboard/model.ts";
import type { SourceText } from "../../diagnostics/format.ts";
import type { Files } from "../../io/files.ts";
import { inParallel } from "../../io/in-parallel.ts";
import type { Run } from "../../io/process.ts";
import { inTempFolder } from "../../io/temp-folder.ts";
import { decodeText } from "../../reality/flux/parse.ts";
import { complaint, type Complaint } from "../../reality/helm/complaint.ts";
import { readFailure, type Failure } from "../../reality/helm/failure.ts";
import { readLint } from "../../reality/helm/lint.ts";
import { readRendered, type RenderedRelease } from "../../reality/helm/rendered.ts";
import { textAt } from "../../reality/value.ts";
import type { CheckedRelease, PlacedComplaint } from "../../rules/helm/checked-release.ts";
import type { Repository } from "../repository.ts";
import { countedYaml } from "../counted-yaml.ts";
import { asksCluster } from "./cluster-choices.ts";
import { foreignSchema } from "./foreign-schema.ts";
import { hasOwnValues, planJobs, type Job, type Unseen } from "./jobs.ts";
import { linkOut } from "./link-out.ts";
import { createPlaces, type Places } from "./places.ts";
import { findHelm, type Helm } from "./program.ts";

/** What helm said of all releases whose charts are here. */
export interface Charts {
  readonly checked: readonly CheckedRelease[];
  /** What Flux would install, for the Reality. */
  readonly rendered: readonly RenderedRelease[];
  readonly unseen: readonly Unseen[];
  /** Texts that problems stand in, by path from the inventory's folder. */
  readonly texts: ReadonlyMap<string, SourceText>;
  /** Helm's version. */
  readonly version: string;
}

export interface Question {
  readonly files: Files;
  readonly dashboard: Dashboard;
  /** Undefined where no release needs to know what Flux gives. */
  readonly repository: Repository | undefined;
  /** Ask for every HelmRelease of the Flux graph too. */
  readonly isWhole: boolean;
  readonly signal: AbortSignal;
}

/** More do not end sooner, and leave the machine to others. */
const mostAtOnce = 4;

/**
 * Lints and renders charts with the user's helm, a few at a time. Nothing is fetched: not a dependency, not
 * a schema. Throws `OutsideError` where there is no helm, or it does not answer.
 */
export async function checkCharts(question: Question, run: Run): Promise<Charts> {
  const { files, dashboard, repository, isWhole, signal } = question;
  return await inTempFolder(async (folder) => {
    const helm = await findHelm(run, folder, signal);
    const { jobs, unseen } = await planJobs(files, dashboard, repository, isWhole);
    const places = createPlaces(files, repository);
    const most = Math.min(mostAtOnce, availableParallelism());
    const asked: Asked = { helm, files, parse: countedYaml() };
    const checked = await inParallel(jobs, most, (job) => checkRelease(asked, places, job));
    const rendered = checked.flatMap(({ real, rendered: made }, index): RenderedRelease[] =>
      real !== undefined && made !== undefined && jobs[index]?.isFluxs === true
        ? [{ ...made, release: real }]
        : [],
    );
    return { checked, rendered, unseen, texts: places.texts, version: helm.version };
  });
}

interface Asked {
  readonly helm: Helm;
  readonly files: Files;
  /** For all charts together. */
  readonly parse: ReturnType<typeof countedYaml>;
}

async function checkRelease(asked: Asked, places: Places, job: Job): Promise<CheckedRelease> {
  const { release, real, chart, isGuess } = job;
  const answer = await askHelm(asked, job);
  const complaints: PlacedComplaint[] = [];
  for (const [by, said] of answer.complaints) {
    // Without any values of the inventory's own, what is missing is likely what Flux gives.
    const isOpen = isGuess && said.needsValues && (release === undefined || !hasOwnValues(release));
    if (isOpen) continue;
    const span = await places.ofComplaint(job, said);
    const given = said.given === undefined ? undefined : (span?.file ?? said.given);
    complaints.push({ ...said, by, given, span });
  }
  const hidden = answer.complaints.length > 0 && complaints.length === 0;
  return {
    release,
    real,
    realSpan: real && (await places.ofRelease(real)),
    chart,
    complaints,
    lacks: answer.lacks,
    unknown: answer.unknown ?? (hidden ? "its values are not all in the repository" : undefined),
    rendered: answer.rendered,
    isGuess,
  };
}

interface Answer extends Pick<CheckedRelease, "lacks" | "unknown" | "rendered"> {
  readonly complaints: readonly (readonly [PlacedComplaint["by"], Complaint])[];
}

const ofChart = { attempt: "read", help: "make it smaller" };
const ofRendered = { attempt: "read what helm makes of", help: "leave `--helm` out" };

async function askHelm({ helm, files, parse }: Asked, job: Job): Promise<Answer> {
  const folder = join(files.root, job.chart);
  const nothing = { complaints: [], lacks: [], unknown: undefined, rendered: undefined };
  const out = await linkOut(files, [job.chart, ...(job.release?.values ?? [])]);
  if (out !== undefined) {
    const reason = `\`${out}\` leads out of the repository: helm is not asked to follow it`;
    return { ...nothing, complaints: [["render", complaint(reason)]] };
  }
  const path = posix.join(job.chart, "Chart.yaml");
  const about = await files.read(path);
  if (about === undefined)
    return { ...nothing, complaints: [["render", complaint("it is no chart: it has no `Chart.yaml`")]] };
  if (job.real !== undefined && (job.real.chart?.valuesFiles.length ?? 0) > 0)
    return { ...nothing, unknown: "Flux makes its chart with `valuesFiles`" };
  const foreign = await foreignSchema(files, job.chart);
  if (foreign !== undefined)
    return { ...nothing, unknown: `its schema is read from \`${foreign}\`, and nothing is fetched` };
  const value = parse(decodeText(about), path, ofChart).documents[0]?.value;
  const name = textAt(value, "name") ?? posix.basename(job.chart);
  const shared = ["--namespace", job.namespace, ...job.flags];
  // A release may be called as helm's flags are, such as those that write files.
  const template = ["template", "--include-crds", "--skip-tests", ...shared, "--", job.releaseName, folder];
  const made = await helm.ask(template, job.input);
  const failure: Failure | undefined = made.code === 0 ? undefined : readFailure(made.stderr, name);
  // A values file that is no YAML stops lint too, before it looks at the chart.
  const linted = await helm.ask(["lint", ...shared, "--", folder], job.input);
  const wrong = failure?.kind === "wrong" ? failure.complaints : [];
  return {
    complaints: [
      ...wrong.map((one) => ["render", one] as const),
      ...readLint(linted.stdout, failure).map((one) => ["lint", one] as const),
    ],
    lacks: failure?.kind === "dependencies" ? failure.names : [],
    unknown: failure?.kind === "unknown" ? failure.reason : undefined,
    rendered:
      failure === undefined
        ? {
            objects: readRendered(made.stdout, (text) => parse(text, job.chart, ofRendered)),
            isWhole: !(await asksCluster(folder)),
          }
        : undefined,
  };
}
