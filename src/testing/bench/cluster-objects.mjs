// What the measured cluster holds: Deployments with a Service each, applied by one Kustomization a namespace.

export const crdNames = [
  "crd/kustomizations.kustomize.toolkit.fluxcd.io",
  "crd/helmreleases.helm.toolkit.fluxcd.io",
];

const space = (index) => `space-${index}`;

/** Names by namespace. */
function spread(workloads, namespaces) {
  const names = Array.from({ length: namespaces }, () => []);
  for (let index = 0; index < workloads; index += 1) names[index % namespaces].push(`app-${index}`);
  return names;
}

/** The namespaces as one text, then everything else in so many more. */
export function clusterObjects(workloads, namespaces, parts) {
  const all = spread(workloads, namespaces).flatMap((names, index) => objectsIn(space(index), names));
  const spaces = Array.from({ length: namespaces }, (_, index) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: space(index) },
  }));
  const texts = Array.from({ length: parts }, (_, part) =>
    listOf(all.filter((_, index) => index % parts === part)),
  );
  return [listOf(spaces), ...texts];
}

function listOf(items) {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

function objectsIn(namespace, names) {
  const ids = names.flatMap((name) => [
    `${namespace}_${name}_apps_Deployment`,
    `${namespace}_${name}__Service`,
  ]);
  const kustomization = {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "apps", namespace },
    spec: { path: `./${namespace}`, sourceRef: { kind: "GitRepository", name: "flux-system" } },
    status: { inventory: { entries: ids.map((id) => ({ id, v: "v1" })) } },
  };
  return [kustomization, ...names.flatMap((name) => workload(namespace, name))];
}

function workload(namespace, name) {
  const labels = { app: name };
  const container = {
    name: "app",
    image: "example.org/app:1",
    ports: [{ name: "http", containerPort: 8080 }],
    env: Array.from({ length: 12 }, (_, index) => ({ name: `VARIABLE_${index}`, value: `value ${index}` })),
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
    readinessProbe: { httpGet: { path: "/", port: "http" } },
  };
  const metadata = { name, namespace };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ name: "http", port: 80, targetPort: "http" }] },
    },
  ];
}

/** An inventory that names all of it. */
export function clusterInventory(workloads, namespaces) {
  const groups = spread(workloads, namespaces).map((names, index) => {
    const entries = names.map(
      (name) => `      ${name}: { target: deployment/${name}, flux: ${space(index)}/apps }`,
    );
    return [`  ${space(index)}:`, `    namespace: ${space(index)}`, "    workloads:", ...entries].join("\n");
  });
  return `version: 1\ncluster: { name: bench, contexts: [admin@test] }\ngroups:\n${groups.join("\n")}\n`;
}
