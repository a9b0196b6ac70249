import type { Kind } from "../../diagnostics/kind.ts";

export const notReached: Kind = {
  code: "FT851",
  severity: "error",
  title: "an MCP server cannot be reached",
  why: "Nothing is proved of a server that was not asked: it may be off, or refuse everybody, or nobody.",
  wrong: "fluxtilt mcp probe grafana, without MCP_GRAFANA_SERVER_TOKEN in the environment",
  right: "MCP_GRAFANA_SERVER_TOKEN set to what the server's Secret holds, and its pod running",
};

export const notProved: Kind = {
  code: "FT852",
  severity: "error",
  title: "an MCP server does not show what was to be proved",
  why: "A question that fails for another reason proves nothing: neither that the server answers nor that it refuses.",
  wrong: "the Prometheus server, with a Prometheus behind it that is off",
  right: "what the server asks up, and the caller's token and rights as they were generated",
};

export const canWrite: Kind = {
  code: "FT853",
  severity: "error",
  title: "an MCP server does what it must refuse",
  why: "An assistant does what it is talked into, by a log line too: what it must not do has to be impossible. An answer that a name is not found counts, since the server was allowed to look.",
  wrong: "kubernetes-mcp-server without read_only, under an account that may delete",
  right: "the server as it is generated, and its account without further roles",
};

export const writingTool: Kind = {
  code: "FT854",
  severity: "error",
  title: "an MCP server shows a tool that may write",
  why: "A tool that is offered is called sooner or later; one that says nothing of itself may write, as the protocol has it.",
  wrong: "mcp-grafana without --disable-write, which shows update_dashboard",
  right: "mcp-grafana as it is generated",
};

export const unknownTool: Kind = {
  code: "FT855",
  severity: "warning",
  title: "an MCP server shows a tool that fluxtilt does not know",
  why: "It says that it only reads, but nobody has looked what it reads: a later version or another set of tools may show more than was weighed.",
  wrong: "an image with another version than the inventory's",
  right: "the version that the inventory has, which Flux applied",
};

export const leaks: Kind = {
  code: "FT856",
  severity: "error",
  title: "an MCP server's answer holds a secret",
  why: "What a tool answers is read by a model, kept in its history and sent to whoever runs it.",
  wrong: "kubernetes-mcp-server with the toolset `config`, whose configuration_view prints tokens",
  right: "kubernetes-mcp-server with `toolsets: [core]`",
};

export const letsIn: Kind = {
  code: "FT857",
  severity: "error",
  title: "an MCP server answers whom it must turn away",
  why: "Without its token anybody who reaches the port asks the cluster; under a foreign Host any page in a browser does, by DNS rebinding.",
  wrong: "mcp-grafana without MCP_GRAFANA_SERVER_TOKEN",
  right: "mcp-grafana with its Secret, as it is generated",
};

export const slow: Kind = {
  code: "FT858",
  severity: "error",
  title: "an MCP server is slow",
  why: "An assistant asks many times for one answer, and gives up, or makes its answer up, when it has to wait.",
  wrong: "a server whose CPU limit of 10m makes each answer take 5 s",
  right: "the limits of the catalogue, or higher ones",
};

/** Every kind that `fluxtilt mcp probe` tells. */
export const probeKinds: readonly Kind[] = [
  notReached,
  notProved,
  canWrite,
  writingTool,
  unknownTool,
  leaks,
  letsIn,
  slow,
];
