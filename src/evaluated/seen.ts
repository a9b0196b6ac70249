import { posix } from "node:path";
import { parseAllDocuments } from "yaml";
import { seenButtons, type ApiObject, type ButtonFacts } from "./buttons.ts";
import type { TiltSettingsResult } from "./settings-result.ts";
import type { AllFacts, CommandFacts, Facts, ImageFacts } from "./facts.ts";

interface Spec {
  readonly args?: readonly string[] | null;
  readonly dir?: string;
  readonly env?: readonly string[] | null;
}

interface Ignores {
  readonly basePath: string;
  readonly patterns?: readonly string[];
}

/** The part of a manifest of `tilt alpha tiltfile-result` that is looked at (Tilt v0.37, pkg/model). */
interface Manifest {
  readonly Name: string;
  readonly TriggerMode: number;
  readonly ResourceDependencies: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly ImageTargets: readonly ImageTarget[] | null;
  readonly DeployTarget: {
    readonly timeout?: string;
    readonly yaml?: string;
    readonly applyCmd?: Spec;
    readonly deleteCmd?: Spec;
    readonly PodReadinessMode?: string;
    readonly Links:
      readonly { readonly Name: string; readonly URL: Readonly<Record<string, string>> }[] | null;
    readonly portForwardTemplateSpec?: { readonly forwards: readonly Forward[] };
    readonly UpdateCmdSpec?: Spec | null;
    readonly ServeCmd?: {
      readonly Argv: string[] | null;
      readonly Dir: string;
      readonly Env: string[] | null;
    };
    readonly Deps?: readonly string[] | null;
    readonly FileWatchIgnores?: readonly Ignores[] | null;
    readonly AllowParallel?: boolean;
    readonly ReadinessProbe?: unknown;
  };
}

interface Forward {
  readonly localPort: number;
  readonly containerPort: number;
  readonly host: string;
  readonly name?: string;
  readonly path?: string;
}

interface ImageTarget {
  readonly selector: string;
  readonly overrideCommand?: { readonly command: readonly string[] };
  readonly LiveUpdateSpec: {
    readonly basePath?: string;
    readonly selector: { readonly kubernetes?: Readonly<Record<string, string>> };
    readonly stopPaths?: readonly string[];
    readonly syncs?: readonly { readonly localPath: string; readonly containerPath: string }[];
    readonly execs?: readonly {
      readonly args: readonly string[];
      readonly triggerPaths: string[] | null;
      readonly echoOff?: boolean;
    }[];
  };
  readonly BuildDetails: Readonly<Record<string, unknown>>;
  readonly IsLiveUpdateOnly: boolean;
  readonly FileWatchIgnores?: readonly Ignores[] | null;
}

/** What `tilt alpha tiltfile-result` prints, as far as it is looked at. */
export interface TiltfileResult extends TiltSettingsResult {
  readonly Manifests?: readonly Manifest[] | null;
  readonly EnabledManifests?: readonly string[] | null;
  readonly ConfigFiles?: readonly string[] | null;
  /** By resource of Tilt's API, then by name. */
  readonly ObjectSet?: Readonly<Record<string, Readonly<Record<string, ApiObject>>>> | null;
}

/** Reads the resources of a load. `project` is the absolute folder that paths are made relative to. */
export function seenFacts({ Manifests }: TiltfileResult, project: string): AllFacts {
  return new Map((Manifests ?? []).map((one) => [one.Name, factsOf(one, project)]));
}

/** The commands of a resource on this machine, word for word. */
export function commandsOf(
  { Manifests }: TiltfileResult,
  name: string,
): { readonly run: readonly string[]; readonly serve: readonly string[] } {
  const target = Manifests?.find((one) => one.Name === name)?.DeployTarget;
  return { run: target?.UpdateCmdSpec?.args ?? [], serve: target?.ServeCmd?.Argv ?? [] };
}

/** Reads the buttons of a load; there are none where the extension's gate was in the way. */
export function seenButtonsOf(result: TiltfileResult, project: string): ReadonlyMap<string, ButtonFacts> {
  return seenButtons(objectsOf(result, "uibuttons"), objectsOf(result, "cmds"), project);
}

/** Objects of one resource of Tilt's API, such as `uibuttons`, by name. */
export function objectsOf({ ObjectSet }: TiltfileResult, resource: string): readonly ApiObject[] {
  const key = Object.keys(ObjectSet ?? {}).find((one) => one.endsWith(`=${resource}`));
  return key === undefined ? [] : Object.values(ObjectSet?.[key] ?? {});
}

