import fc from "fast-check";

/** Any value as it stands in an inventory. */
type Written = fc.Arbitrary<unknown>;

const workload = (kind: string, name: string): object => ({
  apiVersion: kind === "Job" ? "batch/v1" : "apps/v1",
  kind,
  metadata: { name },
  spec: {
    ...(kind === "Job" ? {} : { selector: { matchLabels: { app: name } } }),
    template: {
      metadata: { labels: { app: name } },
      spec: { restartPolicy: "Never", containers: [{ name, image: `registry.example/${name}` }] },
    },
  },
});

const documents = (...objects: readonly object[]): string =>
  objects.map((one) => `${JSON.stringify(one)}\n`).join("---\n");

/** The files that the inventories name. */
export const files: Readonly<Record<string, string>> = {
  "base/kustomization.yaml": "namespace: web\nresources: [web.yaml]\n",
  "base/web.yaml": documents(
    workload("Deployment", "web"),
    workload("StatefulSet", "db"),
    { apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { selector: { app: "web" } } },
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "settings" } },
  ),
  "one.yaml": documents(workload("Deployment", "web"), workload("Job", "sweep")),
  "class.yaml": documents({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
  }),
  "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
  "values.yaml": "{}\n",
  "image/Dockerfile": "FROM scratch\n",
  "hand/Tiltfile": 'local_resource("by-hand", cmd = ["true"])\n',
};

/** Few names, so that they meet: as keys, resources, workloads and targets of references. */
const name = fc.constantFrom(
  "web",
  "db",
  "sweep",
  "settings",
  "set",
  "Web",
  "m:web",
  "ü 🚀",
  "web:deployment",
);
const port = fc.constantFrom(8080, "8080:80", "8081:80", "127.0.0.1:8080:80", "9000:9000");
const label = fc.constantFrom("1-web", "tools", "A.b_c");
const target = fc.constantFrom("deployment/web", "deploy/web", "statefulset/db", "job/sweep", "node/one");
const namespace = fc.constantFrom("web", "tools", "dev");
const references = fc.uniqueArray(name, { maxLength: 2 });

function map(entry: Written, size = 2): Written {
  return fc.dictionary(name, entry, { maxKeys: size });
}

function some(
  keys: Readonly<Record<string, Written>>,
  always: Readonly<Record<string, Written>> = {},
): Written {
  return fc.record({ ...keys, ...always }, { requiredKeys: Object.keys(always) });
}

const action = fc.constantFrom<unknown>(
  { argv: ["kubectl", "get", "pods"] },
  { shell: 'echo "$NAME"' },
  { script: ["./run.sh", "one"] },
  { reconcile: { kustomization: "apps" } },
  { secret: { name: "login", namespace: "web", key: "password" } },
);
const ofWorkload = fc.constantFrom<unknown>("restart", "logs", { scale: 2 }, { exec: ["date"] }, "suspend");
const input = fc.constantFrom<unknown>({ text: "" }, { bool: true }, { choice: ["a", "b"] }, { hidden: "x" });

function buttons(does: Written): Written {
  const written = { text: fc.string(), icon: fc.constant("sync"), confirm: fc.boolean() };
  return map(
    some(
      { ...written, inputs: fc.dictionary(fc.constantFrom("NAME", "OTHER"), input, { maxKeys: 1 }) },
      { do: does },
    ),
  );
}

const shown = {
  label,
  dependsOn: references,
  links: fc.constant(["https://example.org"]),
  description: fc.string(),
};
const inCluster = {
  ...shown,
  ports: fc.array(port, { maxLength: 2 }),
  services: fc.constantFrom([], ["8090:web:80"], ["8080:web:http"]),
  autoInit: fc.boolean(),
  trigger: fc.constantFrom("auto", "manual"),
  readiness: fc.constantFrom("wait", "ignore"),
  buttons: buttons(fc.oneof(action, ofWorkload)),
};

const attached = fc.oneof(
  target,
  some({ ...inCluster, namespace, flux: fc.constantFrom("apps", { helmRelease: "web/chart" }) }, { target }),
);
const resource = fc.oneof(
  target,
  some(inCluster, { target }),
  some(
    { label, dependsOn: references },
    { objects: fc.constantFrom(["settings:configmap"], ["settings:clusterrole"], ["web:service"]) },
  ),
);
const set = fc
  .tuple(
    some(
      { label, dependsOn: references, isolate: fc.constantFrom("dev", "dev-2", "web") },
      { resources: map(resource) },
    ),
    fc.constantFrom<object>(
      { kustomize: "base" },
      { files: ["one.yaml"] },
      { files: ["one.yaml", "class.yaml"] },
    ),
    fc.constantFrom<object>({}, { flux: false }, { flux: "apps" }),
  )
  .map(([one, source, owner]) => ({ ...(one as object), ...source, ...owner }));
