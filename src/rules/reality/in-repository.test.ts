import { describe, expect, it } from "vitest";
import { called, toldInRepository } from "../../testing/repo-in-memory.ts";

/** A Deployment, and where its spec says more, that too. */
const deployment = (name: string, more = ""): string =>
  `${called("apps/v1", "Deployment", name)}spec: { ${more} template: { spec: { containers: [{ name: app, ports: [{ containerPort: 8080 }] }] } } }\n`;
const web = deployment("web");

/** What is told of one entry in `shop`, beside a repository that applies this. */
const told = (entry: string, applied: string): Promise<readonly string[]> =>
  toldInRepository(`groups: { g: { namespace: shop, workloads: { w: { ${entry} } } } }`, {
    "apps/all.yaml": applied,
  });

describe("a workload without replicas (FT604)", () => {
  const off = deployment("web", "replicas: 0,");
  const idle = [
    "FT604 warning at `deployment/web`: Deployment `web` does not run: it has no replicas; said here: apps/all.yaml:2",
  ];
  const scaler = (apiVersion: string, kind: string, ref: string): string =>
    `${called(apiVersion, kind, "s")}spec: { scaleTargetRef: { ${ref} } }\n`;

  it("is told", async () => {
    expect(await told("target: deployment/web", off)).toEqual(idle);
    expect(await told("target: deployment/web", deployment("web", "replicas: 1,"))).toEqual([]);
  });

  it.each([
    ["autoscaling/v2", "HorizontalPodAutoscaler"],
    ["keda.sh/v1alpha1", "ScaledObject"],
    ["http.keda.sh/v1alpha1", "HTTPScaledObject"],
  ])("is left to %s %s, where that names it", async (apiVersion, kind) => {
    const scaledBy = (ref: string): Promise<readonly string[]> =>
      told("target: deployment/web", off + scaler(apiVersion, kind, ref));
    expect(await scaledBy("kind: Deployment, name: web")).toEqual([]);
    expect(await scaledBy("name: web")).toEqual([]);
    expect(await scaledBy("kind: StatefulSet, name: web")).toEqual(idle);
    expect(await scaledBy("kind: Deployment, name: api")).toEqual(idle);
  });

  it("is not left to one of another namespace, nor to another kind", async () => {
    const ref = "kind: Deployment, name: web";
    const elsewhere = scaler("keda.sh/v1alpha1", "ScaledObject", ref).replace("shop", "other");
    expect(await told("target: deployment/web", off + elsewhere)).toEqual(idle);
    expect(await told("target: deployment/web", off + scaler("example.org/v1", "Scaler", ref))).toEqual(idle);
  });
});

describe("what developing refuses (FT617)", () => {
  const release = (more: string): string =>
    `${called("helm.toolkit.fluxcd.io/v2", "HelmRelease", "r")}spec: { chart: { spec: { chart: web, version: 1.0.0, sourceRef: { kind: HelmRepository, name: x } } }, ${more} }\n`;
  const ofRelease = (more: string): Promise<readonly string[]> =>
    toldInRepository(
      "groups: { g: { namespace: shop, helmReleases: { r: { chart: web, repo: https://x.org, version: 1.0.0, flux: shop/r, observe: [deployment/web] } } } }",
      { "apps/all.yaml": release(more) },
    );
  const refused = (what: string): readonly string[] => [
    `FT617 warning at \`shop/r\`: HelmRelease \`shop/r\` has ${what}: \`--develop r\` is refused; the HelmRelease: apps/all.yaml:2`,
  ];

  it.each([
    ["postRenderers: [{ kustomize: {} }]", "`postRenderers`"],
    ["commonMetadata: { labels: { a: b } }, postRenderers: [{}]", "`postRenderers` and `commonMetadata`"],
    ["valuesFrom: [{ kind: ConfigMap, name: v, targetPath: a.b }]", "`valuesFrom.targetPath`"],
    [
      "valuesFrom: [{ kind: ConfigMap, name: v }, { kind: ConfigMap, name: v, targetPath: a.b }]",
      "`valuesFrom.targetPath`",
    ],
    ["storageNamespace: other", "`storageNamespace`"],
  ])("of a HelmRelease with %s is told", async (more, what) => {
    expect(await ofRelease(more)).toEqual(refused(what));
  });

  it.each([
    "interval: 1m",
    "postRenderers: []",
    "valuesFrom: [{ kind: ConfigMap, name: v }]",
    'valuesFrom: [{ kind: ConfigMap, name: v, targetPath: "" }]',
    "storageNamespace: shop",
  ])("is nothing of a HelmRelease with %s", async (more) => {
    expect(await ofRelease(more)).toEqual([]);
  });

  const kustomization = (name: string, more: string): string =>
    `---\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\n` +
    `spec: { path: ./sets/${name}, ${more} }\n`;
  const git = "sourceRef: { kind: GitRepository, name: flux-system }";
  const otherSource =
    "---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n" +
    "metadata: { name: other, namespace: flux-system }\nspec: { url: https://git.example.org/other.git }\n";
  const ofSet = (set: string, more: string, resources = "[web.yaml]"): Promise<readonly string[]> =>
    toldInRepository(
      `groups: { g: { namespace: shop, flux: one, manifests: { m: { kustomize: sets/one, ${set} resources: { w: deployment/web } } } } }`,
      {
        "apps/all.yaml": kustomization("one", more) + kustomization("two", git) + otherSource,
        "sets/one/kustomization.yaml": `resources: ${resources}\n`,
        "sets/one/web.yaml": web,
        "sets/two/kustomization.yaml": "resources: ['https://example.org/base?ref=v1']\n",
      },
    );
  const refusedSet = (what: string, place: string): string =>
    `FT617 warning at ${place}: Kustomization \`flux-system/one\` has ${what}: \`--develop m\` is refused; ` +
    "give `isolate: <namespace>` for a private copy; the Kustomization: apps/all.yaml:2";

  it("of a Kustomization is told where the set says its owner, or at the set", async () => {
    const away = `kubeConfig: { secretRef: { name: a } }, ${git}`;
    expect(await ofSet("", away)).toContain(refusedSet("`kubeConfig`", "`m`"));
    expect(await ofSet("flux: one,", away)).toContain(refusedSet("`kubeConfig`", "`one`"));
    expect((await ofSet("isolate: dev,", away)).join()).not.toContain("FT617");
  });

  it("is another source, and what of its bases is elsewhere, not what another's are", async () => {
    const other = "sourceRef: { kind: GitRepository, name: other }";
    expect(await ofSet("", other)).toContain(refusedSet("`sourceRef`", "`m`"));
    expect(await ofSet("", git, "[web.yaml, 'https://example.org/base?ref=v1']")).toContain(
      refusedSet("`remote bases`", "`m`"),
    );
    expect((await ofSet("", git)).join()).not.toContain("FT617");
  });
});