function factsOf(manifest: Manifest, project: string): Facts {
  const target = manifest.DeployTarget;
  const inner = (path: string): string => relative(project, path);
  const common = {
    labels: Object.keys(manifest.Labels ?? {}).sort(),
    dependsOn: manifest.ResourceDependencies ?? [],
    // model.TriggerMode: 0 auto, 1 manual after a first run, 2 manual, 3 auto after a first run by hand.
    autoInit: manifest.TriggerMode < 2,
    trigger:
      manifest.TriggerMode === 0 || manifest.TriggerMode === 3 ? ("auto" as const) : ("manual" as const),
    links: (target.Links ?? []).map(({ URL: url, Name }) => `${addressOf(url)} ${Name}`.trim()),
  };
  if (target.ServeCmd !== undefined) {
    const { Argv, Dir, Env } = target.ServeCmd;
    return {
      ...common,
      run: command(target.UpdateCmdSpec ?? undefined, inner),
      serve: command({ args: Argv, dir: Dir, env: Env }, inner),
      watch: (target.Deps ?? []).map(inner).sort(),
      ignore: (target.FileWatchIgnores ?? []).flatMap((one) => one.patterns ?? []),
      // Tilt says so of everything that only serves.
      parallel: (target.UpdateCmdSpec?.args?.length ?? 0) > 0 && (target.AllowParallel ?? false),
      probe: JSON.parse(
        JSON.stringify(target.ReadinessProbe ?? null).replaceAll(`${project}/`, ""),
      ) as unknown,
    };
  }
  return {
    ...common,
    forwards: (target.portForwardTemplateSpec?.forwards ?? []).map((one) =>
      `${one.host}:${one.localPort}:${one.containerPort} ${one.name ?? ""} ${one.path ?? ""}`.trimEnd(),
    ),
    readiness: target.PodReadinessMode ?? "",
    timeout: target.timeout ?? "",
    images: (manifest.ImageTargets ?? []).map((image) => imageOf(image, inner)),
    ...(target.yaml === undefined
      ? {
          apply: (target.applyCmd?.args ?? []).map((word) => helperName(word).replaceAll(`${project}/`, "")),
          applyEnv: [...(target.applyCmd?.env ?? [])].sort(),
          remove:
            target.deleteCmd?.args?.[0] === "echo"
              ? ["echo"]
              : (target.deleteCmd?.args ?? []).map(helperName),
        }
      : { objects: objectNames(target.yaml) }),
  };
}

/** A URL as Go takes it apart (net/url); `localhost:8080` is one of the scheme `localhost`. */
function addressOf(url: Readonly<Record<string, string>>): string {
  const { Scheme = "", Opaque = "", Host = "", Path = "", RawQuery = "", Fragment = "" } = url;
  const end = `${RawQuery === "" ? "" : `?${RawQuery}`}${Fragment === "" ? "" : `#${Fragment}`}`;
  return Opaque === "" ? `${Scheme}://${Host}${Path}${end}` : `${Scheme}:${Opaque}${end}`;
}

/** The helpers of helm_resource lie in Tilt's clone of the extensions. */
function helperName(word: string): string {
  return word.replace(/^.*\/(?=helm-[a-z]+-helper\.py$)/, "");
}

function command(spec: Spec | undefined, inner: (path: string) => string): CommandFacts | undefined {
  if ((spec?.args?.length ?? 0) === 0) return undefined;
  return {
    argv: (spec?.args ?? []).map((word) => (word.startsWith("/") ? inner(word) : word)),
    dir: inner(spec?.dir ?? ""),
    env: [...(spec?.env ?? [])].sort(),
  };
}

/** What Tilt goes by where an image that it builds is used: it drops the tag and the digest of a `docker_build`. */
export function imageNameOf(selector: string): string {
  return selector.replace(/@.*$/, "").replace(/:[\w.-]+$/, "");
}

function imageOf(image: ImageTarget, inner: (path: string) => string): ImageFacts {
  const { selector, stopPaths, syncs, execs, basePath = "" } = image.LiveUpdateSpec;
  const based = (path: string): string => inner(posix.join(basePath, path));
  const details = image.BuildDetails;
  const kept = (key: string): unknown => details[key];
  return {
    // Tilt makes up an image for what only receives files.
    ref: image.IsLiveUpdateOnly
      ? image.selector.replace(/^k8s_custom_deploy:.*/, "k8s_custom_deploy")
      : imageNameOf(image.selector),
    build: image.IsLiveUpdateOnly
      ? { watch: (details["Deps"] as string[]).map(inner) }
      : {
          ...(isWrapper(details)
            ? {}
            : details["context"] === undefined
              ? {
                  command: (details["args"] as string[]).at(-1),
                  watch: (details["Deps"] as string[]).map(inner),
                }
              : {
                  context: inner(details["context"] as string),
                  args: kept("args"),
                  target: kept("target"),
                  platform: kept("platform"),
                  leftOut: (details["contextIgnores"] as Ignores[]).flatMap((one) => one.patterns ?? []),
                }),
          entrypoint: image.overrideCommand?.command.filter((word) => !wrapper.test(word)),
        },
    update: {
      container: selector.kubernetes?.["containerName"],
      fallBackOn: stopPaths?.map(based),
      sync: syncs?.map((one) => [based(one.localPath), one.containerPath]),
      run: execs?.map((one) => [one.args, (one.triggerPaths ?? []).map(based)]),
    },
  };
}

/** The second image of restart_process, built from the first in the extension's own folder. */
function isWrapper(details: Readonly<Record<string, unknown>>): boolean {
  return typeof details["context"] === "string" && details["context"].endsWith("/restart_process");
}

const wrapper = /^(\/tilt-restart-wrapper$|--watch_file=)/;

/** `Kind namespace/name` of every object of a stream, sorted. */
export function objectNames(yaml: string): readonly string[] {
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as { kind: string; metadata: { name: string; namespace?: string } })
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`)
    .sort();
}

function relative(project: string, path: string): string {
  if (path === project) return ".";
  return path.startsWith(`${project}/`) ? path.slice(project.length + 1) : path;
}
