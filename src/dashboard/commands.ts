import { posix } from "node:path";
import type { ActionContext } from "../actions/action.ts";
import { compileAction, type WrittenAction } from "../actions/index.ts";
import type { Related } from "../diagnostics/diagnostic.ts";
import { report } from "../diagnostics/kind.ts";
import type { Permission } from "../grammar/rbac.ts";
import type { WrittenNeeds } from "../inventory/schema/needs.ts";
import { at, entriesAt, spanAt, type Origin } from "../source/origin.ts";
import * as kinds from "./kinds.ts";
import type { CommandLine } from "./model.ts";
import { resolvePath, tellOf, usePath, type FileScope } from "./scope.ts";

interface Written {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly dir?: string | undefined;
  readonly needs?: WrittenNeeds;
}

/**
 * The command line that an action becomes on the entry that it stands on; undefined, and told, where
 * it lacks something. `key` is the action's place in the entry: `do` or `serve`; `related` says for whom
 * it is resolved, where that is not where it is written.
 */
export function resolveCommand(
  scope: FileScope,
  action: WrittenAction,
  context: ActionContext,
  written: Written,
  origin: Origin,
  key: "do" | "serve",
  related?: () => readonly Related[],
): CommandLine | undefined {
  const place = at(origin, key);
  const compiled = compileAction(action, context);
  const { command } = compiled;
  if ("lacks" in command) {
    const message = `\`${compiled.name}\` ${command.lacks}`;
    const { help } = command;
    tellOf(
      scope,
      report(kinds.actionLacks, message, { span: spanAt(place), related: related?.() ?? [], help }),
    );
    return undefined;
  }
  const dir =
    written.dir === undefined
      ? scope.file.folder
      : usePath(scope, written.dir, at(origin, "dir"), "working directory", "folder");
  const files = (command.files ?? []).map((file) =>
    usePath(scope, file, at(place, "script", 0), "script", "file"),
  );
  const [file] = files;
  // A program with a slash is looked up in the working directory, which need not be the inventory's.
  const argv = file === undefined ? command.argv : [fromFolder(dir, file), ...command.argv.slice(1)];
  return {
    argv,
    dir,
    env: entriesAt(at(origin, "env"), written.env).map(([name, value]) => [name, value] as const),
    shell: command.shell,
    questions: command.questions ?? [],
    action: compiled,
    access: command.access ?? resolveNeeds(scope, written.needs, context, at(origin, "needs")),
    needs: written.needs ?? [],
    origin: place,
  };
}

/** The rules that a person wrote, one permission for each resource and name. */
function resolveNeeds(
  scope: FileScope,
  written: WrittenNeeds,
  { namespace }: ActionContext,
  origin: Origin,
): CommandLine["access"] {
  if (written === undefined) return undefined;
  const permissions = written.flatMap((rule, index) => {
    const where = rule.cluster === true ? undefined : (rule.namespace ?? namespace);
    if (where === undefined && rule.cluster === undefined)
      tellOf(
        scope,
        report(kinds.missingNamespace, "no namespace is said here, nor by the entry", {
          span: spanAt(at(origin, index)),
          help: "give `namespace`, or `cluster: true` for all of them",
        }),
      );
    const unnamed = "`needs` names none";
    return rule.apiGroups.flatMap((apiGroup) =>
      rule.resources.flatMap((resource) =>
        (rule.resourceNames ?? [undefined]).map((name): Permission => {
          const { verbs } = rule;
          return {
            apiGroup,
            resource,
            verbs,
            namespace: where,
            name,
            ...(name === undefined ? { unnamed } : {}),
          };
        }),
      ),
    );
  });
  return () => permissions;
}

/** `file` as a program is named that stands in `folder`; both relative to the root. */
function fromFolder(folder: string, file: string): string {
  const relative = posix.relative(folder, file);
  return relative.startsWith("../") ? relative : `./${relative}`;
}

/** Several paths of one key, resolved. */
export function resolvePaths(
  scope: FileScope,
  written: readonly string[] | undefined,
  origin: Origin,
  role?: string,
): readonly string[] {
  return (written ?? []).map((path, index) =>
    role === undefined
      ? resolvePath(scope, path, at(origin, index))
      : usePath(scope, path, at(origin, index), role),
  );
}
