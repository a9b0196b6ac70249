import { describe, expect, it } from "vitest";
import { told } from "../testing/told.ts";

describe("a name that fluxtilt takes for a resource of its own (FT301)", () => {
  const group = {
    namespace: "web",
    helmReleases: {
      a: {
        chart: "podinfo",
        repo: "https://charts.example/stable",
        version: "6.0.0",
        flux: "web/a",
        observe: ["deployment/a"],
      },
      b: { chart: "./chart", flux: false, observe: ["deployment/b"] },
    },
    manifests: {
      c: { files: ["c.yaml"], flux: "apps/c", resources: { cc: "deployment/c" } },
      d: { files: ["d.yaml"], flux: false, isolate: "own", resources: { dd: "deployment/d" } },
    },
  };
  const files = { "c.yaml": "", "d.yaml": "", "chart/Chart.yaml": "" };
  const named = (name: string, tilt?: object): Promise<readonly string[]> =>
    told("FT301", { ...(tilt && { tilt }), groups: { web: group }, tasks: { [name]: "echo" } }, files);

  it.each([
    "fluxtilt:generate",
    "flux-suspend:helmrelease:web:a",
    "helm-repo:charts-example-stable",
    "flux-suspend:kustomization:apps:c",
    "namespace:own",
  ])("%s is told", async (name) => {
    expect(await named(name)).toEqual([`"${name}"`]);
  });

  it("is free where fluxtilt has nothing of that name", async () => {
    for (const name of ["flux-suspend:helmrelease:web:b", "namespace:web", "helm-repo:chart"])
      expect(await named(name), name).toEqual([]);
    expect(await named("fluxtilt:generate", { regenerate: false })).toEqual([]);
  });
});
