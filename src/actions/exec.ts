import * as z from "zod";
import { defineAction } from "./action.ts";
import { callOf, onlyCommand, targetOf } from "./invocation.ts";
import { kubectl, locate, objectWords, podAccess, workloadKeys } from "./workload-target.ts";

export const exec = defineAction({
  name: "exec",
  description: "Runs a command in a container of the workload, without a terminal.",
  schema: z
    .strictObject({
      ...workloadKeys,
      container: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Container to run in; the pod's default unless told.", examples: ["app"] }),
      command: z
        .array(z.string())
        .min(1, "a command has at least one word")
        .meta({
          description: "Program and arguments, run without a shell.",
          examples: [["python", "kometa.py", "--run"]],
        }),
    })
    .meta({ examples: [{ container: "app", command: ["python", "kometa.py", "--run"] }] }),
  text: "Run",
  icon: "terminal",
  compile: (options, context) => {
    const found = locate(options, context);
    if ("lacks" in found) return found;
    const container = options.container === undefined ? [] : [`--container=${options.container}`];
    return {
      argv: kubectl("exec", ...objectWords(found), ...container, "--", ...options.command),
      needs: { workload: { ...found, container: options.container } },
      // kubectl tries a GET first, for a WebSocket; refused, it goes on with a POST.
      access: () => podAccess(found, { verb: "create", subresource: "exec" }),
    };
  },
  recognise: (invocation) => {
    // A shell on this machine would fill in the variables, and the action hands the words over as they are.
    if (invocation.isShell && invocation.pipeline.flat().some((word) => word.includes("$"))) return undefined;
    const known = ["context", "namespace", "container", "stdin", "tty"];
    const call = callOf(onlyCommand(invocation), "kubectl", known);
    const [verb, ...object] = call?.words ?? [];
    if (call === undefined || verb !== "exec" || call.rest.length === 0) return undefined;
    const target = targetOf(object);
    if (target === undefined) return undefined;
    return {
      target,
      namespace: call.flags.get("namespace"),
      container: call.flags.get("container"),
      command: call.rest,
    };
  },
});
