import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../tilt/until.ts";
import { allowed, inWords, type Question } from "./access-review.ts";
import { describeApiServer } from "./available.ts";
import { ApiServer } from "./api-server.ts";
import { mcpCases } from "./mcp-cases.ts";
import { forbidden, needed } from "./mcp-rights.ts";

const none: readonly Question[] = [];

/** By case: what each account is there for. An account that stands here with nothing may do nothing. */
const accounts: Readonly<Record<string, Readonly<Record<string, readonly Question[]>>>> = {
  "mcp-servers": {
    "mcp-kubernetes-caller": needed.kubernetes,
    "mcp-kubernetes": none,
    "mcp-tekton-caller": needed.tekton,
    "mcp-tekton": none,
    "mcp-flux": needed.flux,
    "mcp-grafana": none,
    "mcp-prometheus": none,
    "mcp-argocd": none,
  },
  "mcp-shared": {
    "mcp-kubernetes": [
      ...needed.kubernetes,
      // Added by the inventory.
      { verb: "list", what: "volumes", group: "longhorn.io" },
      { verb: "get", what: "configmaps", namespace: "kube-public", name: "cluster-info" },
    ],
    "mcp-tekton": needed.tekton,
    "mcp-grafana": none,
  },
};

const everything = [...Object.values(needed).flat(), ...forbidden];

describeApiServer("the rights of MCP servers", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await ApiServer.start({ crds: false });
  });
  afterAll(() => server.stop());

  describe.each(mcpCases().filter(({ name }) => name in accounts))("$name", ({ name: one, texts }) => {
    const of = Object.entries(accounts[one] ?? {});
    const isOurs = ["--selector=app.kubernetes.io/part-of=mcp", "--ignore-not-found"];
    beforeAll(async () => {
      const roles = texts.filter((text) => text.includes("\nkind: ClusterRole\n"));
      expect(roles.length).toBe(of.filter(([, may]) => may.length > 0).length);
      await server.apply(roles.join(""));
      // The authorizer learns of roles by watching them.
      for (const [account, may] of of) await untilAllowed(account, may.slice(0, 1));
    });
    afterAll(async () => {
      await server.kubectl(["delete", "clusterroles,clusterrolebindings", ...isOurs]);
    });

    const untilAllowed = async (account: string, first: readonly Question[]): Promise<void> => {
      await until(`rights of ${account}`, async () =>
        (await allowed(server, `mcp:${account}`, first)).length === first.length ? true : undefined,
      );
    };

    it("has every account of the manifests in the table", () => {
      const written = texts.flatMap((text) => [
        ...text.matchAll(/kind: ServiceAccount\nmetadata:\n {2}name: (.+)/g),
      ]);
      expect(written.map(([, account]) => account).sort()).toEqual(of.map(([account]) => account).sort());
    });

    it.each(of)("lets %s read what its questions need", async (account, may) => {
      expect((await allowed(server, `mcp:${account}`, may)).map(inWords)).toEqual(may.map(inWords));
    });

    it.each(of)("lets %s change nothing, and see no secret", async (account) => {
      expect((await allowed(server, `mcp:${account}`, forbidden)).map(inWords)).toEqual([]);
    });

    it.each(of.filter(([, may]) => may.length === 0))("lets %s do nothing at all", async (account) => {
      expect((await allowed(server, `mcp:${account}`, everything)).map(inWords)).toEqual([]);
      expect(await listOf(account)).toEqual(await listOf("nobody-knows-it"));
    });
  });

  /** All that kubectl says of an account's rights. */
  const listOf = async (account: string): Promise<string> => {
    const as = [`--as=system:serviceaccount:mcp:${account}`, "--namespace=mcp"];
    const { code, stdout } = await server.kubectl(["auth", "can-i", "--list", ...as]);
    expect(code).toBe(0);
    expect(stdout).toContain("selfsubjectaccessreviews.authorization.k8s.io");
    return stdout;
  };

  it("knows a right where there is one", async () => {
    await server.apply(
      JSON.stringify({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: "all" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "ServiceAccount", name: "all", namespace: "mcp" }],
      }),
    );
    await until("a cluster-admin", async () =>
      (await allowed(server, "mcp:all", everything)).length === everything.length ? true : undefined,
    );
  });
});
