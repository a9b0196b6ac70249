import { describe, expect, it } from "vitest";
import { called, toldInRepository } from "../../testing/repo-in-memory.ts";

const pods = "template: { spec: { containers: [{ name: app }] } }";
const web = `${called("apps/v1", "Deployment", "web")}spec: { ${pods} }\n`;
const service = `${called("v1", "Service", "web")}spec: { ports: [{ port: 80 }] }\n`;
/** A release whose chart is not in the repository: what it makes is not known. */
const hidden = `${called("helm.toolkit.fluxcd.io/v2", "HelmRelease", "hidden")}spec: { chart: { spec: { chart: unheard-of, sourceRef: { kind: HelmRepository, name: x } } } }\n`;
const other = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: other, namespace: flux-system }
spec: { path: ./other, sourceRef: { kind: GitRepository, name: flux-system } }
`;

/** What is told of an entry where `apps` applies a workload, and `other` a release that is not seen. */
const told = (entry: string): Promise<readonly string[]> =>
  toldInRepository(`groups: { g: { namespace: shop, workloads: { w: { ${entry} } } } }`, {
    "apps/all.yaml": web + service,
    "clusters/home/other.yaml": other,
    "other/all.yaml": hidden,
  });

describe("where a chart that is not seen could make a workload (FT602)", () => {
  it.each([
    ["nobody is said to deploy it", "target: deployment/wbe"],
    ["it is the release's", "target: deployment/wbe, flux: { helmRelease: shop/hidden }"],
    ["what it is said to belong to applies the release", "target: deployment/wbe, flux: other"],
    ["it is said to belong to the root of all", "target: deployment/wbe, flux: flux-system"],
  ])("nothing is told if %s", async (_, entry) => {
    expect(await told(entry)).toEqual([]);
  });

  it("its owner, which is seen, may be known not to make it", async () => {
    expect(await told("target: deployment/wbe, flux: apps")).toEqual([
      "FT602 error at `deployment/wbe`: Kustomization `flux-system/apps` makes no deployment `wbe` in `shop`; " +
        "did you mean `deployment/web`?; `web` is made here: apps/all.yaml:2",
    ]);
    expect(await told("target: deployment/zzz, flux: apps")).toEqual([
      "FT602 error at `deployment/zzz`: Kustomization `flux-system/apps` makes no deployment `zzz` in `shop`",
    ]);
  });

  it("its owner may make it as another kind", async () => {
    expect(await told("target: statefulset/web, flux: apps")).toEqual([
      "FT602 error at `statefulset/web`: there is no statefulset `web` in `shop`: it is a Deployment; " +
        "write `deployment/web`; it is made here: apps/all.yaml:2",
    ]);
  });
});

describe("where a chart that is not seen could make a Service (FT606)", () => {
  const forwarded = (name: string, flux: string): Promise<readonly string[]> =>
    told(`target: deployment/web, ${flux} services: ["8000:${name}:80"]`);

  it("only a name that is nearly an owner's speaks against it", async () => {
    const [one = "", ...others] = await forwarded("wbe", "flux: apps,");
    expect(one).toBe(
      'FT606 warning at `"8000:wbe:80"`: Flux applies no Service `wbe` in `shop`; did you mean `web`?',
    );
    expect(others).toEqual([]);
    expect(await forwarded("zzz", "flux: apps,")).toEqual([]);
    expect(await forwarded("wbe", "")).toEqual([]);
  });
});

describe("where all is seen (FT602, FT606, FT607)", () => {
  const seen = (entry: string): Promise<readonly string[]> =>
    toldInRepository(`groups: { g: { namespace: shop, workloads: { w: { ${entry} } } } }`, {
      "apps/all.yaml": `${web}${service}${called("v1", "Service", "moved").replace("shop", "tools")}spec: { ports: [{ name: http, port: 80 }, { port: 90 }] }\n`,
    });

  it.each([
    ["deployment/zzz", "FT602 warning at `deployment/zzz`: Flux applies no deployment `zzz` in `shop`"],
    [
      "deployment/web, namespace: tools",
      "FT602 error at `deployment/web`: there is no deployment `web` in `tools`: it is in `shop`; write `namespace: shop`; it is made here: apps/all.yaml:2",
    ],
    [
      "statefulset/web, namespace: tools",
      "FT602 error at `statefulset/web`: there is no statefulset `web` in `tools`: it is a Deployment in `shop`; write `deployment/web` and `namespace: shop`; it is made here: apps/all.yaml:2",
    ],
  ])("an entry with %s is told", async (target, message) => {
    expect(await seen(`target: ${target}`)).toEqual([message]);
  });

  it("an entry is not told to show what another shows already", async () => {
    const both = (target: string, namespace = "shop"): Promise<readonly string[]> =>
      toldInRepository(
        `groups: { g: { namespace: shop, workloads: { w: deployments.apps/web, v: { target: ${target}, namespace: ${namespace} } } } }`,
        { "apps/all.yaml": web + web.replace("name: web,", "name: weber,") },
      );
    expect(await both("deployment/webe")).toEqual([
      "FT602 error at `deployment/webe`: Flux applies no deployment `webe` in `shop`; " +
        "did you mean `deployment/weber`?; `weber` is made here: apps/all.yaml:7",
    ]);
    expect(await both("deployment/wb")).toEqual([
      "FT602 error at `deployment/wb`: Flux applies no deployment `wb` in `shop`; " +
        "the nearest is `deployment/web`, which `w` shows already; `web` is made here: apps/all.yaml:2",
    ]);
    expect(await both("statefulset/web")).toEqual([
      "FT602 error at `statefulset/web`: there is no statefulset `web` in `shop`: it is a Deployment; " +
        "`w` shows it already: leave this one out; it is made here: apps/all.yaml:2",
    ]);
  });

  it.each(["pod/web-0", "pod/wbe", "job/web-1", "replicaset/web-7f"])(
    "%s may be made by something else",
    async (target) => {
      expect(await seen(`target: ${target}`)).toEqual([]);
    },
  );

  it.each([
    [
      "8000:moved:80",
      "FT606 error: there is no Service `moved` in `shop`: it is in `tools`; write `{ local: 8000, service: moved, port: 80, namespace: tools }`; it is made here: apps/all.yaml:12",
    ],
    ["8000:zzz:80", "FT606 warning: Flux applies no Service `zzz` in `shop`"],
    [
      "{ local: 8000, service: moved, namespace: tools, port: htp }",
      "FT607 error: the Service `moved` has no port `htp`; did you mean `http`?; the Service: apps/all.yaml:12",
    ],
    [
      "{ local: 8000, service: moved, namespace: tools, port: 81 }",
      "FT607 error: the Service `moved` has no port `81`; it has `80 (http)` and `90`; the Service: apps/all.yaml:12",
    ],
  ])("a forward to %s is told", async (service, message) => {
    const written = service.startsWith("{") ? service : `"${service}"`;
    const [one = "", ...others] = await seen(`target: deployment/web, services: [${written}]`);
    expect(one.replace(` at \`${written}\``, "")).toBe(message);
    expect(others).toEqual([]);
  });
});

