import { execFileSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import { afterEach, describe, expect, it } from "vitest";
import { nodeFiles } from "../../io/node-files.ts";
import { run, type Run } from "../../io/process.ts";
import { RenderError } from "../../reality/flux/rendering/render-error.ts";
import { manifestSetsOf } from "../../rules/reality/places.ts";
import { loadProject } from "../project.ts";
import { readGraph } from "../repository.ts";
import { createProject, type Project } from "../testing/command-line.ts";
import { renderSet, type RenderedSet } from "./render-set.ts";

function hasKubectl(): boolean {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const inventory = `version: 1
cluster: { name: home, contexts: [admin@home], flux: { path: cluster } }
groups:
  apps:
    namespace: web
    manifests:
      web: { kustomize: apps/web, flux: web, resources: { web: deployment/pre-web } }
      part: { kustomize: apps/web/part, flux: web, resources: { part: { objects: ["pre-part:configmap"] } } }
      one: { files: [apps/web/deployment.yaml], flux: web, resources: { one: deployment/pre-web } }
      other: { files: [apps/web/absent.yaml], flux: web, resources: { other: deployment/other } }
`;

/** What git and the cluster say of the Kustomization, unless a test says otherwise. */
const spec = {
  path: "./apps/web",
  sourceRef: { kind: "GitRepository", name: "flux-system" },
  targetNamespace: "web",
  namePrefix: "pre-",
  components: ["../../parts/loud"],
  patches: [
    {
      target: { kind: "Deployment" },
      patch: '[{ "op": "add", "path": "/spec/replicas", "value": "${REPLICAS:=2}" }]',
    },
  ],
  postBuild: {
    substitute: { REPLICAS: "3", HOST: "web.home.lan" },
    substituteFrom: [{ kind: "ConfigMap", name: "settings" }],
  },
  commonMetadata: { labels: { team: 'it\'s "us"' }, annotations: { note: "a\u2028b: ${HOST}" } },
};

const kustomization = (of: object): string =>
  JSON.stringify({
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "web", namespace: "flux-system" },
    spec: of,
  });

const files: Readonly<Record<string, string>> = {
  "cluster.config.yaml": inventory,
  "cluster/gotk-sync.yaml": kustomization({ path: "./cluster", sourceRef: spec.sourceRef }).replace(
    '"web"',
    '"flux-system"',
  ),
  "cluster/settings.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: flux-system }
data: { SIZE: "010", FROM_GIT: git, HOST: not.this.one }
`,
  "apps/web/kustomization.yaml": "resources: [deployment.yaml, part]\nnamespace: replaced\n",
  "apps/web/deployment.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web, team: nobody } }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: main
          image: example.org/web:1.10
          args: ["\${HOST}", "$\${LITERAL}", "\${UNSET}x", "\${SIZE}", "\${FROM_GIT}"]
          resources: { limits: { cpu: 1.0, memory: 12345678901234567890 } }
`,
  "apps/web/part/kustomization.yaml":
    "configMapGenerator: [{ name: part, files: [script.sh] }]\ngeneratorOptions: { disableNameSuffixHash: true, annotations: { kustomize.toolkit.fluxcd.io/substitute: disabled } }\n",
  "apps/web/part/script.sh": 'echo "${HOST%%.*}" ${array[@]}\n\n',
  "parts/loud/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches: [{ path: loud.yaml }]
`,
  "parts/loud/loud.yaml":
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, annotations: { loud: 'yes' } }\n",
};

const projects: Project[] = [];
afterEach(async () => {
  await Promise.all(projects.splice(0).map((one) => one.end()));
});

interface Setting {
  readonly name?: string;
  readonly git?: object;
  readonly more?: Readonly<Record<string, string>>;
  /** What the cluster has, by `Kind name`; without it the cluster is not asked. */
  readonly live?: Readonly<Record<string, object>>;
}

/** Renders a set; `kubectl get` is answered here, `kubectl kustomize` is the real one. */
async function rendered({ name = "web", git = spec, more = {}, live }: Setting = {}): Promise<RenderedSet> {
  const project = await createProject({ ...files, "cluster/web.yaml": kustomization(git), ...more });
  projects.push(project);
  const view = nodeFiles(project.root);
  const { dashboard } = await loadProject(view, "cluster.config.yaml");
  const set = dashboard && manifestSetsOf(dashboard).find((one) => one.name === name);
  if (dashboard === undefined || set?.owner === undefined) throw new Error("the inventory does not hold");
  const answering: Run = async (argv, options) => {
    if (argv[1] === "kustomize") return await run(argv, options);
    expect(argv.slice(0, 4)).toEqual(["kubectl", "--context", "admin@home", "get"]);
    const [plural = "", object = ""] = argv.slice(argv.indexOf("--") + 1);
    const kind = plural.startsWith("kustomizations.") ? "Kustomization" : plural;
    const found = live?.[`${kind} ${object}`];
    return {
      code: found === undefined ? 1 : 0,
      signal: undefined,
      stdout: found === undefined ? "" : JSON.stringify(found),
      stderr: found === undefined ? "Error from server (NotFound): it is not there" : "",
      timedOut: false,
      truncated: false,
    };
  };
  return await renderSet(set, set.owner, {
    graph: await readGraph(view, dashboard),
    run: answering,
    signal: new AbortController().signal,
    context: live === undefined ? undefined : "admin@home",
  });
}

const read = ({ yaml }: RenderedSet): unknown[] =>
  parseAllDocuments(yaml, { version: "1.1" }).map((document) => document.toJS() as unknown);
const refusal = async (setting: Setting): Promise<string> => {
  try {
    await rendered(setting);
  } catch (error) {
    if (error instanceof RenderError) return error.message;
    throw error;
  }
  throw new Error("it was rendered");
};

const owner = {
  "kustomize.toolkit.fluxcd.io/name": "web",
  "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
};

describe.skipIf(!hasKubectl())("a set of manifests", () => {
  it("is rendered with all that Flux does to it on the way", async () => {
    const { yaml, notes } = await rendered();
    expect(notes).toEqual([]);
    const [part, web] = parseAllDocuments(yaml, { version: "1.1" }).map((one) => one.toJS() as unknown);
    expect([web, part]).toContainEqual(
      expect.objectContaining({
        kind: "Deployment",
        metadata: {
          name: "pre-web",
          namespace: "web",
          labels: { app: "web", team: 'it\'s "us"', ...owner },
          annotations: { loud: "yes", note: "a\u2028b: ${HOST}" },
        },
      }),
    );
    expect(yaml).toContain("replicas: 3\n");
    // As they are written: a number in JavaScript would be another one.
    expect(yaml).toMatch(/cpu: 1(\.0)?\n/);
    expect(yaml).toContain(
      "args:\n        - web.home.lan\n        - ${LITERAL}\n        - x\n        - 010\n        - git\n",
    );
    expect([web, part]).toContainEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "pre-part",
        namespace: "web",
        labels: { team: 'it\'s "us"', ...owner },
        annotations: { "kustomize.toolkit.fluxcd.io/substitute": "disabled", note: "a\u2028b: ${HOST}" },
      },
      data: { "script.sh": 'echo "${HOST%%.*}" ${array[@]}\n\n' },
    });
  });

  it.each([
    ["part", ["ConfigMap pre-part"]],
    ["one", ["Deployment pre-web"]],
  ])("is only what comes from its own files: %s", async (name, expected) => {
    const objects = read(await rendered({ name })) as { kind: string; metadata: { name: string } }[];
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(expected);
  });

  it("takes the spec and the values of the cluster, and says where git has others", async () => {
    const { yaml, notes } = await rendered({
      git: { ...spec, postBuild: { substituteFrom: [{ kind: "Secret", name: "only-there" }] } },
      live: {
        "Kustomization web": {
          spec: {
            ...spec,
            postBuild: {
              substituteFrom: [
                { kind: "ConfigMap", name: "absent", optional: true },
                { kind: "Secret", name: "only-there" },
              ],
            },
          },
        },
        "Secret only-there": {
          kind: "Secret",
          data: {
            HOST: Buffer.from("live.lan\n").toString("base64"),
            REPLICAS: Buffer.from("5").toString("base64"),
          },
        },
      },
    });
    expect(yaml).toContain("- live.lan\n");
    expect(yaml).toContain("replicas: 5\n");
    expect(notes).toEqual([
      "Kustomization `flux-system/web` has other `postBuild` in the cluster than in the working tree: the cluster's are used",
    ]);
  });

  it("leaves out what Flux leaves alone, and what only Flux can read where the cluster has it", async () => {
    const secret =
      "apiVersion: v1\nkind: Secret\nmetadata: { name: key }\nstringData: { a: 'ENC[AES256_GCM,data:x]' }\nsops: { mac: x, version: '3' }\n";
    const marked = (name: string, mark: string): string =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, annotations: { kustomize.toolkit.fluxcd.io/${mark} } }\n`;
    const more = {
      "apps/web/kustomization.yaml": "resources: [deployment.yaml, more.yaml]\n",
      "apps/web/more.yaml": `${secret}${marked("a", "reconcile: disabled")}${marked("b", "ssa: IfNotPresent")}${marked("c", "ssa: Merge")}`,
    };
    expect(await refusal({ more })).toBe("Secret `web/pre-key` is encrypted, and only Flux can read it");
    const live = { "Kustomization web": { spec: { ...spec, postBuild: {} } } };
    const { yaml, notes } = await rendered({ more, live });
    expect(yaml).not.toContain("ENC[");
    expect([...yaml.matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name)).toEqual(["pre-c", "pre-web"]);
    expect(notes).toEqual([
      expect.stringContaining("has other `postBuild`"),
      "Secret `web/pre-key` is left out: it is encrypted, and stays as it is in the cluster",
      "ConfigMap `web/pre-a` is left out: Flux leaves it alone (`reconcile: disabled`)",
      "ConfigMap `web/pre-b` is left out: Flux applies it only where there is none (`ssa: IfNotPresent`)",
    ]);
  });

  const deployment = "apps/web/deployment.yaml";
  const env = (value: string): string =>
    `${files[deployment] ?? ""}          env: [{ name: A, value: ${value} }]\n`;
  const from = (...sources: readonly object[]): object => ({
    ...spec,
    postBuild: { substituteFrom: sources },
  });
  it.each<[string, string, Setting]>([
    [
      "a value is only in the cluster",
      "the value of `REPLICAS`, `HOST`, `UNSET`, `SIZE`, `FROM_GIT` in Deployment `web/pre-web` is not",
      {
        git: from({ kind: "ConfigMap", name: "settings" }, { kind: "Secret", name: "gone" }),
      },
    ],
    [
      "an optional source may be there",
      "the value of `REPLICAS`",
      {
        git: from({ kind: "ConfigMap", name: "settings" }, { kind: "Secret", name: "gone", optional: true }),
      },
    ],
    [
      "the cluster lacks a source",
      "the cluster has no Secret `flux-system/gone`",
      {
        live: { "Kustomization web": { spec: from({ kind: "Secret", name: "gone" }) } },
      },
    ],
    [
      "the cluster lacks the Kustomization",
      "the cluster has no Kustomization `flux-system/web`",
      { live: {} },
    ],
    [
      "it goes elsewhere",
      "`kubeConfig` of Kustomization `flux-system/web` applies to another cluster",
      {
        git: { ...spec, kubeConfig: { secretRef: { name: "x" } } },
      },
    ],
    [
      "fields are left to others",
      "`ignore` of Kustomization `flux-system/web` leaves fields",
      {
        git: { ...spec, ignore: [{ paths: ["/spec/replicas"] }] },
      },
    ],
    [
      "paths would be written",
      "`buildMetadata` of",
      { git: { ...spec, buildMetadata: ["originAnnotations"] } },
    ],
    [
      "a base is fetched",
      "is fetched from elsewhere",
      {
        more: { "apps/web/kustomization.yaml": "resources: ['https://example.org/x.git//y']\n" },
      },
    ],
    [
      "a file is missing",
      "`apps/web/gone.yaml` is neither a file nor",
      {
        more: { "apps/web/kustomization.yaml": "resources: [gone.yaml]\n" },
      },
    ],
    [
      "a patch fits nothing",
      "a patch is for",
      {
        git: { ...spec, patches: [{ patch: "apiVersion: v1\nkind: Service\nmetadata: { name: gone }\n" }] },
      },
    ],
    [
      "an expression is none",
      "the variables of Deployment `web/pre-web` cannot be replaced",
      {
        more: { [deployment]: env("'${A[@]}'") },
      },
    ],
    [
      "a value breaks the YAML",
      "Deployment `web/pre-web` is no YAML object once",
      {
        git: { ...spec, postBuild: { substitute: { HOST: "[a" } } },
      },
    ],
    [
      "a value holds another line break",
      "the value of `HOST` holds a line break",
      {
        git: { ...spec, postBuild: { substitute: { HOST: "a\r---\rkind: Namespace" } } },
      },
    ],
    [
      "a name is no variable's",
      "Flux refuses `a-b`",
      { git: { ...spec, postBuild: { substitute: { "a-b": "" } } } },
    ],
    [
      "an object has no namespace",
      "Flux refuses Deployment `pre-web`, which has no namespace",
      {
        git: { ...spec, targetNamespace: undefined },
        more: { "apps/web/kustomization.yaml": "resources: [deployment.yaml]\n" },
      },
    ],
    [
      "its folder is not there",
      "builds `apps/gone`, which is not there",
      { git: { ...spec, path: "./apps/gone" } },
    ],
    [
      "a file is none of Flux's",
      "Flux builds `apps/web`, to which `apps/web/absent.yaml` brings nothing",
      {
        name: "other",
      },
    ],
    [
      "a Secret is made of an encrypted file",
      "is made of an encrypted file",
      {
        live: { "Kustomization web": { spec: { ...spec, postBuild: {} } } },
        more: {
          "apps/web/kustomization.yaml":
            "resources: [deployment.yaml]\nsecretGenerator: [{ name: key, envs: [key.env] }]\n",
          "apps/web/key.env": "A=ENC[AES256_GCM,data:x,type:str]\n",
        },
      },
    ],
  ])("is refused where %s", async (_, says, setting) => {
    expect(await refusal(setting)).toContain(says);
  });

  describe("reads nothing outside of the repository, and fetches nothing", () => {
    const secret = "/etc/hostname";
    const up = `${"../".repeat(20)}etc/hostname`;
    /** What stands in the repository where those paths would be in it. */
    const decoys = { "etc/hostname": "a: b\n", "apps/web/part/etc/hostname": "a: b\n", "a=b/x": "" };
    const generator = (entry: string): string => `configMapGenerator: [{ name: part, ${entry} }]\n`;
    const inline = `{ apiVersion: builtin, kind: ConfigMapGenerator, metadata: { name: c }, files: ["a=${secret}"] }`;

    it.each([
      ["a whole path", generator(`files: ["a=${secret}"]`), "leads out of the repository"],
      ["a way up", generator(`files: ["a=${up}"]`), "leads out of the repository"],
      ["a file of variables", generator(`envs: ["${up}"]`), "leads out of the repository"],
      ["a field as Go takes it", generator(`Files: ["a=${secret}"]`), "`Files` in `configMapGenerator`"],
      ["a field of the file so", generator("").replace("config", "Config"), "`ConfigMapGenerator` of"],
      ["a generator", `generators: ['${inline}']\n`, "`generators` of"],
      ["a transformer", "transformers: [script.sh]\n", "`transformers` of"],
      ["a schema", `openapi: { path: "${up}" }\n`, "leads out of the repository"],
      ["definitions", `crds: ["${secret}"]\n`, "leads out of the repository"],
      ["a patch", `patches: [{ path: "${secret}" }]\n`, "leads out of the repository"],
      ["a resource", `resources: ["${secret}"]\n`, "leads out of the repository"],
      ["an address of a file", generator('files: ["http://127.0.0.1:1/a"]'), "fetched from elsewhere"],
      ["an address with a key", generator('files: ["http://127.0.0.1:1/a=b/x"]'), "fetched from elsewhere"],
      ["an address beside a variable", 'crds: ["http://127.0.0.1:1/a"]\nvars: [{ name: A }]\n', "elsewhere"],
      ["an address that is a folder too", "resources: [a@b:c]\n", "fetched from elsewhere"],
      ["an address without a colon", "resources: [a@github.com/b]\n", "an address to kustomize"],
      [
        "a patch that is a path",
        `patchesStrategicMerge: ["x\\n/..${up.slice(2)}"]\n`,
        "could take for a path",
      ],
      ["a patch as a file is called", 'patchesStrategicMerge: ["a: b\\nc/x"]\n', "could take for a path"],
      ["a patch that is no map", 'patchesStrategicMerge: ["x\\n"]\n', "could take for a path"],
      ["a path of two lines", generator('files: ["a=script.sh\\n"]'), "leads out of the repository"],
      [
        "what is not there",
        `${generator("files: [gone]")}vars: [{ name: A }]\n`,
        "no file of the repository",
      ],
    ])("where a kustomization below names %s", async (_, text, says) => {
      const more = {
        ...decoys,
        "apps/web/part/a@b:c/kustomization.yaml": "configMapGenerator: [{ name: part }]\n",
        "apps/web/part/a@github.com/b/kustomization.yaml": "configMapGenerator: [{ name: part }]\n",
        "apps/web/part/a: b\nc/x": "",
        "apps/web/part/kustomization.yaml": text,
      };
      expect(await refusal({ more })).toContain(says);
    });
  });

  it("tells no value of a Secret when it refuses", async () => {
    for (const value of ["[secret value", "secret\rvalue"]) {
      const data = { HOST: Buffer.from(value).toString("base64") };
      const live = {
        "Kustomization web": { spec: from({ kind: "Secret", name: "key" }) },
        "Secret key": { kind: "Secret", data },
      };
      expect(await refusal({ live })).not.toMatch(/secret.value/);
    }
  });
});
