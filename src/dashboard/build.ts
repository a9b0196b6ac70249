import type { FluxObject } from "../actions/action.ts";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { Guesses } from "../diagnostics/nearest.ts";
import { parseNamespacedName } from "../grammar/kubernetes.ts";
import type { FragmentFile, InventoryFiles, RootFile } from "../inventory/file.ts";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import { resolveAccess } from "./access.ts";
import { resolveAllowances } from "./allowances.ts";
import { resolveButtons } from "./buttons.ts";
import { checkUnusedSets, collectSets, fromSets } from "./button-sets.ts";
import { resolveImages } from "./images.ts";
import { resolveManifests } from "./manifests.ts";
import { mcpSection } from "./mcp-section.ts";
import { withCallerVariables } from "./mcp-variables.ts";
import { resolveMcp } from "./mcp.ts";
import type { Dashboard, FileUse, Resource, Section, Tiltfile } from "./model.ts";
import { groupId, indexNames, tiltfileBeside } from "./name-index.ts";
import { resolveRelease } from "./releases.ts";
import { labelsOf, insidePath, resolvePath, type Resolution, type Scope } from "./scope.ts";
import { resolveSecret } from "./secrets.ts";
import { resolveEnv, resolveSettings } from "./settings.ts";
import { resolveTask } from "./tasks.ts";
import { resolveWorkload } from "./workloads.ts";
import type { WrittenGroup } from "../inventory/schema/inventory.ts";

/**
 * Resolves an inventory of the right shape. All problems are told; the dashboard is there also when
 * some were found, so that the rules can look at the rest, but nothing may be generated from it then.
 */
export function buildDashboard(files: InventoryFiles): Outcome<Dashboard> & { readonly value: Dashboard } {
  const { root } = files;
  const all = [root, ...files.fragments];
  const diagnostics: Diagnostic[] = [];
  const resolution: Resolution = {
    domain: root.body.cluster.domain,
    fluxNamespace: root.body.cluster.flux?.root ?? "flux-system",
    sets: collectSets(all, diagnostics),
    usedSets: new Set(),
    guesses: new Guesses(),
    images: new Set(Object.keys(root.body.images ?? {})),
    names: indexNames(files),
    diagnostics,
    files: [],
  };
  const rootScope = fileScope(resolution, root);
  const tiltfiles = new Map<string, Section[]>([[tiltfileBeside(root), []]]);
  const add = (path: string, section: Section): void => {
    const sections = tiltfiles.get(path);
    if (sections === undefined) tiltfiles.set(path, [section]);
    else sections.push(section);
  };
  for (const file of all) {
    const section = looseSection(fileScope(resolution, file), file);
    if (section.navButtons.length + section.resources.length > 0) add(tiltfileBeside(file), section);
    for (const [key, group, origin] of entriesAt(at(file.origin, "groups"), file.body.groups)) {
      const scope = groupScope(resolution, file, key, group, origin);
      add(scope.tiltfile, groupSection(scope, key, group, origin));
    }
  }
  const tilt = resolveSettings(rootScope, root);
  const mcp = resolveMcp(rootScope, root);
  if (mcp !== undefined)
    add(rootScope.tiltfile, mcpSection(rootScope, mcp, root.body.mcp?.label, tilt.fluxtilt));
  checkUnusedSets(rootScope);
  const { flux } = root.body.cluster;
  const dashboard: Dashboard = {
    cluster: {
      name: root.body.cluster.name,
      contexts: root.body.cluster.contexts,
      domain: root.body.cluster.domain,
      flux: {
        root: resolution.fluxNamespace,
        path: flux?.path,
        folder: resolvePath(rootScope, flux?.folder ?? ".", at(root.origin, "cluster", "flux", "folder")),
      },
      origin: at(root.origin, "cluster"),
    },
    tilt,
    env: withCallerVariables(resolveEnv(rootScope, root), mcp),
    tiltfiles: [...tiltfiles].map(([path, sections]): Tiltfile => ({ path, sections })),
    includes: root.body.tiltfiles.flatMap((written, index): FileUse[] => {
      const origin = at(root.origin, "tiltfiles", index);
      const path = insidePath(rootScope, written, origin);
      return path === undefined ? [] : [{ path, kind: "file", role: "Tiltfile", origin }];
    }),
    images: resolveImages(rootScope, root),
    mcp,
    access: resolveAccess(rootScope, root),
    inventoryFiles: all.map((file) => file.path),
    sources: all.map((file) => file.source),
    fragments: root.body.fragments,
    allowances: resolveAllowances(all),
    ignored: root.body.ignore.map((pattern, index) => ({
      pattern,
      origin: at(root.origin, "ignore", index),
    })),
    files: resolution.files,
  };
  resolution.files.push(...dashboard.includes);
  return { value: dashboard, diagnostics };
}

