import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The part of a Kubernetes API that Tilt asks for before it deploys; all lists are empty, watches stay open. */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1: {
    pods: "Pod",
    services: "Service",
    namespaces: "Namespace",
    nodes: "Node",
    events: "Event",
    configmaps: "ConfigMap",
    secrets: "Secret",
  },
  "apps/v1": {
    deployments: "Deployment",
    statefulsets: "StatefulSet",
    daemonsets: "DaemonSet",
    replicasets: "ReplicaSet",
  },
};

const clusterScoped = new Set(["namespaces", "nodes"]);

/** An API server on loopback that is there, knows the usual kinds and holds nothing. */
export class FakeCluster {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Starts on a free port. */
  static start(): Promise<FakeCluster> {
    const server = createServer((request, response) => {
      reply(new URL(request.url ?? "/", "http://cluster"), response);
    });
    server.unref();
    return new Promise((resolve, reject) => {
      server.on("error", reject);
      server.listen(0, "127.0.0.1", () => {
        resolve(new FakeCluster(server));
      });
    });
  }

  /** Ends it and every open watch. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }
}

function reply(url: URL, response: ServerResponse): void {
  response.setHeader("content-type", "application/json");
  const say = (body: unknown): void => {
    response.end(JSON.stringify(body));
  };
  const path = url.pathname.replace(/^\/|\/$/g, "");
  if (path === "version") {
    say({ major: "1", minor: "32", gitVersion: "v1.32.0", platform: "linux/amd64" });
  } else if (["livez", "readyz", "healthz"].includes(path)) {
    response.end("ok");
  } else if (path === "api") {
    say({ kind: "APIVersions", versions: ["v1"] });
  } else if (path === "apis") {
    const version = { groupVersion: "apps/v1", version: "v1" };
    say({
      kind: "APIGroupList",
      apiVersion: "v1",
      groups: [{ name: "apps", versions: [version], preferredVersion: version }],
    });
  } else if (path === "api/v1" || path === "apis/apps/v1") {
    say(resources(path === "api/v1" ? "v1" : "apps/v1"));
  } else {
    list(path, url, response, say);
  }
}

function resources(groupVersion: string): unknown {
  const verbs = ["get", "list", "watch", "create", "delete", "patch"];
  const entries = Object.entries(kinds[groupVersion] ?? {});
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: entries.map(([name, kind]) => ({
      name,
      singularName: "",
      namespaced: !clusterScoped.has(name),
      kind,
      verbs,
    })),
  };
}

function list(path: string, url: URL, response: ServerResponse, say: (body: unknown) => void): void {
  const [, groupVersion = "", plural = ""] =
    /^(?:api|apis)\/(v1|apps\/v1)\/(?:namespaces\/[^/]+\/)?([a-z]+)$/.exec(path) ?? [];
  const kind = kinds[groupVersion]?.[plural];
  if (kind === undefined) {
    response.statusCode = 404;
    say({
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      reason: "NotFound",
      message: `${path} not found`,
      code: 404,
    });
  } else if (url.searchParams.get("watch")) {
    response.flushHeaders();
  } else {
    say({ kind: `${kind}List`, apiVersion: groupVersion, metadata: { resourceVersion: "1" }, items: [] });
  }
}
