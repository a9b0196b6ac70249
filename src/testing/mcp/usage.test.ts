import { afterAll, beforeAll, expect, it } from "vitest";
import { converse, type Conversation } from "../../cli/mcp/conversation.ts";
import { callerVariable } from "../../dashboard/mcp-variables.ts";
import type { McpServer } from "../../dashboard/mcp-servers.ts";
import { ApiServer } from "../apiserver/api-server.ts";
import { describeApiServer } from "../apiserver/available.ts";
import { questionsIn } from "../docs/questions.ts";
import { describeMcp } from "./available.ts";
import { accountOf, clusterFor, deployAccounts, frontOf, mint } from "./cluster.ts";
import { McpLab } from "./lab.ts";
import { startPrometheus } from "./prometheus.ts";
import { RealServer } from "./real-server.ts";
import { fakeArgocd, fakeGrafana } from "./upstreams.ts";

const programs = [
  ...(["kubernetes-mcp-server", "mcp-grafana", "prometheus-mcp-server", "flux-operator-mcp"] as const),
  ...(["argocd-mcp", "prometheus", "unshare"] as const),
];
const callerToken = "what-callers-of-the-tests-bring";
const secrets = {
  GRAFANA_SERVICE_ACCOUNT_TOKEN: "to-grafana",
  MCP_GRAFANA_SERVER_TOKEN: callerToken,
  ARGOCD_API_TOKEN: "to-argocd",
  MCP_AUTH_TOKEN: callerToken,
};

describeMcp("the questions of docs/MCP-USAGE.md", programs, () => {
  describeApiServer("before a real API server", () => {
    const ends: (() => unknown)[] = [];
    const conversations = new Map<string, Conversation>();
    beforeAll(async () => {
      const api = await ApiServer.start();
      ends.push(() => api.stop());
      const front = await frontOf(api);
      const asked = [front, await fakeGrafana(), await fakeArgocd(), await startPrometheus()] as const;
      ends.push(...asked.map((one) => () => one.end()));
      const [, grafana, argocd, prometheus] = asked;
      const lab = new McpLab(
        `kubernetes: { version: v0.0.67 }
grafana: { version: 2.1.1, url: "${grafana.url}" }
prometheus: { version: 1.6.2, url: "${prometheus.url}" }
flux: { version: v0.58.1 }
argocd: { version: 0.9.0, url: "${argocd.url}" }
tekton: { version: v0.0.67 }`,
        api.env,
      );
      ends.push(() => {
        lab.end();
      });
      const mcp = await lab.mcp();
      const manifests = await lab.manifests();
      await deployAccounts(api, mcp, manifests);
      const tokenOf = (server: McpServer): Promise<string> | string =>
        server.plan.caller.kind === "kubeToken" ? mint(api, accountOf(server), mcp.namespace) : callerToken;
      for (const server of mcp.servers) {
        const cluster = await clusterFor(api, front, server, mcp.namespace);
        const running = await RealServer.start(server, manifests, { cluster, secrets });
        ends.push(() => running.stop());
        const hasCaller = callerVariable(server) !== undefined;
        const conversation = await converse(
          {
            url: `http://127.0.0.1:${running.port}/mcp`,
            headers: hasCaller ? { Authorization: `Bearer ${await tokenOf(server)}` } : {},
            ...{ timeoutMs: 10_000, signal: new AbortController().signal, version: "0.0.0" },
          },
          "2025-11-25",
        );
        if ("reason" in conversation) throw new Error(`${server.key}: ${conversation.reason}`);
        conversations.set(server.key, conversation);
        ends.push(() => conversation.close());
      }
    }, 120_000);
    afterAll(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    });

    it.each(questionsIn("docs/MCP-USAGE.md"))(
      "$place: $server, $call.tool",
      async ({ server, call, isRefused, answer }) => {
        const { kind, text } = (await conversations.get(server)?.call(call)) ?? {
          kind: "absent",
          text: server,
        };
        expect(kind, text).toBe(isRefused ? "error" : "answer");
        const said = text.replace(/\s+/g, " ");
        for (const line of answer)
          for (const piece of line.split("…")) expect(said).toContain(piece.trim().replace(/\s+/g, " "));
      },
    );
  });
});
