import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A program that an MCP server asks, as far as the questions of the tests go. */
export interface Upstream {
  readonly url: string;
  /** Of each request: method and path, and the token that it brought. */
  readonly requests: readonly { readonly line: string; readonly token: string | undefined }[];
  readonly end: () => Promise<void>;
}

/** A Grafana with one dashboard, one data source and one alert. */
export function fakeGrafana(): Promise<Upstream> {
  const prometheus = { id: 1, uid: "prometheus", name: "Prometheus", type: "prometheus", isDefault: true };
  const panel = { id: 1, title: "Load", type: "timeseries", targets: [{ expr: "node_load1" }] };
  const rule = { uid: "r", name: "NodeFull", type: "alerting", state: "firing", health: "ok", alerts: [] };
  return fake([
    ["/api/search", [{ id: 1, uid: "nodes", title: "Nodes", type: "dash-db" }]],
    ["/api/frontend/settings", { buildInfo: { version: "12.0.0" } }],
    ["/api/datasources", [prometheus]],
    ["/api/dashboards/uid/nodes", { dashboard: { uid: "nodes", title: "Nodes", panels: [panel] }, meta: {} }],
    [
      "/api/prometheus/grafana/api/v1/rules",
      {
        status: "success",
        data: { groups: [{ name: "nodes", file: "Nodes", folderUid: "f", interval: 60, rules: [rule] }] },
      },
    ],
  ]);
}

/** An Argo CD with one application, which is out of sync. */
export function fakeArgocd(): Promise<Upstream> {
  const shop = {
    metadata: { name: "shop", namespace: "argocd" },
    spec: { project: "default", destination: { namespace: "shop" } },
    status: { sync: { status: "OutOfSync" }, health: { status: "Degraded" } },
  };
  const cart = { kind: "Deployment", group: "apps", name: "cart", namespace: "shop", uid: "c" };
  return fake([
    ["/api/v1/applications/shop/resource-tree", { nodes: [{ ...cart, health: { status: "Progressing" } }] }],
    ["/api/v1/applications/shop", shop],
    ["/api/v1/applications", { metadata: {}, items: [shop] }],
  ]);
}

/** Answers GET by the first path that the one asked for begins with. */
async function fake(answers: readonly (readonly [path: string, body: unknown])[]): Promise<Upstream> {
  const requests: Upstream["requests"][number][] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = request;
    requests.push({ line: `${method} ${url}`, token: headers.authorization });
    const body = method === "GET" ? answers.find(([path]) => url.startsWith(path))?.[1] : undefined;
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
