import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Stopwatch } from "../io/stopwatch.ts";
import type { PackedSource } from "../source/source.ts";
import type { Artifact } from "../targets/artifact.ts";
import { emit } from "../targets/index.ts";
import { shallow, type Depth } from "./depth.ts";
import { exitCode, type ExitCode } from "./exit-code.ts";
import { openKept } from "./memory/kept.ts";
import { ParsedFiles } from "./parsed-files.ts";
import { loadProject, type Project } from "./project.ts";
import type { Session } from "./session.ts";
import { tunedFor } from "./short-run.ts";
import { stages } from "./stages.ts";

/** An inventory and the files that it stands for. */
export interface Compiled extends Project {
  /** Absent when the inventory cannot be used, or a rule does not hold. */
  readonly artifacts: readonly Artifact[] | undefined;
  /** How a run ends that has no artifacts to go on with. */
  readonly code: ExitCode;
}

/** Reads the session's inventory. */
export async function openProject(
  session: Session,
  depth: Depth = shallow,
  stopwatch?: Stopwatch,
): Promise<Project> {
  const { memory, files, config } = session;
  const looksBeyond = depth.repo || depth.helm || depth.cluster === true;
  const about = [looksBeyond ? "inventory, and beyond" : "inventory", files.root, config];
  const parsed = session.parsed ?? new ParsedFiles(memory && (await openKept<PackedSource>(memory, about)));
  const project = await loadProject(
    session.files,
    session.config,
    session.nothingThere,
    session.isIgnored,
    looksBeyond
      ? async (dashboard) => (await import("./look.ts")).look(session, dashboard, depth)
      : undefined,
    stopwatch,
    parsed,
  );
  await parsed.save(looksBeyond);
  return project;
}

/** Reads the session's inventory and makes the files that it stands for, in memory. */
export async function compileProject(
  session: Session,
  depth?: Depth,
  stopwatch?: Stopwatch,
): Promise<Compiled> {
  const project = await openProject(session, depth, stopwatch);
  if (project.dashboard === undefined) return { ...project, artifacts: undefined, code: exitCode.unusable };
  if (project.looked?.problem !== undefined)
    return { ...project, artifacts: undefined, code: exitCode.outside };
  if (hasErrors(project.diagnostics)) return { ...project, artifacts: undefined, code: exitCode.found };
  const { dashboard } = project;
  const size = dashboard.sources.reduce((sum, { text }) => sum + text.length, 0);
  const artifacts = tunedFor(size, () => emit(dashboard));
  stopwatch?.lap(stages.targets);
  return { ...project, artifacts, code: exitCode.fine };
}
