import type { ActionContext } from "../actions/action.ts";
import { needsNamespace } from "../dashboard/workloads.ts";
import type { Facts } from "../evaluated/facts.ts";
import { parseTarget, target } from "../grammar/kubernetes.ts";
import { entry, inCluster, shown, tell, type Entry, type Importing } from "./entries.ts";
import { stepsOf, type Update } from "./steps.ts";

/** An entry with what its buttons and its group need to know. */
export interface ImportedResource {
  readonly entry: Entry;
  readonly kind: "workload" | "release" | "task" | "part";
  /** The set of manifests that a part belongs to. */
  readonly set?: string;
  readonly namespace: string | undefined;
  readonly action: ActionContext;
}

/** A workload that `k8s_attach` watches; undefined, and told, for what is no single object. */
export function importAttach(importing: Importing, name: string, facts: Facts): ImportedResource | undefined {
  const words = (facts.apply ?? []).slice(3);
  const at = words.indexOf("-n");
  const objects = at < 0 ? words : words.slice(0, at);
  const written = at < 0 ? undefined : words[at + 1];
  const [object = ""] = objects;
  if (objects.length !== 1 || !target.safeParse(object).success) {
    tell(
      importing,
      name,
      "*",
      objects.length > 1
        ? `it watches several objects (${objects.join(", ")}), and the repository does not say which Kustomization applies them all: make them \`objects\` of a set under \`manifests\``
        : `\`${object}\` is no \`kind/name\`, and is left out`,
    );
    return undefined;
  }
  const parsed = parseTarget(object);
  const isWide = !needsNamespace(parsed);
  if (written === undefined && !isWide)
    tell(
      importing,
      name,
      "apply",
      `it names no namespace: written with the context's, \`${importing.namespace}\``,
    );
  const namespace = written ?? (isWide ? undefined : importing.namespace);
  return {
    kind: "workload",
    namespace,
    action: { target: parsed, namespace, fluxNamespace: "flux-system" },
    entry: entry({
      target: object,
      ...shown(importing, name, facts),
      ...inCluster(importing, name, facts),
      liveUpdate: liveUpdateOf(importing, name, facts),
    }),
  };
}

function liveUpdateOf(importing: Importing, name: string, { images = [] }: Facts): Entry | undefined {
  const [image] = images;
  if (image === undefined) return undefined;
  const update = image.update as Update;
  if (images.length > 1) {
    tell(importing, name, "images", "it receives files for several images, and is written without them");
    return undefined;
  }
  return entry({
    ...(update.container === undefined ? { image: image.ref } : { container: update.container }),
    steps: stepsOf(update),
  });
}
