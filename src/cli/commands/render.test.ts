import { afterAll, beforeAll, expect, it } from "vitest";
import { copyOfLab, head } from "../../testing/flux-lab.ts";
import { onPath } from "../../testing/tilt/available.ts";
import type { Project } from "../testing/command-line.ts";

let project: Project;
beforeAll(async () => {
  project = await copyOfLab();
  await project.put(
    "cluster.config.yaml",
    `${head}groups:
  g:
    namespace: shop
    manifests:
      shop: { kustomize: apps/shop/overlay, flux: shop, resources: { a: deployment/shop } }
      away: { kustomize: apps/shop/base, flux: away, resources: { b: { objects: ["shop:service"] } } }
      copy: { kustomize: apps/shop/base, isolate: dev, resources: { c: { objects: ["shop:service"] } } }
`,
  );
});
afterAll(() => project.end());

it.skipIf(onPath("kubectl") === undefined)("prints what Flux would apply, and nothing else", async () => {
  const { code, stdout, stderr } = await project.run(["render", "shop"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^---\napiVersion: /);
  expect(stdout.match(/^ {4}kustomize\.toolkit\.fluxcd\.io\/name: "shop"$/gm)?.length).toBe(
    stdout.match(/^---$/gm)?.length,
  );
});

it("tells at the place of the inventory why a set is not rendered", async () => {
  const { code, stdout, stderr } = await project.run(["render", "away"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(
    "error[FT801]: `away` is not rendered: `kubeConfig` of Kustomization `flux-system/away` applies to another cluster\n" +
      " --> cluster.config.yaml:8:48\n",
  );
});

it.each([
  ["shpo", "did you mean `shop`?"],
  ["copy", "there are `shop`, `away`"],
])("says what there is instead of %s", async (name, help) => {
  const { code, stdout, stderr } = await project.run(["render", name]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(`fluxtilt: there is no set of manifests \`${name}\` that Flux owns\nhelp: ${help}\n`);
});

it("says what is wrong with an inventory that cannot be used", async () => {
  await project.put("broken.yaml", "version: 1\n");
  const { code, stdout, stderr } = await project.run(["--config", "broken.yaml", "render", "shop"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("`cluster`");
});
