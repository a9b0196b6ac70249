import type { CommandFacts, Facts } from "../evaluated/facts.ts";
import { commandOf, entry, folderOf, shown, some, tell, type Entry, type Importing } from "./entries.ts";
import { path } from "./path.ts";
import type { ImportedResource } from "./workload.ts";

/** A command on this machine. */
export function importTask(
  importing: Importing,
  name: string,
  facts: Facts,
  words: { readonly run: readonly string[]; readonly serve: readonly string[] },
): ImportedResource {
  const action = { fluxNamespace: "flux-system" };
  const place = { action, context: importing.context, namespace: importing.namespace };
  const command = (field: "run" | "serve"): ReturnType<typeof commandOf> | undefined =>
    facts[field] === undefined
      ? undefined
      : commandOf(importing, name, field, { ...facts[field], argv: words[field] }, place);
  const [run, serve] = [command("run"), command("serve")];
  const [first, second] = [facts.run, facts.serve].filter((one): one is CommandFacts => one !== undefined);
  if (first !== undefined && second !== undefined) {
    if (first.dir !== second.dir)
      tell(
        importing,
        name,
        "serve",
        `it serves in \`${second.dir}\` and runs in \`${first.dir}\`: both in the latter now`,
      );
    if (JSON.stringify(first.env) !== JSON.stringify(second.env))
      tell(
        importing,
        name,
        "serve",
        "what it serves has another environment than what it runs: both the latter's now",
      );
  }
  const watch = watchedOf(importing, name, facts);
  const isOnChange = facts.trigger === "auto" && watch.length > 0;
  const when = isOnChange ? "change" : facts.autoInit ? "once" : "manual";
  return {
    kind: "task",
    namespace: undefined,
    action,
    entry: entry({
      ...shown(importing, name, facts),
      do: run?.do,
      serve: serve?.do,
      run: when === (watch.length > 0 ? "change" : "once") ? undefined : when,
      watch: some(watch),
      ignore: some(facts.ignore ?? []),
      env: run?.env ?? serve?.env,
      dir: folderOf(
        importing,
        name,
        (first ?? second)?.dir ?? ".",
        first === undefined ? ["serve"] : ["run"],
      ),
      probe: probeOf(facts.probe),
      autoInit: when === "change" && !facts.autoInit ? false : undefined,
      parallel: facts.parallel === true ? true : undefined,
    }),
  };
}

function watchedOf(importing: Importing, name: string, { watch = [] }: Facts): readonly string[] {
  const outside = watch.filter((one) => one.startsWith("/") || one.startsWith(".."));
  for (const one of outside)
    tell(importing, name, "watch", `\`${one}\` is outside of the project, and is not watched`);
  return watch.filter((one) => !outside.includes(one)).map(path);
}

interface TiltProbe {
  readonly exec?: { readonly command: readonly string[] };
  readonly httpGet?: {
    readonly port: number;
    readonly path?: string;
    readonly host?: string;
    readonly scheme?: string;
  };
  readonly tcpSocket?: { readonly port: number; readonly host?: string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

function probeOf(probe: unknown): Entry | undefined {
  if (typeof probe !== "object" || probe === null) return undefined;
  const { exec, httpGet, tcpSocket, ...times } = probe as TiltProbe;
  const scheme = httpGet?.scheme?.toLowerCase();
  return entry({
    exec: exec?.command,
    http:
      httpGet === undefined
        ? undefined
        : entry({
            ...httpGet,
            path: httpGet.path === "/" ? undefined : httpGet.path,
            scheme: scheme === "http" ? undefined : scheme,
          }),
    tcp: tcpSocket,
    initialDelaySecs: times.initialDelaySeconds,
    periodSecs: times.periodSeconds,
    timeoutSecs: times.timeoutSeconds,
    successThreshold: times.successThreshold,
    failureThreshold: times.failureThreshold,
  });
}
