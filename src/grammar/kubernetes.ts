import * as z from "zod";

/** `metadata.namespace` and other RFC 1123 labels: at most 63 characters. */
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Object names: RFC 1123 subdomains, and the colons that RBAC names may hold. */
const objectName = /^[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?$/;

export const namespace = z
  .string()
  .regex(dnsLabel, "a namespace is lower-case letters, digits and `-`, at most 63 characters");

export const name = z
  .string()
  .regex(objectName, "a Kubernetes name is lower-case letters, digits, `-` and `.`");

/** One object as kubectl writes it: `deployment/grafana`, `deployment.apps/grafana`. */
export const target = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9]*(\.[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?\/[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?$/,
    "an object is written `kind/name`, such as `deployment/grafana`",
  );

/** `namespace/name`, or the name alone where a namespace is understood. */
export const namespacedName = z
  .string()
  .regex(
    /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/)?[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
    "a Flux object is written `namespace/name`, or `name` when it is in the root's namespace",
  );

export interface Target {
  /** As written, lower case: `deployment`, `deployment.apps`. */
  readonly kind: string;
  readonly name: string;
}

/** Splits `kind/name`; the text has passed {@link target}. */
export function parseTarget(text: string): Target {
  const slash = text.indexOf("/");
  return { kind: text.slice(0, slash).toLowerCase(), name: text.slice(slash + 1) };
}

export interface ObjectRef {
  readonly namespace: string;
  readonly name: string;
}

/** Splits `[namespace/]name`; the text has passed {@link namespacedName}. */
export function parseNamespacedName(text: string, defaultNamespace: string): ObjectRef {
  const slash = text.indexOf("/");
  return slash < 0
    ? { namespace: defaultNamespace, name: text }
    : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

const shortNames: Readonly<Record<string, string>> = {
  deploy: "deployment",
  deployments: "deployment",
  sts: "statefulset",
  statefulsets: "statefulset",
  ds: "daemonset",
  daemonsets: "daemonset",
  cj: "cronjob",
  cronjobs: "cronjob",
  jobs: "job",
  po: "pod",
  pods: "pod",
};

/** The singular, group-less kind that the usual spellings of a workload kind stand for. */
export function workloadKind(kind: string): string {
  const bare = kind.split(".")[0] ?? kind;
  return Object.hasOwn(shortNames, bare) ? (shortNames[bare] ?? bare) : bare;
}
