import type { ActionContext, FluxObject } from "../actions/action.ts";
import { parseNamespacedName, parseTarget, type Target } from "../grammar/kubernetes.ts";
import type { owner, workload } from "../inventory/schema/resource.ts";
import type { WrittenStep } from "../inventory/schema/live-update.ts";
import { at, type Origin } from "../source/origin.ts";
import { resolvePaths } from "./commands.ts";
import type { Attach, UpdateStep } from "./model.ts";
import { nameOf } from "./name-index.ts";
import * as kinds from "./kinds.ts";
import { resolvePath, tell, usePath, type Placed, type Scope } from "./scope.ts";
import { namespaceOrTold, resolveInCluster, resolveShown } from "./shown.ts";
import type * as z from "zod";

type WrittenWorkload = z.output<typeof workload>;

/** Kinds that live outside of namespaces, among those that a person would attach to. */
const clusterScoped = new Set([
  "node",
  "namespace",
  "storageclass",
  "persistentvolume",
  "clusterrole",
  "clusterrolebinding",
  "customresourcedefinition",
]);

/** A workload that is there. */
export function resolveWorkload(
  scope: Scope,
  key: string,
  written: WrittenWorkload,
  origin: Origin,
  inherited: readonly Placed[],
): Attach {
  const entry = typeof written === "string" ? { target: written, autoInit: true } : written;
  const name = nameOf(entry, `${scope.prefix}${key}`);
  const target = parseTarget(entry.target);
  const namespace = "namespace" in entry ? (entry.namespace ?? scope.namespace) : scope.namespace;
  const where = namespaceOrTold(scope, namespace, needsNamespace(target), origin);
  const owner = ("flux" in entry ? resolveOwner(scope, entry.flux) : undefined) ?? scope.owner;
  const context = actionContext(scope, target, where, owner);
  const liveUpdate = "liveUpdate" in entry ? entry.liveUpdate : undefined;
  liveUpdate?.steps.forEach((step, index) => {
    if (typeof step !== "string" && !("restart" in step)) return;
    const place = at(origin, "liveUpdate", "steps", index);
    const message = "the process of a workload that Tilt does not build cannot be restarted";
    tell(scope, kinds.impossibleStep, place, message, {
      help: "use `run` with a command that reloads it, or declare the image under `images`",
    });
  });
  return {
    kind: "attach",
    ...resolveShown(scope, name, entry, origin, context, inherited),
    ...resolveInCluster(scope, name, entry, origin, where),
    target,
    namespace,
    owner,
    liveUpdate:
      liveUpdate === undefined
        ? undefined
        : {
            image: liveUpdate.image,
            container: liveUpdate.container,
            steps: resolveSteps(scope, liveUpdate.steps, at(origin, "liveUpdate", "steps")),
          },
  };
}

/** True for an object that kubectl looks for in a namespace. */
export function needsNamespace(target: Target): boolean {
  return !clusterScoped.has(target.kind.split(".")[0] ?? target.kind);
}

/** What the actions on a workload act on. */
export function actionContext(
  scope: Scope,
  target: Target | undefined,
  namespace: string | undefined,
  owner: FluxObject | undefined,
): ActionContext {
  return { target, namespace, owner, fluxNamespace: scope.resolution.fluxNamespace };
}

/** The Flux object that `flux:` names: a Kustomization where only a name is given. */
export function resolveOwner(
  scope: Pick<Scope, "resolution">,
  written: z.output<typeof owner> | undefined,
): FluxObject | undefined {
  if (written === undefined) return undefined;
  const { fluxNamespace } = scope.resolution;
  if (typeof written === "string")
    return { kind: "kustomization", ...parseNamespacedName(written, fluxNamespace) };
  return written.helmRelease === undefined
    ? { kind: "kustomization", ...parseNamespacedName(written.kustomization ?? "", fluxNamespace) }
    : { kind: "helmRelease", ...parseNamespacedName(written.helmRelease, fluxNamespace) };
}

/** Steps of a live update, with paths relative to the root. */
export function resolveSteps(
  scope: Scope,
  written: readonly WrittenStep[],
  origin: Origin,
): readonly UpdateStep[] {
  return written.map((step, index): UpdateStep => {
    const place = at(origin, index);
    if (typeof step === "string") return { kind: "restart", when: [] };
    if ("sync" in step)
      return {
        kind: "sync",
        from: usePath(scope, step.sync[0], at(place, "sync", 0), "source of a sync"),
        to: step.sync[1],
      };
    if ("run" in step)
      return { kind: "run", command: step.run, when: resolvePaths(scope, step.when, at(place, "when")) };
    if ("fallBackOn" in step)
      return {
        kind: "fallBackOn",
        paths: step.fallBackOn.map((path, item) => resolvePath(scope, path, at(place, "fallBackOn", item))),
      };
    return { kind: "restart", when: resolvePaths(scope, step.restart.when, at(place, "restart", "when")) };
  });
}
