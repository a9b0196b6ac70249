import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { converse, revisions } from "../../cli/mcp/conversation.ts";
import { medianOf } from "../../cli/mcp/judge.ts";
import type { McpServer } from "../../dashboard/mcp-servers.ts";
import { ApiServer } from "../apiserver/api-server.ts";
import { describeApiServer } from "../apiserver/available.ts";
import { freePorts } from "../apiserver/server-process.ts";
import { describeMcp } from "./available.ts";
import { clusterFor, deployAccounts, frontOf, mint, secretValue, type Front } from "./cluster.ts";
import { McpLab } from "./lab.ts";
import { RealServer, type Start } from "./real-server.ts";

const version = "v0.0.67";

/** What was measured, for whoever reads the log of CI. */
const report = (text: string): void => void process.stdout.write(`${text}\n`);

interface Deployed {
  readonly lab: McpLab;
  readonly servers: readonly McpServer[];
  /** Of each server's process. */
  readonly ports: readonly number[];
  readonly end: () => Promise<void>;
}

describeMcp("kubernetes-mcp-server", ["kubernetes-mcp-server", "unshare"], () => {
  describeApiServer("before a real API server", () => {
    let api: ApiServer;
    let front: Front;
    beforeAll(async () => {
      api = await ApiServer.start();
      front = await frontOf(api);
    });
    afterAll(async () => {
      await api.stop();
      await front.end();
    });

    /** Starts every server of an inventory as generated, and forwards to it. */
    const deployed = async (
      written: (ports: readonly number[]) => string,
      spoil?: Start["spoil"],
    ): Promise<Deployed> => {
      const lab = new McpLab(written(await freePorts(2)), api.env);
      const mcp = await lab.mcp();
      const manifests = await lab.manifests();
      await deployAccounts(api, mcp, manifests);
      const started = await Promise.all(
        mcp.servers.map(async (server) => {
          const cluster = await clusterFor(api, front, server, mcp.namespace);
          return await RealServer.start(server, manifests, {
            cluster,
            ...(spoil === undefined ? {} : { spoil }),
          });
        }),
      );
      const ports = started.map(({ port }) => port);
      lab.forwardTo(Object.fromEntries(mcp.servers.map(({ name }, at) => [name, ports[at] ?? 0])));
      const end = async (): Promise<void> => {
        for (const one of started) await one.stop();
        lab.end();
      };
      return { lab, servers: mcp.servers, ports, end };
    };

    describe.each(["caller", "shared"] as const)("identity: %s", (identity) => {
      it("answers, and refuses what it must, through the probe", async () => {
        const { lab, servers, end } = await deployed(
          ([one, two]) =>
            `kubernetes: { version: ${version}, identity: ${identity}, port: ${one} }
tekton: { version: ${version}, identity: ${identity}, port: ${two} }`,
        );
        try {
          const { code, servers: told } = await lab.probed();
          report(`${identity}: ${told.map(({ server, ms }) => `${server}: ${ms} ms`).join(", ")}`);
          expect(told.flatMap(({ findings }) => findings)).toEqual([]);
          expect(told.map(({ server, verdict }) => [server, verdict])).toEqual([
            ["kubernetes", "holds"],
            ["tekton", "holds"],
          ]);
          for (const [at, { tools, revisions: spoken }] of told.entries()) {
            expect([...tools].sort()).toEqual(servers[at]?.plan.trial.tools);
            expect(spoken).toEqual(revisions);
          }
          expect(code).toBe(0);
        } finally {
          await end();
        }
      });
    });

    it("shows a pod to a client with the generated entry, and no Secret", async () => {
      const { lab, servers, ports, end } = await deployed(
        ([port]) => `kubernetes: { version: ${version}, port: ${port} }`,
        // So that the API server has to refuse, and not the server's own list.
        (text) => text.replace(/\[\[denied_resources\]\][^]*$/, ""),
      );
      const [server] = servers;
      if (server?.plan.caller.kind !== "kubeToken") throw new Error("no caller");
      const token = await mint(api, server.plan.caller.serviceAccount, "mcp");
      const address = {
        url: `http://127.0.0.1:${ports[0]}/mcp`,
        headers: { Authorization: `Bearer ${token}` },
        ...{ timeoutMs: 10_000, signal: new AbortController().signal, version: "0.0.0" },
      };
      try {
        for (const revision of revisions) {
          const conversation = await converse(address, revision);
          if ("reason" in conversation) throw new Error(conversation.reason);
          const { call } = conversation;
          const pods = [];
          for (let time = 0; time < 5; time += 1)
            pods.push(await call({ tool: "pods_list_in_namespace", arguments: { namespace: "shop" } }));
          report(`${revision}: a pod is listed in ${Math.round(medianOf(pods) ?? Infinity)} ms`);
          for (const { kind, text } of pods) {
            expect(kind).toBe("answer");
            expect(text).toContain("web-0");
          }
          const secret = { apiVersion: "v1", kind: "Secret", namespace: "shop", name: "login" };
          const refused = await call({ tool: "resources_get", arguments: secret });
          expect(refused).toMatchObject({ kind: "error" });
          expect(refused.text).toContain('secrets "login" is forbidden');
          const listed = await call({
            tool: "resources_list",
            arguments: { apiVersion: "v1", kind: "Secret" },
          });
          expect(listed.text).toContain("forbidden");
          const deleted = await call({
            tool: "pods_delete",
            arguments: { namespace: "shop", name: "web-0" },
          });
          expect(deleted).toMatchObject({ kind: "error", text: 'unknown tool "pods_delete"' });
          for (const { text } of [...pods, refused, listed, deleted]) {
            expect(text).not.toContain(token);
            expect(text).not.toContain(secretValue);
          }
          await conversation.close();
        }
        for (const headers of [{}, { Authorization: "Basic bm86bm8=" }] as Record<string, string>[]) {
          const stranger = await converse({ ...address, headers }, revisions[0]);
          expect(stranger).toMatchObject({ status: 401 });
        }
        expect((await lab.probed()).servers).toMatchObject([{ verdict: "holds", findings: [] }]);
      } finally {
        await end();
      }
    });

    it("is told apart from one that can write, by a key that is misspelt", async () => {
      const { lab, end } = await deployed(
        ([port]) => `kubernetes:
  version: ${version}
  port: ${port}
  unsafe: { reason: a test }
  rbac: [{ apiGroups: [""], resources: [configmaps], verbs: [delete] }]`,
        (text) => text.replace("read_only", "readonly"),
      );
      try {
        const { code, servers } = await lab.probed();
        const findings = servers.flatMap((one) => one.findings);
        expect(code).toBe(1);
        expect(servers).toMatchObject([{ verdict: "fails" }]);
        expect(findings.map((one) => one.message)).toEqual(
          expect.arrayContaining([
            expect.stringMatching(/was allowed to look .* `resources_delete` says .*not found/),
            expect.stringContaining("shows the tool `resources_delete`, which may write"),
          ]),
        );
      } finally {
        await end();
      }
    });

    it.each(["caller", "shared"])("is told apart from one with the toolset config, %s", async (identity) => {
      const { lab, end } = await deployed(
        ([port]) =>
          `kubernetes: { version: ${version}, identity: ${identity}, port: ${port}, toolsets: [core, config], unsafe: { reason: a test } }`,
      );
      try {
        const { code, servers, text } = await lab.probed();
        expect(code).toBe(1);
        const codes = servers.flatMap(({ findings }) => findings.map((one) => one.code));
        // Under the caller's own identity the tool is there and has no credential to show.
        expect(codes).toEqual(identity === "shared" ? ["FT853", "FT856", "FT855"] : ["FT853", "FT855"]);
        expect(text).not.toMatch(/eyJ/);
      } finally {
        await end();
      }
    });
  });
});
