import { existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { bundle } from "../../cli/testing/command-line.ts";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeTilt } from "../tilt/available.ts";
import { helmAnswers, workloadYaml } from "../tilt/objects.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { TiltUp, tiltDown } from "../tilt/tilt-up.ts";
import { until } from "../tilt/until.ts";
import { ObjectStore } from "./object-store.ts";
import { developing, readDashboard, writeArtifacts } from "./project.ts";

const inventory = `version: 1
cluster: { name: small, contexts: [admin@test] }
tilt: { regenerate: false, fluxtilt: ["${process.execPath}", "${bundle}"] }
groups:
  small:
    namespace: apps
    helmReleases:
      web: { chart: ./chart, values: [./values.yaml], flux: apps/web, observe: [deployment/web] }
      mine: { chart: ./chart, flux: false }
    manifests:
      set: { kustomize: ./set, flux: set, resources: { api: deployment/api } }
      seen: { files: [./seen.yaml], flux: seen, resources: { watched: deployment/seen } }
`;
interface Applied {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly replicas: unknown };
}

const helmRelease = "helmreleases.helm.toolkit.fluxcd.io";
const kustomization = "kustomizations.kustomize.toolkit.fluxcd.io";

async function small(): Promise<{ readonly sandbox: Sandbox; readonly store: ObjectStore }> {
  const sandbox = await Sandbox.create({
    cluster: "answering",
    extensionsCommit: "a8701c0aa6a77ddcf60e02647d3a4730931e5f50",
  });
  sandbox.write("cluster.config.yaml", inventory);
  sandbox.write("chart/Chart.yaml", "name: web\n");
  sandbox.write("values.yaml", "a: 1\n");
  sandbox.write("seen.yaml", workloadYaml("Deployment", "seen", "apps"));
  sandbox.write("set/kustomization.yaml", "resources: [../base]\n");
  sandbox.write("base/kustomization.yaml", "resources: [api.yaml]\n");
  sandbox.write("base/api.yaml", `${workloadYaml("Deployment", "api", "elsewhere").trimEnd()}\n`);
  sandbox.write(
    "parts/loud/kustomization.yaml",
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: { secret: '${PASSWORD}' }\n",
  );
  writeArtifacts(sandbox, await readDashboard(sandbox.project));
  const store = new ObjectStore(sandbox);
  store.put("Secret", "flux-system", "settings", {
    kind: "Secret",
    apiVersion: "v1",
    data: { PASSWORD: Buffer.from(hostile).toString("base64") },
  });
  const yaml = workloadYaml("Deployment", "api", "apps");
  sandbox.tools.answer(
    {
      tool: "kubectl",
      match: "^get -o=yaml deployment/(\\S+) -n apps",
      stdout: workloadYaml("Deployment", "$1", "apps"),
    },
    { tool: "kubectl", match: "^kustomize ", real: true },
    { tool: "kubectl", match: "apply --server-side", stdout: yaml },
    {
      tool: "kubectl",
      match: "get --output=yaml --filename -",
      stdout: workloadYaml("Deployment", "web", "apps"),
    },
    { tool: "helm", match: "^get manifest", stdout: `---\n${workloadYaml("Deployment", "web", "apps")}` },
    ...helmAnswers("mine", "apps"),
  );
  return { sandbox, store };
}

function setSuspended(store: ObjectStore, suspend: boolean): void {
  store.put(helmRelease, "apps", "web", {
    kind: "HelmRelease",
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    spec: { suspend, values: { live: true } },
  });
  store.put(kustomization, "flux-system", "set", {
    kind: "Kustomization",
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    spec: {
      suspend,
      path: "./set",
      targetNamespace: "apps",
      components: ["../parts/loud"],
      patches: [
        {
          target: { kind: "Deployment" },
          patch: '[{"op":"add","path":"/spec/replicas","value":"${REPLICAS}"}]',
        },
      ],
      postBuild: {
        substitute: { REPLICAS: "3" },
        substituteFrom: [{ kind: "Secret", name: "settings" }],
      },
    },
  });
}

/** A password that a shell, awk and sed would all take for something of their own. */
const hostile = "$(touch pwned) `id` & \\\\1 %s $HOME";

/** Every call so far that takes something away. */
function removals(sandbox: Sandbox): readonly string[] {
  return sandbox.tools
    .calls()
    .filter(({ argv }) => argv.some((word) => /^(delete|uninstall|replace|prune|rollback)$/.test(word)))
    .map(({ tool, argv }) => [tool, ...argv].join(" "));
}

const rehearsal = "helm uninstall web --namespace apps --kube-context admin@test --dry-run";
const real = "helm uninstall mine --namespace apps --kube-context admin@test";

