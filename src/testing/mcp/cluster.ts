import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import type { McpServer, McpServers } from "../../dashboard/mcp-servers.ts";
import type { ApiServer } from "../apiserver/api-server.ts";
import { until } from "../tilt/until.ts";
import { objectsIn, type Manifests } from "./generated-pod.ts";
import type { Cluster } from "./real-server.ts";

/** Text in a Secret of the tests' cluster, which no answer may hold. */
export const secretValue = "correct-horse-battery-staple";

const tekton = ["PipelineRun", "TaskRun"].map((kind) => {
  const plural = `${kind.toLowerCase()}s`;
  const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.tekton.dev` },
    spec: {
      group: "tekton.dev",
      names: { kind, plural },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
});

/** What the servers are asked about: a shop that does not come up, a Secret, and the kinds of Tekton. */
const objects = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web-0", namespace: "shop" },
    spec: { containers: [{ name: "web", image: "example.org/web:1" }] },
  },
  {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "web-0.1", namespace: "shop" },
    type: "Warning",
    reason: "FailedScheduling",
    message: "0/1 nodes are available: 1 Insufficient memory.",
    involvedObject: { apiVersion: "v1", kind: "Pod", name: "web-0", namespace: "shop" },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "cart", namespace: "shop" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "cart" } },
      template: {
        metadata: { labels: { app: "cart" } },
        spec: { containers: [{ name: "cart", image: "example.org/cart:1" }] },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login", namespace: "shop" },
    stringData: { password: secretValue },
  },
  {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "shop", namespace: "shop" },
    spec: { path: "./shop", sourceRef: { kind: "GitRepository", name: "flux-system" } },
    status: {
      conditions: [
        {
          type: "Ready",
          status: "False",
          reason: "HealthCheckFailed",
          message: "timeout waiting for: [Deployment/shop/cart status: 'InProgress']",
        },
      ],
    },
  },
  {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "search", namespace: "shop" },
    spec: { interval: "1h" },
  },
  ...tekton,
];

/** After the kinds of Tekton, which the API server serves a little later. */
const pipelineRun = {
  apiVersion: "tekton.dev/v1",
  kind: "PipelineRun",
  metadata: { name: "build-1", namespace: "shop" },
  spec: { pipelineRef: { name: "build" } },
  status: {
    conditions: [{ type: "Succeeded", status: "False", reason: "Failed", message: "task test failed" }],
  },
};

/** Puts into the cluster what the servers are asked about, and each server's generated accounts and rights. */
export async function deployAccounts(
  api: ApiServer,
  { namespace, servers }: McpServers,
  manifests: Manifests,
): Promise<void> {
  const items = [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...objects,
    ...servers.flatMap((server) =>
      ["service-account.yaml", "cluster-role.yaml"].flatMap((file) => objectsIn(manifests, server, file)),
    ),
  ];
  await api.apply(JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await until("kinds of Tekton", () =>
    api.apply(JSON.stringify(pipelineRun)).then(
      () => true as const,
      () => undefined,
    ),
  );
}

/** The account that questions are asked as. */
export function accountOf({ name, plan }: McpServer): string {
  return plan.caller.kind === "kubeToken" ? plan.caller.serviceAccount : name;
}

/** The API server at the port that pods call it at, 443, under an address of this machine of its own. */
export interface Front {
  readonly address: string;
  readonly end: () => Promise<void>;
}

/** Opens it; who may not listen below 1024 has the system's words for that. */
export async function frontOf(api: ApiServer): Promise<Front> {
  const address = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const server = createServer((client) => {
    const behind = connect(Number(new URL(api.url).port), "127.0.0.1");
    client.pipe(behind).pipe(client);
    client.on("error", () => behind.destroy());
    behind.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(443, address, resolve);
  });
  return {
    address,
    end: () =>
      new Promise((done) =>
        server.close(() => {
          done();
        }),
      ),
  };
}

/** What the pod of a server finds of the cluster: its authority, and a token where it is given one. */
export async function clusterFor(
  api: ApiServer,
  { address }: Front,
  server: McpServer,
  namespace: string,
): Promise<Cluster> {
  const token = server.plan.holdsToken ? await mint(api, accountOf(server), namespace) : undefined;
  return { address, authority: readFileSync(join(api.root, "certs", "apiserver.crt"), "utf8"), token };
}

/** A token of an account, by the API server's TokenRequest. */
export async function mint(api: ApiServer, account: string, namespace: string): Promise<string> {
  const { stdout, stderr } = await api.kubectl(["create", "token", account, `--namespace=${namespace}`]);
  if (stdout === "") throw new Error(stderr);
  return stdout.trim();
}
