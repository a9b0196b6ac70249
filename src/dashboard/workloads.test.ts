import { describe, expect, it } from "vitest";
import { generated, toldOf, type Parts } from "../testing/told.ts";

const inGroup = (group: object): Parts => ({ groups: { web: { namespace: "web", ...group } } });
const workload = (more: object): Parts => inGroup({ workloads: { a: { target: "deployment/a", ...more } } });

async function tiltfileOf(parts: Parts, files: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await generated(parts, files)).get("Tiltfile") ?? "";
}

describe("the Flux object of a workload", () => {
  it.each([
    ["apps", ["kustomization", "apps", "flux-system"]],
    ["other/apps", ["kustomization", "apps", "other"]],
    [{ kustomization: "apps" }, ["kustomization", "apps", "flux-system"]],
    [{ helmRelease: "web/a" }, ["helmrelease", "a", "web"]],
  ])("%j is what its buttons reconcile", async (flux, [kind, name, namespace]) => {
    const text = await tiltfileOf(workload({ flux, buttons: { sync: "reconcile" } }));
    expect(text).toContain(`"flux", "reconcile", "${kind}", "${name}", "--namespace", "${namespace}"`);
  });
});

describe("a namespace", () => {
  const nowhere = (workloads: object): Parts => ({ groups: { web: { workloads } } });

  it("is not asked of what is outside of all", async () => {
    for (const kind of ["node", "clusterrole.rbac.authorization.k8s.io"])
      expect(await toldOf(nowhere({ a: `${kind}/a` })), kind).toEqual([]);
    expect(await toldOf(nowhere({ a: "deployment/a" }))).toEqual(['FT208 "deployment/a"']);
  });

  it("is asked of a Service that such a thing forwards", async () => {
    const forwarding = (service: unknown): Parts => nowhere({ a: { target: "node/a", services: [service] } });
    expect(await toldOf(forwarding("8080:front:80"))).toEqual(['FT208 "8080:front:80"']);
    const elsewhere = { local: 8080, service: "front", port: 80, namespace: "web" };
    expect(await toldOf(forwarding(elsewhere))).toEqual([]);
  });
});

describe("a label", () => {
  it("of a long group is one that Tilt takes", async () => {
    const key = `${"a".repeat(62)} b`;
    const text = await tiltfileOf({
      groups: { [key]: { namespace: "web", workloads: { a: "deployment/a" } } },
    });
    expect(text).toContain(`"${"a".repeat(62)}"`);
    expect(text).not.toContain(`"${"a".repeat(62)}-`);
  });
});

describe("a chart", () => {
  const files = { "Chart.yaml": "", "chart/Chart.yaml": "" };
  const release = (more: object): Parts =>
    inGroup({ helmReleases: { a: { flux: false, observe: ["deployment/a"], ...more } } });

  it("is the folder itself as well as one below", async () => {
    expect(await toldOf(release({ chart: "." }), files)).toEqual([]);
    expect(await toldOf(release({ chart: "./chart" }), files)).toEqual([]);
  });

  it("of a repository names it by its host, whatever the scheme", async () => {
    for (const scheme of ["http", "https"]) {
      const chart = { chart: "podinfo", version: "6.0.0", repo: `${scheme}://charts.example/stable/` };
      expect(await tiltfileOf(release(chart)), scheme).toContain('"charts-example-stable"');
    }
  });
});

describe("a link", () => {
  it("without a domain is told beside one that is right", async () => {
    const links = ["grafana", "https://example.org"];
    expect(await toldOf(workload({ links }))).toEqual(['FT206 "grafana"']);
  });
});

describe("a question of an action", () => {
  it("is asked beside inputs of other names, and once where an input has its name", async () => {
    const asking = async (inputs: object): Promise<number> => {
      const allow = [{ rule: "FT322", reason: "it is for those who read the log" }];
      const text = await tiltfileOf(workload({ buttons: { scale: { do: "scale", inputs } }, allow }));
      return text.split(/text_input\(\s*"REPLICAS"/).length - 1;
    };
    expect(await asking({ REASON: "none" })).toBe(1);
    expect(await asking({ REPLICAS: "2" })).toBe(1);
  });
});
