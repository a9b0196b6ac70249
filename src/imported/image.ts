import { posix } from "node:path";
import type { BuiltImage } from "../evaluated/built.ts";
import type { AllFacts, ImageFacts } from "../evaluated/facts.ts";
import { entry, quiet, some, type Entry, type Importing } from "./entries.ts";
import { isInside, path } from "./path.ts";
import { readPipeline } from "./shell-words.ts";
import { stepsOf, type Update } from "./steps.ts";

/** What is known of the images that Tilt builds. */
export interface Images {
  readonly built: ReadonlyMap<string, BuiltImage>;
  /** The text of a file of the project; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
}

/** What `docker_build_with_restart` calls the image below its wrapper (tilt-extensions restart_process). */
const baseSuffix = "-tilt_docker_build_with_restart_base";
const restartFile = "date > /tmp/.restart-proc";

/** The image that a wrapper is put around: it comes with the other. */
export function isBelowWrapper(ref: string): boolean {
  return ref.endsWith(baseSuffix);
}

/**
 * `images:` of the inventory, by reference, of all that one of the loads builds. What no entry can say is told
 * at the place where the image is named, and what uses it is written without it.
 */
export function importImages(
  importing: Importing,
  loads: readonly AllFacts[],
  images: Images,
): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const refused = new Map<string, string>();
  for (const [name, { images: targets = [] }] of loads.flatMap((facts) => [...facts]))
    for (const target of targets) {
      const { ref } = target;
      const built = images.built.get(ref);
      if (built === undefined || isBelowWrapper(ref)) continue;
      const base = targets.find((one) => one.ref === `${ref}${baseSuffix}`);
      const made = refused.get(ref) ?? entries.get(ref) ?? imageEntry(importing, target, base, images);
      if (typeof made !== "string") {
        entries.set(ref, made);
        continue;
      }
      if (!refused.has(ref))
        importing.notes.push({
          at: importing.tiltfiles.find(ref),
          text: `the image \`${ref}\` is left out: ${made}`,
        });
      refused.set(ref, made);
      quiet(importing, name, "images");
    }
  return entries;
}

/** What uses only images that an inventory has; `base` is the image below a wrapper that restarts it. */
function imageEntry(
  importing: Importing,
  target: ImageFacts,
  base: ImageFacts | undefined,
  images: Images,
): Entry | string {
  const built = images.built.get((base ?? target).ref);
  const wrapper = base === undefined ? undefined : images.built.get(target.ref);
  if (built === undefined) return "Tilt says nothing of how it is built";
  if (importing.variables.within([target, base ?? null, built]).length > 0)
    return "how it is built comes from the environment";
  const further = [...built.further, ...(wrapper?.further ?? [])];
  const details = target.build as BuildFacts;
  const update = target.update as Update;
  const outside = pathsOf(update).find((one) => !isInside(one));
  if (outside !== undefined) return `its live update takes \`${outside}\`, which is outside of the project`;
  const own =
    details.command === undefined
      ? fromDocker((base ?? target).build as BuildFacts, built, images.read)
      : fromCommand(importing, details, built, images.read);
  if (typeof own === "string") return own;
  if (further.length > 0)
    importing.notes.push({
      at: importing.tiltfiles.find(target.ref),
      text: `the image \`${target.ref}\`: an inventory has no word for ${[...new Set(further)].map((one) => `\`${one}\``).join(", ")}, and it is built without`,
    });
  const [exit] = details.entrypoint ?? [];
  if (exit?.startsWith("--entr_flags") === true)
    return "its process is restarted with an `exit_policy` of its own";
  return entry({
    ...own,
    entrypoint: details.entrypoint,
    liveUpdate: some(base === undefined ? stepsOf(update) : restarting(update)),
  });
}

/** The parts of an image's facts that are read here (src/evaluated/seen.ts). */
interface BuildFacts {
  readonly command?: string;
  readonly context?: string;
  readonly args?: readonly string[];
  readonly target?: string;
  readonly platform?: string;
  readonly entrypoint?: readonly string[];
}

function fromDocker(facts: BuildFacts, built: BuiltImage, read: Images["read"]): Entry | string {
  const { context = "", args = [] } = facts;
  if (!isInside(context)) return `its context \`${context}\` is outside of the project`;
  const dockerfile = built.dockerfiles.find((one) => isInside(one) && read(one) === built.dockerfile);
  if (dockerfile === undefined) return "its Dockerfile is no file of the project";
  const open = args.find((one) => !one.includes("="));
  if (open !== undefined) return `its build argument \`${open}\` comes from the environment`;
  const lists = withoutIgnored(built, context, read);
  const only = lists.find(([first]) => first === "**")?.slice(1) ?? [];
  return entry({
    context: path(context),
    dockerfile: dockerfile === under(context, "Dockerfile") ? undefined : path(dockerfile),
    target: facts.target,
    buildArgs: args.length === 0 ? undefined : Object.fromEntries(args.map(keyAndValue)),
    only: some(only.map((one) => one.replace(/^!/, ""))),
    ignore: some(lists.filter(([first]) => first !== "**").flat()),
    platform: facts.platform,
  });
}

