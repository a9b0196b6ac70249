import type { Target } from "../../grammar/kubernetes.ts";
import type { Attach, Button, ManifestResource, NamedService, Release } from "../../dashboard/model.ts";
import { dependencies, extension, local, type FileContext } from "./context.ts";
import {
  described,
  emitButtons,
  emitServices,
  emitSteps,
  forwardList,
  labelList,
  linkList,
  triggerMode,
} from "./shown.ts";
import { call, list, run, type Arguments, type Statement } from "./starlark.ts";

type LiveUpdate = NonNullable<Attach["liveUpdate"]>;
type Common = Attach | ManifestResource | Release;

/** The arguments of `k8s_resource` that every resource in the cluster has. */
export function commonArguments(
  context: FileContext,
  resource: Common,
  supports: readonly string[] = [],
): Arguments {
  return {
    port_forwards: forwardList(resource.forwards),
    links: linkList(resource.links),
    labels: labelList(resource.labels),
    resource_deps: dependencies(context, resource.dependsOn, supports),
    trigger_mode: triggerMode(resource.trigger),
    auto_init: resource.autoInit ? undefined : false,
    pod_readiness: resource.readiness,
  };
}

/** The object as kubectl takes it. */
export function objectOf(target: Target): string {
  return `${target.kind}/${target.name}`;
}

/** A workload that something else deploys. */
export function emitAttach(context: FileContext, attach: Attach): Statement[] {
  const { liveUpdate } = attach;
  const attached = liveUpdate === undefined ? attach.name : imageTag(attach.name);
  return [
    ...described(attach.description),
    run(
      call(
        extension(context, "k8s_attach", "k8s_attach"),
        [attached, objectOf(attach.target)],
        { new_name: attached === attach.name ? undefined : attach.name, namespace: attach.namespace },
        liveUpdate === undefined ? {} : liveUpdateArguments(context, liveUpdate),
        commonArguments(context, attach),
      ),
    ),
    ...emitBelongings(context, attach, attach.buttons, attach.services),
  ];
}

function liveUpdateArguments(context: FileContext, { steps, image, container }: LiveUpdate): Arguments {
  const sources = steps.flatMap((step) => (step.kind === "sync" ? [local(context, step.from)] : []));
  return {
    deps: list(sources),
    live_update: emitSteps(context, steps),
    image_selector: image,
    container_selector: container,
  };
}

/**
 * A name that Tilt can make the tag of an image of: it names the target of a live update so, and fails on
 * `media:sonarr` (internal/tiltfile/k8s_custom_deploy.go). No two names become one.
 */
function imageTag(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/.test(name)) return name;
  return `live-update-${name.replace(/[^A-Za-z0-9-]/gu, (one) => `_${one.codePointAt(0)?.toString(16) ?? ""}`)}`;
}

/** Buttons and Service forwards of a resource. */
export function emitBelongings(
  context: FileContext,
  resource: Common,
  buttons: readonly Button[],
  services: readonly NamedService[],
): Statement[] {
  return [...emitServices(context, services, resource), ...emitButtons(context, buttons, resource.name)];
}
