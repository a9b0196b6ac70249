import { afterAll, beforeAll, expect, it } from "vitest";
import { converse } from "../../cli/mcp/conversation.ts";
import { ApiServer } from "../apiserver/api-server.ts";
import { describeApiServer } from "../apiserver/available.ts";
import { freePorts } from "../apiserver/server-process.ts";
import { describeMcp } from "./available.ts";
import { clusterFor, deployAccounts, frontOf, type Front } from "./cluster.ts";
import { McpLab } from "./lab.ts";
import { RealServer } from "./real-server.ts";

describeMcp("flux-operator-mcp", ["flux-operator-mcp", "unshare"], () => {
  describeApiServer("before a real API server", () => {
    let api: ApiServer;
    let front: Front;
    let lab: McpLab;
    let server: RealServer;
    beforeAll(async () => {
      api = await ApiServer.start();
      front = await frontOf(api);
      const [port] = await freePorts(1);
      lab = new McpLab(`flux: { version: v0.58.1, port: ${port} }`, api.env);
      const mcp = await lab.mcp();
      const manifests = await lab.manifests();
      await deployAccounts(api, mcp, manifests);
      const [flux] = mcp.servers;
      if (flux === undefined) throw new Error("no server");
      server = await RealServer.start(flux, manifests, {
        cluster: await clusterFor(api, front, flux, mcp.namespace),
      });
      lab.forwardTo({ [flux.name]: server.port });
    });
    afterAll(async () => {
      await server.stop();
      lab.end();
      await front.end();
      await api.stop();
    });

    it("answers, and refuses what it must, through the probe", async () => {
      const { code, servers } = await lab.probed();
      const [flux] = servers;
      process.stdout.write(`flux: ${flux?.ms} ms\n`);
      expect(flux).toMatchObject({ verdict: "holds", findings: [], revisions: ["2025-11-25"] });
      expect(flux?.tools).toEqual((await lab.mcp()).servers[0]?.plan.trial.tools);
      expect(code).toBe(0);
    });

    it("shows a Kustomization and a pod, and no Secret", async () => {
      const signal = new AbortController().signal;
      const url = `http://127.0.0.1:${server.port}/mcp`;
      const conversation = await converse(
        { url, headers: {}, timeoutMs: 10_000, signal, version: "0.0.0" },
        "2025-11-25",
      );
      if ("reason" in conversation) throw new Error(conversation.reason);
      const get = async (kind: string, apiVersion = "v1"): Promise<string> => {
        const call = { tool: "get_kubernetes_resources", arguments: { apiVersion, kind, namespace: "shop" } };
        return (await conversation.call(call)).text;
      };
      expect(await get("Pod")).toContain("name: web-0");
      expect(await get("Kustomization", "kustomize.toolkit.fluxcd.io/v1")).toContain("name: shop");
      expect(await get("Secret")).toBe("No resources found");
      await conversation.close();
    });
  });
});
