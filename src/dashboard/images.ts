import { posix } from "node:path";
import { at, entriesAt, type Origin } from "../source/origin.ts";
import type { RootFile } from "../inventory/file.ts";
import * as kinds from "./kinds.ts";
import type { Image } from "./model.ts";
import { tell, usePath, type Scope } from "./scope.ts";
import { resolveSteps } from "./workloads.ts";

/** The images that are built while what uses them is developed. */
export function resolveImages(scope: Scope, root: RootFile): readonly Image[] {
  const images = resolveEach(scope, root);
  const contexts = images.map(({ context }) => context);
  for (const image of images) tellUnwatched(scope, image, contexts);
  return images;
}

/**
 * Tells what a step takes from where Tilt watches nothing. An image may be built on another one, of which then
 * the context is watched too: which one, its Dockerfile says.
 */
function tellUnwatched(scope: Scope, image: Image, contexts: readonly string[]): void {
  const look = (path: string, place: Origin): void => {
    if (contexts.some((context) => context === "." || path === context || path.startsWith(`${context}/`)))
      return;
    const message = `\`${path}\` is not in the build context \`${image.context}\`, so Tilt does not watch it`;
    tell(scope, kinds.impossibleStep, place, message, {
      help: "name what is in the context, or widen `context`",
    });
  };
  image.steps.forEach((step, index) => {
    const place = at(image.origin, "liveUpdate", index);
    if (step.kind === "sync") look(step.from, at(place, "sync", 0));
    if (step.kind === "fallBackOn")
      for (const [item, path] of step.paths.entries()) look(path, at(place, "fallBackOn", item));
  });
}

function resolveEach(scope: Scope, root: RootFile): readonly Image[] {
  return entriesAt(at(root.origin, "images"), root.body.images).map(([ref, written, origin]) => {
    const steps =
      written.liveUpdate === undefined
        ? []
        : resolveSteps(scope, written.liveUpdate, at(origin, "liveUpdate"));
    const restart = steps.findIndex((step) => step.kind === "restart");
    if (restart >= 0) {
      const place = at(origin, "liveUpdate", restart);
      if (written.entrypoint === undefined)
        tell(scope, kinds.impossibleStep, place, "`restart` needs the container's command", {
          help: "give `entrypoint: [program, …]`",
        });
      if (written.build === "kubectl")
        tell(
          scope,
          kinds.impossibleStep,
          place,
          "an image that BuildKit builds in the cluster cannot restart its process",
          {
            help: "use `build: docker`",
          },
        );
    }
    const context = usePath(scope, written.context, at(origin, "context"), "build context", "folder");
    // Tilt reads it when it loads the file.
    if (written.dockerfile === undefined)
      scope.resolution.files.push({
        path: posix.join(context, "Dockerfile"),
        kind: "file",
        role: "Dockerfile",
        origin: at(origin, "context"),
      });
    return {
      ref,
      description: written.description,
      build: written.build,
      context,
      dockerfile:
        written.dockerfile === undefined
          ? undefined
          : usePath(scope, written.dockerfile, at(origin, "dockerfile"), "Dockerfile", "file"),
      target: written.target,
      buildArgs: entriesAt(at(origin, "buildArgs"), written.buildArgs).map(
        ([name, value]) => [name, value] as const,
      ),
      only: written.only,
      ignore: written.ignore,
      platform: written.platform,
      entrypoint: written.entrypoint,
      steps,
      push: written.push,
      origin,
    };
  });
}
