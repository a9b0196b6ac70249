import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { loadProject } from "../../cli/project.ts";
import type { Dashboard, ManifestSet, Release, Resource } from "../../dashboard/model.ts";
import { nodeFiles } from "../../io/node-files.ts";
import { emit } from "../../targets/index.ts";
import { attachAnswers } from "../tilt/objects.ts";
import { Sandbox, type SandboxOptions } from "../tilt/sandbox.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** The inventory of this repository. */
export const ownProject = repository;

/** The inventory that has every construct of the language. */
export const richProject = join(repository, "fixtures/projects/real");

/** The golden cases of `fixtures/ok`: whatever compiles loads. */
export function goldenProjects(): readonly string[] {
  const folder = join(repository, "fixtures/ok");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((one) => existsSync(join(one, "cluster.config.yaml")));
}

/** A project whose files were generated into a sandbox of its own. */
export interface Generated {
  readonly dashboard: Dashboard;
  readonly sandbox: Sandbox;
}

/**
 * Copies what the inventory of `folder` names into a new sandbox and generates its files there. Throws
 * where the inventory does not hold. `kubectl kustomize` is the real one; attached objects are found.
 */
export async function generateProject(folder: string, options: SandboxOptions = {}): Promise<Generated> {
  const dashboard = await readDashboard(folder);
  const { extensions } = dashboard.tilt;
  const own = join(folder, "extensions");
  const sandbox = await Sandbox.create({
    context: dashboard.cluster.contexts[0] ?? "admin@test",
    extensionsCommit: extensions.ref,
    ...(extensions.url.startsWith("http")
      ? { extensionsRepository: extensions.url.replace(/^https?:\/\//, "") }
      : {}),
    moreExtensions: existsSync(own) ? own : undefined,
    ...options,
  });
  const named = [...dashboard.inventoryFiles, ...dashboard.files.map((file) => file.path)];
  const parts = new Set(named.map((path) => path.split("/", 1)[0] ?? path));
  for (const part of parts) if (part !== ".") sandbox.copyFrom(folder, part);
  writeArtifacts(sandbox, dashboard);
  sandbox.tools.answer(...attachAnswers(), { tool: "kubectl", match: "^kustomize ", real: true });
  return { dashboard, sandbox };
}

/** The dashboard of the inventory in `folder`; throws where it does not hold. */
export async function readDashboard(folder: string): Promise<Dashboard> {
  const { dashboard, diagnostics } = await loadProject(nodeFiles(folder), "cluster.config.yaml");
  const failed = diagnostics.filter((one) => one.severity === "error");
  if (dashboard === undefined || failed.length > 0)
    throw new Error(`${folder}: ${failed.map((one) => one.message).join("; ")}`);
  return dashboard;
}

/** Writes every generated file of the dashboard into the sandbox. */
export function writeArtifacts(sandbox: Sandbox, dashboard: Dashboard): void {
  for (const artifact of emit(dashboard)) sandbox.write(artifact.path, artifact.text);
}

/** What a generated Tiltfile prints on purpose. */
export function bannerOf({ cluster }: Dashboard): RegExp {
  const name = cluster.name.replace(/[^\w]/g, "\\$&");
  return new RegExp(`^${name}: \\d+ resources? and \\d+ buttons?, made from `);
}

/** Every entry of the dashboard, in order. */
export function resourcesOf(dashboard: Dashboard): readonly Resource[] {
  return dashboard.tiltfiles.flatMap((one) => one.sections.flatMap((section) => section.resources));
}

/** What `--develop` takes, in the Tiltfile at `path` or in all of them. */
export function developable(dashboard: Dashboard, path?: string): readonly (Release | ManifestSet)[] {
  return resourcesOf(dashboard)
    .filter((resource) => resource.kind === "release" || resource.kind === "manifests")
    .filter((resource) => resource.owner !== undefined)
    .filter((resource) => path === undefined || resource.tiltfile === path);
}

/** The words after `--` that develop the given resources. */
export function developing(names: readonly string[]): string[] {
  return names.flatMap((name) => ["--develop", name]);
}

/** A path of the project as it stands in the sandbox. */
export function placed(sandbox: Sandbox, path: string): string {
  return path === "." ? sandbox.project : posix.join(sandbox.project, path);
}
