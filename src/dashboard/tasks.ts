import type * as z from "zod";
import type { task } from "../inventory/schema/task.ts";
import { at, type Origin } from "../source/origin.ts";
import { resolveCommand, resolvePaths } from "./commands.ts";
import * as kinds from "./kinds.ts";
import type { CommandLine, Task } from "./model.ts";
import { nameOf } from "./name-index.ts";
import { tell, type Scope } from "./scope.ts";
import { resolveShown } from "./shown.ts";
import { actionContext } from "./workloads.ts";

type WrittenTask = z.output<typeof task>;

const defaults = { watch: [], ignore: [], ports: [], parallel: false };

/** A command on this machine. */
export function resolveTask(scope: Scope, key: string, written: WrittenTask, origin: Origin): Task {
  const entry = typeof written === "string" ? { ...defaults, do: { shell: written } } : written;
  const name = nameOf(entry, `${scope.prefix}${key}`);
  const context = actionContext(scope, undefined, scope.namespace, scope.owner);
  // The short form is the action's text itself: its place is the task's.
  const command = (which: "do" | "serve"): CommandLine | undefined => {
    const action = which === "do" ? entry.do : "serve" in entry ? entry.serve : undefined;
    if (action === undefined) return undefined;
    const found = resolveCommand(scope, action, context, entry, origin, which);
    for (const question of found?.questions ?? [])
      tell(scope, kinds.actionLacks, at(origin, which), `a task cannot ask for ${question.variable}`, {
        help: "say it in the action, or make it a button",
      });
    return found;
  };
  const when = ("run" in entry ? entry.run : undefined) ?? (entry.watch.length > 0 ? "change" : "once");
  return {
    kind: "task",
    ...resolveShown(scope, name, entry, origin, context),
    run: command("do"),
    serve: command("serve"),
    when,
    watch: resolvePaths(scope, entry.watch, at(origin, "watch"), "watched path"),
    ignore: entry.ignore,
    autoInit: ("autoInit" in entry ? entry.autoInit : undefined) ?? when !== "manual",
    parallel: entry.parallel,
    probe: "probe" in entry ? entry.probe : undefined,
    ports: entry.ports.map((port, index) => ({ port, origin: at(origin, "ports", index) })),
  };
}
