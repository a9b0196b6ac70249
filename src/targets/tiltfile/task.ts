import type { BootstrapSecret, Task } from "../../dashboard/model.ts";
import { argv, dependencies, folder, support, local, type FileContext } from "./context.ts";
import { described, emitButtons, emitProbe, labelList, linkList } from "./shown.ts";
import { call, dict, list, name, run, tuple, type Statement } from "./starlark.ts";

const manual = name("TRIGGER_MODE_MANUAL");
const auto = name("TRIGGER_MODE_AUTO");

/** A command on this machine. */
export function emitTask(context: FileContext, task: Task): Statement[] {
  const { run: once, serve } = task;
  const links = [
    ...task.ports.map(({ port, origin }) => ({ url: `http://localhost:${port}`, name: undefined, origin })),
    ...task.links,
  ];
  return [
    ...described(task.description),
    run(
      call("local_resource", [task.name], {
        cmd: once === undefined ? undefined : argv(once.argv),
        dir: once === undefined ? undefined : folder(once.dir),
        env: once === undefined || once.env.length === 0 ? undefined : dict(once.env),
        serve_cmd: serve === undefined ? undefined : argv(serve.argv),
        serve_dir: serve === undefined ? undefined : folder(serve.dir),
        serve_env: serve === undefined || serve.env.length === 0 ? undefined : dict(serve.env),
        deps: task.watch.length === 0 ? undefined : list(task.watch.map((path) => local(context, path))),
        ignore: task.ignore.length === 0 ? undefined : list(task.ignore),
        labels: labelList(task.labels),
        links: linkList(links),
        resource_deps: dependencies(context, task.dependsOn),
        readiness_probe: emitProbe(task.probe),
        trigger_mode: task.when === "change" ? auto : manual,
        auto_init: task.autoInit ? undefined : false,
        allow_parallel: task.parallel ? true : undefined,
      }),
    ),
    ...emitButtons(context, task.buttons, task.name),
  ];
}

/**
 * A Secret made by hand: the script takes the values from the environment and from files and hands
 * them to kubectl's standard input, so that none is in an argv, a log or the Tiltfile. A task leaves
 * nothing to `tilt down` or to disabling.
 */
export function emitSecret(context: FileContext, secret: BootstrapSecret): Statement[] {
  const keys = secret.keys.map((key) =>
    tuple("variable" in key ? ["env", key.key, key.variable] : ["file", key.key, key.file]),
  );
  return [
    ...described(secret.description),
    run(
      call(support(context, "bootstrap_secret"), [secret.name], {
        namespace: secret.namespace,
        secret: secret.secretName,
        type: secret.type,
        keys: list(keys),
        create_namespace: secret.createNamespace ? true : undefined,
        dir: folder("."),
        labels: labelList(secret.labels),
      }),
    ),
  ];
}
