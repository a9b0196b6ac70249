import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Project } from "../cli/testing/command-line.ts";
import { rules } from "../rules/index.ts";
import { codesIn, copyOfLab, head, lab, of } from "./flux-lab.ts";

const golden = join(lab, "mistakes.expected.txt");
const update = process.env["UPDATE_GOLDENS"] === "1";

let project: Project;
beforeEach(async () => {
  project = await copyOfLab();
});
afterEach(() => project.end());

const codesOf = (inventory: string): Promise<readonly string[]> => codesIn(project, inventory);

const asking = rules.filter(({ asks }) => asks === "reality").map(({ code }) => code);

it("tells one mistake of every kind, with its place, and nothing else", async () => {
  const { code, stderr } = await project.run(["-c", "mistakes.config.yaml", "validate", "--repo"]);
  expect(code).toBe(1);
  if (update) writeFileSync(golden, stderr);
  expect(existsSync(golden) ? readFileSync(golden, "utf8") : "").toBe(stderr);
  const told = new Set(stderr.match(/(?<=\[)FT\d+(?=\]:)/g));
  expect([...told].sort()).toEqual(asking.filter((one) => one !== "FT601"));
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

const workload = (text: string): string =>
  `groups: { g: { namespace: shop, flux: shop, workloads: { w: { target: deployment/shop, ${text} } } } }`;
const button = (text: string): string => workload(`buttons: { b: { do: { ${text} } } }`);
const release = (text: string): string =>
  `groups: { g: { namespace: tools, helmReleases: { r: { chart: oci://x/app-template, version: 4.1.1, ${text} } } } }`;
const set = (text: string): string =>
  `groups: { g: { namespace: shop, manifests: { m: { resources: { o: { objects: ["a:b"] } }, ${text} } } } }`;
const choice = (input: string, value: string): string =>
  `buttons: { b: { inputs: { ${input}: { choice: [all, ${value}] } }, do: { shell: 'echo "$${input}"' } } }`;

const feed = "namespace: web, flux: { helmRelease: web/feed }";

/** What is told, and a near miss that is not. */
const pairs: readonly (readonly [told: string, wrong: string, right: string])[] = [
  ["FT602", of("deployment/db"), of("statefulset/db")],
  [
    "FT602",
    of("{ target: deployment/dash }"),
    of("{ target: deployment/dash, namespace: web, flux: tools }"),
  ],
  ["FT602", of(`{ target: deployment/feeed, ${feed} }`), of(`{ target: deployment/feed, ${feed} }`)],
  [
    "FT602",
    of("{ target: deployment/anything, namespace: web }"),
    of("{ target: deployment/anything, namespace: web, flux: { helmRelease: web/plain } }"),
  ],
  ["FT602", of("{ target: deployment/shpo }"), of("{ target: deploy/shop }")],
  ["FT602", of("{ target: cronjob/repotr }"), of("{ target: job/report-28 }")],
  [
    "FT602",
    of("{ target: deployment/coredns, namespace: tools }"),
    of("{ target: deployment/coredns, namespace: kube-system }"),
  ],
  [
    "FT602 warning",
    "groups: { g: { namespace: shop, workloads: { w: deployment/invoices } } }",
    "groups: { g: { namespace: by-hand, workloads: { w: deployment/invoices } } }",
  ],
  ["FT603", workload('ports: ["9000:80"]'), workload('ports: ["9000:8080"]')],
  ["FT605 warning", workload("ports: [9101]"), workload("ports: [9100]")],
  [
    "FT605 warning",
    of("{ target: statefulset/db, ports: [8009] }"),
    of("{ target: statefulset/db, ports: [8008] }"),
  ],
  ["FT606", workload('services: ["9000:shopp:80"]'), workload('services: ["9000:shop:80"]')],
  [
    "FT606 warning",
    of(`{ target: deployment/feed, ${feed}, services: ["9000:feeed:8080"] }`),
    of(`{ target: deployment/feed, ${feed}, services: ["9000:something:8080"] }`),
  ],
  ["FT607", workload('services: ["9000:shop:8080"]'), workload('services: ["9000:shop:web"]')],
  ["FT608 warning", workload("links: [shpo]"), workload("links: [shop]")],
  ["FT608 warning", workload("links: [wiki]"), workload('links: ["http://wiki.home.lan:3000"]')],
  ["FT608 warning", workload("links: [wiki]"), workload("links: [wiki.other.org]")],
  ["FT608 warning", workload("links: [page]"), workload("links: [site]")],
  ["FT609", button("logs: { container: ap }"), button("logs: { container: metrics }")],
  ["FT609", workload("liveUpdate: { container: ap, steps: [{ sync: [./apps, /apps] }] }"), workload("")],
  [
    "FT610",
    button("secret: { name: shop-logn, key: user }"),
    button("secret: { name: shop-login, key: user }"),
  ],
  [
    "FT610",
    button("secret: { name: shop-api, namespace: tools, key: token }"),
    button("secret: { name: shop-api, namespace: web, key: token }"),
  ],
  [
    "FT611",
    button("secret: { name: shop-login, key: usr }"),
    button("secret: { name: shop-login, key: user }"),
  ],
  [
    "FT612 warning",
    button("reconcile: { helmRelease: web/sites }"),
    button("reconcile: { helmRelease: web/site }"),
  ],
  [
    "FT612",
    button("reconcile: { kustomization: shopp }"),
    button("reconcile: { kustomization: flux-system }"),
  ],
  [
    "FT612",
    button("reconcile: { ociRepository: app-templates }"),
    button("reconcile: { ociRepository: app-template }"),
  ],
  ["FT613", of("{ target: deployment/shop, flux: tools }"), of("{ target: deployment/shop, flux: shop }")],
  [
    "FT613 warning",
    of("{ target: deployment/dash, namespace: tools, flux: tools, buttons: { b: suspend } }"),
    of("{ target: deployment/dash, namespace: tools, flux: tools, buttons: { b: reconcile } }"),
  ],
  ["FT614", release("releaseName: dash, flux: false"), release("releaseName: dash-dev, flux: false")],
  [
    "FT615",
    release("releaseName: dashboard, flux: tools/dash, observe: [deployment/dash]"),
    release("releaseName: dash, flux: tools/dash, observe: [deployment/dash]"),
  ],
  [
    "FT616",
    release("flux: tools/dash, observe: [deployment/dash]").replace("4.1.1", "4.1.0"),
    release("flux: tools/dash, observe: [deployment/dash]").replace("4.1.1", "v4.1.1"),
  ],
  [
    "FT617 warning",
    set("kustomize: apps/shop/base, flux: away").replace("a:b", "shop:service"),
    set("kustomize: apps/shop/overlay, flux: shop").replace("a:b", "shop:service"),
  ],
  ["FT618", set("kustomize: manifests/empty, isolate: dev"), set("kustomize: apps/shop/base, isolate: dev")],
  ["FT618", set("kustomize: manifests, isolate: dev"), set("files: [apps/shop/base/db.yaml], isolate: dev")],
  [
    "FT620 warning",
    set("kustomize: apps/shop/base, flux: lost"),
    set("kustomize: apps/shop/base, flux: tools"),
  ],
  ["FT619", choice("NAMESPACE", "medai"), choice("NAMESPACE", "media")],
  ["FT619 warning", choice("NS", "archive"), choice("SITE", "archive")],
];

describe("near misses", () => {
  it.each(pairs)("%s is told of %s, and not of %s", async (told, wrong, right) => {
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
    for (const [told, wrong] of pairs)
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
  const allowed = head + of('{ target: deployment/shop, allow: [{ rule: FT604, reason: "off at night" }] }');

  it("is unused only where somebody asked", async () => {
    expect(await codesOf(allowed)).toEqual(["FT390 warning"]);
    const { stderr } = await project.run(["validate"]);
    expect(stderr).toBe("cluster.config.yaml: all rules hold\n");
  });
});