function fileScope(resolution: Resolution, file: RootFile | FragmentFile): Scope {
  return {
    resolution,
    file,
    tiltfile: tiltfileBeside(file),
    group: undefined,
    namespace: undefined,
    labels: ["tasks"],
    prefix: "",
    owner: undefined,
  };
}

function groupScope(
  resolution: Resolution,
  file: RootFile | FragmentFile,
  key: string,
  group: WrittenGroup,
  origin: Origin,
): Scope {
  const outer = fileScope(resolution, file);
  const owner: FluxObject | undefined =
    group.flux === undefined
      ? undefined
      : { kind: "kustomization", ...parseNamespacedName(group.flux, resolution.fluxNamespace) };
  return {
    ...outer,
    tiltfile:
      group.tiltfile === undefined
        ? outer.tiltfile
        : (insidePath(outer, group.tiltfile, at(origin, "tiltfile")) ?? outer.tiltfile),
    group: groupId(file, key),
    namespace: group.namespace,
    labels: group.label === undefined ? [labelFrom(key)] : labelsOf(outer, group.label),
    prefix: group.prefix,
    owner,
  };
}

/** The group's key as a label, where the group says none: Tilt takes letters, digits, `-`, `_` and `.`. */
function labelFrom(key: string): string {
  const cleaned = key
    .replace(/[^A-Za-z0-9_.-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 63);
  return cleaned.replace(/[^A-Za-z0-9]+$/, "") || "group";
}

/** What an inventory file says outside of groups. */
function looseSection(scope: Scope, file: RootFile | FragmentFile): Section {
  const { origin, body } = file;
  const secrets = "secrets" in body ? body.secrets : undefined;
  return {
    title: "",
    description: undefined,
    navButtons: resolveButtons(
      scope,
      { buttons: body.buttons },
      origin,
      { fluxNamespace: scope.resolution.fluxNamespace },
      undefined,
    ),
    resources: [
      ...entriesAt(at(origin, "secrets"), secrets).map(([key, secret, place]) =>
        resolveSecret({ ...scope, labels: ["secrets"] }, key, secret, place),
      ),
      ...entriesAt(at(origin, "tasks"), body.tasks).map(([key, task, place]) =>
        resolveTask(scope, key, task, place),
      ),
    ],
    origin,
  };
}

function groupSection(scope: Scope, key: string, group: WrittenGroup, origin: Origin): Section {
  const inherited = fromSets(scope, group.buttonsFrom, origin);
  const resources: Resource[] = [
    ...entriesAt(at(origin, "workloads"), group.workloads).map(([name, entry, place]) =>
      resolveWorkload(scope, name, entry, place, inherited),
    ),
    ...entriesAt(at(origin, "helmReleases"), group.helmReleases).map(([name, entry, place]) =>
      resolveRelease(scope, name, entry, place, inherited),
    ),
    ...entriesAt(at(origin, "manifests"), group.manifests).map(([name, entry, place]) =>
      resolveManifests(scope, name, entry, place, inherited),
    ),
    ...entriesAt(at(origin, "tasks"), group.tasks).map(([name, entry, place]) =>
      resolveTask(scope, name, entry, place),
    ),
  ];
  return { title: group.title ?? key, description: group.description, navButtons: [], resources, origin };
}
