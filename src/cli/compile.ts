import { relative, sep } from "node:path";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Files } from "../io/files.ts";
import type { Artifact } from "../targets/artifact.ts";
import { emit } from "../targets/index.ts";
import { shallow, type Depth } from "./depth.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { repositoryTop } from "./find-root.ts";
import { gitIgnored } from "./git-ignored.ts";
import { loadProject, type Look, type Project } from "./project.ts";
import type { Session } from "./session.ts";

/** An inventory and the files that it stands for. */
export interface Compiled extends Project {
  /** Absent when the inventory cannot be used, or a rule does not hold. */
  readonly artifacts: readonly Artifact[] | undefined;
  /** How a run ends that has no artifacts to go on with. */
  readonly code: ExitCode;
}

/** Reads the session's inventory. */
export async function openProject(session: Session, depth: Depth = shallow): Promise<Project> {
  return await loadProject(
    session.files,
    session.config,
    session.nothingThere,
    gitIgnored(session.files, session.signal),
    lookerOf(session, depth),
  );
}

function lookerOf(session: Session, { repo, top, cluster }: Depth): Look | undefined {
  if (cluster === true)
    return async (dashboard) => {
      const answer = await (await import("./cluster.ts")).askCluster(session, dashboard);
      if ("problem" in answer) return answer;
      const folder = await folderInRepository(session.files);
      return { reality: answer.reality, folder };
    };
  if (!repo) return undefined;
  return async (dashboard) => (await import("./repository.ts")).readRepository(session.files, dashboard, top);
}

/** The inventory's folder, from the top of its git repository, which is where Flux counts from. */
async function folderInRepository(files: Files): Promise<string> {
  const top = await repositoryTop(files);
  return top === undefined ? "" : relative(top, files.root).split(sep).join("/");
}

/** Reads the session's inventory and makes the files that it stands for, in memory. */
export async function compileProject(session: Session, depth?: Depth): Promise<Compiled> {
  const project = await openProject(session, depth);
  if (project.dashboard === undefined) return { ...project, artifacts: undefined, code: exitCode.unusable };
  if (project.isUnanswered === true) return { ...project, artifacts: undefined, code: exitCode.outside };
  if (hasErrors(project.diagnostics)) return { ...project, artifacts: undefined, code: exitCode.found };
  return { ...project, artifacts: emit(project.dashboard), code: exitCode.fine };
}
