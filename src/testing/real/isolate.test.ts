import { afterAll, beforeAll, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { tiltfileResult, type TiltfileResult } from "../tilt/tiltfile-result.ts";
import {
  developing,
  generateProject,
  readDashboard,
  richProject,
  writeArtifacts,
  type Generated,
} from "./project.ts";
import { objectNames } from "../../evaluated/seen.ts";

interface Manifest {
  readonly Name: string;
  readonly DeployTarget: { readonly yaml?: string };
}

function yamlOf(result: TiltfileResult): ReadonlyMap<string, string> {
  const manifests = (result.json?.["Manifests"] ?? []) as readonly Manifest[];
  return new Map(
    manifests.flatMap(({ Name, DeployTarget: { yaml } }) => (yaml === undefined ? [] : [[Name, yaml]])),
  );
}

describeTilt("private copies", () => {
  let generated: Generated;
  let yaml: ReadonlyMap<string, string>;
  beforeAll(async () => {
    generated = await generateProject(richProject);
    const result = await tiltfileResult(generated.sandbox, "Tiltfile", {
      args: developing(["set:copy", "set:second"]),
    });
    expect(result.exit, result.stderr).toBe(0);
    yaml = yamlOf(result);
  }, 60_000);
  afterAll(() => generated.sandbox.dispose());

  it("are in their own namespace, under the inventory's names, and nothing is uncategorized", () => {
    const rbac = [
      "ClusterRole /dev-copy-web:reader",
      "ClusterRoleBinding /dev-copy-view",
      "ClusterRoleBinding /dev-copy-web",
    ];
    expect(Object.fromEntries([...yaml].map(([name, text]) => [name, objectNames(text)]))).toEqual({
      "namespace:dev-copy": ["Namespace /dev-copy"],
      "namespace:dev-mine": ["Namespace /dev-mine"],
      "set:web": ["Deployment dev-copy/web", "Service dev-copy/web"],
      "set:config": ["ConfigMap dev-copy/settings"],
      "set:copy:worker": ["Deployment dev-copy/worker"],
      "set:second:web": ["Deployment dev-copy/second"],
      "set:mine:web": ["Deployment dev-mine/mine"],
      "set:copy": [
        ...rbac,
        "ConfigMap dev-copy/listed",
        "HTTPRoute dev-copy/web",
        "Ingress dev-copy/web",
        "IngressRoute dev-copy/web",
        "Service dev-copy/elsewhere",
        "ServiceAccount dev-copy/web",
      ].sort(),
    });
  });

  it("refer to each other, give no role rules to others, and take no host of the original", () => {
    const objects = parseAllDocuments(yaml.get("set:copy") ?? "").map(
      (one) => one.toJS() as Record<string, unknown>,
    );
    const find = (kind: string, name: string): unknown =>
      objects.find((one) => one["kind"] === kind && (one["metadata"] as { name: string }).name === name);
    const subjects = [{ kind: "ServiceAccount", name: "web", namespace: "dev-copy" }];
    expect(find("ClusterRoleBinding", "dev-copy-web")).toMatchObject({
      roleRef: { name: "dev-copy-web:reader" },
      subjects,
    });
    // A role that the set does not hold is the cluster's, and stays.
    expect(find("ClusterRoleBinding", "dev-copy-view")).toMatchObject({
      roleRef: { name: "view" },
      subjects,
    });
    expect(find("ClusterRole", "dev-copy-web:reader")).toHaveProperty("metadata.labels", { kept: "yes" });
    expect(find("Ingress", "web")).toMatchObject({
      spec: {
        rules: [{ host: "dev-copy-web.talos00" }, { host: "kept-dev.talos00" }, { host: "wild-dev.talos00" }],
        tls: [{ hosts: ["dev-copy-web.talos00"] }],
      },
    });
    expect(find("HTTPRoute", "web")).toMatchObject({ spec: { hostnames: ["dev-copy-web.talos00"] } });
    expect(find("IngressRoute", "web")).toMatchObject({
      spec: {
        routes: [
          {
            match:
              "Host(`dev-copy-web.talos00`, `dev-copy-two.talos00`) && PathPrefix(`/Host(`) || Host(`kept-dev.talos00`)",
          },
        ],
      },
    });
  });
});

describeTilt("what there can be no private copy of", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({
      extensionsCommit: (await readDashboard(richProject)).tilt.extensions.ref,
    });
  });
  afterAll(() => sandbox.dispose());

  /** Loads a copy of the given objects, and a workload, into a namespace. */
  const copy = async (objects: readonly object[], namespace = "dev", hosts = ""): Promise<TiltfileResult> => {
    const metadata = { name: "web", namespace: "prod" };
    const template = {
      metadata: { labels: { app: "web" } },
      spec: { containers: [{ name: "web", image: "a.invalid/web" }] },
    };
    const workload = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { selector: { matchLabels: { app: "web" } }, template },
    };
    const all = [workload, ...objects.map((one) => ({ apiVersion: "v1", metadata: { name: "it" }, ...one }))];
    sandbox.write("objects.yaml", all.map((one) => stringify(one)).join("---\n"));
    sandbox.write(
      "cluster.config.yaml",
      `version: 1
cluster: { name: one, contexts: [admin@test] }
groups:
  one:
    namespace: prod
    manifests:
      copy: { files: [./objects.yaml], flux: false, isolate: "${namespace}", hosts: { ${hosts} }, resources: { web: deployment/web } }
`,
    );
    writeArtifacts(sandbox, await readDashboard(sandbox.project));
    return tiltfileResult(sandbox);
  };
  const route = (match: string): object => ({
    kind: "IngressRoute",
    apiVersion: "traefik.io/v1alpha1",
    spec: { routes: [{ match }] },
  });

  it.each<[string, object, string]>([
    ["a StorageClass", { kind: "StorageClass" }, "StorageClass it lives outside of namespaces"],
    ["a CustomResourceDefinition", { kind: "CustomResourceDefinition" }, "lives outside of namespaces"],
    [
      "a ClusterIssuer",
      { kind: "ClusterIssuer", apiVersion: "cert-manager.io/v1" },
      "lives outside of namespaces",
    ],
    [
      "one in a List",
      { kind: "List", items: [{ kind: "PriorityClass", metadata: { name: "it" } }] },
      "PriorityClass it",
    ],
    [
      "a wildcard host",
      { kind: "Ingress", spec: { rules: [{ host: "*.prod" }] } },
      "the host *.prod takes many names",
    ],
    ["an Ingress for every host", { kind: "Ingress", spec: { rules: [{ http: {} }] } }, "takes every host"],
    [
      "an Ingress with a default backend",
      { kind: "Ingress", spec: { defaultBackend: {} } },
      "default backend",
    ],
    ["an HTTPRoute for every host", { kind: "HTTPRoute", spec: {} }, "takes every host"],
    ["a UDP route", { kind: "UDPRoute", spec: {} }, "takes a port, not a host"],
    ["a route without a host", route("PathPrefix(`/`)"), "cannot be changed"],
    ["a route with a pattern of hosts", route("HostRegexp(`.*`)"), "cannot be changed"],
    [
      "a Kustomization of Flux's",
      { kind: "Kustomization", apiVersion: "kustomize.toolkit.fluxcd.io/v1" },
      "a second time",
    ],
    [
      "a HelmRelease elsewhere",
      { kind: "HelmRelease", apiVersion: "helm.toolkit.fluxcd.io/v2", spec: { targetNamespace: "prod" } },
      "another namespace",
    ],
  ])("%s", async (_, object, says) => {
    const result = await copy([object]);
    expect(result.exit).toBe(5);
    expect(result.stderr).toContain(says);
  });

  it("takes a wildcard host that the inventory replaces", async () => {
    const result = await copy(
      [{ kind: "Ingress", apiVersion: "networking.k8s.io/v1", spec: { rules: [{ host: "*.prod" }] } }],
      "dev",
      '"*.prod": it.dev',
    );
    expect(yamlOf(result).get("copy"), result.stderr).toContain("host: it.dev");
  });

  it("takes no port, address or name in the network from the original", async () => {
    const service = {
      kind: "Service",
      metadata: {
        name: "it",
        annotations: { "external-dns.alpha.kubernetes.io/hostname": "a.prod, b.prod" },
      },
      spec: {
        type: "LoadBalancer",
        clusterIP: "10.0.0.1",
        loadBalancerIP: "10.0.0.2",
        externalIPs: ["10.0.0.3"],
        ports: [{ port: 80, nodePort: 30080 }],
      },
    };
    const result = await copy([service]);
    const yaml = yamlOf(result).get("copy") ?? result.stderr;
    expect(yaml).toContain("hostname: dev-a.prod,dev-b.prod");
    expect(yaml).not.toMatch(/10\.0\.0|nodePort/);
  });

  it.each(["on", "y", "123", "null", "0x1f"])(
    "goes into a namespace that YAML takes for something else: %s",
    async (namespace) => {
      const result = await copy([{ kind: "ConfigMap" }], namespace);
      expect(result.exit, result.stderr).toBe(0);
      expect(objectNames(yamlOf(result).get(`namespace:${namespace}`) ?? "")).toEqual([
        `Namespace /${namespace}`,
      ]);
      expect(objectNames(yamlOf(result).get("copy") ?? "")).toEqual([`ConfigMap ${namespace}/it`]);
    },
  );
});