describeTilt("developing what Flux owns", () => {
  let sandbox: Sandbox;
  let store: ObjectStore;
  let up: TiltUp;
  const args = ["--", ...developing(["web", "set"])];
  const suspended = (): unknown => [
    store.read(helmRelease, "apps", "web").spec["suspend"],
    store.read(kustomization, "flux-system", "set").spec["suspend"],
  ];
  beforeAll(async () => {
    ({ sandbox, store } = await small());
    setSuspended(store, false);
    up = await TiltUp.start(sandbox, { args });
  }, 60_000);
  afterAll(async () => {
    await up.stop();
    await sandbox.dispose();
  }, 60_000);
  beforeEach(() => {
    sandbox.tools.clear();
  });

  it("suspends Flux first, then deploys with the live values before the local ones", async () => {
    expect((await up.built("web")).error).toBeUndefined();
    expect((await up.built("set")).error).toBeUndefined();
    expect(suspended()).toEqual([true, true]);
  });

  it("applies what Flux makes of a set on the way, with a value that only the cluster has", () => {
    const { metadata, spec } = parse(store.applied()) as Applied;
    expect(metadata).toMatchObject({
      name: "api",
      namespace: "apps",
      labels: {
        "kustomize.toolkit.fluxcd.io/name": "set",
        "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
      },
      annotations: { secret: hostile },
    });
    expect(spec.replicas).toBe(3);
    expect(existsSync(join(sandbox.project, "pwned"))).toBe(false);
    expect(up.log).not.toContain("touch pwned");
  });

  it("applies again when a file changes that its kustomization takes from another folder", async () => {
    sandbox.write(
      "base/api.yaml",
      workloadYaml("Deployment", "api", "elsewhere").replace(
        "name: api",
        "name: api\n  labels: { new: label }",
      ),
    );
    await sandbox.tools.called("kubectl", /^--context admin@test apply/);
    await up.built("set");
    expect((parse(store.applied()) as Applied).metadata.labels?.["new"]).toBe("label");
  });

  it("deploys again when a values file changes", async () => {
    sandbox.write("values.yaml", "a: 2\n");
    const { argv } = await sandbox.tools.called("helm", /^upgrade/);
    expect(argv.slice(0, 7)).toEqual([
      "upgrade",
      "--install",
      "web",
      "./chart",
      "--namespace",
      "apps",
      "--kube-context",
    ]);
    expect(argv.slice(8).map((word) => word.replace(/\/.*\/1\.yaml$/, "live"))).toEqual([
      "--values=live",
      "--values=./values.yaml",
    ]);
    await up.built("web");
  });

  it("only rehearses the removal when it is triggered", async () => {
    await up.trigger("web");
    await up.trigger("set");
    expect(removals(sandbox)).toEqual([rehearsal]);
  });

  it("refuses to deploy while Flux is not suspended, though its resource was ready once", async () => {
    setSuspended(store, false);
    expect((await up.trigger("web")).error).toBeDefined();
    expect((await up.trigger("set")).error).toBeDefined();
    expect(up.log).toContain(`${helmRelease} apps/web: not suspended, so Flux would undo this deploy`);
    expect(up.log).toContain(
      `${kustomization} flux-system/set: not suspended, so Flux would undo this deploy`,
    );
    expect(sandbox.tools.calls("helm").filter(({ argv }) => argv[0] === "upgrade")).toEqual([]);
    expect(sandbox.tools.calls("kubectl").filter(({ argv }) => argv.includes("apply"))).toEqual([]);
    setSuspended(store, true);
  });

  it("takes nothing away when it is disabled", async () => {
    await up.trigger("web");
    await up.trigger("set");
    sandbox.tools.clear();
    for (const name of ["web", "set", "api", "watched"]) await up.disable(name);
    await until("rehearsal", () => (removals(sandbox).length > 0 ? true : undefined));
    await until("word of the delete", () =>
      up.log.includes("Nothing is deleted: Flux owns set") ? true : undefined,
    );
    expect(removals(sandbox)).toEqual([rehearsal]);
  });

  it("uninstalls what is Tilt's own", async () => {
    await up.built("mine");
    await up.disable("mine");
    await until("uninstall", () => (removals(sandbox).includes(real) ? true : undefined));
  });

  it("resumes Flux on Ctrl-C", async () => {
    setSuspended(store, true);
    await up.enable("web");
    for (const [kind, namespace, name] of [
      [helmRelease, "apps", "web"],
      [kustomization, "flux-system", "set"],
    ] as const) {
      const object = store.read(kind, namespace, name);
      store.put(kind, namespace, name, {
        ...object,
        metadata: { name, namespace, annotations: { "fluxtilt.dev/suspended-by": "fluxtilt" } },
      });
    }
    await up.stop();
    await until("resumption", () => (JSON.stringify(suspended()) === "[false,false]" ? true : undefined));
    expect(removals(sandbox).filter((line) => !line.endsWith("--dry-run"))).toEqual([]);
  });

  it("takes nothing of Flux's away on `tilt down`, developed or not", async () => {
    for (const words of [args, []]) {
      sandbox.tools.clear();
      const down = await tiltDown(sandbox, { args: words });
      expect(down.exit, down.stderr).toBe(0);
      expect(removals(sandbox)).toEqual(
        words.length > 0 ? expect.arrayContaining([rehearsal, real]) : [real],
      );
      expect(removals(sandbox)).toHaveLength(words.length > 0 ? 2 : 1);
    }
  });
});
