import type { Chart, ManifestSet, NamedService, Release, Resource, Task } from "../../dashboard/model.ts";
import { argvOf, commandLine } from "./buttons.ts";
import { objectOf } from "./ports.ts";

export interface ListedResource {
  /** As in Tilt. */
  readonly name: string;
  readonly kind: "workload" | "release" | "manifest" | "task" | "secret" | "forward";
  /** What it stands for: an object, a chart, a Service, a command. */
  readonly target: string;
  readonly namespace: string | null;
  readonly labels: readonly string[];
  /** The generated file that holds it. */
  readonly tiltfile: string;
  /** True for what Flux owns and `tilt up -- --develop NAME` deploys. */
  readonly onDemand: boolean;
  /** That NAME. */
  readonly develop: string | null;
}

/** The resources that an entry becomes in Tilt, without those that fluxtilt adds for itself. */
export function listResources(resource: Resource): readonly ListedResource[] {
  switch (resource.kind) {
    case "attach":
      return withForwards(
        listed(resource, "workload", objectOf(resource.target), resource.namespace),
        resource.services,
      );
    case "release":
      return listRelease(resource);
    case "manifests":
      return listManifests(resource);
    case "task":
      return [listed(resource, "task", taskLine(resource), undefined)];
    case "secret":
      return [listed(resource, "secret", `secret/${resource.secretName}`, resource.namespace)];
  }
}

type Named = Pick<ListedResource, "name" | "labels" | "tiltfile">;

/** One row, its keys in the order in which JSON tells them. */
function listed(
  { name, labels, tiltfile }: Named,
  kind: ListedResource["kind"],
  target: string,
  namespace: string | undefined,
  develop?: string,
): ListedResource {
  const onDemand = develop !== undefined;
  return {
    name,
    kind,
    target,
    namespace: namespace ?? null,
    labels,
    tiltfile,
    onDemand,
    develop: develop ?? null,
  };
}

function listRelease(release: Release): readonly ListedResource[] {
  const { namespace, observed, services, owner } = release;
  const develop = owner === undefined ? undefined : release.name;
  const [first, ...others] = owner === undefined ? [] : observed;
  const target = first === undefined ? chartText(release.chart) : objectOf(first.target);
  return [
    ...withForwards(listed(release, "release", target, namespace, develop), services),
    ...others.map((one) =>
      listed({ ...release, name: one.name }, "release", objectOf(one.target), namespace, develop),
    ),
  ];
}

function listManifests(set: ManifestSet): readonly ListedResource[] {
  const owned = set.owner !== undefined;
  return set.resources.flatMap((one) => {
    const target = one.target === undefined ? one.objects.join(" ") : objectOf(one.target);
    const namespace = owned ? one.namespace : set.isolate;
    return withForwards(
      listed(one, "manifest", target, namespace, owned ? set.name : undefined),
      owned ? one.services : one.isolatedServices,
    );
  });
}

/** A Service forward is a resource of its own. */
function withForwards(owner: ListedResource, services: readonly NamedService[]): readonly ListedResource[] {
  return [
    owner,
    ...services.map(({ name, service, port, namespace }) =>
      listed({ ...owner, name }, "forward", `service/${service}:${port}`, namespace),
    ),
  ];
}

function chartText(chart: Chart): string {
  switch (chart.kind) {
    case "folder":
      return chart.path;
    case "repository":
      return `${chart.repository.url} ${chart.name}`;
    case "oci":
      return chart.url;
  }
}

function taskLine({ run, serve }: Task): string {
  const command = run ?? serve;
  return command === undefined ? "" : commandLine(argvOf(command));
}
