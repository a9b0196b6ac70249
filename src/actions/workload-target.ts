import { namespace, parseTarget, target, workloadKind, type Target } from "../grammar/kubernetes.ts";
import { permissionOn, podNames, type Permission } from "../grammar/rbac.ts";
import { kubeContext, type ActionContext, type Lack, type Word } from "./action.ts";

/** The keys that every action on a workload takes. */
export const workloadKeys = {
  target: target.optional().meta({
    description: "Object to act on; the workload that the button stands on unless told.",
    examples: ["deployment/grafana"],
  }),
  namespace: namespace
    .optional()
    .meta({ description: "Namespace of the object; the workload's unless told.", examples: ["monitoring"] }),
};

interface Written {
  readonly target?: string | undefined;
  readonly namespace?: string | undefined;
}

interface Located {
  readonly target: Target;
  readonly namespace: string;
}

/** The object that an action is about: what it says itself, else the entry that it stands on. */
export function locate(written: Written, context: ActionContext): Located | Lack {
  const found = written.target === undefined ? context.target : parseTarget(written.target);
  if (found === undefined)
    return { lacks: "lacks an object to act on", help: "give `target: kind/name`, or put it on a workload" };
  const where = written.namespace ?? context.namespace;
  if (where === undefined)
    return { lacks: "lacks a namespace", help: "give `namespace`, or put it in a group that has one" };
  return { target: found, namespace: where };
}

const kubectlHere: readonly Word[] = ["kubectl", "--context", kubeContext];

/** `kubectl` on the context of the dashboard. */
export function kubectl(...words: Word[]): Word[] {
  return kubectlHere.concat(words);
}

/** `kind/name -n namespace` of a located object. */
export function objectWords(located: Located): Word[] {
  return [`${located.target.kind}/${located.target.name}`, "--namespace", located.namespace];
}

/**
 * What kubectl asks before it reaches a container: the object, its pods (it waits for one where none is
 * there yet), and the subresource of one of them.
 */
export function podAccess(
  { target: found, namespace: where }: Located,
  { verb, subresource }: { readonly verb: string; readonly subresource: string },
): readonly Permission[] {
  const object = permissionOn(found, where, ["get"]);
  if (workloadKind(found.kind) === "pod") return [object, permissionOn(found, where, [verb], subresource)];
  const pods = { apiGroup: "", namespace: where, unnamed: podNames };
  return [
    object,
    { ...pods, resource: "pods", verbs: ["list", "watch"] },
    { ...pods, resource: `pods/${subresource}`, verbs: [verb] },
  ];
}
