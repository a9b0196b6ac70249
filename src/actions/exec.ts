import * as z from "zod";
import { defineAction } from "./action.ts";
import { kubectl, locate, objectWords, workloadKeys } from "./workload-target.ts";

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
    };
  },
});
