import fc from "fast-check";
import type { RepositoryFiles } from "./archive.ts";

type Data = Record<string, unknown>;

/** JSON is YAML: what is generated needs no printer. */
const file = (...documents: readonly Data[]): string =>
  documents.map((one) => JSON.stringify(one, null, 1)).join("\n---\n");

const word = fc.constantFrom("web", "api", "db", "cache", "jobs");
const namespace = fc.constantFrom("media", "shop", "default", "flux-system");
const port = fc.constantFrom(80, 443, 8080, 9090, 7878);
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const containerPorts = fc.uniqueArray(
  fc.record({
    containerPort: port,
    name: some(fc.constantFrom("http", "metrics")),
    protocol: some(fc.constantFrom("TCP", "UDP")),
  }),
  { maxLength: 3, selector: (one) => one.containerPort },
);

const container = (name: string): fc.Arbitrary<Data> =>
  fc.record({
    name: fc.constant(name),
    image: fc.constantFrom("example.org/web:1", "example.org/api@sha256:abc", "redis"),
    ports: containerPorts,
    env: fc.uniqueArray(
      fc.record({ name: fc.constantFrom("A", "B", "C"), value: fc.constantFrom("1", "two") }),
      {
        maxLength: 2,
        selector: (one) => one.name,
      },
    ),
    envFrom: fc.constantFrom(
      [],
      [{ configMapRef: { name: "settings" } }],
      [{ secretRef: { name: "token" } }, { configMapRef: { name: "settings" } }],
    ),
  });

const workload = (name: string): fc.Arbitrary<Data> =>
  fc
    .tuple(
      fc.constantFrom("Deployment", "StatefulSet", "DaemonSet"),
      some(namespace),
      container("main"),
      some(container("side")),
      fc.constantFrom([], [{ name: "config", configMap: { name: "settings" } }]),
      fc.boolean(),
    )
    .map(([kind, space, main, side, volumes, account]) => ({
      apiVersion: "apps/v1",
      kind,
      metadata: { name, ...(space !== undefined && { namespace: space }), labels: { app: name } },
      spec: {
        ...(kind !== "DaemonSet" && { replicas: 1 }),
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            containers: side === undefined ? [main] : [main, side],
            ...(volumes.length > 0 && { volumes }),
            ...(account && { serviceAccountName: name }),
          },
        },
      },
    }));

const service = (name: string): Data => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
});

const account = (name: string): Data[] => [
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name } },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    subjects: [
      { kind: "ServiceAccount", name },
      { kind: "ServiceAccount", name: "default", namespace: "other" },
    ],
  },
];

const mergePatch = (name: string, kind: string): fc.Arbitrary<Data> =>
  fc
    .record({
      ports: containerPorts,
      replicas: fc.constantFrom(0, 2),
      removeEnv: fc.boolean(),
      sidecar: fc.boolean(),
    })
    .map(({ ports, replicas, removeEnv, sidecar }) => ({
      target: { kind, name },
      patch: JSON.stringify({
        apiVersion: "apps/v1",
        kind,
        metadata: { name, labels: { patched: "yes" } },
        spec: {
          ...(kind !== "DaemonSet" && { replicas }),
          template: {
            spec: {
              containers: [
                { name: "main", ports, ...(removeEnv && { env: [{ name: "A", $patch: "delete" }] }) },
                ...(sidecar ? [{ name: "added", image: "added:1", ports: [{ containerPort: 1234 }] }] : []),
              ],
            },
          },
        },
      }),
    }));

const jsonPatch = (name: string): fc.Arbitrary<Data> =>
  fc
    .constantFrom(
      [{ op: "add", path: "/metadata/annotations", value: { a: "1" } }],
      [{ op: "replace", path: "/spec/template/spec/containers/0/image", value: "patched:1" }],
      [{ op: "add", path: "/spec/template/spec/containers/0/ports/-", value: { containerPort: 4321 } }],
    )
    .map((operations) => ({
      target: { group: "apps", name: `${name.slice(0, -1)}.` },
      patch: JSON.stringify(operations),
    }));

/**
 * What a kustomization may do to one application. Each layer has a label of its own: where two layers set
 * one label, kustomize also changes the selectors that share its node.
 */
