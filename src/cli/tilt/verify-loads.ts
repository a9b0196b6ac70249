import { posix } from "node:path";
import type { Dashboard } from "../../dashboard/model.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceText } from "../../diagnostics/format.ts";
import { report } from "../../diagnostics/kind.ts";
import { compareButtons, compareResources, hasHandWritten } from "../../evaluated/compare.ts";
import { saysSomething } from "../../evaluated/kinds.ts";
import { seenButtonsOf } from "../../evaluated/seen.ts";
import type { Loading } from "../../evaluated/wanted/common.ts";
import type { Run } from "../../io/process.ts";
import { resourcesOf } from "../../rules/parts.ts";
import { evaluate } from "./evaluate.ts";
import { openButtons, privateExtensions, usedRepositories } from "./private-extensions.ts";
import { tellRefusal } from "./refusal.ts";

/** What verifying needs. */
export interface Verifying {
  readonly run: Run;
  readonly signal: AbortSignal;
  /** Absolute folder of the inventory, with every link resolved. */
  readonly project: string;
  /** An empty folder for the copy of the extensions. */
  readonly folder: string;
  readonly context: string;
  readonly dashboard: Dashboard;
  /** The text of a file of the project. */
  readonly read: (path: string) => string | undefined;
}

interface Verified {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceText>;
  /** How many times Tilt loaded a file. */
  readonly loads: number;
}

/**
 * Loads each Tiltfile as a person may: as it is, with each `--develop`, and with all of them. The first load
 * is with the user's own extensions, which Tilt fetches where they are not there; the rest with the copy
 * that lets buttons through.
 */
export async function verifyLoads(verifying: Verifying): Promise<Verified> {
  const { run, signal, project, dashboard, context, folder, read } = verifying;
  const found: Diagnostic[] = [];
  const sources = new Map<string, SourceText>();
  const tell = (loading: Loading, text: string): void => {
    const { diagnostic, source } = tellRefusal(loading.file, text, project, read);
    if (source !== undefined) sources.set(...source);
    found.push(inLoad(diagnostic, loading));
  };
  const loadings = loadingsOf(dashboard, context);
  const [first] = loadings;
  if (first === undefined) return { diagnostics: [], sources, loads: 0 };
  const load = (loading: Loading, env: Readonly<Record<string, string>>): ReturnType<typeof evaluate> => {
    const args = loading.develop.flatMap((name) => ["--develop", name]);
    return evaluate(run, project, { file: posix.join(project, loading.file), args, context, env }, signal);
  };
  const own = await load(first, {});
  if (!own.loaded) tell(first, own.refusal);
  const env = own.loaded
    ? await privateExtensions(run, folder, usedRepositories(own.result), [openButtons], signal)
    : {};
  const isOpen = own.loaded && !dashboard.tilt.extensions.url.startsWith("file:");
  for (const loading of own.loaded ? loadings : loadings.slice(1)) {
    const done = await load(loading, env);
    if (!done.loaded) {
      tell(loading, done.refusal);
      continue;
    }
    const { result, said } = done;
    const differences = [
      ...compareResources(loading, result, project),
      // Nothing opened the buttons where the first load failed, or where Tilt has no clone.
      ...(isOpen ? compareButtons(loading, seenButtonsOf(result, project), (path) => read(path) ?? "") : []),
      ...warningsOf(loading, said),
    ];
    found.push(...differences.map((one) => inLoad(one, loading)));
  }
  return { diagnostics: onceEach(found), sources, loads: loadings.length };
}

/** The ways in which a person may load the Tiltfiles; the root comes first. */
function loadingsOf(dashboard: Dashboard, context: string): readonly Loading[] {
  const root = dashboard.tiltfiles[0]?.path;
  return dashboard.tiltfiles.flatMap(({ path: file }) => {
    const names = resourcesOf(dashboard)
      .filter((one) => (one.kind === "release" || one.kind === "manifests") && one.owner !== undefined)
      .filter((one) => file === root || one.tiltfile === file)
      .map((one) => one.name);
    const chosen = [[], ...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])];
    return chosen.map((develop) => ({ dashboard, file, develop, context }));
  });
}

/** What stands in Tilt's log but the file's own banner and what `kustomize()` and `local()` always say. */
function warningsOf(loading: Loading, said: readonly string[]): readonly Diagnostic[] {
  if (hasHandWritten(loading)) return [];
  return said
    .filter((line) => !expected.test(line) && !line.startsWith(`${loading.dashboard.cluster.name}: `))
    .map((line) => report(saysSomething, `Tilt says while it loads: ${line.trim()}`));
}

const expected = /^(local: | → |Running: kubectl kustomize |Falling back to `kubectl kustomize`)/;

/** Says in which load it is so; the place is the entry's, which several files may show. */
function inLoad(diagnostic: Diagnostic, { file, develop }: Loading): Diagnostic {
  const names = develop.map((name) => ` --develop ${name}`).join("");
  return { ...diagnostic, label: `in \`${file}\`${names === "" ? "" : `, loaded with \`${names.trim()}\``}` };
}

/** The same problem is told once, of the first load that shows it. */
function onceEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span }) => {
    const key = JSON.stringify([code, message, span?.file, span?.start.offset]);
    return !seen.has(key) && seen.add(key);
  });
}
