import * as z from "zod";
import { path } from "../grammar/names.ts";
import { defineAction } from "./action.ts";
import { onlyCommand } from "./invocation.ts";

const argument = z.string();

export const script = defineAction({
  name: "script",
  description: "Runs a script of the repository, which must exist.",
  schema: z.tuple([path], argument).meta({ examples: [["./scripts/deploy-stack.sh", "--dry-run"]] }),
  compile: ([file, ...rest]) => ({
    // A bare name would be looked up on PATH.
    argv: [file.startsWith(".") ? file : `./${file}`, ...rest],
    files: [file],
  }),
  // A path with a folder in it; what stands on PATH is a program.
  recognise: (invocation) => {
    const words = onlyCommand(invocation);
    return /^\.{1,2}\//.test(words[0] ?? "") && !invocation.isShell ? words : undefined;
  },
});

export const argv = defineAction({
  name: "argv",
  description: "Runs a program with arguments, without a shell.",
  schema: z
    .tuple([argument.min(1, "a program is needed")], argument)
    .meta({ examples: [["kubectl", "get", "nodes"]] }),
  compile: (words) => ({ argv: words }),
  recognise: (invocation) => (invocation.isShell ? undefined : onlyCommand(invocation)),
});

export const shell = defineAction({
  name: "shell",
  description: "Runs a text of `sh`; inputs and variables reach it as environment variables.",
  schema: z
    .string()
    .min(1, "a command is needed")
    .meta({ examples: ["kubectl get nodes -o wide"] }),
  compile: (text) => ({ argv: ["sh", "-c", text], shell: text }),
  // Import writes the text of a shell as it is where no other action does the same.
  recognise: () => undefined,
});
