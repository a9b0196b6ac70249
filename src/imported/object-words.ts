import type { DeployedObject } from "../evaluated/deployed.ts";

const workloads = /^(CronJob|DaemonSet|Deployment|Job|Pod|ReplicaSet|StatefulSet)$/;

/** Whether it runs pods, and has a resource of its own in Tilt. */
export function isWorkload({ kind }: DeployedObject): boolean {
  return workloads.test(kind);
}

/** `kind/name`, as kubectl takes it. */
export function wordsOf({ kind, name }: DeployedObject): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** The same in two parts. */
export function targetOf({ kind, name }: DeployedObject): { readonly kind: string; readonly name: string } {
  return { kind: kind.toLowerCase(), name };
}

/** Some of them by name, for a message. */
export function listed(objects: readonly DeployedObject[]): string {
  const names = objects
    .map(({ kind, namespace, name }) => `${kind} ${namespace === "" ? "" : `${namespace}/`}${name}`)
    .sort()
    .slice(0, 3);
  return `${names.join(", ")}${objects.length > 3 ? ` and ${objects.length - 3} more` : ""}`;
}

interface PodOwner {
  readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> | null } };
  readonly jobTemplate?: { readonly spec?: PodOwner };
  readonly selector?: Readonly<Record<string, string>> | null;
}

/** Tilt shows a Service with the workload whose pods it selects (templates/lib/isolate.star, `goes_with`). */
export function goesWith({ kind, content }: DeployedObject, others: readonly DeployedObject[]): boolean {
  const selector = Object.entries((content["spec"] as PodOwner | undefined)?.selector ?? {});
  if (kind !== "Service" || selector.length === 0) return false;
  return others.filter(isWorkload).some((one) => {
    const spec = one.content["spec"] as PodOwner | undefined;
    const labels = (spec?.jobTemplate?.spec ?? spec)?.template?.metadata?.labels ?? {};
    return selector.every(([key, value]) => labels[key] === value);
  });
}
