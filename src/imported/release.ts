import type { AllFacts, Facts } from "../evaluated/facts.ts";
import { entry, inCluster, quiet, shown, some, tell, type Entry, type Importing } from "./entries.ts";
import { isBelowWrapper } from "./image.ts";
import { path } from "./path.ts";
import type { ImportedResource } from "./workload.ts";

/** A Helm release of the extension helm_resource: its deploy command and the environment of that. */
export function importRelease(
  importing: Importing,
  all: AllFacts,
  name: string,
  facts: Facts,
  images: ReadonlyMap<string, Entry>,
): ImportedResource {
  const env = new Map(
    (facts.applyEnv ?? []).map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
  );
  const chart = env.get("CHART") ?? "";
  const namespace = env.get("NAMESPACE") ?? "";
  const where = namespace === "" ? importing.namespace : namespace;
  const flags = flagsOf(importing, name, (facts.apply ?? []).slice(2));
  const repositories = repositoriesOf(all);
  const [repository = "", short] = chart.includes("://") || /^\.{0,2}\//.test(chart) ? [] : chart.split("/");
  const url = short === undefined ? undefined : repositories.get(repository)?.url;
  const isPinned = flags.version !== undefined || (short === undefined && !chart.startsWith("oci://"));
  if (!isPinned)
    tell(importing, name, "apply", "its chart has no version: written as `*`, the newest; pin it");
  if (short !== undefined && url === undefined)
    tell(
      importing,
      name,
      "*",
      `its chart is of the repository \`${repository}\`, whose address the Tiltfile does not say: it is left as a folder`,
    );
  const added = repositories.get(repository)?.resource;
  const dependsOn = facts.dependsOn.filter((one) => one !== added);
  if (!isOurs(facts)) {
    tell(importing, name, "apply", "its deploy command names the kube context too, and makes the namespace");
    for (const field of ["applyEnv", "remove", "dependsOn"]) quiet(importing, name, field);
  }
  return {
    kind: "release",
    namespace: where,
    action: { namespace: where, fluxNamespace: "flux-system" },
    entry: entry({
      chart: url !== undefined ? short : chart.startsWith("oci://") ? chart : path(chart),
      repo: url,
      version: flags.version ?? (isPinned ? undefined : "*"),
      flux: false,
      values: some(flags.values),
      set: flags.set,
      releaseName: env.get("RELEASE_NAME"),
      images: releaseImages(importing, name, facts, placesIn(env), (ref) => images.has(ref)),
      timeout: flags.timeout,
      ...shown(importing, name, { ...facts, dependsOn }),
      ...inCluster(importing, name, facts),
    }),
  };
}

/** Values of the chart that take an image together: one, or its parts. */
export type ImagePlace = string | readonly string[];

/** The places of each image, by its index (tilt-extensions helm_resource). */
function placesIn(env: ReadonlyMap<string, string>): (index: number) => readonly ImagePlace[] {
  return (index) =>
    Array.from({ length: Number(env.get(`TILT_IMAGE_KEY_COUNT_${index}`) ?? 0) }, (_, place) => {
      const key = (part: string): string | undefined => env.get(`TILT_IMAGE_KEY${part}_${index}_${place}`);
      return key("") ?? ["_REGISTRY", "_REPO", "_TAG"].flatMap((part) => key(part) ?? []);
    });
}

/** `images` of a release: what it takes of those that the inventory has, and where it takes them. */
export function releaseImages(
  importing: Importing,
  name: string,
  { images = [] }: Facts,
  placesOf: (index: number) => readonly ImagePlace[],
  isKnown: (ref: string) => boolean,
): Entry | undefined {
  const refs = images.flatMap(({ ref }) => (isBelowWrapper(ref) ? [] : [ref]));
  const found: Record<string, unknown> = {};
  for (const [index, ref] of refs.entries()) {
    const places = placesOf(index);
    // A list of texts is one place.
    const isUnclear = places.length > 1 && places.every((one) => typeof one === "string");
    if (isUnclear)
      tell(
        importing,
        name,
        "images",
        `\`${ref}\` goes to several whole values, which an inventory cannot say`,
      );
    if (isUnclear || !isKnown(ref)) {
      for (const field of ["images", "applyEnv"]) quiet(importing, name, field);
      continue;
    }
    found[ref] = places.length === 1 ? places[0] : places;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Whether fluxtilt wrote it: then the deploy command comes out word for word. */
function isOurs({ apply = [] }: Facts): boolean {
  return apply[2] === "--kube-context" && apply[4] === "--create-namespace";
}

interface Repository {
  readonly resource: string;
  readonly url: string;
}

/** What `helm_repo` adds, by Helm's name of it. */
export function repositoriesOf(all: AllFacts): ReadonlyMap<string, Repository> {
  const before = knownRepositories.get(all);
  if (before !== undefined) return before;
  const found = new Map(
    [...all].flatMap(([resource, { run }]) => {
      const [helm, repo, add, name = "", url = ""] = run?.argv ?? [];
      return helm === "helm" && repo === "repo" && add === "add" ? [[name, { resource, url }] as const] : [];
    }),
  );
  knownRepositories.set(all, found);
  return found;
}

/** Each resource asks for them. */
const knownRepositories = new WeakMap<AllFacts, ReadonlyMap<string, Repository>>();

interface Flags {
  readonly version: string | undefined;
  readonly timeout: string | undefined;
  readonly values: readonly string[];
  readonly set: Readonly<Record<string, unknown>> | undefined;
}

/** Helm's flags, as an inventory says them. */
export function flagsOf(importing: Importing, name: string, words: readonly string[]): Flags {
  const values: string[] = [];
  const set: Record<string, unknown> = {};
  let [version, timeout]: (string | undefined)[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [, flag = word, inline] = /^(--?[\w-]+)=([^]*)$/.exec(word) ?? [];
    if (flag === "--create-namespace") continue;
    const value = inline ?? words[(index += 1)] ?? "";
    const [, key = "", text = ""] = /^([^=]*)=([^]*)$/.exec(value) ?? [];
    if (flag === "--version") version = value;
    else if (flag === "--timeout") timeout = value;
    else if (flag === "--values" || flag === "-f") values.push(path(value));
    else if (flag === "--set-json" && /^(true|false|"|-?\d)/.test(text)) set[key] = JSON.parse(text);
    else if (flag === "--set-string") set[key] = text;
    else if (flag === "--set" && !/[,{}]|\[/.test(value)) set[key] = typed(text);
    else if (flag !== "--kube-context" && flag !== "--namespace" && flag !== "-n") {
      if (inline === undefined && value.startsWith("-")) index -= 1;
      tell(
        importing,
        name,
        "apply",
        `the flag \`${inline === undefined && !value.startsWith("-") ? `${flag} ${value}` : word}\` of Helm has no place in an inventory, and is left out`,
      );
    }
  }
  return { version, timeout, values, set: Object.keys(set).length === 0 ? undefined : set };
}

/** Helm reads `--set` values as YAML would (helm.sh/docs/intro/using_helm). */
function typed(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : text;
}
