import { posix } from "node:path";
import type { Dashboard, Image, LiveUpdate, UpdateStep } from "../../dashboard/model.ts";
import type { ImageFacts } from "../facts.ts";
import type { Loading } from "./common.ts";

/** The image target of a workload that only receives files. */
export function receivingImage({ image, container, steps }: LiveUpdate): ImageFacts {
  return {
    ref: image ?? "k8s_custom_deploy",
    build: { watch: steps.flatMap((step) => (step.kind === "sync" ? [step.from] : [])) },
    update: { container, ...updateOf(steps) },
  };
}

/** The targets of an image that Tilt builds: `restart` makes two of one. */
export function builtImage(dashboard: Dashboard, ref: string, loading: Loading): readonly ImageFacts[] {
  const image = dashboard.images.find((one) => one.ref === ref);
  if (image === undefined) throw new Error(`no image ${ref}`);
  if (image.build === "kubectl") return [inCluster(image, loading)];
  const build = {
    context: image.context,
    args:
      image.buildArgs.length === 0
        ? undefined
        : image.buildArgs.map(([key, value]) => `${key}=${value}`).sort(),
    target: image.target,
    platform: image.platform,
    leftOut: [
      ...image.ignore,
      ...(image.only.length === 0 ? [] : ["**", ...image.only.map((path) => `!${path}`)]),
    ],
  };
  const restart = image.steps.find((step) => step.kind === "restart");
  if (restart === undefined)
    return [
      {
        ref,
        build: { ...build, entrypoint: image.entrypoint },
        update: { container: undefined, ...updateOf(image.steps) },
      },
    ];
  return [
    {
      ref: `${ref}-tilt_docker_build_with_restart_base`,
      build: { ...build, entrypoint: undefined },
      update: { container: undefined, ...updateOf([]) },
    },
    {
      ref,
      build: { entrypoint: image.entrypoint },
      update: { container: undefined, ...updateOf(image.steps) },
    },
  ];
}

function inCluster(image: Image, { context, file }: Loading): ImageFacts {
  const found = posix.relative(posix.dirname(file), image.context);
  const folder = found.startsWith("../") ? found : `./${found}`;
  const words = [
    `kubectl build --context ${context} -f ${folder}/Dockerfile --registry-secret docker-registry`,
    ...image.buildArgs.map(([key, value]) => `--build-arg ${key}=${value}`),
    ...(image.push === true ? ["--push"] : []),
    `-t $EXPECTED_REF ${folder}`,
  ];
  return {
    ref: image.ref,
    build: {
      command: words.join(" "),
      watch: [image.context, `${image.context}/Dockerfile`],
      entrypoint: image.entrypoint,
    },
    update: { container: undefined, ...updateOf(image.steps) },
  };
}

function updateOf(steps: readonly UpdateStep[]): object {
  const many = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items);
  return {
    fallBackOn: many(steps.flatMap((step) => (step.kind === "fallBackOn" ? step.paths : []))),
    sync: many(steps.flatMap((step) => (step.kind === "sync" ? [[step.from, step.to]] : []))),
    run: many(
      steps.flatMap((step) => {
        if (step.kind === "run")
          return [[typeof step.command === "string" ? ["sh", "-c", step.command] : step.command, step.when]];
        // The restart of the extension: a file that its wrapper watches.
        return step.kind === "restart" ? [[["sh", "-c", "date > /tmp/.restart-proc"], step.when]] : [];
      }),
    ),
  };
}
