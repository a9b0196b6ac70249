import type { OrderedLiteral } from "../../dashboard/configuration.ts";
import type { Release, Resource } from "../../dashboard/model.ts";
import {
  namespaceResource,
  regenerateResource,
  repositoryResource,
  suspensionName,
} from "../../dashboard/support-names.ts";
import {
  developed,
  extension,
  folder,
  isOnDemand,
  local,
  ownerWords,
  support,
  supportLabel,
  type FileContext,
} from "./context.ts";
import { emitImages } from "./images.ts";
import { inventoryFiles } from "./inventory-list.ts";
import { described } from "./shown.ts";
import { call, dict, list, literal, name, run, when, type Expr, type Statement } from "./starlark.ts";

/**
 * What the process or several files share, declared once: by the root, and by another file only when
 * Tilt starts with it. `resources` are those that need it.
 */
export function emitShared(context: FileContext, resources: readonly Resource[]): Statement[] {
  const { dashboard } = context;
  return [
    ...emitSettings(context),
    ...emitEnvironment(context),
    ...emitExtensionCalls(context),
    ...emitRepositories(context, resources),
    ...emitNamespaces(context, resources),
    ...emitSuspensions(context, resources),
    ...emitImages(context, dashboard, resources),
    ...emitRegeneration(context),
  ];
}

function emitSettings(context: FileContext): Statement[] {
  const { settings, ci, defaultRegistry, triggerMode, watchFiles, watchIgnore } = context.dashboard.tilt;
  const update = call("update_settings", [], {
    max_parallel_updates: settings.maxParallelUpdates,
    k8s_upsert_timeout_secs: settings.k8sUpsertTimeoutSecs,
    k8s_server_side_apply: settings.k8sServerSideApply,
    suppress_unused_image_warnings:
      settings.suppressUnusedImageWarnings === undefined
        ? undefined
        : list(settings.suppressUnusedImageWarnings),
  });
  const forCi = call("ci_settings", [], {
    timeout: ci.timeout,
    k8s_grace_period: ci.gracePeriod,
    readiness_timeout: ci.readinessTimeout,
  });
  return [
    ...(hasNamed(update) ? [run(update)] : []),
    ...(hasNamed(forCi) ? [run(forCi)] : []),
    ...(defaultRegistry === undefined
      ? []
      : [
          run(
            call("default_registry", [defaultRegistry.host], {
              host_from_cluster: defaultRegistry.hostFromCluster,
              single_name: defaultRegistry.singleName,
            }),
          ),
        ]),
    ...(triggerMode === undefined
      ? []
      : [
          run(
            call("trigger_mode", [
              name(triggerMode === "manual" ? "TRIGGER_MODE_MANUAL" : "TRIGGER_MODE_AUTO"),
            ]),
          ),
        ]),
    ...watchFiles.map((path) => run(call("watch_file", [local(context, path)]))),
    ...(watchIgnore.length === 0 ? [] : [run(call("watch_settings", [], { ignore: list(watchIgnore) }))]),
  ];
}

function hasNamed(expr: Expr): boolean {
  return expr.kind === "call" && expr.named.length > 0;
}

/** The shell wins over the file, the file over the defaults; the extension alone would have it otherwise. */
function emitEnvironment(context: FileContext): Statement[] {
  const { env } = context.dashboard;
  if (env === undefined) return [];
  const defaults = env.variables.flatMap((one) =>
    one.default === undefined ? [] : [[one.name, one.default] as const],
  );
  return [
    run(
      call(support(context, "load_environment"), [
        name(extension(context, "dotenv", "dotenv")),
        folder(env.path),
        dict(defaults),
      ]),
    ),
  ];
}

function emitExtensionCalls(context: FileContext): Statement[] {
  return context.dashboard.tilt.use.flatMap((use) => [
    ...described(use.description),
    run(
      call(
        extension(context, use.from, use.call),
        [],
        Object.fromEntries(use.args.map(([key, value]) => [key, literalOf(value)])),
      ),
    ),
  ]);
}

