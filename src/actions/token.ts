import * as z from "zod";
import { name, namespace } from "../grammar/kubernetes.ts";
import { duration } from "../grammar/names.ts";
import { permissionOn } from "../grammar/rbac.ts";
import { defineAction } from "./action.ts";
import { callOf, onlyCommand } from "./invocation.ts";
import { kubectl } from "./workload-target.ts";

export const token = defineAction({
  name: "token",
  description: "Mints a short-lived token of a ServiceAccount, and prints it in the logs of the resource.",
  schema: z
    .strictObject({
      serviceAccount: name.meta({ description: "Name of the ServiceAccount.", examples: ["headlamp"] }),
      namespace: namespace.optional().meta({
        description: "Namespace of the ServiceAccount; the workload's unless told.",
        examples: ["infra-testing"],
      }),
      // The API server grants no shorter one.
      duration: duration
        .default("1h")
        .meta({ description: "How long the token is good, at least `10m`.", examples: ["1h"] }),
    })
    .meta({ examples: [{ serviceAccount: "headlamp", duration: "1h" }] }),
  text: "Mint Token",
  icon: "key",
  compile: (options, context) => {
    const where = options.namespace ?? context.namespace;
    if (where === undefined)
      return { lacks: "lacks a namespace", help: "give `namespace`, or put it in a group that has one" };
    return {
      argv: kubectl(
        ...["create", "token", options.serviceAccount],
        ...["--namespace", where, `--duration=${options.duration}`],
      ),
      access: () => [
        permissionOn({ kind: "serviceaccount", name: options.serviceAccount }, where, ["create"], "token"),
      ],
    };
  },
  recognise: (invocation) => {
    const call = callOf(onlyCommand(invocation), "kubectl", ["context", "namespace", "duration"]);
    const [create, kind, account, ...more] = call?.words ?? [];
    if (call === undefined || create !== "create" || kind !== "token" || more.length > 0) return undefined;
    return {
      serviceAccount: account,
      namespace: call.flags.get("namespace"),
      duration: call.flags.get("duration") ?? "1h",
    };
  },
});
