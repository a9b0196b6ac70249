import { describe, it } from "vitest";
import { onPath } from "../on-path.ts";

/** Programs of the real servers, and of what they ask. `unshare` gives one the files of a pod. */
export type McpProgram =
  | "kubernetes-mcp-server"
  | "mcp-grafana"
  | "prometheus-mcp-server"
  | "flux-operator-mcp"
  | "argocd-mcp"
  | "prometheus"
  | "unshare";

/**
 * A group of tests that need real MCP servers. Without them they are skipped, with the reason in the group's
 * name. With `FLUXTILT_REQUIRE_MCP=1` their absence is a failure.
 */
export function describeMcp(name: string, programs: readonly McpProgram[], body: () => void): void {
  const missing = programs.filter((one) => onPath(one) === undefined);
  if (missing.length === 0) {
    describe(name, { timeout: 120_000 }, body);
  } else if (process.env["FLUXTILT_REQUIRE_MCP"] === "1") {
    describe(name, () => {
      it("finds the MCP servers on PATH", () => {
        throw new Error(`not on PATH: ${missing.join(", ")}; .ci/run installs them from .ci/tools/mcp`);
      });
    });
  } else {
    describe.skip(`${name} (skipped: not on PATH: ${missing.join(", ")})`, body);
  }
}
