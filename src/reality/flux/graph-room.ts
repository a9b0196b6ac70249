import type { ObjectName } from "../model.ts";
import type { Built } from "./kustomize/build.ts";

/**
 * Steps that all Kustomizations may take together; a step is about a microsecond, as one of a build is. 20,000 objects
 * take less than half of these.
 */
export const mostSteps = 1_500_000;

/** What it takes to substitute in an object that was built, and to look at it afterwards. */
const objectSteps = 20;

/** Each object knows all Kustomizations that stand above it; people have three or four. */
const mostAbove = 500;

/** The steps that a Kustomization takes. */
export function stepsOf({ steps, resources }: Built): number {
  return steps + resources.length * objectSteps;
}

/** Why a Kustomization is not followed any more; undefined for one that is. */
export function excessOf(stepsLeft: number, above: readonly ObjectName[]): string | undefined {
  if (above.length > mostAbove) return `more than ${mostAbove} Kustomizations stand above it`;
  return stepsLeft < 0 ? `all Kustomizations together take more than ${mostSteps} steps` : undefined;
}
