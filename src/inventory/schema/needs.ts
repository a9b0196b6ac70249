import * as z from "zod";
import { namespace } from "../../grammar/kubernetes.ts";
import { policyRule } from "./policy-rule.ts";

/** What a command of a person's own asks of the cluster: no argv tells it. */
export const needs = z
  .array(
    policyRule
      .extend({
        namespace: namespace
          .optional()
          .meta({ description: "Namespace; the entry's unless told.", examples: ["media"] }),
        cluster: z
          .literal(true)
          .optional()
          .meta({ description: "In all namespaces, or outside of them.", examples: [true] }),
      })
      .refine(
        (value) => value.namespace === undefined || value.cluster === undefined,
        "`namespace` or `cluster`, not both",
      ),
  )
  .optional()
  .meta({
    id: "needs",
    description:
      "What the command asks of the cluster, as rules of RBAC, for `access`; `[]` where it asks nothing. For `shell`, `script` and `argv`: other actions say it themselves.",
    examples: [[{ apiGroups: [""], resources: ["nodes"], verbs: ["get", "list"], cluster: true }]],
  });

export type WrittenNeeds = z.output<typeof needs>;

/** Actions that do not say themselves what they need. */
const untyped = ["shell", "script", "argv"];

export const needless = "`needs` is for `shell`, `script` and `argv`: this action says itself what it needs";

/** False where `needs` stands beside typed actions only, which would be ignored. */
export function needsAreOfUse(
  written: unknown,
  actions: readonly (string | Readonly<Record<string, unknown>> | undefined)[],
): boolean {
  if (written === undefined) return true;
  return actions.some(
    (one) => typeof one === "object" && Object.keys(one).some((key) => untyped.includes(key)),
  );
}
