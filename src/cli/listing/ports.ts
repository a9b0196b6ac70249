import type { Target } from "../../grammar/kubernetes.ts";
import type { ManifestResource, Resource } from "../../dashboard/model.ts";

/** A resource that can have ports, links and buttons. */
export type Leaf = Exclude<Resource, { kind: "manifests" | "secret" }> | ManifestResource;

export interface ListedPort {
  /** Port on this machine. */
  readonly local: number;
  /** Address on this machine, where one is given. */
  readonly host: string | null;
  readonly resource: string;
  /** Where it leads: `deployment/grafana:3000`, `service/grafana:80`; `this machine` for a task's own. */
  readonly target: string;
}

/** The ports that a resource takes on this machine. */
export function listPorts(leaf: Leaf): readonly ListedPort[] {
  const resource = leaf.name;
  if ("ports" in leaf)
    return leaf.ports.map(({ port }) => ({ local: port, host: null, resource, target: "this machine" }));
  const pods = podsOf(leaf);
  return [
    ...leaf.forwards.map(({ local, host, pod }) => ({
      local,
      host: host ?? null,
      resource,
      target: `${pods}:${pod}`,
    })),
    ...leaf.services.map(({ local, name, service, port }) => ({
      local,
      host: null,
      resource: name,
      target: `service/${service}:${port}`,
    })),
  ];
}

function podsOf(leaf: Exclude<Leaf, { kind: "task" }>): string {
  const target = "target" in leaf ? leaf.target : leaf.observed[0]?.target;
  return target === undefined ? "pod" : objectOf(target);
}

/** An object as kubectl takes it. */
export function objectOf({ kind, name }: Target): string {
  return `${kind}/${name}`;
}
