import { entry } from "./entries.ts";
import { path } from "./path.ts";

/** Steps of a live update as the facts of an image have them. */
export interface Update {
  readonly container?: string;
  readonly sync?: readonly (readonly [string, string])[];
  readonly fallBackOn?: readonly string[];
  readonly run?: readonly (readonly [readonly string[], readonly string[]])[];
}

/** Steps of a live update as an inventory says them. */
export function stepsOf(update: Update): readonly unknown[] {
  return [
    ...(update.fallBackOn === undefined ? [] : [{ fallBackOn: update.fallBackOn.map(path) }]),
    ...(update.sync ?? []).map(([from, to]) => ({ sync: [path(from), to] })),
    ...(update.run ?? []).map(([argv, when]) =>
      entry({
        run: argv[0] === "sh" && argv[1] === "-c" && argv.length === 3 ? argv[2] : argv,
        when: when.length === 0 ? undefined : when.map(path),
      }),
    ),
  ];
}
