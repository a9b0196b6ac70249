import { posix } from "node:path";
import { imageNameOf, type TiltfileResult } from "./seen.ts";

/** What Tilt was told of an image that it builds, beyond what the dashboard says of one. */
export interface BuiltImage {
  /** The text of its Dockerfile; undefined where a command of its own builds it. */
  readonly dockerfile: string | undefined;
  /** Files that it may be the text of, relative to the project. */
  readonly dockerfiles: readonly string[];
  /** Patterns of what is left out of it, by where they come from. */
  readonly leftOut: readonly (readonly string[])[];
  /** Settings that the dashboard has no word for. */
  readonly further: readonly string[];
}

/** The part of an image's details that every image may have. */
const known = new Set([
  ...["ref", "dockerfileContents", "context", "contextIgnores", "args", "target", "platform"],
  // What an image is made of that Tilt builds before it.
  "imageMaps",
  // Of those that a command builds: tilt-extensions kubectl_build sets the mode.
  ...["dir", "outputMode", "Deps"],
]);

interface Ignores {
  readonly basePath: string;
  readonly patterns?: readonly string[];
}

/** The images that Tilt builds, by their reference. `project` is the absolute folder of the project. */
export function builtImages({ Manifests }: TiltfileResult, project: string): ReadonlyMap<string, BuiltImage> {
  const targets = (Manifests ?? []).flatMap(({ ImageTargets }) => ImageTargets ?? []);
  return new Map(
    targets.flatMap((target) => {
      const { selector, BuildDetails: details, IsLiveUpdateOnly, FileWatchIgnores, LiveUpdateSpec } = target;
      if (IsLiveUpdateOnly) return [];
      const context = details["context"];
      const ignores = (context === undefined ? FileWatchIgnores : details["contextIgnores"]) as
        readonly Ignores[] | null | undefined;
      const files = (FileWatchIgnores ?? []).flatMap(({ basePath, patterns }) =>
        patterns === undefined ? [posix.relative(project, basePath)] : [],
      );
      const own =
        typeof context === "string" ? [posix.join(posix.relative(project, context), "Dockerfile")] : [];
      const built: BuiltImage = {
        dockerfile: details["dockerfileContents"] as string | undefined,
        dockerfiles: [...new Set([...own, ...files])],
        leftOut: (ignores ?? []).flatMap(({ patterns }) => (patterns === undefined ? [] : [patterns])),
        further: [
          ...Object.keys(details).filter((key) => !known.has(key)),
          ...["matchInEnvVars", "overrideArgs"].filter((key) => Object.hasOwn(target, key)),
          ...((LiveUpdateSpec.execs ?? []).some(({ echoOff }) => echoOff === true) ? ["echoOff"] : []),
          ...(Object.hasOwn(LiveUpdateSpec, "restart") ? ["restart_container"] : []),
        ],
      };
      return [[imageNameOf(selector), built] as const];
    }),
  );
}