function literalOf(value: OrderedLiteral): Expr {
  if (typeof value !== "object" || value === null) return literal(value);
  return isList(value)
    ? list(value.map(literalOf))
    : dict([...value].map(([key, item]) => [key, literalOf(item)] as const));
}

function isList(value: object): value is readonly OrderedLiteral[] {
  return Array.isArray(value);
}

// The inventory may have made manual what says nothing itself.
const byItself = name("TRIGGER_MODE_AUTO");

function emitRepositories(context: FileContext, resources: readonly Resource[]): Statement[] {
  const byName = new Map<string, Release[]>();
  for (const resource of resources)
    if (resource.kind === "release" && resource.chart.kind === "repository") {
      const key = resource.chart.repository.name;
      byName.set(key, [...(byName.get(key) ?? []), resource]);
    }
  return [...byName].flatMap(([key, users]) => {
    const chart = users[0]?.chart;
    if (chart?.kind !== "repository") return [];
    const add = run(
      call(extension(context, "helm_resource", "helm_repo"), [key, chart.repository.url], {
        resource_name: repositoryResource(key),
        trigger_mode: byItself,
        labels: list([supportLabel]),
      }),
    );
    return onDemand(users, [add]);
  });
}

function emitNamespaces(context: FileContext, resources: readonly Resource[]): Statement[] {
  const byNamespace = new Map<string, Resource[]>();
  for (const resource of resources)
    if (resource.kind === "manifests" && resource.isolate !== undefined)
      byNamespace.set(resource.isolate, [...(byNamespace.get(resource.isolate) ?? []), resource]);
  return [...byNamespace].flatMap(([namespace, users]) =>
    onDemand(users, [
      run(call(extension(context, "namespace", "namespace_create"), [inYaml(namespace)])),
      run(
        call("k8s_resource", [], {
          new_name: namespaceResource(namespace),
          objects: list([`${namespace}:namespace`]),
          labels: list([supportLabel]),
        }),
      ),
    ]),
  );
}

/** The extension writes the name into YAML as it is, where `on`, `y` and `123` are no texts. */
function inYaml(name: string): string {
  return /^[0-9]|^(on|off|yes|no|y|n|true|false|null)$/.test(name) ? `"${name}"` : name;
}

/** One resource for each Flux object that is developed: it suspends, holds, and resumes when Tilt ends. */
function emitSuspensions(context: FileContext, resources: readonly Resource[]): Statement[] {
  const byName = new Map<string, Resource[]>();
  for (const resource of resources)
    if (isSuspending(resource)) {
      const key = suspensionName(resource.owner);
      byName.set(key, [...(byName.get(key) ?? []), resource]);
    }
  return [...byName].flatMap(([key, users]) => {
    const owner = users.find(isSuspending)?.owner;
    if (owner === undefined) return [];
    return onDemand(users, [
      run(
        call(support(context, "suspend_flux"), [key, ...ownerWords(owner)], { labels: list([supportLabel]) }),
      ),
    ]);
  });
}

function isSuspending(
  resource: Resource,
): resource is Resource & { readonly owner: NonNullable<Release["owner"]> } {
  if (!isOnDemand(resource)) return false;
  return resource.kind === "release" || resource.isolate === undefined;
}

/** Statements that are there only while one of the users is deployed. */
function onDemand(users: readonly Resource[], statements: Statement[]): Statement[] {
  return users.every(isOnDemand) ? [when(developed(users.map((user) => user.name)), statements)] : statements;
}

/** Live reload of the configuration: an edited inventory becomes Tiltfiles, which Tilt then loads anew. */
function emitRegeneration(context: FileContext): Statement[] {
  const { regenerate } = context.dashboard.tilt;
  if (regenerate === undefined) return [];
  return [
    run(
      call("local_resource", [regenerateResource], {
        cmd: list(regenerate),
        dir: folder("."),
        deps: inventoryFiles(context),
        trigger_mode: byItself,
        auto_init: false,
        allow_parallel: true,
        labels: list([supportLabel]),
      }),
    ),
  ];
}
