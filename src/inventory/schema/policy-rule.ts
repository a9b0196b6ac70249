import * as z from "zod";

const verbs = z.enum([
  ...["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
  ...["bind", "escalate", "impersonate", "*"],
] as const);

/** The API server takes any text for a group, and grants nothing for one that no API can have. */
const apiGroup = z
  .string()
  .regex(
    /^(\*|[a-z0-9]([-a-z0-9.]*[a-z0-9])?|)$/,
    'a group of the API is `apps`, `longhorn.io` or, for the core, `""`',
  );

/** One rule of RBAC, as in a ClusterRole. */
export const policyRule = z
  .strictObject({
    apiGroups: z
      .array(apiGroup)
      .min(1)
      .meta({ description: 'Groups of the API; `""` is the core.', examples: [["longhorn.io"]] }),
    resources: z
      .array(z.string().min(1))
      .min(1)
      .meta({ description: "Resources.", examples: [["volumes"]] }),
    verbs: z
      .array(verbs)
      .min(1)
      .meta({ description: "Verbs.", examples: [["get", "list"]] }),
    resourceNames: z
      .array(z.string().min(1))
      .optional()
      .meta({ description: "Names; all unless told.", examples: [["backup"]] }),
  })
  .meta({
    id: "policyRule",
    description: "A rule of RBAC, as a ClusterRole has it.",
    examples: [{ apiGroups: ["longhorn.io"], resources: ["volumes"], verbs: ["get", "list"] }],
  });
