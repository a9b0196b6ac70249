import type { Dashboard } from "../../dashboard/model.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Files } from "../../io/files.ts";
import { run } from "../../io/process.ts";
import { discover as propose, type Proposal } from "../../proposal/discover.ts";
import { differenceOf } from "../../proposal/drift.ts";
import type { Reality } from "../../reality/model.ts";
import { askContexts } from "../cluster.ts";
import { openProject } from "../compile.ts";
import { depthOf, type Depth } from "../depth.ts";
import { changesOf, editedTexts, showChanges, tellNewErrors, writeAgreed } from "../edits.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { schemaIn } from "../first-inventory.ts";
import { domainOf, foundInventory, rootOf } from "../found-inventory.ts";
import { gitIgnored } from "../git-ignored.ts";
import { currentContext } from "../kube-context.ts";
import { withCluster } from "../look.ts";
import { overlay } from "../overlay.ts";
import type { Looked, Surroundings } from "../looked.ts";
import { loadProject, type Project } from "../project.ts";
import { printReport } from "../report.ts";
import { findReality } from "../repository.ts";
import type { Session } from "../session.ts";
import { tellLooked } from "../unseen.ts";
import { unusable } from "../unusable.ts";

/**
 * Adds to the inventory what is there and not in it, as edits that keep all else; makes an inventory where
 * there is none. Shows the difference first, and asks on a terminal; elsewhere it writes with `--write`.
 */
export async function discover(
  session: Session,
  options: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  if (!depth.repo && depth.cluster !== true) return tellWhere(session);
  const begun = await begin(session, depth, options);
  if (typeof begun === "number") return begun;
  const { files, isNew, isExample, project, dashboard, around } = begun;
  const [example = ""] = dashboard.cluster.contexts;
  const { reality } = around;
  if (hasNoRoot(reality)) return tellNoRoot(session, reality);
  // What is gone is told and stays: only a person knows whether it is to go.
  await printReport(session, {
    ...project,
    diagnostics: project.diagnostics.flatMap((one) => differenceOf(one) ?? []),
  });
  const proposal = propose(dashboard, reality);
  const edited = editedTexts(proposal.additions);
  if (edited.refused.length > 0) await printReport(session, { ...project, diagnostics: edited.refused });
  for (const line of tellLooked({ repository: around }, options["verbose"] === true)) session.say(line);
  if (edited.texts.size === 0) {
    if (edited.refused.length > 0) return exitCode.found;
    session.say(isNew ? "there is nothing to make an inventory of" : summary(proposal));
    return exitCode.fine;
  }
  const known = (): Promise<Looked> => Promise.resolve({ repository: around });
  const after = await loadProject(overlay(files, edited.after), session.config, undefined, undefined, known);
  if (await tellNewErrors(session, project, after)) return exitCode.found;
  const changes = await changesOf(session.files, edited.texts);
  showChanges(session, changes);
  session.say(summary(proposal));
  const code = await writeAgreed(session, changes, options["write"] === true);
  if (isExample)
    session.say(`kubectl named no current context: put yours in the place of the example \`${example}\``);
  if (code === "written") session.say("next: `fluxtilt generate`, then `tilt up`");
  return code === exitCode.found || edited.refused.length > 0 ? exitCode.found : exitCode.fine;
}

interface Begun {
  readonly files: Files;
  readonly isNew: boolean;
  /** Whether the kube context in it is only an example. */
  readonly isExample: boolean;
  readonly project: Project;
  readonly dashboard: Dashboard;
  /** What is there. */
  readonly around: Surroundings;
}

/** Reads the inventory that is there, or puts one together that knows the cluster and nothing else. */
async function begin(
  session: Session,
  depth: Depth,
  options: Readonly<Record<string, unknown>>,
): Promise<Begun | ExitCode> {
  const { config, nothingThere, signal } = session;
  const isNew = (await session.files.kind(config)) === undefined;
  let files = session.files;
  let isExample = false;
  let project: Project;
  if (isNew) {
    const seen = await look(session, depth, options);
    if ("problem" in seen) {
      await printReport(session, { diagnostics: [seen.problem], sources: new Map() });
      return exitCode.outside;
    }
    const { reality } = seen;
    if (hasNoRoot(reality)) return tellNoRoot(session, reality);
    const current = await currentContext(run, signal, textOf(options["context"]));
    isExample = current === undefined;
    const text = foundInventory({
      current,
      root: rootOf(reality),
      domain: domainOf(reality),
      schema: await schemaIn(files),
    });
    files = overlay(files, new Map([[config, text]]));
    const known = (): Promise<Looked> => Promise.resolve({ repository: seen });
    project = await loadProject(files, config, nothingThere, gitIgnored(files, signal), known);
  } else project = await openProject(session, depth);
  const { looked, dashboard } = project;
  const repository = looked?.repository;
  if (repository !== undefined && dashboard !== undefined)
    return { files, isNew, isExample, project, dashboard, around: repository };
  await printReport(session, project);
  return looked?.problem !== undefined ? exitCode.outside : exitCode.unusable;
}

/** Looks at what is there before there is an inventory. */
async function look(
  session: Session,
  { repo, cluster, top }: Depth,
  options: Readonly<Record<string, unknown>>,
): Promise<Surroundings | { readonly problem: Diagnostic }> {
  const here = repo
    ? await findReality(session.files, { path: textOf(options["root"]) }, { top })
    : undefined;
  if (here !== undefined && (cluster !== true || hasNoRoot(here.reality))) return here;
  const context = textOf(options["context"]);
  const answer = await askContexts(session, context === undefined ? [] : [context]);
  if ("problem" in answer) return answer;
  return here === undefined ? { reality: answer.reality, folder: "" } : withCluster(here, answer.reality);
}

function textOf(option: unknown): string | undefined {
  return typeof option === "string" ? option : undefined;
}

/** True for a repository of which it is not clear where Flux begins. */
function hasNoRoot({ unresolved }: Reality): boolean {
  return unresolved.some(({ kind }) => kind === "root");
}

function summary({ added, offered, groups }: Proposal): string {
  if (added + offered === 0) return "nothing to add: the inventory names all that is there";
  const workloads = (count: number): string => `${count} ${count === 1 ? "workload" : "workloads"}`;
  const fresh =
    groups.length === 0 ? "" : `, ${groups.length} new ${groups.length === 1 ? "group" : "groups"}`;
  const entries = added === 0 ? "" : `${workloads(added)} to add${fresh}`;
  const comments = offered === 0 ? "" : `${workloads(offered)} to add as comments, each with the reason`;
  return [entries, comments].filter((text) => text !== "").join("; ");
}

function tellWhere(session: Session): ExitCode {
  return unusable(
    session,
    "`discover` must be told where to look",
    "`--repo` looks into the Flux repository, `--cluster` at what runs",
  );
}

function tellNoRoot(session: Session, { unresolved }: Reality): ExitCode {
  const reason = unresolved.find(({ kind }) => kind === "root")?.message ?? "Flux begins nowhere";
  const help = "name the folder that Flux begins at: `--root PATH`, or `cluster.flux.path` in the inventory";
  return unusable(session, reason, help);
}
