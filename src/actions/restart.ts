import * as z from "zod";
import { permissionOn } from "../grammar/rbac.ts";
import { defineAction } from "./action.ts";
import { callOf, onlyCommand, targetOf } from "./invocation.ts";
import { kubectl, locate, objectWords, workloadKeys } from "./workload-target.ts";

/**
 * kustomize-controller takes back what a field manager named `kubectl…` wrote, which would roll the
 * pods a second time; it leaves this manager's fields alone (kustomize-controller, server-side apply).
 */
const fieldManager = "flux-client-side-apply";

export const restart = defineAction({
  name: "restart",
  description: "Rolls the pods of the workload, in a way that Flux does not undo.",
  schema: z.strictObject(workloadKeys).meta({ examples: [{ target: "deployment/grafana" }] }),
  bare: {},
  text: "Restart",
  icon: "restart_alt",
  destructive: true,
  compile: (options, context) => {
    const found = locate(options, context);
    if ("lacks" in found) return found;
    return {
      argv: kubectl("rollout", "restart", ...objectWords(found), `--field-manager=${fieldManager}`),
      needs: { workload: found },
      access: () => [permissionOn(found.target, found.namespace, ["get", "patch"])],
    };
  },
  recognise: (invocation) => {
    const call = callOf(onlyCommand(invocation), "kubectl", ["context", "namespace", "field-manager"]);
    const [rollout, verb, ...object] = call?.words ?? [];
    if (rollout !== "rollout" || verb !== "restart") return undefined;
    const target = targetOf(object);
    if (target === undefined) return undefined;
    return { target, namespace: call?.flags.get("namespace") };
  },
});