describe("a Flux object that is named (FT612)", () => {
  const object = (kind: string, name: string): string =>
    `${called("source.toolkit.fluxcd.io/v1", kind, name)}spec: { url: "https://example.org" }\n`;
  const applied =
    web +
    object("GitRepository", "code") +
    object("OCIRepository", "charts") +
    object("Bucket", "code").replace("shop", "other");
  const asked = (flux: string): Promise<readonly string[]> =>
    told(`target: deployment/web, buttons: { b: { do: { reconcile: { ${flux} } } } }`, applied);

  it.each([
    "gitRepository: shop/code",
    "ociRepository: shop/charts",
    "bucket: other/code",
    "kustomization: apps",
  ])("is there: %s", async (flux) => {
    expect(await asked(flux)).toEqual([]);
  });

  it.each([
    [
      "gitRepository: shop/cod",
      "there is no GitRepository `shop/cod`; did you mean `shop/code`?; it is made here: apps/all.yaml:7",
    ],
    [
      "gitRepository: other/code",
      "there is no GitRepository `other/code`: it is in `shop`; write `shop/code`; it is made here: apps/all.yaml:7",
    ],
    // A name is looked for among its kind, and a likely one in its namespace alone.
    ["ociRepository: shop/code", "there is no OCIRepository `shop/code`"],
    ["gitRepository: other/cod", "there is no GitRepository `other/cod`"],
    ["helmRelease: flux-system/apps", "there is no HelmRelease `flux-system/apps`"],
    ["kustomization: shop/web", "there is no Kustomization `shop/web`"],
    ["helmChart: shop/web", "there is no HelmChart `shop/web`"],
  ])("is not there: %s", async (flux, message) => {
    expect(await asked(flux)).toEqual([`FT612 error at \`${flux.split(": ")[1] ?? ""}\`: ${message}`]);
  });

  it.each([
    ["its entries say another", "a: { target: deployment/web, flux: apps }"],
    ["several entries take it", "a: deployment/web, b: deployment/api"],
  ])("is told once where a group names it, and %s", async (_, workloads) => {
    const group = (flux: string): string =>
      `groups: { g: { namespace: shop, flux: ${flux}, workloads: { ${workloads} } } }`;
    const files = { "apps/all.yaml": applied + web.replace("name: web", "name: api") };
    expect(await toldInRepository(group("apps"), files)).toEqual([]);
    expect(await toldInRepository(group("gone"), files)).toEqual([
      "FT612 error at `gone`: there is no Kustomization `flux-system/gone`",
    ]);
  });

  it("may be the chart that helm-controller makes of a release", async () => {
    const release = `${called("helm.toolkit.fluxcd.io/v2", "HelmRelease", "r")}spec: { chart: { spec: { chart: a } } }\n`;
    const reconciled = (name: string): Promise<readonly string[]> =>
      told(
        `target: deployment/web, buttons: { b: { do: { reconcile: { helmChart: ${name} } } } }`,
        web + release,
      );
    expect(await reconciled("shop/shop-r")).toEqual([]);
    expect(await reconciled("shop/r")).toEqual([]);
  });
});

