import type { BootstrapSecret, CommandLine, Task } from "../../dashboard/model.ts";
import type { CommandFacts } from "../facts.ts";
import { dependencies, empty, lib, linkTexts, words, type Entries, type Loading } from "./common.ts";

/** A command on this machine. */
export function task(loading: Loading, one: Task): Entries {
  const { context } = loading;
  return [
    [
      one.name,
      {
        labels: [...one.labels].sort(),
        dependsOn: dependencies(loading, one.dependsOn),
        autoInit: one.autoInit,
        trigger: one.when === "change" ? "auto" : "manual",
        links: [...one.ports.map(({ port }) => `http://localhost:${port}`), ...linkTexts(one.links)],
        run: line(one.run, context),
        serve: line(one.serve, context),
        watch: [...one.watch].sort(),
        ignore: [...one.ignore],
        parallel: one.parallel,
        probe: probeOf(one),
      },
    ],
  ];
}

function line(command: CommandLine | undefined, context: string): CommandFacts | undefined {
  if (command === undefined) return undefined;
  return {
    argv: words(command.argv, context),
    dir: command.dir,
    env: command.env.map(([name, value]) => `${name}=${value}`).sort(),
  };
}

function probeOf({ probe }: Task): unknown {
  if (probe === undefined) return null;
  const { http, tcp, exec } = probe;
  return dropUndefined({
    exec: exec === undefined ? undefined : { command: exec },
    httpGet:
      http === undefined
        ? undefined
        : dropUndefined({
            path: http.path,
            port: http.port,
            host: http.host,
            scheme: http.scheme.toUpperCase(),
          }),
    tcpSocket: tcp === undefined ? undefined : dropUndefined({ port: tcp.port, host: tcp.host }),
    initialDelaySeconds: probe.initialDelaySecs,
    timeoutSeconds: probe.timeoutSecs,
    periodSeconds: probe.periodSecs,
    successThreshold: probe.successThreshold,
    failureThreshold: probe.failureThreshold,
  });
}

function dropUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

/** A Secret made by hand. */
export function secret({ context }: Loading, one: BootstrapSecret): Entries {
  const keys = one.keys.flatMap((key) =>
    "variable" in key ? ["env", key.key, key.variable] : ["file", key.key, key.file],
  );
  const mode = one.createNamespace ? "create-namespace" : "existing-namespace";
  return [
    [
      one.name,
      {
        ...empty,
        labels: [...one.labels].sort(),
        autoInit: false,
        trigger: "manual",
        run: {
          argv: [
            "sh",
            `${lib}/bootstrap-secret.sh`,
            context,
            one.namespace,
            one.secretName,
            one.type,
            mode,
            ...keys,
          ],
          dir: ".",
          env: [],
        },
        serve: undefined,
        watch: [],
        ignore: [],
        parallel: false,
        probe: null,
      },
    ],
  ];
}
