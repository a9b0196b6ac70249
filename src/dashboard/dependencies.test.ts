import { describe, expect, it } from "vitest";
import { compiled, type Parts } from "../testing/told.ts";

/** What is said of an inventory, with the help. */
async function said(parts: Parts): Promise<readonly string[]> {
  const { diagnostics } = await compiled(parts);
  return diagnostics.map(({ code, message, help }) => [code, message, help ?? ""].join("; "));
}

const web = (workloads: object, more: object = {}): Parts => ({
  groups: { web: { namespace: "web", prefix: "web:", workloads, ...more } },
});
const task = (more: object): object => ({ do: { argv: ["echo"] }, ...more });

describe("dependsOn", () => {
  it("names each resource that it could mean once", async () => {
    const inventory = web(
      { a: "deployment/a", b: { target: "deployment/b", dependsOn: ["a"] } },
      { tasks: { a: task({ name: "a" }) } },
    );
    expect(await said(inventory)).toEqual([
      "FT202; `a` could be `web:a` or `a`; give the full name, or another key",
    ]);
  });

  it("on a name that two resources have is told of these alone", async () => {
    const inventory = web({
      a: { target: "deployment/a", name: "same" },
      b: { target: "deployment/b", name: "same" },
      c: { target: "deployment/c", dependsOn: ["same"] },
    });
    const { diagnostics } = await compiled(inventory);
    expect(diagnostics.map(({ code }) => code)).toEqual(["FT301"]);
  });

  it("is never thought to mean the entry itself", async () => {
    const help = async (reference: string): Promise<readonly string[]> =>
      said(web({ grafana: { target: "deployment/a", dependsOn: [reference] } }));
    expect(await help("grafna")).toEqual(["FT201; no resource is called `grafna`; "]);
    expect(await help("web:grafna")).toEqual(["FT201; no resource is called `web:grafna`; "]);
  });

  it("finds an MCP server by its full name", async () => {
    const inventory = (prefix: object): Parts => ({
      mcp: {
        path: "mcp",
        fluxFile: "clusters/mcp.yaml",
        apiServer: ["192.168.1.54/32:6443"],
        ...prefix,
        servers: { flux: { version: "v0.60.0" } },
      },
      tasks: { a: task({ dependsOn: ["mcp:flux"] }), b: task({ dependsOn: ["ask:flux"] }) },
    });
    const unknown = async (prefix: object): Promise<readonly string[]> => {
      const { diagnostics } = await compiled(inventory(prefix));
      return diagnostics.filter(({ code }) => code === "FT201").map(({ message }) => message);
    };
    expect(await unknown({})).toEqual(["no resource is called `ask:flux`"]);
    expect(await unknown({ prefix: "ask:" })).toEqual(["no resource is called `mcp:flux`"]);
  });
});