describe("where a chart that is not seen could make a Flux object (FT612)", () => {
  const asked = (flux: string): Promise<readonly string[]> =>
    told(`target: deployment/web, buttons: { b: { do: { reconcile: { ${flux} } } } }`);

  it("only a trace speaks against it", async () => {
    expect(await asked("helmRelease: shop/zzz")).toEqual([]);
    expect(await asked("helmRelease: shop/hiden")).toEqual([
      "FT612 warning at `shop/hiden`: there is no HelmRelease `shop/hiden`; did you mean `shop/hidden`?; it is made here: other/all.yaml:2",
    ]);
    expect(await asked("gitRepository: shop/flux-system")).toEqual([
      "FT612 warning at `shop/flux-system`: there is no GitRepository `shop/flux-system`: it is in `flux-system`; " +
        "write `flux-system/flux-system`; it is made here: clusters/home/apps.yaml:6",
    ]);
  });

  const gone = "FT612 error at `shop/zzz`: there is no HelmRelease `shop/zzz`";
  const registry = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: x, namespace: shop }
spec: { url: "https://charts.example.org" }
`;
  const ofRegistry = (more = ""): string => hidden.replace("spec: {", `spec: { ${more}`);
  const set = (template: string): string =>
    `${called("fluxcd.controlplane.io/v1", "ResourceSet", "s")}spec:\n  resourcesTemplate: |\n    apiVersion: x/v1\n    ${template}\n`;
  it.each([
    ["a chart of a registry that is told nothing of it makes it not", registry + ofRegistry(), [gone]],
    ["nor does one whose workloads are known", hidden.replace("unheard-of", "cert-manager"), [gone]],
    [
      "one that is told of it hardly makes it",
      registry + ofRegistry("values: { parts: [zzz] },"),
      [gone.replace("error", "warning")],
    ],
    [
      "nor does one that is told what is not here",
      registry + ofRegistry("valuesFrom: [{ kind: Secret, name: s }],"),
      [gone.replace("error", "warning")],
    ],
    ["a ResourceSet that makes something else makes it not", set("kind: Restore"), [gone]],
    ["one that makes releases may", set("kind: HelmRelease"), []],
    ["one whose kind is filled in may", set('kind: "<< inputs.kind >>"'), []],
    ["one that is about Flux may", registry + hidden.replace("unheard-of", "flux2-sync"), []],
    [
      "one of a git repository may",
      `${registry}---\n${registry.replace("HelmRepository", "GitRepository")}${hidden.replace("HelmRepository", "GitRepository")}`,
      [],
    ],
  ])("%s", async (_, files, expected) => {
    const inventory =
      "groups: { g: { namespace: shop, workloads: { w: { target: deployment/zzz, flux: { helmRelease: shop/zzz } } } } }";
    expect(
      await toldInRepository(inventory, {
        "apps/all.yaml": web,
        "clusters/home/other.yaml": other,
        "other/all.yaml": files,
      }),
    ).toEqual(expected);
  });
});
