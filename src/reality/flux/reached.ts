import type { Root } from "../model.ts";
import type { RepositoryView } from "../view.ts";
import { followGraph } from "./graph.ts";
import { createTree } from "./tree.ts";

/**
 * The roots whose Kustomizations no other root applies: a folder may be taken in by a kustomization, and so lie
 * below a root without being below its path. Of two that apply each other, both stay.
 */
export async function unreached(view: RepositoryView, roots: readonly Root[]): Promise<readonly Root[]> {
  if (roots.length < 2) return roots;
  const tree = createTree(view);
  const files: ReadonlySet<string>[] = [];
  for (const root of roots) {
    const { rendered } = await followGraph(tree, root);
    files.push(new Set(rendered.map(({ file }) => file)));
  }
  const applies = (one: number, { file = "" }: Root): boolean => files[one]?.has(file) === true;
  return roots.filter(
    (root, index) =>
      !roots.some((other, place) => place !== index && applies(place, root) && !applies(index, other)),
  );
}
