import { posix } from "node:path";
import type { RepositoryView } from "../../reality/view.ts";

/** What every value inherits from: a key of an input that gets in there is in everything. */
const ancestors: readonly object[] = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  Function.prototype,
  RegExp.prototype,
  Map.prototype,
  Set.prototype,
  Promise.prototype,
  Error.prototype,
  Object,
  Array,
];

function described(one: object): string {
  return JSON.stringify(
    Object.entries(Object.getOwnPropertyDescriptors(one)).map(([key, { writable, value }]) => [
      key,
      writable,
      typeof value,
    ]),
  );
}

const before = ancestors.map((one) => [one, described(one), one] as const);

/** Throws where something was added to, or changed in, what every value inherits from. */
export function expectNoPollution(): void {
  for (const [one, was] of before)
    if (described(one) !== was)
      throw new Error(`something was put into what every value inherits from, which was ${was}`);
}

/** Throws for a path that leads out of the repository, or that no file system takes. */
export function expectInside(path: string): void {
  const clean = posix.normalize(path === "" ? "." : path);
  if (path.startsWith("/") || clean === ".." || clean.startsWith("../"))
    throw new Error(`a path outside of the repository: ${JSON.stringify(path)}`);
}

/** The same files; throws as soon as anything outside of them is asked for. */
export function guarded<View extends RepositoryView>(view: View): View {
  const inside = (path: string): string => {
    expectInside(path);
    return path;
  };
  return {
    ...view,
    read: (path) => view.read(inside(path)),
    list: (path) => view.list(inside(path)),
    kind: (path) => view.kind(inside(path)),
  };
}
