import type { CommandGroup } from "./spec.ts";

/** `fluxtilt mcp`: what has to do with the cluster's MCP servers once they are deployed. */
export const mcp: CommandGroup = {
  name: "mcp",
  description: "ask the cluster's MCP servers",
  commands: [
    {
      name: "probe",
      description: "prove that the MCP servers answer, and change nothing",
      arguments: [{ name: "[server]", description: "only this one, by its key in the inventory" }],
      options: [
        { flags: "--timeout <seconds>", description: "how long each answer may take; 10 unless told" },
      ],
      more:
        "Each is asked a harmless question and, about a name that does not exist, for what it must refuse.\n" +
        "Exit code 1 when one can write, leaks a secret, lets anybody in or needs more than 2 s;\n" +
        "3 when one cannot be reached, or does not answer the question. The others are still probed.",
      hasResult: true,
      run: async (session, options, [server]) =>
        (await import("../mcp/probe.ts")).probe(session, { server, timeout: options["timeout"] }),
    },
  ],
};
