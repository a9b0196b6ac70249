import { expect, it } from "vitest";
import { generated, type Parts } from "../testing/told.ts";

const grafana = { version: "1.1.0", url: "http://grafana.monitoring:80" };

function mcp(more: object, server: object = {}): Parts {
  return mcpOf({ grafana: { ...grafana, ...server } }, more);
}

function mcpOf(servers: object, more: object = {}): Parts {
  const where = { path: "mcp", fluxFile: "clusters/mcp.yaml", apiServer: ["192.168.1.54/32:6443"] };
  return { mcp: { ...where, ...more, servers } };
}

it("groups the servers under a label of their own, or the one that is said", async () => {
  const labels = async (more: object): Promise<string> => {
    const text = (await generated(mcp(more))).get("Tiltfile") ?? "";
    return /"mcp:grafana",[^)]*?labels\s*=\s*\[([^\]]*)\]/.exec(text)?.[1] ?? "";
  };
  expect(await labels({})).toBe('"mcp"');
  expect(await labels({ label: "9-assistants" })).toBe('"9-assistants"');
});

it("takes a Secret that is there as it is, where others are made from a store", async () => {
  const made = async (secret: object): Promise<boolean> =>
    [...(await generated(mcp({ secretStore: "onepassword" }, { secret }))).values()].some((text) =>
      text.includes("kind: ExternalSecret"),
    );
  expect(await made({})).toBe(true);
  expect(await made({ existing: true })).toBe(false);
});

it("links to a host with the scheme that it answers", async () => {
  const link = async (tls: object): Promise<string | undefined> => {
    const expose = { host: "grafana-mcp.lab.example", ...tls };
    const allow = [{ rule: "FT374", reason: "the network is encrypted itself" }];
    const text = (await generated(mcp({ allow }, { expose }))).get("Tiltfile") ?? "";
    return /"(https?:\/\/grafana-mcp[^"]*)"/.exec(text)?.[1];
  };
  expect(await link({ tls: { default: true } })).toBe("https://grafana-mcp.lab.example/mcp");
  expect(await link({})).toBe("http://grafana-mcp.lab.example/mcp");
});

it("mints tokens for callers that bring their own, each button with that right for that account alone", async () => {
  const access = { path: "access", fluxFile: "clusters/access.yaml" };
  const role = async (servers: object): Promise<string> =>
    (await generated({ access, ...mcpOf(servers) })).get("access/role-mcp.yaml") ?? "";
  const kubernetes = await role({ kubernetes: { version: "v0.0.67" } });
  expect(kubernetes.match(/^# .*serviceaccounts\/token.*$/gm)).toEqual([
    "#   mcp:kubernetes:token: create serviceaccounts/token mcp-kubernetes-caller",
    "#   mcp:kubernetes:probe: create serviceaccounts/token mcp-kubernetes-caller",
  ]);
  expect(await role({ flux: { version: "v0.60.0" } })).not.toContain("serviceaccounts/token");
});
