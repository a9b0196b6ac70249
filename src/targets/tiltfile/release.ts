import type { FluxObject } from "../../actions/action.ts";
import type { Release } from "../../dashboard/model.ts";
import { repositoryResource, suspensionName } from "../../dashboard/support-names.ts";
import { commonArguments, emitBelongings, objectOf } from "./attach.ts";
import {
  contextName,
  developed,
  dependencies,
  extension,
  local,
  ownerWords,
  support,
  type FileContext,
} from "./context.ts";
import { described, forwardList, labelList, linkList, triggerMode } from "./shown.ts";
import { call, dict, list, literal, run, tuple, when, type Expr, type Statement } from "./starlark.ts";

/** A Helm release: watched while Flux owns it, deployed on demand, or always where nobody owns it. */
export function emitRelease(context: FileContext, release: Release): Statement[] {
  const belongings = emitBelongings(context, release, release.buttons, release.services);
  if (release.owner === undefined)
    return [...described(release.description), ...emitDeployed(context, release), ...belongings];
  return [
    ...described(release.description),
    when(
      developed([release.name]),
      emitDeveloped(context, release, release.owner),
      emitObserved(context, release),
    ),
    ...belongings,
  ];
}

/** Support resources that a release needs before it is deployed. */
function prerequisites(release: Release): string[] {
  return [
    ...(release.chart.kind === "repository" ? [repositoryResource(release.chart.repository.name)] : []),
    ...(release.owner === undefined ? [] : [suspensionName(release.owner)]),
  ];
}

function emitObserved(context: FileContext, release: Release): Statement[] {
  // Ports and links are the first one's; all else is the release's.
  const { port_forwards, links, ...shared } = commonArguments(context, release);
  return release.observed.map((observed, index) =>
    run(
      call(extension(context, "k8s_attach", "k8s_attach"), [observed.name, objectOf(observed.target)], {
        namespace: release.namespace,
        ...(index === 0 ? { port_forwards, links } : {}),
        ...shared,
      }),
    ),
  );
}

/** A release of nobody else's: Tilt installs it and takes it away. */
function emitDeployed(context: FileContext, release: Release): Statement[] {
  const helmContext = [literal("--kube-context"), contextName];
  const common = call(
    extension(context, "helm_resource", "helm_resource"),
    [release.name, chartOf(context, release)],
    {
      deps: depsOf(context, release),
      // A name with the prefix's colon is one that Helm refuses.
      release_name: release.releaseName,
      namespace: release.namespace,
      image_deps: release.images.length === 0 ? undefined : list(release.images.map((image) => image.ref)),
      image_keys:
        release.images.length === 0 ? undefined : list(release.images.map((image) => imageKeys(image.keys))),
      flags: list([...helmContext, literal("--create-namespace"), ...flagsOf(context, release)]),
      uninstall_flags: list(helmContext),
      resource_deps: dependencies(context, release.dependsOn, prerequisites(release)),
      labels: labelList(release.labels),
      port_forwards: forwardList(release.forwards),
      auto_init: release.autoInit ? undefined : false,
      pod_readiness: release.readiness,
      links: linkList(release.links),
    },
  );
  const trigger = triggerMode(release.trigger);
  return [
    run(common),
    ...(trigger === undefined ? [] : [run(call("k8s_resource", [release.name], { trigger_mode: trigger }))]),
  ];
}

/** A release of Flux's, deployed for as long as Flux is suspended. */
function emitDeveloped(context: FileContext, release: Release, owner: FluxObject): Statement[] {
  return [
    run(
      call(support(context, "develop_release"), [release.name], {
        owner: tuple(ownerWords(owner)),
        namespace: release.namespace,
        release_name: release.releaseName,
        chart: chartOf(context, release),
        flags: list(flagsOf(context, release)),
        deps: depsOf(context, release),
        images:
          release.images.length === 0
            ? undefined
            : dict(
                release.images.map(
                  (image) => [image.ref, list(image.keys.map((keys) => list(keys)))] as const,
                ),
              ),
        ...commonArguments(context, release, prerequisites(release)),
      }),
    ),
  ];
}

function chartOf(context: FileContext, { chart }: Release): string {
  switch (chart.kind) {
    case "folder":
      return local(context, chart.path);
    case "repository":
      return `${chart.repository.name}/${chart.name}`;
    case "oci":
      return chart.url;
  }
}

function flagsOf(context: FileContext, release: Release): Expr[] {
  return [
    ...(release.version === undefined ? [] : [`--version=${release.version}`]),
    ...(release.timeout === undefined ? [] : [`--timeout=${release.timeout}`]),
    ...release.values.map((path) => `--values=${oneOfList(local(context, path))}`),
    // JSON keeps the type, and commas in the text.
    ...release.set.map(([key, json]) => `--set-json=${key}=${json}`),
  ].map((flag) => literal(flag));
}

/** Files whose change deploys again: Helm reads them, Tilt would not watch them. */
function depsOf(context: FileContext, release: Release): Expr | undefined {
  const paths = [...(release.chart.kind === "folder" ? [release.chart.path] : []), ...release.values];
  return paths.length === 0 ? undefined : list(paths.map((path) => local(context, path)));
}

function imageKeys(keys: readonly (readonly string[])[]): Expr {
  const places = keys.map((key) => (key.length === 1 ? literal(key[0] ?? "") : tuple(key)));
  const [only] = places;
  return only !== undefined && places.length === 1 ? only : list(places);
}

/** Helm splits the flag at commas, as a line of CSV. */
export function oneOfList(path: string): string {
  return /[",]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
}
