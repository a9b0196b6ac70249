import { encode } from "../../artifacts/content.ts";
import type { Change } from "../../artifacts/plan.ts";
import { unifiedDiff } from "../../artifacts/unified-diff.ts";
import { write } from "../../artifacts/write.ts";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { addEntries } from "../../inventory/edit/apply.ts";
import type { Files } from "../../io/files.ts";
import { run } from "../../io/process.ts";
import { discover as propose, type Proposal } from "../../proposal/discover.ts";
import { differenceOf } from "../../proposal/drift.ts";
import type { Reality } from "../../reality/model.ts";
import { depthOf, type Depth } from "../depth.ts";
import { paintDiff } from "../diff-color.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { schemaPlaces } from "../first-inventory.ts";
import { domainOf, foundInventory } from "../found-inventory.ts";
import { gitIgnored } from "../git-ignored.ts";
import { currentContext } from "../kube-context.ts";
import { overlay } from "../overlay.ts";
import { loadProject, type Project } from "../project.ts";
import { fromHere, printReport } from "../report.ts";
import { findReality, readRepository, type Repository, type Seen } from "../repository.ts";
import type { Session } from "../session.ts";
import { tellUnseen } from "../unseen.ts";

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
  if (!depth.repo) return tellWhere(session);
  const begun = await begin(session, depth, options);
  if (typeof begun === "number") return begun;
  const { files, isNew, project, repository } = begun;
  if (project.dashboard === undefined) {
    await printReport(session, project);
    return exitCode.unusable;
  }
  if (repository.reality.root === undefined) return tellNoRoot(session, repository.reality);
  // What is gone is told and stays: only a person knows whether it is to go.
  await printReport(session, {
    ...project,
    diagnostics: project.diagnostics.flatMap((one) => differenceOf(one) ?? []),
  });
  const proposal = propose(project.dashboard, repository.reality);
  const edited = edit(proposal);
  if (edited.refused.length > 0) await printReport(session, { ...project, diagnostics: edited.refused });
  for (const line of tellUnseen(repository.reality, repository.folder, options["verbose"] === true))
    session.say(`${line}\n`);
  if (edited.texts.size === 0) {
    if (edited.refused.length > 0) return exitCode.found;
    session.say(isNew ? "there is nothing to make an inventory of\n" : `${summary(proposal)}\n`);
    return exitCode.fine;
  }
  const broken = await newProblems(session, overlay(files, edited.texts), repository, project);
  if (broken !== undefined) {
    await printReport(session, broken);
    session.say("nothing was written: the inventory would not hold\n");
    return exitCode.found;
  }
  const changes = await changesOf(session.files, edited.texts);
  const shown = fromHere(session);
  for (const { path, before, after } of changes) {
    const text = unifiedDiff(shown(path), before && decoded(before), after && decoded(after));
    session.out(paintDiff(text, session.results.color));
  }
  session.say(`${summary(proposal)}\n`);
  const code = await writeOrNot(session, changes, options["write"] === true);
  return code === exitCode.fine && edited.refused.length > 0 ? exitCode.found : code;
}

interface Begun {
  readonly files: Files;
  readonly isNew: boolean;
  readonly project: Project;
  readonly repository: Repository;
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
  let seen: Seen | undefined;
  if (isNew) {
    const root = typeof options["root"] === "string" ? options["root"] : undefined;
    seen = await findReality(files, { path: root }, depth.top);
    if (seen.reality.root === undefined) return tellNoRoot(session, seen.reality);
    const told = typeof options["context"] === "string" ? options["context"] : undefined;
    const text = foundInventory({
      current: await currentContext(run, signal, told),
      root: seen.reality.root,
      domain: domainOf(seen.reality),
      schema: await firstThere(files, schemaPlaces),
    });
    files = overlay(files, new Map([[config, text]]));
  }
  let repository: Repository | undefined;
  const isIgnored = gitIgnored(files, signal);
  const project = await loadProject(files, config, nothingThere, isIgnored, async (dashboard) => {
    repository = await readRepository(files, dashboard, depth.top, seen);
    return repository;
  });
  if (repository !== undefined) return { files, isNew, project, repository };
  await printReport(session, project);
  return exitCode.unusable;
}

interface EditedTexts {
  readonly texts: ReadonlyMap<string, string>;
  readonly refused: readonly Diagnostic[];
}

function edit({ additions }: Proposal): EditedTexts {
  const texts = new Map<string, string>();
  const refused: Diagnostic[] = [];
  for (const [source, added] of additions) {
    const edited = addEntries(source, added);
    refused.push(...edited.refused);
    if (edited.text !== source.text) texts.set(source.path, edited.text);
  }
  return { texts, refused };
}

/** What would be wrong with the inventory afterwards, and is not now; undefined where nothing is. */
async function newProblems(
  session: Session,
  files: Files,
  repository: Repository,
  before: Project,
): Promise<Project | undefined> {
  const look = (): Promise<Repository> => Promise.resolve(repository);
  const after = await loadProject(files, session.config, undefined, undefined, look);
  const known = new Set(before.diagnostics.map(({ code, message }) => `${code} ${message}`));
  const diagnostics = after.diagnostics.filter(
    (one) => one.severity === "error" && !known.has(`${one.code} ${one.message}`),
  );
  return hasErrors(diagnostics) ? { ...after, diagnostics } : undefined;
}

/** The changes, each with the bytes that the disk must still have; a byte order mark stays. */
async function changesOf(files: Files, texts: ReadonlyMap<string, string>): Promise<readonly Change[]> {
  return await Promise.all(
    [...texts].map(async ([path, text]): Promise<Change> => {
      const before = await files.read(path);
      const mark = before?.[0] === 0xef && before[1] === 0xbb ? "\ufeff" : "";
      return { path, before, after: encode(mark + text) };
    }),
  );
}

async function writeOrNot(session: Session, changes: readonly Change[], told: boolean): Promise<ExitCode> {
  const { say, signal, files, interactive } = session;
  if (!told && !interactive) {
    say("nothing was written: `--write` writes it\n");
    return exitCode.fine;
  }
  if (!told && !/^y(es)?$/i.test((await session.ask("write it? [y/N] ")).trim())) {
    say("nothing was written\n");
    return exitCode.fine;
  }
  const { diagnostics } = await write({ changes }, files, { signal });
  if (hasErrors(diagnostics)) {
    await printReport(session, { diagnostics, sources: new Map() });
    say("nothing was written\n");
    return exitCode.found;
  }
  for (const { path } of changes) say(`wrote ${fromHere(session)(path)}\n`);
  say("next: `fluxtilt generate`, then `tilt up`\n");
  return exitCode.fine;
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

function tellWhere({ say }: Session): ExitCode {
  say("fluxtilt: `discover` must be told where to look\n");
  say("help: `--repo` looks into the Flux repository\n");
  return exitCode.unusable;
}

function tellNoRoot({ say }: Session, { unresolved }: Reality): ExitCode {
  const reason = unresolved.find(({ kind }) => kind === "root")?.message ?? "Flux begins nowhere";
  say(`fluxtilt: ${reason}\n`);
  say("help: name the folder that Flux begins at: `--root PATH`, or `cluster.flux.path` in the inventory\n");
  return exitCode.unusable;
}

async function firstThere(files: Files, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await files.kind(path)) !== undefined) return path;
  return undefined;
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
}
