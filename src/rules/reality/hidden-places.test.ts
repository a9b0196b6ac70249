import { describe, expect, it } from "vitest";
import { called, toldInRepository } from "../../testing/repo-in-memory.ts";

const web = `${called("apps/v1", "Deployment", "web")}spec: { template: { spec: { containers: [{ name: app }] } } }\n`;

/** What is told of a Deployment `gone` in `shop`, and of a choice of namespaces, beside what is not wholly seen. */
const told = (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  toldInRepository(
    `groups: { g: { namespace: shop, workloads: { w: deployment/gone } } }
buttons: { pods: { inputs: { NAMESPACE: { choice: [shop, shops] } }, do: { shell: "kubectl get pods -n $NAMESPACE" } } }`,
    { "apps/web.yaml": web, ...files },
  );

const workload = "FT602 warning at `deployment/gone`: Flux applies no deployment `gone` in `shop`";
const choice = "FT619 error at `shops`: there is no namespace `shops`; did you mean `shop`?";

describe("what a ResourceSet makes", () => {
  const set = (spec: string): Record<string, string> => ({
    "apps/set.yaml": `${called("fluxcd.controlplane.io/v1", "ResourceSet", "s").replace("shop", "sets")}spec: ${spec}\n`,
  });
  const of = (resource: string): Record<string, string> => set(`{ resources: [${resource}] }`);
  const at = (namespace: string, kind = "ConfigMap", spec = "{}"): Record<string, string> =>
    of(`{ kind: ${kind}, metadata: { name: x, namespace: "${namespace}" }, spec: ${spec} }`);

  it.each([
    ["lies where its templates say", at("tools"), [workload, choice]],
    ["may lie there", at("shop"), [choice]],
    [
      "lies in a namespace that begins and ends as its template",
      at("pr-<< inputs.id >>"),
      [workload, choice],
    ],
    ["may lie in one that does", at("s<< inputs.id >>p"), [choice]],
    ["is not in one that is shorter than its template", at("sho<< inputs.id >>hop"), [workload, choice]],
    ["may lie anywhere by its template", at("<< inputs.place >>"), []],
    ["may lie anywhere by a variable that git does not know", at("${PLACE}"), []],
    ["lies beside it, where its provider is", at("<< inputs.provider.namespace >>"), [workload, choice]],
    ["lies there with inputs of several, too", at("<< inputs.prs.provider.namespace >>"), [workload, choice]],
    ["may be a namespace", of("{ kind: Namespace, metadata: { name: shops } }"), [workload]],
    ["goes where a release goes", at("tools", "HelmRelease", "{ targetNamespace: shop }"), [choice]],
    ["goes where a Kustomization goes", at("tools", "Kustomization", "{ targetNamespace: shop }"), [choice]],
    [
      "goes nowhere else then",
      at("tools", "Kustomization", "{ targetNamespace: tools }"),
      [workload, choice],
    ],
    ["may be anywhere by a Kustomization that says nothing", at("tools", "Kustomization"), []],
    ["may be anything", at("tools", "<< inputs.kind >>"), []],
    ["may be in a text", set('{ resourcesTemplate: "kind: ConfigMap" }'), []],
    [
      "is also made in steps",
      set(
        "{ steps: [{ name: one, resources: [{ kind: Deployment, metadata: { name: x, namespace: shop } }] }] }",
      ),
      [choice],
    ],
    [
      "may be in a text of a step",
      set('{ steps: [{ name: one, resourcesTemplate: "kind: ConfigMap" }] }'),
      [],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await told(files)).toEqual(expected);
  });
});

describe("what is fetched from elsewhere", () => {
  const source = (name: string, url: string): string =>
    `${called("source.toolkit.fluxcd.io/v1", "GitRepository", name).replace("shop", "flux-system")}spec: { url: "${url}" }\n`;
  const git = (url: string): string =>
    `${called("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "apps").replace("shop", "flux-system")}spec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }
${source("flux-system", url)}`;
  const base = (address: string, home = "ssh://git@github.com/me/home.git"): Record<string, string> => ({
    "clusters/home/apps.yaml": git(home),
    "apps/kustomization.yaml": `resources: [web.yaml, "${address}"]\n`,
  });
  const raw = "https://raw.githubusercontent.com";

  it.each([
    `${raw}/vector/vector/v1/config/crd/vector.yaml`,
    "https://github.com/vector/vector//config/crd?ref=v1",
    "https://github.com/vector/vector/releases/download/v1/vector.crds.yaml",
    "https://github.com/vector/vector/releases/download/v1/vector-crd.yaml",
    `${raw}/vector/vector/v1/charts/vector/crds/pipelines.yaml`,
    "github.com/vector/vector//deploy/crds?ref=v1",
  ])("is definitions only: %s", async (address) => {
    expect(await told(base(address))).toEqual([workload, choice]);
  });

  it.each([
    "https://github.com/vector/vector/releases/download/v1/install.yaml",
    "github.com/vector/vector//deploy?ref=v1",
    "github.com/vector/crdb//deploy?ref=v1",
    "github.com/me/other//crds?ref=v1",
    `${raw}/me/other/v1/crds/all.yaml`,
  ])("may be anything: %s", async (address) => {
    expect(await told(base(address))).toEqual([]);
  });

  it("is definitions by its own name, also where the repository's owner is not known", async () => {
    const named = `${raw}/me/other/v1/all/example.org_pipelines.yaml`;
    expect(await told(base(named))).toEqual([workload, choice]);
    expect(await told(base(named, "https://git.example.org"))).toEqual([workload, choice]);
    expect(await told(base(`${raw}/vector/vector/v1/crds/all.yaml`, "https://git.example.org"))).toEqual([]);
  });

  it("is somebody else's by the address that a FluxInstance says", async () => {
    const address = "https://github.com/vector/vector/releases/download/v1/vector.crds.yaml";
    const files = {
      ...base(address),
      "clusters/home/apps.yaml": git("").split("---").slice(0, 2).join("---"),
      "flux/instance.yaml": `${called("fluxcd.controlplane.io/v1", "FluxInstance", "flux")}spec: { sync: { kind: GitRepository, url: "https://github.com/me/home", path: clusters/home } }\n`,
    };
    expect(await told(files)).toEqual([workload, choice]);
    expect(await told({ ...files, "flux/instance.yaml": "" })).toEqual([]);
    const bootstrapped = git("https://github.com/me/home")
      .replace("name: apps", "name: flux-system")
      .replace("./apps", "./clusters/home");
    expect(await told({ ...files, "flux/instance.yaml": bootstrapped })).toEqual([workload, choice]);
  });

  const built = (url: string, path: string): Record<string, string> => ({
    "clusters/home/apps.yaml": `${git("https://github.com/me/home")}${source("other", url)}${called(
      "kustomize.toolkit.fluxcd.io/v1",
      "Kustomization",
      "other",
    ).replace(
      "shop",
      "flux-system",
    )}spec: { path: ${path}, sourceRef: { kind: GitRepository, name: other } }\n`,
  });

  it("may be what a Kustomization builds", async () => {
    expect(await told(built("https://github.com/vector/vector", "./deploy"))).toEqual([]);
    expect(await told(built("https://github.com/vector/vector", "./deploy/crds"))).toEqual([
      workload,
      choice,
    ]);
    expect(await told(built("https://github.com/me/other", "./crds"))).toEqual([]);
  });

  it.each([
    ["/*\\n!/deploy/crds.yaml", [workload, choice]],
    ["# all\\n/*\\n\\n!config/crd\\n!/charts/vector/crds", [workload, choice]],
    ["/*\\n!/deploy", []],
    ["/*\\n!/deploy/crds.yaml\\n!/deploy/install.yaml", []],
    ["!/deploy/crds.yaml", []],
    ["/*\\n!/crds\\n/docs", []],
    ["/*", []],
  ])("may be what a source keeps: %s", async (ignore, expected) => {
    const url = `https://github.com/vector/vector", ignore: "${ignore}`;
    expect(await told(built(url, "./"))).toEqual(expected);
  });

  it.each([
    [
      "an install file hardly makes a release",
      base("https://github.com/vector/vector/releases/download/v1/install.yaml"),
      "FT612 warning at `gone`: there is no HelmRelease `flux-system/gone`",
    ],
    [
      "Flux's own manifests make none",
      built("oci://ghcr.io/fluxcd/flux-manifests", "./"),
      "FT612 error at `gone`: there is no HelmRelease `flux-system/gone`",
    ],
    ["one of a folder may", base("github.com/vector/vector//deploy?ref=v1"), undefined],
    ["one of its own owner may", base(`${raw}/me/other/v1/all.yaml`), undefined],
  ])("%s", async (_, files, message) => {
    const inventory =
      "groups: { g: { namespace: shop, workloads: { w: { target: deployment/web, flux: { helmRelease: gone } } } } }";
    expect(await toldInRepository(inventory, { "apps/web.yaml": web, ...files })).toEqual(
      message === undefined ? [] : [message],
    );
  });
});

describe("what another program makes of an object", () => {
  const made = (apiVersion: string, kind: string, spec: string): Record<string, string> => ({
    "apps/made.yaml": `${called(apiVersion, kind, "m").replace("shop", "tools")}spec: ${spec}\n`,
  });

  it.each([
    [
      "a chart of k3s goes where it says",
      made("helm.cattle.io/v1", "HelmChart", "{ targetNamespace: shop }"),
      [],
    ],
    ["or beside its object", made("helm.cattle.io/v1", "HelmChart", "{ chart: web }"), [workload]],
    [
      "an Application goes to its destination",
      made("argoproj.io/v1alpha1", "Application", "{ destination: { namespace: shop } }"),
      [],
    ],
    ["or anywhere", made("argoproj.io/v1alpha1", "Application", "{}"), []],
    ["so do the Applications of a set", made("argoproj.io/v1alpha1", "ApplicationSet", "{}"), []],
  ])("%s", async (_, files, expected) => {
    expect((await told(files)).filter((one) => one.startsWith("FT602"))).toEqual(expected);
  });
});

describe("a namespace that holds much that Flux does not apply (FT602)", () => {
  const asked = (flux: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
    toldInRepository(
      `groups: { g: { namespace: kube-system, workloads: { w: { target: deployment/gone${flux} } } } }`,
      { "apps/web.yaml": web, ...files },
    );

  it("may hold what nobody says to deploy", async () => {
    expect(await asked("")).toEqual([]);
  });

  it("does not hold what its owner, which is seen, does not make", async () => {
    const message = "FT602 error at `deployment/gone`: Flux applies no deployment `gone` in `kube-system`";
    expect(await asked(", flux: apps")).toEqual([message]);
  });

  it("may hold what is in a group that is mostly Flux's", async () => {
    const inventory =
      "groups: { g: { namespace: kube-system, flux: apps, workloads: { w: deployment/gone } } }";
    expect(await toldInRepository(inventory, { "apps/web.yaml": web })).toEqual([]);
  });

  it("does not hold what Flux's own Kustomization does not make, where Flux is in git", async () => {
    const controller = web.replace("web", "kustomize-controller").replace("shop", "flux-system");
    const inFlux = (flux: string): Promise<readonly string[]> =>
      toldInRepository(
        `groups: { g: { namespace: flux-system, flux: ${flux}, workloads: { w: deployment/gone } } }`,
        { "apps/web.yaml": controller },
      );
    const message = "FT602 error at `deployment/gone`: Flux applies no deployment `gone` in `flux-system`";
    expect(await inFlux("apps")).toEqual([message]);
    expect(await inFlux("flux-system")).toEqual([]);
  });

  it("may hold what a chart of its owner makes", async () => {
    const chart = {
      "apps/chart.yaml": `${called("helm.toolkit.fluxcd.io/v2", "HelmRelease", "h").replace("shop", "kube-system")}spec: { chart: { spec: { chart: unheard-of } } }\n`,
    };
    expect(await asked(", flux: apps", chart)).toEqual([]);
    expect(await asked(", flux: { helmRelease: kube-system/h }", chart)).toEqual([]);
  });

  it("may hold the controllers of a FluxInstance", async () => {
    const inventory =
      "groups: { g: { namespace: flux-system, workloads: { w: { target: deployment/source-controller, flux: apps } } } }";
    const instance = {
      "apps/flux.yaml": `${called("fluxcd.controlplane.io/v1", "FluxInstance", "flux").replace("shop", "flux-system")}spec: {}\n`,
    };
    expect(await toldInRepository(inventory, { "apps/web.yaml": web, ...instance })).toEqual([]);
  });
});

describe("what a kustomization says of an object that it may take from elsewhere (FT622)", () => {
  const elsewhere = "https://github.com/vector/vector/releases/download/v1/install.yaml";
  const patch = `patches: [{ patch: "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: vector }, spec: { replicas: 2 } }" }]`;
  const inventory = "groups: { g: { namespace: shop, workloads: { w: deployment/web } } }";
  const ofApps = (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    toldInRepository(inventory, { "apps/web.yaml": web, ...files });
  const component = (more: string): string =>
    `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${more}\n`;

  it.each([
    ["a patch", `resources: [web.yaml, "${elsewhere}"]\n${patch}\n`, {}],
    ["replicas", `resources: [web.yaml, "${elsewhere}"]\nreplicas: [{ name: vector, count: 2 }]\n`, {}],
    [
      "a patch of a base",
      `resources: [web.yaml, base]\n${patch}\n`,
      { "base/kustomization.yaml": `resources: ["${elsewhere}"]\n` },
    ],
    [
      "a patch of a component",
      `resources: [web.yaml, "${elsewhere}"]\ncomponents: [more]\n`,
      { "more/kustomization.yaml": component(patch) },
    ],
    ["a patch beside what is not followed", `resources: [web.yaml]\ntransformers: [t.yaml]\n${patch}\n`, {}],
  ])("is not wrong by that: %s", async (_, kustomization, more: Readonly<Record<string, string>>) => {
    const files = Object.entries(more).map(([path, text]) => [`apps/${path}`, text] as const);
    expect(await ofApps({ "apps/kustomization.yaml": kustomization, ...Object.fromEntries(files) })).toEqual(
      [],
    );
  });

  it("is wrong where all is seen", async () => {
    const [first = ""] = await ofApps({ "apps/kustomization.yaml": `resources: [web.yaml]\n${patch}\n` });
    expect(first).toContain("a patch is for Deployment vector, which is not there");
  });

  it("may replace a member that is not there, as kustomize does", async () => {
    const replace = (path: string): Promise<readonly string[]> =>
      ofApps({
        "apps/kustomization.yaml": `resources: [web.yaml]\npatches: [{ target: { kind: Deployment }, patch: '[{ op: replace, path: "${path}", value: 2 }]' }]\n`,
      });
    expect(await replace("/spec/replicas")).toEqual([]);
    expect((await replace("/spec/nowhere/replicas")).join()).toContain("which is not there");
    expect((await replace("/spec/template/spec/containers/1")).join()).toContain("which is not there");
  });
});
