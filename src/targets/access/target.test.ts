import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { loadProject } from "../../cli/project.ts";
import { memoryFiles } from "../../testing/memory-files.ts";
import { generated } from "../../testing/told.ts";
import { accessTarget } from "./target.ts";

interface Role {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
}

/** Everything that the roles allow, one verb on one thing each: `shop: get apps/deployments web`. */
async function allowed(more: string, top = ""): Promise<readonly string[]> {
  const inventory = `version: 1
cluster: { name: lab, contexts: [admin@lab] }
access: { path: access, fluxFile: clusters/access.yaml }
${top}
groups:
  shop:
    namespace: shop
    flux: apps
    workloads:
      web: ${more}
`;
  const { dashboard, diagnostics } = await loadProject(
    memoryFiles({ "cluster.config.yaml": inventory }),
    "cluster.config.yaml",
  );
  expect(diagnostics.filter((one) => one.severity === "error")).toEqual([]);
  if (dashboard === undefined) throw new Error("no dashboard");
  const roles = accessTarget(dashboard).flatMap(({ text }) =>
    parseAllDocuments(text).map((document) => document.toJS() as Role),
  );
  return roles
    .filter(({ kind }) => kind === "Role" || kind === "ClusterRole")
    .flatMap(({ metadata, rules = [] }) =>
      rules.flatMap((rule) =>
        rule.apiGroups.flatMap((group) =>
          rule.resources.flatMap((resource) =>
            rule.verbs.flatMap((verb) =>
              (rule.resourceNames ?? ["(all)"]).map(
                (name) => `${metadata.namespace ?? "cluster"}: ${verb} ${group}/${resource} ${name}`,
              ),
            ),
          ),
        ),
      ),
    )
    .sort();
}

const attached = "{ target: deployment/web }";
const withButton = (action: string, rest = ""): string =>
  `{ target: deployment/web, buttons: { one: { do: ${action}${rest} } } }`;