/** What is left out beside the patterns of `.dockerignore`, which Tilt reads by itself. */
function withoutIgnored(
  { leftOut }: BuiltImage,
  context: string,
  read: Images["read"],
): readonly (readonly string[])[] {
  const ignored = (read(under(context, ".dockerignore")) ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  return leftOut.filter((one) => JSON.stringify(one) !== JSON.stringify(ignored));
}

/** The command of the extension kubectl_build, as far as an inventory can say it; others are none of it. */
function fromCommand(
  importing: Importing,
  { command = "" }: BuildFacts,
  built: BuiltImage,
  read: Images["read"],
): Entry | string {
  const refusal = "a build command of its own has no place in an inventory";
  const words = readPipeline(command)?.pipeline[0];
  const [kubectl, build, ...rest] = words ?? [];
  const context = rest.pop() ?? "";
  if (kubectl !== "kubectl" || build !== "build" || !isInside(context)) return refusal;
  const args: string[] = [];
  let push: boolean | undefined;
  for (let index = 0; index < rest.length; index += 1) {
    const flag = rest[index];
    if (flag === "--push") {
      push = true;
      continue;
    }
    const value = rest[(index += 1)] ?? "";
    if (flag === "--build-arg") args.push(value);
    else if (
      !(flag === "--context" && value === importing.context) &&
      !(flag === "-f" && value === `${context}/Dockerfile`) &&
      !(flag === "--registry-secret" && value === "docker-registry") &&
      !(flag === "-t" && value === "$EXPECTED_REF")
    )
      return `\`kubectl build\` runs with \`${flag ?? ""} ${value}\`, which an inventory has no word for`;
  }
  return entry({
    build: "kubectl",
    context: path(context),
    buildArgs: args.length === 0 ? undefined : Object.fromEntries(args.map(keyAndValue)),
    ignore: some(withoutIgnored(built, context, read).flat()),
    push,
  });
}

/** The last step of a wrapper restarts the process. */
function restarting(update: Update): readonly unknown[] {
  const run = update.run ?? [];
  const [argv, when] = run.at(-1) ?? [[], []];
  if (argv.at(-1) !== restartFile) return stepsOf(update);
  return [
    ...stepsOf({ ...update, run: run.slice(0, -1) }),
    when.length === 0 ? "restart" : { restart: { when: when.map(path) } },
  ];
}

function pathsOf({ sync = [], fallBackOn = [], run = [] }: Update): readonly string[] {
  return [...sync.map(([from]) => from), ...fallBackOn, ...run.flatMap(([, when]) => when)];
}

function keyAndValue(text: string): readonly [string, string] {
  return [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
}

function under(folder: string, file: string): string {
  return posix.join(folder, file);
}
