import type { Dashboard, Image, Resource } from "../../dashboard/model.ts";
import { developed, extension, isOnDemand, local, type FileContext } from "./context.ts";
import { described, emitSteps } from "./shown.ts";
import { call, dict, list, run, when, type Expr, type Statement } from "./starlark.ts";

/**
 * The images that the given resources use, each built only while one of them is deployed: Tilt warns
 * of an image that nothing uses.
 */
export function emitImages(
  context: FileContext,
  dashboard: Dashboard,
  resources: readonly Resource[],
): Statement[] {
  return dashboard.images.flatMap((image) => {
    const users = resources.filter((resource) => uses(resource, image.ref));
    if (users.length === 0) return [];
    const build = [...described(image.description), run(emitImage(context, image))];
    return users.every(isOnDemand) ? [when(developed(users.map(({ name }) => name)), build)] : build;
  });
}

function uses(resource: Resource, ref: string): boolean {
  return (
    (resource.kind === "release" || resource.kind === "manifests") &&
    resource.images.some((image) => image.ref === ref)
  );
}

function emitImage(context: FileContext, image: Image): Expr {
  const restart = image.steps.find((step) => step.kind === "restart");
  const common = {
    dockerfile: image.dockerfile === undefined ? undefined : local(context, image.dockerfile),
    build_args: image.buildArgs.length === 0 ? undefined : dict(image.buildArgs),
    ignore: image.ignore.length === 0 ? undefined : list(image.ignore),
    target: image.target,
    platform: image.platform,
    live_update: image.steps.length === 0 ? undefined : emitSteps(context, image.steps),
  };
  const folder = local(context, image.context);
  const entrypoint = image.entrypoint === undefined ? undefined : list(image.entrypoint);
  if (image.build === "kubectl")
    return call(extension(context, "kubectl_build", "kubectl_build"), [image.ref, folder], {
      ...common,
      // The extension knows no `only`: these are the patterns that Tilt makes of it.
      ignore:
        image.ignore.length + image.only.length === 0
          ? undefined
          : list([...image.ignore, ...onlyPatterns(image.only)]),
      entrypoint,
      push: image.push,
    });
  const only = image.only.length === 0 ? undefined : list(image.only);
  if (restart === undefined)
    return call("docker_build", [image.ref, folder], { ...common, only, entrypoint });
  return call(extension(context, "restart_process", "docker_build_with_restart"), [image.ref, folder], {
    entrypoint,
    ...common,
    only,
    trigger: restart.when.length === 0 ? undefined : list(restart.when.map((path) => local(context, path))),
  });
}

function onlyPatterns(only: readonly string[]): string[] {
  return only.length === 0 ? [] : ["**", ...only.map((path) => `!${path}`)];
}
