import { button, type WrittenButton } from "../inventory/schema/button.ts";
import { at } from "../source/origin.ts";
import type { Section } from "./model.ts";
import type { McpServer, McpServers } from "./mcp-servers.ts";
import { labelsOf, type Scope } from "./scope.ts";
import { resolveWorkload } from "./workloads.ts";

/** Title of the servers' section in the Tiltfile. */
const title = "MCP servers";

/** The servers as resources of Tilt: attached to, forwarded, with buttons to mint a token, probe and restart. */
export function mcpSection(
  scope: Scope,
  mcp: McpServers,
  label: string | readonly string[] | undefined,
  fluxtilt: readonly string[],
): Section {
  const inSection: Scope = {
    ...scope,
    namespace: mcp.namespace,
    labels: label === undefined ? ["mcp"] : labelsOf(scope, label),
    owner: mcp.kustomization,
  };
  return {
    title,
    description: "What assistants ask about the cluster. Clients: docs/MCP-SETUP.md of fluxtilt.",
    navButtons: [],
    resources: mcp.servers.map((server) =>
      resolveWorkload(
        inSection,
        server.key,
        {
          name: server.resource,
          target: `deployment/${server.name}`,
          description: server.description,
          ports: [`${server.localPort}:${server.plan.port}`],
          // The forward reaches it too, but clients are given this.
          links: server.exposure === undefined ? [] : [server.url],
          buttons: buttonsOf(server, fluxtilt),
          autoInit: true,
        },
        server.origin,
        [],
      ),
    ),
    origin: at(mcp.origin, "servers"),
  };
}

function buttonsOf({ key, plan }: McpServer, fluxtilt: readonly string[]): Record<string, WrittenButton> {
  const { caller } = plan;
  const written: Record<string, unknown> = {
    ...(caller.kind === "kubeToken"
      ? { token: { do: { token: { serviceAccount: caller.serviceAccount } } } }
      : {}),
    probe: {
      text: "Probe",
      icon: "troubleshoot",
      description: "Asks the server something, and tries what it must refuse.",
      do: { argv: [...fluxtilt, "mcp", "probe", key] },
      // Through the forward that Tilt holds, with a token as the button beside it mints one.
      needs: caller.kind === "kubeToken" ? [tokenRule(caller.serviceAccount)] : [],
    },
    restart: "restart",
  };
  return Object.fromEntries(Object.entries(written).map(([name, one]) => [name, button.parse(one)]));
}

function tokenRule(serviceAccount: string): object {
  return {
    apiGroups: [""],
    resources: ["serviceaccounts/token"],
    verbs: ["create"],
    resourceNames: [serviceAccount],
  };
}
