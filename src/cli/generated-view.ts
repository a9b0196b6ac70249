import { encode } from "../artifacts/content.ts";
import type { Dashboard } from "../dashboard/model.ts";
import type { RepositoryView } from "../reality/view.ts";
import { accessTarget } from "../targets/access/target.ts";
import { mcpTarget } from "../targets/mcp/target.ts";

/**
 * A repository as it is after `generate`: with the manifests that the inventory stands for. What the
 * inventory names of them is there then; that they are not written yet is for `check` to say.
 * `folder` is the inventory's, from the repository's top.
 */
export function generatedView(view: RepositoryView, folder: string, dashboard: Dashboard): RepositoryView {
  const texts = new Map(
    [...mcpTarget(dashboard), ...accessTarget(dashboard)].map(({ path, text }) => [
      folder === "" ? path : `${folder}/${path}`,
      text,
    ]),
  );
  if (texts.size === 0) return view;
  const folders = foldersOf(texts.keys());
  return {
    ...view,
    read: async (path) => {
      const text = texts.get(path);
      return text === undefined ? await view.read(path) : encode(text);
    },
    kind: async (path) =>
      texts.has(path) ? "file" : folders.has(path) ? "directory" : await view.kind(path),
    list: async (path) => {
      const ours = folders.get(path === "." ? "" : path);
      const there = await view.list(path);
      return ours === undefined ? there : [...new Set([...there, ...ours])].sort();
    },
  };
}

/** The names in every folder that leads to one of the paths. */
function foldersOf(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const steps = path.split("/");
    for (const [index, name] of steps.entries()) {
      const folder = steps.slice(0, index).join("/");
      folders.set(folder, (folders.get(folder) ?? new Set()).add(name));
    }
  }
  return folders;
}