const treatment = (label: string): fc.Arbitrary<Data> =>
  fc.record({
    namespace: some(namespace),
    namePrefix: some(fc.constantFrom("a-", "pre-")),
    nameSuffix: some(fc.constantFrom("-z", "-v2")),
    commonLabels: some(fc.constant({ team: "home" })),
    labels: some(
      fc.constantFrom(
        [{ pairs: { [label]: "1" }, includeSelectors: true }],
        [{ pairs: { [label]: "2" }, includeTemplates: true }],
        [{ pairs: { [label]: "3" } }],
      ),
    ),
    commonAnnotations: some(fc.constant({ note: "yes" })),
    images: some(
      fc.constantFrom(
        [{ name: "redis", newTag: "7" }],
        [{ name: "example.org/web", newName: "other/web", digest: "sha256:1" }],
      ),
    ),
  });

const withoutHoles = (data: Data): Data => JSON.parse(JSON.stringify(data)) as Data;

interface App {
  readonly name: string;
  readonly files: RepositoryFiles;
  readonly child: Data;
}

const application = (name: string): fc.Arbitrary<App> =>
  fc
    .record({
      shape: fc.constantFrom("generated", "plain", "base", "component"),
      workload: workload(name),
      inner: treatment("inner"),
      outer: treatment("outer"),
      generators: fc.boolean(),
      hashed: fc.boolean(),
      merge: fc.boolean(),
      json: some(jsonPatch(name)),
      targetNamespace: some(namespace),
      fluxPrefix: some(fc.constant("flux-")),
      fluxImage: fc.boolean(),
    })
    .chain((facts) =>
      mergePatch(name, String(facts.workload["kind"])).map((patch): App => {
        const { shape, inner, outer } = facts;
        const folder = `apps/${name}`;
        const manifests = {
          [`${folder}/manifests.yaml`]: file(facts.workload, service(name), ...account(name)),
        };
        const generated: Data = facts.generators
          ? {
              configMapGenerator: [{ name: "settings", literals: ["a=1", "b=<two>"] }],
              secretGenerator: [{ name: "token", literals: ["token=secret"] }],
              generatorOptions: { disableNameSuffixHash: !facts.hashed },
            }
          : {};
        const base: Data = { resources: ["manifests.yaml"], ...generated, ...inner };
        const patches = [...(facts.merge ? [patch] : []), ...(facts.json === undefined ? [] : [facts.json])];
        const shapes: Record<string, RepositoryFiles> = {
          generated: manifests,
          plain: { ...manifests, [`${folder}/kustomization.yaml`]: file(withoutHoles({ ...base, patches })) },
          base: {
            [`${folder}/base/manifests.yaml`]: manifests[`${folder}/manifests.yaml`] ?? "",
            [`${folder}/base/kustomization.yaml`]: file(withoutHoles(base)),
            [`${folder}/kustomization.yaml`]: file(
              withoutHoles({
                resources: ["base"],
                ...(facts.generators && {
                  configMapGenerator: [
                    {
                      name: "settings",
                      behavior: "merge",
                      literals: ["c=3"],
                      ...(inner["namespace"] !== undefined && { namespace: inner["namespace"] }),
                    },
                  ],
                }),
                ...outer,
                patches,
              }),
            ),
          },
          component: {
            ...manifests,
            [`${folder}/kustomization.yaml`]: file(withoutHoles({ ...base, components: ["part"] })),
            [`${folder}/part/kustomization.yaml`]: file(
              withoutHoles({
                apiVersion: "kustomize.config.k8s.io/v1alpha1",
                kind: "Component",
                ...outer,
                patches,
              }),
            ),
          },
        };
        const spec = {
          interval: "1h",
          prune: true,
          path: `./${folder}`,
          sourceRef: { kind: "GitRepository", name: "flux-system" },
          targetNamespace: facts.targetNamespace,
          namePrefix: facts.fluxPrefix,
          ...(facts.fluxImage && { images: [{ name: "redis", newTag: "8" }] }),
        };
        const child = withoutHoles({
          apiVersion: "kustomize.toolkit.fluxcd.io/v1",
          kind: "Kustomization",
          metadata: { name, namespace: "flux-system" },
          spec,
        });
        return { name, files: shapes[shape] ?? {}, child };
      }),
    );

/** A Flux repository of a few applications, each put together at random of what kustomize can do. */
export const repository: fc.Arbitrary<RepositoryFiles> = fc
  .uniqueArray(word, { minLength: 1, maxLength: 3 })
  .chain((names) => fc.tuple(...names.map(application)))
  .map((apps) => {
    const root = {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata: { name: "flux-system", namespace: "flux-system" },
      spec: { path: "./cluster", sourceRef: { kind: "GitRepository", name: "flux-system" } },
    };
    const files: Record<string, string> = { "cluster/gotk-sync.yaml": file(root) };
    for (const app of apps) {
      Object.assign(files, app.files);
      files[`cluster/${app.name}.yaml`] = file(app.child);
    }
    return files;
  });
