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
  )
  .superRefine((text, context) => {
    const [kind = "", name] = text.toLowerCase().split("/");
    const meant = longKinds.find((known) => kind !== `${known}s` && isSlip(kind, known));
    if (meant === undefined || name === undefined) return;
    const message = `\`${kind}\` is no kind of object`;
    context.addIssue({ code: "custom", message, params: { help: `did you mean \`${meant}\`?` } });
  });

/** Kinds that are misspelt often, and that no other kind is called nearly as. */
const longKinds = ["deployment", "statefulset", "daemonset", "replicaset"];

/** True where one letter is too many, missing or another, or two are swapped. */
function isSlip(word: string, right: string): boolean {
  const shorter = Math.min(word.length, right.length);
  let head = 0;
  while (head < shorter && word[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && word.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const [is, wanted] = [word.slice(head, word.length - tail), right.slice(head, right.length - tail)];
  if (is.length === 2 && wanted.length === 2) return is === `${wanted[1] ?? ""}${wanted[0] ?? ""}`;
  return is.length <= 1 && wanted.length <= 1 && is !== wanted;
}

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
