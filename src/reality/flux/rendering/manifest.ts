import type { Mapping } from "../../value.ts";
import { isMapping, same } from "../../value.ts";
import { idOf } from "../kustomize/resource.ts";
import { parseYaml } from "../parse.ts";
import { RenderError } from "./render-error.ts";

/** One object on its way to the cluster. What is applied is the text: reading it must lose nothing. */
export interface Manifest {
  /** One YAML document, with the last line break and without `---`. */
  readonly text: string;
  /** What it says, for looking at only: numbers are JavaScript's here. */
  readonly object: Mapping;
}

/** Splits what `kubectl kustomize` prints. Inside of an object no line begins with `---`. */
export function manifestsOf(text: string): Manifest[] {
  return text
    .split(/^---\n/m)
    .filter((one) => one.trim() !== "")
    .map((one) => readManifest(one, "kustomize prints something that is no object"));
}

/** Reads one document; throws RenderError with `problem` for what is no object, or more than one. */
export function readManifest(text: string, problem: string): Manifest {
  const file = parseYaml(text);
  const [first, second] = file.documents;
  if (file.problem !== undefined || second !== undefined || !isMapping(first?.value))
    throw new RenderError(problem);
  const { kind, name, version } = idOf(first.value);
  if (kind === "" || name === "" || version === "") throw new RenderError(problem);
  return { text, object: first.value };
}

/** Kind, namespace and name for a message. */
export function called({ object }: Manifest): string {
  const { kind, namespace, name } = idOf(object);
  return `${kind} \`${namespace === "" ? name : `${namespace}/${name}`}\``;
}

/** True when both are the same object of the cluster, whatever they say. */
export function isSameObject(a: Mapping, b: Mapping): boolean {
  return same({ ...idOf(a) }, { ...idOf(b) });
}

const first = new Set(["CustomResourceDefinition", "Namespace", "ClusterRole"]);

/** As Flux applies them: what others need comes first (fluxcd/pkg ssa, ApplyAllStaged). */
export function staged(manifests: readonly Manifest[]): Manifest[] {
  const stage = ({ object }: Manifest): number => {
    const { kind } = idOf(object);
    return first.has(kind) ? 0 : kind.endsWith("Class") ? 1 : 2;
  };
  return [...manifests].sort((a, b) => stage(a) - stage(b));
}
