import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnsOf } from "../../diagnostics/columns.ts";
import type { Listing } from "../listing/listing.ts";
import { createProject, inventory, type Project } from "../testing/command-line.ts";

let project: Project;
beforeAll(async () => {
  project = await createProject({
    "cluster.config.yaml": `${inventory}    helmReleases:
      cache:
        chart: oci://registry.example.org/charts/cache
        version: 1.2.3
        flux: web/cache
        observe: [statefulset/cache, deployment/cache-exporter]
secrets:
  token: { namespace: web, keys: { token: { env: NODE } } }
buttons:
  events: { text: "日本 👨‍👩‍👧", do: { shell: "kubectl get events |\\n  head -n 5" }, allow: [{ rule: FT326, reason: listed only }] }
`,
  });
});
afterAll(() => project.end());

describe("list --json", () => {
  it("has the documented shape", async () => {
    const { code, stdout, stderr } = await project.run(["list", "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const listing = JSON.parse(stdout) as Listing;
    const common = { labels: ["web"], tiltfile: "web/Tiltfile", onDemand: false, develop: null };
    expect(listing.resources).toEqual([
      expect.objectContaining({ name: "token", kind: "secret", target: "secret/token", namespace: "web" }),
      {
        name: "nodes",
        kind: "task",
        target: 'kubectl get node "$NODE"',
        namespace: null,
        labels: ["ops"],
        tiltfile: "Tiltfile",
        onDemand: false,
        develop: null,
      },
      { name: "web:shop", kind: "workload", target: "deployment/shop", namespace: "web", ...common },
      {
        ...common,
        name: "web:shop:forward-8081",
        kind: "forward",
        target: "service/shop:http",
        namespace: "web",
      },
      ...[
        ["web:cache", "statefulset/cache"],
        ["web:cache:cache-exporter", "deployment/cache-exporter"],
      ].map(([name, target]) => ({
        ...common,
        name,
        target,
        kind: "release",
        namespace: "web",
        onDemand: true,
        develop: "web:cache",
      })),
    ]);
    expect(listing.ports).toEqual([
      { local: 8080, host: null, resource: "web:shop", target: "deployment/shop:80" },
      { local: 8081, host: null, resource: "web:shop:forward-8081", target: "service/shop:http" },
    ]);
    expect(listing.links).toEqual([{ resource: "web:shop", name: "Shop", url: "https://shop.example.org" }]);
    expect(listing.buttons).toHaveLength(2);
    expect(listing.buttons[1]).toEqual({
      name: "web:shop:restart",
      resource: "web:shop",
      text: "🔄 Restart",
      action: "restart",
      argv: expect.arrayContaining(["kubectl", "{context}", "deployment/shop"]) as string[],
      dir: ".",
      inputs: [],
      confirm: true,
    });
  });

  it("has one part when one is asked for", async () => {
    const { stdout } = await project.run(["list", "ports", "--json"]);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(["version", "ports"]);
  });
});

describe("list", () => {
  it("tells all parts with their counts", async () => {
    const { stdout } = await project.run(["list"]);
    expect(stdout.match(/^\w+ \(\d+\)$/gm)).toEqual([
      "resources (6)",
      "ports (2)",
      "links (1)",
      "buttons (2)",
    ]);
  });

  it("aligns wide characters by the columns that they take", async () => {
    const { stdout } = await project.run(["list", "buttons"]);
    const [head = "", ...rows] = stdout.trimEnd().split("\n");
    const at = columnsOf(head.slice(0, head.indexOf("NAME")));
    expect(rows).toHaveLength(2);
    for (const [index, name] of ["events ", "web:shop:restart "].entries()) {
      const row = rows[index] ?? "";
      expect(columnsOf(row.slice(0, row.lastIndexOf(`  ${name}`) + 2))).toBe(at);
    }
    expect(stdout).toContain("kubectl get events |; head -n 5");
  });

  it.each([40, 60, 80, 120])("fits a terminal of %i columns, and a pipe gets all", async (columns) => {
    const env = { NO_COLOR: "1" };
    const { stdout } = await project.run(["list"], { columns, env });
    for (const line of stdout.split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    expect(stdout).toContain("web:cache:cache-");
    const whole = await project.run(["list"], { env });
    expect(whole.stdout).not.toContain("…");
    expect(whole.stdout).toContain("web/Tiltfile");
  });

  it("obeys nothing that stands in a text", async () => {
    const hostile = await createProject({
      "cluster.config.yaml": inventory.replace("🔄 Restart", "a\\e[31m\\u202eb"),
    });
    const { stdout } = await hostile.run(["list", "buttons"]);
    expect(stdout).toContain("a\\u{1b}[31m\\u{202e}b");
    await hostile.end();
  });
});
