import * as z from "zod";
import { duration } from "../grammar/names.ts";
import { defineAction } from "./action.ts";
import { callOf, onlyCommand, targetOf } from "./invocation.ts";
import { kubectl, locate, objectWords, podAccess, workloadKeys } from "./workload-target.ts";

export const logs = defineAction({
  name: "logs",
  description: "Prints recent logs of the workload's pods.",
  schema: z
    .strictObject({
      ...workloadKeys,
      container: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "One container; all unless told.", examples: ["app"] }),
      since: duration.optional().meta({ description: "Only what is younger than this.", examples: ["10m"] }),
      tail: z
        .int()
        .min(1)
        .default(200)
        .meta({ description: "Lines at most, per container.", examples: [500] }),
      previous: z
        .boolean()
        .default(false)
        .meta({ description: "The logs of the container's last run, after a crash.", examples: [true] }),
    })
    .meta({ examples: [{ container: "app", since: "10m" }] }),
  bare: { tail: 200, previous: false },
  text: "Logs",
  icon: "subject",
  compile: (options, context) => {
    const found = locate(options, context);
    if ("lacks" in found) return found;
    return {
      argv: kubectl(
        "logs",
        ...objectWords(found),
        options.container === undefined ? "--all-containers" : `--container=${options.container}`,
        `--tail=${options.tail}`,
        ...(options.since === undefined ? [] : [`--since=${options.since}`]),
        ...(options.previous ? ["--previous"] : []),
      ),
      needs: { workload: { ...found, container: options.container } },
      access: () => podAccess(found, { verb: "get", subresource: "log" }),
    };
  },
  recognise: (invocation) => {
    const known = ["context", "namespace", "container", "all-containers", "since", "tail", "previous"];
    const call = callOf(onlyCommand(invocation), "kubectl", known);
    const [verb, ...object] = call?.words ?? [];
    if (call === undefined || verb !== "logs" || !call.flags.has("tail")) return undefined;
    // Without one, kubectl chooses a container; the action says `--all-containers`.
    if (!call.flags.has("container") && !call.flags.has("all-containers")) return undefined;
    const target = targetOf(object);
    if (target === undefined) return undefined;
    return {
      target,
      namespace: call.flags.get("namespace"),
      container: call.flags.get("container"),
      since: call.flags.get("since"),
      tail: Number(call.flags.get("tail")),
      previous: call.flags.has("previous"),
    };
  },
});
