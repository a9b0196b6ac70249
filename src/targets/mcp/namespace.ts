import type { McpServers } from "../../dashboard/mcp-servers.ts";
import type { KubeObject } from "../manifests/object.ts";
import { sharedLabels } from "./labels.ts";

/** The servers' namespace: it admits only pods that the Pod Security Standard `restricted` allows. */
export function namespaceOf({ namespace }: McpServers): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespace,
      labels: {
        ...sharedLabels,
        ...Object.fromEntries(
          ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "restricted"]),
        ),
      },
      // With the namespace would go what others put there, such as a Secret that nothing can make again.
      annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
    },
  };
}
