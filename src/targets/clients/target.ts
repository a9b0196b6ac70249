import type { Dashboard } from "../../dashboard/model.ts";
import type { Artifact } from "../artifact.ts";
import { entriesOf, textOf } from "./client.ts";
import { clients } from "./index.ts";

/** The files through which assistants find the servers; people have servers of their own in them. */
export function clientsTarget(dashboard: Dashboard): Artifact[] {
  return [...new Set(dashboard.mcp?.clients)].flatMap((name): Artifact[] => {
    const { path } = clients[name];
    if (path === undefined) return [];
    const shared = entriesOf(clients[name], dashboard);
    return [{ path, text: textOf(shared), rank: 0, shared }];
  });
}
