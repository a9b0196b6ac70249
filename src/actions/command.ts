import * as z from "zod";
import { path } from "../grammar/names.ts";
import { defineAction } from "./action.ts";

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
});

export const argv = defineAction({
  name: "argv",
  description: "Runs a program with arguments, without a shell.",
  schema: z
    .tuple([argument.min(1, "a program is needed")], argument)
    .meta({ examples: [["kubectl", "get", "nodes"]] }),
  compile: (words) => ({ argv: words }),
});

export const shell = defineAction({
  name: "shell",
  description: "Runs a text of `sh`; inputs and variables reach it as environment variables.",
  schema: z
    .string()
    .min(1, "a command is needed")
    .meta({ examples: ["kubectl get nodes -o wide"] }),
  compile: (text) => ({ argv: ["sh", "-c", text], shell: text }),
});
