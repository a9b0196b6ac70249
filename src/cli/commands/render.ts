import type { ManifestSet } from "../../dashboard/model.ts";
import { nearest } from "../../diagnostics/nearest.ts";
import { report } from "../../diagnostics/kind.ts";
import { run } from "../../io/process.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";
import { manifestSetsOf } from "../../rules/reality/places.ts";
import { at, spanAt } from "../../source/origin.ts";
import { openProject } from "../compile.ts";
import { depthOf } from "../depth.ts";
import { exitCode, type ExitCode } from "../exit-code.ts";
import { notRendered } from "../render/kinds.ts";
import { renderSet } from "../render/render-set.ts";
import { printReport } from "../report.ts";
import { readGraph } from "../repository.ts";
import type { Session } from "../session.ts";
import { unusable } from "../unusable.ts";

/** Prints what Flux would apply of a set of manifests from the working tree, or refuses; writes nothing. */
export async function render(
  session: Session,
  options: Readonly<Record<string, unknown>>,
  name: string,
): Promise<ExitCode> {
  const depth = await depthOf(session, options);
  if (depth === undefined) return exitCode.unusable;
  const project = await openProject(session);
  const { dashboard } = project;
  if (dashboard === undefined) {
    await printReport(session, project);
    return exitCode.unusable;
  }
  const sets = manifestSetsOf(dashboard).filter((one) => one.owner?.kind === "kustomization");
  const set = sets.find((one) => one.name === name);
  if (set?.owner === undefined) return tellAbsent(session, name, sets);
  const { cluster } = options;
  const context = cluster === true ? dashboard.cluster.contexts[0] : cluster;
  try {
    const { yaml, notes } = await renderSet(set, set.owner, {
      graph: await readGraph(session.files, dashboard, { top: depth.top }),
      run,
      signal: session.signal,
      context: typeof context === "string" ? context : undefined,
    });
    for (const note of notes) session.say(`fluxtilt: ${note}`);
    session.out(yaml);
    return exitCode.fine;
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const keys = set.origin.source.keysOf(set.origin.path);
    const span = keys.includes("flux") ? spanAt(at(set.origin, "flux")) : spanAt(set.origin, "key");
    const problem = report(notRendered, `\`${name}\` is not rendered: ${error.message}`, { span });
    await printReport(session, { diagnostics: [problem], sources: project.sources });
    return exitCode.found;
  }
}

function tellAbsent(session: Session, name: string, sets: readonly ManifestSet[]): ExitCode {
  const names = sets.map((one) => one.name);
  const near = nearest(name, names);
  const help =
    near !== undefined
      ? `did you mean \`${near}\`?`
      : names.length === 0
        ? "the inventory has none"
        : `there are ${names.map((one) => `\`${one}\``).join(", ")}`;
  return unusable(session, `there is no set of manifests \`${name}\` that Flux owns`, help);
}
