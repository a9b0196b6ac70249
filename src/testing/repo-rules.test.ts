import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Project } from "../cli/testing/command-line.ts";
import { rules } from "../rules/index.ts";
import { button, codesIn, copiedSets, copyOfLab, head, lab, of, workload } from "./flux-lab.ts";
import { repoNearMisses } from "./repo-near-misses.ts";

const golden = join(lab, "mistakes.expected.txt");
const update = process.env["UPDATE_GOLDENS"] === "1";

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
});
afterEach(() => project.end());

beforeEach(async () => {
  for (const [path, text] of copiedSets) await project.put(path, text);
});

const codesOf = (inventory: string): Promise<readonly string[]> => codesIn(project, inventory);

/** What only the repository can have wrong: told in tests of their own. */
const ofTheRepository: ReadonlySet<string> = new Set(["FT601", "FT622", "FT635"]);

const asking = rules.filter(({ asks }) => asks === "reality").map(({ code }) => code);

it("tells one mistake of every kind, with its place, and nothing else", async () => {
  const { code, stderr } = await project.run(["-c", "mistakes.config.yaml", "validate", "--repo"]);
  expect(code).toBe(1);
  if (update) writeFileSync(golden, stderr);
  expect(existsSync(golden) ? readFileSync(golden, "utf8") : "").toBe(stderr);
  const told = new Set(stderr.match(/(?<=\[)FT\d+(?=\]:)/g));
  expect([...told].sort()).toEqual(asking.filter((one) => !ofTheRepository.has(one)));
});

it("has nothing to say where all of it is there", async () => {
  const { code, stderr } = await project.run(["validate", "--repo"]);
  expect(stderr).toBe(
    "3 parts of the repository cannot be seen from here: HelmRelease web/site, HelmRelease web/plain, " +
      "HelmRelease guess/likely (--verbose says why)\ncluster.config.yaml: all rules hold\n",
  );
  expect(code).toBe(0);
});

it("names each part that it cannot see where asked", async () => {
  const { stderr } = await project.run(["validate", "--repo", "--verbose"]);
  expect(stderr).toContain(
    "  HelmRelease `web/plain`: what the chart `site` makes is not in the repository (apps/tools/plain.yaml:1)\n",
  );
  expect(stderr).toContain(
    "  the values of Secret `shop/shop-login` are encrypted (infra/shop-login.sops.yaml:1)\n",
  );
});

it("asks nothing of the repository unless told to", async () => {
  const { code, stderr } = await project.run(["-c", "mistakes.config.yaml", "validate"]);
  expect([...stderr.matchAll(/\[(FT6\d+)\]/g)]).toEqual([]);
  expect(code).toBe(0);
});

it("knows the namespaces that Flux applies, though no entry is in them", async () => {
  const asks = (namespace: string): string => head + button(`shell: "kubectl -n ${namespace} get pods"`);
  expect(await codesOf(asks("media"))).toEqual([]);
  expect(await codesOf(asks("medai"))).toEqual(["FT330 warning"]);
  // Nobody who looks only at the inventory knows either.
  await project.put("cluster.config.yaml", asks("media"));
  expect((await project.run(["validate"])).stderr).toContain("[FT330]");
});

describe("near misses", () => {
  it.each(repoNearMisses)("%s is told of %s, and not of %s", async (told, wrong, right) => {
    expect(await codesOf(head + wrong)).toEqual([told]);
    expect(await codesOf(head + right)).toEqual([]);
  });
});

describe("what cannot be seen", () => {
  it("makes nothing gone, and leaves what is there as it is", async () => {
    await project.put(
      "apps/tools/kustomization.yaml",
      'resources: [dash.yaml, "https://git.example.org/more.git//base?ref=v1"]\n',
    );
    const overlay = await project.read("apps/shop/overlay/kustomization.yaml");
    await project.put(
      "apps/shop/overlay/kustomization.yaml",
      overlay.replace("../base", '../base, "https://git.example.org/more.git//shop?ref=v1"'),
    );
    // What `shop` makes of the other namespaces is all there to see.
    const isSettled = (text: string): boolean => /deployment\/.*namespace: (tools|web)/.test(text);
    for (const [told, wrong] of repoNearMisses)
      if (/FT6(02|06|08|10|12|19)/.test(told) && !isSettled(wrong))
        expect(await codesOf(head + wrong), wrong).toEqual([]);
    expect(await codesOf(head + workload("ports: [9101]"))).toEqual(["FT605 warning"]);
  });

  it("could be a host, where a release's values are not all known or say the domain", async () => {
    const wiki = head + workload("links: [wiki]");
    const site = await project.read("apps/tools/site.yaml");
    expect(await codesOf(wiki)).toEqual(["FT608 warning"]);
    await project.put("apps/tools/site.yaml", site.replace("host: site.home.lan", "domain: home.lan"));
    expect(await codesOf(wiki)).toEqual([]);
    await project.put(
      "apps/tools/site.yaml",
      site.replace("  postRenderers", "  valuesFrom: [{ kind: Secret, name: more }]\n  postRenderers"),
    );
    expect(await codesOf(wiki)).toEqual([]);
  });

  it("is no host where every chart is known, so that a misspelt one is an error", async () => {
    await project.put("apps/tools/kustomization.yaml", "resources: [dash.yaml]\n");
    expect(await codesOf(head + workload("links: [shpo]"))).toEqual(["FT608"]);
    expect(await codesOf(head + workload("links: [wiki]"))).toEqual(["FT608 warning"]);
  });

  it("could be a Secret that something copies, or a host that a Service has", async () => {
    const secret = head + button("secret: { name: shop-logn, key: user }");
    const wiki = head + workload("links: [wiki]");
    const base = await project.read("apps/shop/base/shop.yaml");
    const copier =
      "apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: { name: all }\n";
    const named = "annotations: { external-dns.alpha.kubernetes.io/hostname: wiki.home.lan }";
    const service =
      `apiVersion: v1\nkind: Service\nmetadata: { name: wiki, ${named} }\n` +
      "spec: { type: LoadBalancer, ports: [{ port: 80 }] }\n";
    expect(await codesOf(secret)).toEqual(["FT610"]);
    expect(await codesOf(wiki)).toEqual(["FT608 warning"]);
    await project.put("apps/shop/base/shop.yaml", `${base}---\n${copier}---\n${service}`);
    expect(await codesOf(secret)).toEqual([]);
    expect(await codesOf(wiki)).toEqual([]);
  });

  it("leaves replicas to an autoscaler", async () => {
    const worker = head + of("deployment/worker");
    expect(await codesOf(worker)).toEqual(["FT604 warning"]);
    const base = await project.read("apps/shop/base/worker.yaml");
    const scaler =
      "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: w }\nspec: { scaleTargetRef: { name: worker } }\n";
    await project.put("apps/shop/base/worker.yaml", base + scaler);
    expect(await codesOf(worker)).toEqual([]);
  });
});

describe("what is allowed", () => {
  it("is not unused where Flux's beginning is not known", async () => {
    const lost = head.replace("clusters/home", "clusters/gone");
    const worker = of("{ target: deployment/worker, allow: [{ rule: FT604, reason: scaled by hand }] }");
    expect(await codesOf(lost + worker)).toEqual(["FT601"]);
  });

  const allowed = head + of('{ target: deployment/shop, allow: [{ rule: FT604, reason: "off at night" }] }');

  it("is unused only where somebody asked", async () => {
    expect(await codesOf(allowed)).toEqual(["FT390 warning"]);
    const { stderr } = await project.run(["validate"]);
    expect(stderr).toBe("cluster.config.yaml: all rules hold\n");
  });
});