describe("the dashboard's own account", () => {
  it("may watch what is attached to, and its pods", async () => {
    expect(await allowed(attached)).toEqual([
      "shop: get /pods/log (all)",
      "shop: get apps/deployments web",
      "shop: get apps/replicasets (all)",
      "shop: list /events (all)",
      "shop: list /pods (all)",
      "shop: list /services (all)",
      "shop: list apps/replicasets (all)",
      "shop: watch /events (all)",
      "shop: watch /pods (all)",
      "shop: watch /services (all)",
      "shop: watch apps/replicasets (all)",
    ]);
  });

  const flux = "kustomize.toolkit.fluxcd.io/kustomizations apps";
  const source = "source.toolkit.fluxcd.io";

  it.each([
    ["restart", ["shop: patch apps/deployments web"]],
    ["scale", ["shop: patch apps/deployments/scale web"]],
    [
      "{ scale: { suspend: true } }",
      [`flux-system: list ${flux}`, `flux-system: patch ${flux}`, "shop: patch apps/deployments/scale web"],
    ],
    // What Tilt needs is enough for it.
    ["logs", []],
    ["{ exec: { command: [date] } }", ["shop: create /pods/exec (all)"]],
    [
      "{ exec: { target: pod/web-0, command: [date] } }",
      ["shop: create /pods/exec web-0", "shop: get /pods web-0"],
    ],
    ["{ secret: { name: login, key: password } }", ["shop: get /secrets login"]],
    ["{ secret: { name: login, key: password, namespace: other } }", ["other: get /secrets login"]],
    ["{ token: { serviceAccount: web } }", ["shop: create /serviceaccounts/token web"]],
    ["reconcile", [`flux-system: get ${flux}`, `flux-system: patch ${flux}`]],
    ["suspend", [`flux-system: list ${flux}`, `flux-system: patch ${flux}`]],
    ["resume", [`flux-system: get ${flux}`, `flux-system: list ${flux}`, `flux-system: patch ${flux}`]],
    [
      "{ reconcile: { withSource: { gitRepository: home } } }",
      [
        `flux-system: get ${flux}`,
        `flux-system: get ${source}/gitrepositories home`,
        `flux-system: patch ${flux}`,
        `flux-system: patch ${source}/gitrepositories home`,
      ],
    ],
    [
      "{ reconcile: { helmRelease: shop/api, withSource: { helmRepository: charts/all } } }",
      [
        `charts: get ${source}/helmcharts shop-api`,
        `charts: get ${source}/helmrepositories all`,
        `charts: patch ${source}/helmcharts shop-api`,
        `charts: patch ${source}/helmrepositories all`,
        "shop: get helm.toolkit.fluxcd.io/helmreleases api",
        "shop: patch helm.toolkit.fluxcd.io/helmreleases api",
      ],
    ],
    ["{ shell: date }, needs: []", []],
    ["{ shell: date }", []],
    [
      '{ argv: [kubectl, get, nodes] }, needs: [{ apiGroups: [""], resources: [nodes], verbs: [get, list], cluster: true }]',
      ["cluster: get /nodes (all)", "cluster: list /nodes (all)"],
    ],
    [
      '{ shell: "kubectl delete job x" }, needs: [{ apiGroups: [batch], resources: [jobs], verbs: [delete], resourceNames: [x] }]',
      ["shop: delete batch/jobs x"],
    ],
  ])("is widened by a button %s by what it needs and no more", async (action, more) => {
    const before = await allowed(attached);
    const after = await allowed(withButton(action));
    expect(after.filter((one) => !before.includes(one))).toEqual(more);
    expect(before.filter((one) => !after.includes(one))).toEqual([]);
  });

  it("may forward what is forwarded", async () => {
    const before = await allowed(attached);
    const widened = async (rest: string): Promise<readonly string[]> =>
      (await allowed(`{ target: deployment/web, ${rest} }`)).filter((one) => !before.includes(one));
    expect(await widened('ports: ["8080:80"]')).toEqual(["shop: create /pods/portforward (all)"]);
    expect(await widened('services: ["8081:front:80"]')).toEqual([
      "shop: create /pods/portforward (all)",
      "shop: get /pods (all)",
      "shop: get /services front",
    ]);
  });

  it("may make the bootstrap secrets, by their names", async () => {
    const before = await allowed(attached);
    const secrets = "secrets: { boot: { namespace: ops, keys: { a: { file: ./a } } } }";
    expect((await allowed(attached, secrets)).filter((one) => !before.includes(one))).toEqual([
      "ops: create /secrets boot",
      "ops: get /namespaces ops",
      "ops: patch /secrets boot",
    ]);
  });

  it("may run commands in pods for a live update", async () => {
    const before = await allowed(attached);
    const updated =
      "{ target: deployment/web, liveUpdate: { container: app, steps: [{ sync: [., /app] }] } }";
    expect((await allowed(updated)).filter((one) => !before.includes(one))).toEqual([
      "shop: create /pods/exec (all)",
    ]);
  });

  it("is told what it may not, though a task or a button has it", async () => {
    const parts = {
      access: { path: "access", fluxFile: "clusters/access.yaml" },
      tasks: { own: "date", said: { do: { argv: ["date"] }, buttons: { go: { do: { argv: ["a"] } } } } },
    };
    const files = await generated(parts);
    expect(files.get("access/service-account.yaml")?.match(/^# +\S+ runs a command of its own/gm)).toEqual([
      "#   own runs a command of its own",
      "#   said runs a command of its own",
      "#   said:go runs a command of its own",
    ]);
    const none = (await generated({ access: parts.access })).get("access/service-account.yaml");
    expect(none).not.toContain("may not");
  });

  it("makes its namespace where nothing else does", async () => {
    const mcp = {
      path: "mcp",
      fluxFile: "clusters/mcp.yaml",
      apiServer: ["192.168.1.54/32:6443"],
      servers: { flux: { version: "v0.60.0" } },
    };
    const makes = async (namespace: string): Promise<boolean> =>
      (await generated({ mcp, access: { namespace, path: "access", fluxFile: "clusters/access.yaml" } })).has(
        "access/namespace.yaml",
      );
    expect([await makes("tilt"), await makes("mcp"), await makes("flux-system")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
