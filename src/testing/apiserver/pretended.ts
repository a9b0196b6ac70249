import { createServer as createHttpServer, type RequestListener } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Servers that pretend to be an API server, and a kubeconfig that leads to one of them. */
export interface Pretended {
  /** Holds nothing but the kubeconfig, `config`. */
  readonly folder: string;
  /** Has a server listen on a free port; its address. */
  readonly listen: (made: Server) => Promise<string>;
  /** Writes the kubeconfig: the context `admin@test` is the server at an address. */
  readonly configure: (url: string, user?: object) => void;
  /** Ends all connections, without a word. */
  readonly hangUp: () => void;
  readonly end: () => Promise<void>;
}

export function pretend(): Pretended {
  const folder = mkdtempSync(join(tmpdir(), "fluxtilt-kubectl-"));
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    folder,
    hangUp,
    listen: (made) => {
      servers.push(made);
      made.on("connection", (socket) => sockets.add(socket));
      return new Promise((resolve) => {
        made.listen(0, "127.0.0.1", () => {
          resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}`);
        });
      });
    },
    configure: (url, user = {}) => {
      const config = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "test", cluster: { server: url } }],
        contexts: [{ name: "admin@test", context: { cluster: "test", user: "me" } }],
        users: [{ name: "me", user }],
      };
      writeFileSync(join(folder, "config"), JSON.stringify(config));
    },
    end: async () => {
      hangUp();
      await Promise.all(servers.map((one) => new Promise((done) => one.close(done))));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Answers `/apis` with one group, of some versions, and everything else as told. */
export function answering(rest: RequestListener, versions: readonly string[] = ["v1"]): Server {
  return createHttpServer((request, response) => {
    if (request.url?.split("?")[0] === "/apis") {
      response.setHeader("Content-Type", "application/json");
      const served = versions.map((version) => ({ groupVersion: `apps/${version}`, version }));
      response.end(JSON.stringify({ kind: "APIGroupList", groups: [{ name: "apps", versions: served }] }));
    } else rest(request, response);
  });
}

export const emptyList = { kind: "List", apiVersion: "v1", metadata: {}, items: [] };

/** What kubectl asks before it lists something by its name. */
export const discovery: Readonly<Record<string, object>> = {
  "/api": { kind: "APIVersions", versions: ["v1"] },
  "/api/v1": {
    kind: "APIResourceList",
    groupVersion: "v1",
    resources: ["Secret", "ConfigMap"].map((kind) => ({
      name: `${kind.toLowerCase()}s`,
      kind,
      namespaced: true,
      verbs: ["get", "list"],
    })),
  },
  "/apis/apps/v1": { kind: "APIResourceList", groupVersion: "apps/v1", resources: [] },
};
