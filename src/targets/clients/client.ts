import type { Dashboard } from "../../dashboard/model.ts";
import type { McpServer } from "../../dashboard/mcp-servers.ts";
import { shellWord } from "../../grammar/shell-word.ts";
import type { Json, SharedEntry } from "../artifact.ts";

/** A program that calls MCP servers, and how it is told of them. */
export interface Client {
  readonly title: string;
  /** Its file in the repository; undefined where each person merges what is printed. */
  readonly path: string | undefined;
  /** What its file has of a server. */
  readonly entries: (server: McpServer, dashboard: Dashboard) => readonly SharedEntry[];
}

/** The entries of all servers, those of lists first. */
export function entriesOf(client: Client, dashboard: Dashboard): readonly SharedEntry[] {
  const entries = (dashboard.mcp?.servers ?? []).flatMap((server) => client.entries(server, dashboard));
  return [...entries.filter(({ isItem }) => isItem), ...entries.filter(({ isItem }) => !isItem)];
}

/** The whole text of a file that has nothing but these entries. */
export function textOf(entries: readonly SharedEntry[]): string {
  const whole: Record<string, Json[] | Record<string, Json>> = {};
  for (const { root, name, value, isItem } of entries) {
    const held = (whole[root] ??= isItem === true ? [] : {});
    if (Array.isArray(held)) held.push(value);
    else held[name] = value;
  }
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

/**
 * A command that prints a token of the account that a server's callers are. It names the context, the
 * first of the inventory: with the current one, a token of another cluster would be sent to this server.
 */
export function mintCommand(account: string, { cluster, mcp }: Dashboard, duration: string): string {
  const words = [
    ...["kubectl", "--context", cluster.contexts[0] ?? "", "-n", mcp?.namespace ?? ""],
    ...["create", "token", account, `--duration=${duration}`],
  ];
  return words.map(shellWord).join(" ");
}
