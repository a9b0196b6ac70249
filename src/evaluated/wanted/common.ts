import { posix } from "node:path";
import { fluxKinds, kubeContext, type FluxObject, type Word } from "../../actions/action.ts";
import type {
  Attach,
  Dashboard,
  Dependency,
  Link,
  ManifestResource,
  NamedService,
  Release,
} from "../../dashboard/model.ts";
import type { Forward } from "../../grammar/port.ts";
import type { Facts } from "../facts.ts";

/** How the Tiltfiles are loaded. */
export interface Loading {
  readonly dashboard: Dashboard;
  /** The Tiltfile that Tilt starts with; the root includes all others. */
  readonly file: string;
  readonly develop: readonly string[];
  readonly context: string;
}

/** Where the support scripts stand. */
export const lib = ".fluxtilt/lib";
/** What the resources have in common that fluxtilt adds by itself. */
export const empty = {
  labels: ["fluxtilt"],
  dependsOn: [],
  autoInit: true,
  trigger: "auto",
  links: [],
} as const;

/** The resources that one entry becomes. */
export type Entries = (readonly [name: string, facts: Facts])[];
/** An entry that runs in the cluster. */
export type InCluster = Attach | Release | ManifestResource;

/** What every resource in the cluster has, but its images; `before` are support resources that it waits for. */
export function common(loading: Loading, resource: InCluster, before: readonly string[] = []): Facts {
  return {
    labels: [...resource.labels].sort(),
    dependsOn: [...before, ...dependencies(loading, resource.dependsOn)],
    autoInit: resource.autoInit,
    trigger: resource.trigger ?? loading.dashboard.tilt.triggerMode ?? "auto",
    links: linkTexts(resource.links),
    forwards: resource.forwards.map(forwardText),
    readiness: resource.readiness ?? "wait",
    timeout: upsertTimeout(loading),
  };
}

/** What is there to wait for: a file that is loaded alone has only its own. */
export function dependencies({ dashboard, file }: Loading, written: readonly Dependency[]): string[] {
  const all = file === dashboard.tiltfiles[0]?.path;
  return written.filter((one) => all || one.tiltfile === file).map((one) => one.name);
}

/** Links as `URL name`. */
export function linkTexts(links: readonly Link[]): string[] {
  return links.map(({ url, name }) => `${url} ${name ?? ""}`.trim());
}

/** A forward as `host:local:pod name path`. */
export function forwardText({ local, pod, host, name, path }: Forward): string {
  // Tilt keeps the path without its slash.
  return `${host ?? "localhost"}:${local}:${pod} ${name ?? ""} ${path?.slice(1) ?? ""}`.trimEnd();
}

/** Tilt's own default is 30 s. */
export function upsertTimeout({ dashboard }: Loading): string {
  const seconds = dashboard.tilt.settings.k8sUpsertTimeoutSecs ?? 30;
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return minutes === 0 ? `${rest}s` : `${minutes}m${rest}s`;
}

/** The tasks that forward to Services. */
export function services(names: readonly NamedService[], owner: InCluster, { context }: Loading): Entries {
  return names.map((one) => [
    one.name,
    {
      ...empty,
      labels: [...owner.labels].sort(),
      dependsOn: [owner.name],
      autoInit: owner.autoInit,
      links: [`http://localhost:${one.local}`],
      run: undefined,
      serve: {
        argv: [
          "sh",
          `${lib}/service-forward.sh`,
          context,
          one.namespace,
          one.service,
          `${one.local}`,
          one.port,
        ],
        dir: posix.dirname(owner.tiltfile),
        env: [],
      },
      watch: [],
      ignore: [],
      parallel: false,
      probe: { tcpSocket: { port: one.local }, periodSeconds: 5 },
    },
  ]);
}

/** How an object of somebody else is watched. */
export function observed(object: string, namespace: string | undefined, remove = ["echo"]): Partial<Facts> {
  const where = namespace === undefined || namespace === "" ? [] : ["-n", namespace];
  return { apply: ["kubectl", "get", "-o=yaml", ...object.split(" "), ...where], applyEnv: [], remove };
}

/** The task that keeps a Flux object suspended. */
export function suspend({ context, file }: Loading, owner: FluxObject): Facts {
  const argv = (mode: string): string[] => ["sh", `${lib}/suspend.sh`, mode, ...ownerWords(owner), context];
  return {
    ...empty,
    run: undefined,
    serve: { argv: argv("hold"), dir: posix.dirname(file), env: [] },
    watch: [],
    ignore: [],
    parallel: false,
    probe: { exec: { command: argv("check") }, timeoutSeconds: 10, periodSeconds: 2 },
  };
}

/** Its name. */
export function suspension({ kind, namespace, name }: FluxObject): string {
  return `flux-suspend:${kind.toLowerCase()}:${namespace}:${name}`;
}

/** A Flux object as the support scripts take it. */
export function ownerWords(owner: FluxObject): string[] {
  return [fluxKinds[owner.kind].kubectl, owner.namespace, owner.name];
}

/** A path as the Tiltfile that names it says it. */
export function relativeTo(tiltfile: string, path: string): string {
  const found = posix.relative(posix.dirname(tiltfile), path);
  return found.startsWith("../") ? found : `./${found}`;
}

/** An argv with the kube context filled in. */
export function words(argv: readonly Word[], context: string): string[] {
  return argv.map((word) => (word === kubeContext ? context : word));
}
