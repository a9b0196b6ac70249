import type { ActionContext } from "../actions/action.ts";
import { expandLink } from "../grammar/link.ts";
import { parseForward, parseService, type forward, type service } from "../grammar/port.ts";
import type { links } from "../inventory/schema/resource.ts";
import { at, type Origin } from "../source/origin.ts";
import { resolveButtons, type WrittenButtons } from "./buttons.ts";
import { resolveDependencies } from "./dependencies.ts";
import * as kinds from "./kinds.ts";
import type { Button, Dependency, Link, Located, NamedService } from "./model.ts";
import { labelsOf, resolved, tell, type Placed, type Scope } from "./scope.ts";
import type * as z from "zod";
import type { Forward } from "../grammar/port.ts";

interface WrittenCommon extends WrittenButtons {
  readonly description?: string | undefined;
  readonly label?: string | readonly string[] | undefined;
  readonly links?: z.output<typeof links>;
  readonly dependsOn?: readonly string[] | undefined;
}

interface WrittenInCluster {
  readonly ports?: readonly z.output<typeof forward>[] | undefined;
  readonly services?: readonly z.output<typeof service>[] | undefined;
  readonly autoInit: boolean;
  readonly trigger?: "auto" | "manual" | undefined;
  readonly readiness?: "wait" | "ignore" | undefined;
}

interface Shown {
  readonly name: string;
  readonly origin: Origin;
  readonly description: string | undefined;
  readonly labels: readonly string[];
  readonly tiltfile: string;
  readonly links: readonly Link[];
  readonly dependsOn: readonly Dependency[];
  readonly buttons: readonly Button[];
}

/** The parts that every resource with a place in Tilt's page has. */
export function resolveShown(
  scope: Scope,
  name: string,
  written: WrittenCommon,
  origin: Origin,
  context: ActionContext,
  inherited: readonly Placed[] = [],
): Shown {
  return {
    name,
    origin,
    description: written.description,
    labels: labelsOf(scope, written.label),
    tiltfile: scope.tiltfile,
    links: resolveLinks(scope, written.links, origin),
    dependsOn: resolveDependencies(scope, written.dependsOn, origin),
    buttons: resolveButtons(scope, written, origin, context, name, inherited),
  };
}

interface InCluster {
  readonly forwards: readonly Located<Forward>[];
  readonly services: readonly Located<NamedService>[];
  readonly autoInit: boolean;
  readonly trigger: "auto" | "manual" | undefined;
  readonly readiness: "wait" | "ignore" | undefined;
}

/** The parts of what runs in the cluster; `namespace` is where its Services are looked for. */
export function resolveInCluster(
  scope: Scope,
  name: string,
  written: WrittenInCluster,
  origin: Origin,
  namespace: string | undefined,
): InCluster {
  return {
    forwards: (written.ports ?? []).map((port, index) => ({
      ...parseForward(port),
      origin: at(origin, "ports", index),
    })),
    services: (written.services ?? []).map((port, index) => {
      const place = at(origin, "services", index);
      const parsed = parseService(port);
      const where = parsed.namespace ?? namespace;
      if (where === undefined) tellNamespace(scope, place);
      return { ...parsed, name: `${name}:forward-${parsed.local}`, namespace: where ?? "", origin: place };
    }),
    autoInit: written.autoInit,
    trigger: written.trigger,
    readiness: written.readiness,
  };
}

/**
 * The namespace that what stands on an entry takes over. Where one is needed and none is said, that is
 * told here, and the empty text keeps services and actions from telling the same again.
 */
export function namespaceOrTold(
  scope: Scope,
  namespace: string | undefined,
  isNeeded: boolean,
  origin: Origin,
): string | undefined {
  if (namespace !== undefined || !isNeeded) return namespace;
  tellNamespace(scope, origin);
  return "";
}

function tellNamespace(scope: Scope, origin: Origin): void {
  tell(scope, kinds.missingNamespace, origin, "no namespace is said here, nor by the group", {
    help: "give `namespace`, here or in the group",
  });
}

function resolveLinks(scope: Scope, written: WrittenCommon["links"], origin: Origin): readonly Link[] {
  return resolved(written ?? [], (link, index): Link | undefined => {
    const place = at(origin, "links", index);
    const address = typeof link === "string" ? link : link.url;
    const url = expandLink(address, scope.resolution.domain);
    if (url !== undefined)
      return { url, name: typeof link === "string" ? undefined : link.name, origin: place };
    tell(
      scope,
      kinds.linkWithoutDomain,
      place,
      `\`${address}\` names a host of the cluster's domain, and \`cluster.domain\` is not given`,
    );
    return undefined;
  });
}
