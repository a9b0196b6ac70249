import type { McpClient } from "../../dashboard/mcp-servers.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import type { Client } from "./client.ts";
import { cursor } from "./cursor.ts";
import { vscode } from "./vscode.ts";

/** Every client that can be told of the servers. */
export const clients: Readonly<Record<McpClient, Client>> = {
  "claude-code": claudeCode,
  vscode,
  cursor,
  "claude-desktop": claudeDesktop,
};