const release = fc
  .tuple(
    some({
      ...inCluster,
      namespace,
      releaseName: fc.constantFrom("web", "other"),
      timeout: fc.constant("2m"),
    }),
    fc.constantFrom<object>(
      { chart: "./chart" },
      { chart: "oci://registry.example/chart", version: "1.0.0" },
      { chart: "chart", repo: "https://charts.example", version: "1.0.0" },
    ),
    fc.constantFrom<object>(
      { flux: false },
      { flux: "web/chart", observe: ["deployment/web"] },
      { flux: "web/chart", observe: ["deploy/web", "sts/db"] },
    ),
    fc.constantFrom<object>({}, { values: ["values.yaml"] }, { images: { "registry.example/web": "image" } }),
  )
  .map(([one, chart, owner, more]) => ({ ...(one as object), ...chart, ...owner, ...more }));
const task = fc.oneof(
  some(
    {
      ...shown,
      run: fc.constantFrom("once", "manual", "change"),
      watch: fc.constant(["base"]),
      buttons: buttons(action),
    },
    { do: action },
  ),
  some(
    { ...shown, ports: fc.constantFrom([8080], [7000]), probe: fc.constant({ tcp: { port: 7000 } }) },
    { serve: fc.constant({ argv: ["serve"] }) },
  ),
);

const group = some(
  {
    title: fc.string({ minLength: 1 }),
    description: fc.string(),
    label,
    prefix: fc.constantFrom("", "m:", "web:"),
    tiltfile: fc.constantFrom("Tiltfile", "part/Tiltfile", "deep/part/Tiltfile"),
    flux: fc.constant("apps"),
    workloads: map(attached, 3),
    manifests: map(set),
    helmReleases: map(release),
    tasks: map(task),
  },
  { namespace },
);

const mcp = some(
  {
    namespace: fc.constantFrom("mcp", "web"),
    prefix: fc.constantFrom("", "m:", "web:"),
    label,
    clients: fc.uniqueArray(fc.constantFrom("claude-code", "vscode", "cursor")),
  },
  {
    path: fc.constant("infra/mcp"),
    fluxFile: fc.constant("clusters/mcp.yaml"),
    cni: fc.constant("cilium"),
    servers: some(
      {
        kubernetes: some(
          { identity: fc.constantFrom("caller", "shared"), port: fc.constantFrom(8080, 8090) },
          { version: fc.constant("v0.0.67") },
        ),
        flux: fc.constant({ version: "v0.58.1" }),
      },
      { prometheus: fc.constant({ version: "1.6.2", url: "http://web.web:80" }) },
    ),
  },
);

/** Inventories of every construct; many break a rule, and most of the rest are odd. */
export const inventories: Written = some(
  {
    tilt: some({
      settings: fc.constantFrom({ maxParallelUpdates: 2 }, { k8sUpsertTimeoutSecs: 30 }),
      args: fc.constantFrom(
        { say: { bool: false } },
        { names: { list: ["a"] } },
        { to: { string: "x", env: "TO" } },
      ),
      triggerMode: fc.constantFrom("auto", "manual"),
      banner: fc.boolean(),
      use: fc.constant([]),
    }),
    env: fc.constantFrom(
      { variables: {} },
      { variables: { NAME: { default: "x" }, TOKEN: { secret: true } } },
    ),
    buttons: buttons(action),
    tasks: map(task),
    secrets: map(
      fc.constantFrom<unknown>(
        { namespace: "web", keys: { token: { env: "TOKEN" } } },
        { namespace: "web", keys: { file: { file: "values.yaml" } } },
      ),
      1,
    ),
    images: fc.constant({
      "registry.example/web": { context: "./image", liveUpdate: [{ sync: ["./image", "/app"] }] },
    }),
    tiltfiles: fc.constant(["hand/Tiltfile"]),
    mcp,
    access: fc.constant({ path: "infra/access", fluxFile: "clusters/access.yaml" }),
  },
  {
    version: fc.constant(1),
    cluster: fc.constant({ name: "lab", contexts: ["admin@test"], flux: { root: "flux-system" } }),
    groups: fc.dictionary(fc.constantFrom("one", "two", "three"), group, { minKeys: 1, maxKeys: 3 }),
  },
);
