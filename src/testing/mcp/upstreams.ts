import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A program that an MCP server asks, as far as the probe's question goes. */
export interface Upstream {
  readonly url: string;
  /** Of each request: method and path, and the token that it brought. */
  readonly requests: readonly { readonly line: string; readonly token: string | undefined }[];
  readonly end: () => Promise<void>;
}

/** Grafana's search, and settings of an installation that has no dashboard but one. */
export function fakeGrafana(): Promise<Upstream> {
  return fake((path) => {
    if (path.startsWith("/api/search")) return [{ id: 1, uid: "a", title: "Nodes", type: "dash-db" }];
    return path.startsWith("/api/frontend/settings") ? { buildInfo: { version: "12.0.0" } } : undefined;
  });
}

/** Argo CD's list of applications, with one. */
export function fakeArgocd(): Promise<Upstream> {
  return fake((path) =>
    path.startsWith("/api/v1/applications")
      ? { metadata: {}, items: [{ metadata: { name: "shop", namespace: "argocd" }, spec: {}, status: {} }] }
      : undefined,
  );
}

async function fake(answer: (path: string) => unknown): Promise<Upstream> {
  const requests: Upstream["requests"][number][] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = request;
    requests.push({ line: `${method} ${url}`, token: headers.authorization });
    const body = method === "GET" ? answer(url) : undefined;
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? { message: "not found" }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    end: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