describe("a chart of Flux's (FT616)", () => {
  const flux = (chart: string, version: string): string =>
    `${called("helm.toolkit.fluxcd.io/v2", "HelmRelease", "r")}spec: { chart: { spec: { chart: ${chart}, version: "${version}", sourceRef: { kind: HelmRepository, name: x } } } }\n`;
  const ours = (chart: string, applied: string): Promise<readonly string[]> =>
    toldInRepository(
      `groups: { g: { namespace: shop, helmReleases: { r: { ${chart}, flux: shop/r, observe: [deployment/web] } } } }`,
      { "apps/all.yaml": applied },
    );

  it.each([
    ["chart: web, repo: https://x.org, version: 1.2.3", flux("web", "v1.2.3")],
    ["chart: web, repo: https://x.org, version: v1.2.3", flux("web", "1.2.3")],
    ["chart: oci://x.org/a/web, version: 1.2.3", flux("web", "1.2.3")],
    // Which version a range comes to is not known here.
    ["chart: web, repo: https://x.org, version: 1.2.3", flux("web", "1.x")],
    ["chart: web, repo: https://x.org, version: 1.2.3", flux("web", ">=1.0.0")],
  ])("is the same: %s", async (chart, applied) => {
    expect(await ours(chart, applied)).toEqual([]);
  });

  it.each([
    [
      "version: 1.2.4",
      "at `1.2.4`: Flux deploys version `1.2.3` of the chart, not `1.2.4`; write `version: 1.2.3`, or change both",
    ],
    [
      "version: 1.2.3-rc.1",
      "at `1.2.3-rc.1`: Flux deploys version `1.2.3` of the chart, not `1.2.3-rc.1`; write `version: 1.2.3`, or change both",
    ],
  ])("has another version: %s", async (version, message) => {
    expect(await ours(`chart: web, repo: https://x.org, ${version}`, flux("web", "1.2.3"))).toEqual([
      `FT616 error ${message}; the HelmRelease: apps/all.yaml:2`,
    ]);
  });

  it("has another name", async () => {
    expect(await ours("chart: oci://x.org/web/api, version: 1.0.0", flux("web", "1.2.3"))).toEqual([
      "FT616 error at `oci://x.org/web/api`: Flux deploys the chart `web`, not `api`; the HelmRelease: apps/all.yaml:2",
    ]);
  });
});

describe("a namespace that is offered (FT619)", () => {
  const offered = (input: string, namespace: string): Promise<readonly string[]> =>
    toldInRepository(
      `buttons: { b: { inputs: { ${input}: { choice: [all, ${namespace}] } }, do: { shell: 'echo "$${input}"' } } }`,
      { "apps/all.yaml": web + called("v1", "Namespace", "empty") },
    );

  it.each(["shop", "empty", "kube-system", "flux-system", "default", '""'])(
    "is there: %s",
    async (namespace) => {
      expect(await offered("NAMESPACE", namespace)).toEqual([]);
    },
  );

  it.each([
    ["shpo", "FT619 error at `shpo`: there is no namespace `shpo`; did you mean `shop`?"],
    ["zzz", "FT619 warning at `zzz`: there is no namespace `zzz`"],
    // The name of an object is none of a namespace.
    ["web", "FT619 warning at `web`: there is no namespace `web`"],
  ])("is not there: %s", async (namespace, message) => {
    for (const input of ["NAMESPACE", "NS", "TARGET_NS"])
      expect(await offered(input, namespace)).toEqual([message]);
  });

  it.each(["DNS", "NSX", "NAMESPACES", "MYNAMESPACE"])(
    "is not meant by an input called %s",
    async (input) => {
      expect(await offered(input, "zzz")).toEqual([]);
    },
  );
});

describe("a Kustomization whose folder is not there (FT620)", () => {
  const of = (spec: string): string =>
    `${called("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "gone").replace("shop", "flux-system")}spec: { ${spec}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;

  it.each([
    ["target: deployment/web", "apps/all.yaml:7"],
    ["target: deployment/web, flux: gone", "`gone`"],
  ])("is told once, beside %s", async (entry, place) => {
    const found = await told(entry, web + of("path: ./gone"));
    expect(found.filter((one) => one.startsWith("FT620"))).toEqual([
      expect.stringContaining(
        `FT620 warning at ${place}: Kustomization \`flux-system/gone\` builds \`gone\`, which is not there`,
      ),
    ]);
  });

  it.each(["path: ./gone, suspend: true", 'path: "./${STAGE}"'])(
    "is not told where it is %s",
    async (spec) => {
      expect(await told("target: deployment/web", web + of(spec))).toEqual([]);
    },
  );
});
