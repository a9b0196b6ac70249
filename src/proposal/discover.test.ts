import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDashboard } from "../dashboard/build.ts";
import type { Dashboard } from "../dashboard/model.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { addEntries } from "../inventory/edit/apply.ts";
import { readRoot } from "../inventory/read.ts";
import type { Owner, RealObject, Reality, Service, Workload } from "../reality/model.ts";
import { workloadsOf } from "../rules/placed-workloads.ts";
import { checkRules } from "../rules/index.ts";
import { portUses } from "../rules/port-clash.ts";
import { parseSource } from "../source/parse.ts";
import { discover, type Proposal } from "./discover.ts";

const head = "version: 1\ncluster: { name: home, contexts: [admin@home], domain: home.lan }\n";

interface Read {
  readonly dashboard: Dashboard;
  readonly diagnostics: readonly Diagnostic[];
}

function read(text: string): Read {
  const parsed = parseSource("cluster.config.yaml", new TextEncoder().encode(text));
  const shaped = parsed.value && readRoot(parsed.value);
  if (shaped?.value === undefined)
    throw new Error(JSON.stringify([parsed.diagnostics, shaped?.diagnostics, text]));
  const built = buildDashboard({ root: shaped.value, fragments: [] });
  return {
    dashboard: built.value,
    diagnostics: [...parsed.diagnostics, ...shaped.diagnostics, ...built.diagnostics],
  };
}

/** The inventory with all that is proposed. */
function grown(text: string, reality: Reality): { readonly text: string; readonly proposal: Proposal } {
  const { dashboard } = read(text);
  const proposal = discover(dashboard, reality);
  const [root] = dashboard.sources;
  if (root === undefined) throw new Error("no source");
  const edited = addEntries(root, proposal.additions.get(root) ?? []);
  expect(edited.refused).toEqual([]);
  return { text: edited.text, proposal };
}

const kustomization = (name: string): Owner => ({ kind: "Kustomization", namespace: "flux-system", name });

function object(kind: string, namespace: string, name: string, more: Partial<RealObject> = {}): RealObject {
  return {
    kind,
    group: "apps",
    namespace,
    name,
    provenance: { file: "apps.yaml", line: 1, chain: [] },
    owner: kustomization("apps"),
    confidence: "exact",
    content: undefined,
    ...more,
  };
}

function workload(
  kind: string,
  namespace: string,
  name: string,
  more: Partial<Workload> & { readonly ports?: readonly (readonly [number, string?])[] } = {},
): Workload {
  const { ports = [], ...rest } = more;
  const listed = ports.map(([number, called]) => ({ number, name: called, protocol: "TCP" }));
  return {
    ...object(kind, namespace, name),
    replicas: undefined,
    suspended: false,
    containers: [{ name: "app", init: false, ports: listed }],
    podLabels: { app: name },
    ...rest,
  };
}

function service(namespace: string, name: string, ports: Service["ports"], app = name): Service {
  return { ...object("Service", namespace, name, { group: "" }), ports, selector: { app } };
}

function reality(parts: Partial<Reality>): Reality {
  return {
    source: "repository",
    root: undefined,
    objects: [],
    workloads: [],
    services: [],
    hosts: [],
    data: [],
    kustomizations: [...new Set((parts.workloads ?? []).flatMap(({ owner }) => owner?.name ?? []))].map(
      (name) => ({
        ...kustomization(name),
        provenance: { file: "ks.yaml", line: 1, chain: [] },
        suspended: false,
        folder: name,
        state: "built",
        spec: {},
        substitutions: new Map(),
      }),
    ),
    releases: [],
    unresolved: [],
    parsedFiles: 0,
    ...parts,
  };
}

/** What stands below `groups:` after a run, without the head. */
function groups(parts: Partial<Reality>, before = head): string {
  const { text } = grown(before, reality(parts));
  return text.slice(text.indexOf("\ngroups:\n") + 1);
}

describe("ports", () => {
  it("those behind a Service first; never metrics; each local port once, none that is known to be taken", () => {
    const web = workload("Deployment", "web", "shop", {
      ports: [
        [9100, "metrics"],
        [9000, "admin"],
        [80, "http"],
      ],
    });
    const other = workload("Deployment", "web", "other", { ports: [[5000], [8080]] });
    const before = `${head}tasks: { docs: { serve: { shell: x }, probe: { http: { port: 8081 } } } }\n`;
    expect(
      groups(
        {
          workloads: [web, other],
          services: [service("web", "shop", [{ number: 1, name: undefined, target: 80 }])],
        },
        before,
      ),
    ).toContain(
      '      other: { target: deployment/other, ports: ["5001:5000", 8080] }\n' +
        '      shop: { target: deployment/shop, ports: ["8082:80", 9000] }\n',
    );
  });

  it("the Service's, where only that has one", () => {
    const named = service("web", "shop", [{ number: 80, name: "http", target: "http" }]);
    expect(groups({ workloads: [workload("Deployment", "web", "shop")], services: [named] })).toContain(
      '      shop: { target: deployment/shop, services: ["8080:shop:80"] }\n',
    );
  });
});

it("takes the group's name off only where the prefix says it", () => {
  const assistant = workload("Deployment", "home", "home-assistant");
  const there = (prefix: string): string =>
    `${head}groups:\n  home:\n    namespace: home\n${prefix}    workloads: { x: deployment/x }\n`;
  const added = (prefix: string): string => groups({ workloads: [assistant] }, there(prefix));
  expect(added("")).toContain("home-assistant: ");
  expect(added('    prefix: "home:"\n')).toContain(" assistant: ");
});

describe("links", () => {
  const shop = workload("Deployment", "web", "shop");
  const services = [service("web", "shop-http", [], "shop")];
  const rules = (host: string) => [
    { host, http: { paths: [{ backend: { service: { name: "shop-http" } } }] } },
  ];
  const ingress = (host: string, spec: object) => ({
    host,
    route: object("Ingress", "web", "any", { content: { spec: { rules: rules(host), ...spec } } }),
  });

  it.each([
    ["shop.home.lan", {}, "shop"],
    ["a.shop.home.lan", {}, "a.shop.home.lan"],
    ["shop.example.org", {}, "shop.example.org"],
    ["shop.home.lan", { tls: [{ hosts: ["shop.home.lan"] }] }, "https://shop.home.lan"],
  ])("%s %o: %s", (host, spec, link) => {
    expect(groups({ workloads: [shop], services, hosts: [ingress(host, spec)] })).toContain(
      `links: [${link}] }`,
    );
  });

  it("none for another Service's host, a wildcard, or one that is not wholly known", () => {
    const hosts = ["*.home.lan", "shop.${DOMAIN}"].map((host) => ingress(host, {}));
    const other = {
      host: "x.home.lan",
      route: object("Ingress", "web", "x", { content: { spec: { rules: [] } } }),
    };
    expect(groups({ workloads: [shop], services, hosts: [...hosts, other] })).not.toContain("links");
  });
});

describe("groups", () => {
  it("are namespaces; single workloads that one Kustomization applies share one", () => {
    const text = groups({
      workloads: [
        workload("Deployment", "a", "one"),
        workload("Deployment", "b", "two"),
        workload("DaemonSet", "c", "three", { owner: kustomization("c") }),
        workload("StatefulSet", "c", "four", { owner: kustomization("c") }),
      ],
    });
    expect(text).toBe(`groups:
  apps:
    prefix: "apps:"
    flux: apps
    buttonsFrom: [flux]
    workloads:
      one: { target: deployment/one, namespace: a }
      two: { target: deployment/two, namespace: b }

  c:
    namespace: c
    prefix: "c:"
    flux: c
    buttonsFrom: [flux]
    workloads:
      four: statefulset/four
      three: daemonset/three
`);
  });

  it("that are there get what is of their namespace or Kustomization, in their own way", () => {
    const before = `${head}groups:
  mine: # by hand
    namespace: web
    workloads:
      shop: { target: deployment/shop, ports: [8080] }   # as I want it

  infra: { flux: infra, prefix: "i:", buttonsFrom: [], namespace: x, workloads: { x: { target: deployment/x } } }
`;
    const text = groups(
      {
        workloads: [
          workload("Deployment", "web", "shop"),
          workload("Deployment", "web", "api", { ports: [[8080]] }),
          workload("Deployment", "z", "z", { owner: kustomization("infra") }),
        ],
      },
      before,
    );
    expect(text).toBe(`groups:
  mine: # by hand
    namespace: web
    workloads:
      shop: { target: deployment/shop, ports: [8080] }   # as I want it
      api:
        target: deployment/api
        flux: apps
        ports: ["8081:8080"]
        buttons: { restart: restart }

  infra: { flux: infra, prefix: "i:", buttonsFrom: [], namespace: x, workloads: { x: { target: deployment/x }, z: { target: deployment/z, namespace: z } } }
`);
  });
});

describe("what is not certain", () => {
  const likely = workload("Deployment", "web", "guess", { confidence: "likely", containers: undefined });
  const off = workload("Deployment", "web", "idle", { replicas: 0 });

  it("is a comment with its reason, once", () => {
    const parts = reality({ workloads: [likely, off, workload("Deployment", "web", "shop")] });
    const { text } = grown(head, parts);
    expect(text).toContain(
      "      shop: deployment/shop\n" +
        "      # guess: deployment/guess # likely: what its chart usually makes (Kustomization flux-system/apps)\n" +
        "      # idle: deployment/idle # does not run: 0 replicas (Kustomization flux-system/apps)\n",
    );
    expect(grown(text, parts)).toEqual({
      text,
      proposal: expect.objectContaining({ added: 0, offered: 0 }) as unknown,
    });
  });

  it("taken up, it holds", () => {
    const { text } = grown(head, reality({ workloads: [likely, off] }));
    const taken = text.replace(/^( *)# /gm, "$1");
    const { dashboard, diagnostics } = read(
      taken.includes("buttonSets")
        ? taken
        : `${taken}buttonSets: { flux: { buttons: { restart: restart } } }\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(workloadsOf(dashboard).map(({ name }) => name)).toEqual(["guess", "idle"]);
  });

  it("is nothing where the inventory ignores it", () => {
    const { proposal } = grown(`${head}ignore: [web/*]\n`, reality({ workloads: [likely, off] }));
    expect(proposal).toMatchObject({ added: 0, offered: 0, groups: [] });
  });
});

it("names the Secret of a login, not what is in it", () => {
  const server = workload("Deployment", "argocd", "argocd-server");
  const secret = {
    ...object("Secret", "argocd", "argocd-initial-admin-secret", { group: "" }),
    keys: ["password"],
  };
  expect(groups({ workloads: [server], data: [secret] })).toContain(
    "do: { secret: { name: argocd-initial-admin-secret, key: password } }",
  );
  expect(groups({ workloads: [server] })).not.toContain("secret");
});

/** Clusters with names that clash, share beginnings and ports. */
const label = fc.constantFrom("web", "web-api", "api", "api-web", "db", "a", "server", "apps", "groups");
const workloads = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom("Deployment", "StatefulSet", "DaemonSet", "Job"),
    namespace: label,
    name: label,
    owner: label.map(kustomization),
    confidence: fc.constantFrom("exact" as const, "exact" as const, "rule" as const, "likely" as const),
    replicas: fc.constantFrom(undefined, 1, 0),
    ports: fc.array(fc.tuple(fc.constantFrom(80, 8080, 8081, 5000, 65535, 3000)), { maxLength: 4 }),
  }),
  { maxLength: 30, selector: ({ kind, namespace, name }) => [kind, namespace, name].join("/") },
);

describe("any cluster", () => {
  it("is named whole, by an inventory that holds; a second run adds nothing", () => {
    fc.assert(
      fc.property(workloads, workloads, (all, later) => {
        const seen = (list: typeof all): Reality =>
          reality({
            workloads: list.map(({ kind, namespace, name, ...more }) =>
              workload(kind, namespace, name, more),
            ),
            services: list.map(({ namespace, name }) =>
              service(namespace, name, [{ number: 80, name: "http", target: "http" }]),
            ),
          });
        let text = `${head}tasks: { web: { do: { shell: ls } } }\n`;
        for (const now of [
          seen(all),
          seen([...all, ...later.filter((one) => !all.some((other) => isOne(one, other)))]),
        ]) {
          const before = text;
          text = grown(text, now).text;
          expect(lines(text)).toEqual(expect.arrayContaining([...lines(before)]));
          const { dashboard, diagnostics } = read(text);
          expect(diagnostics).toEqual([]);
          const told = checkRules({ dashboard, reality: now, folder: "" });
          expect(told.filter(({ severity }) => severity === "error")).toEqual([]);
          const ports = portUses(dashboard).map(({ port }) => port);
          expect(new Set(ports).size).toBe(ports.length);
          const again = grown(text, now);
          expect(again.text).toBe(text);
          const named = new Set(
            workloadsOf(dashboard).map((one) => `${one.kind}/${String(one.namespace)}/${one.name}`),
          );
          for (const one of now.workloads)
            if (one.kind !== "Job" && one.confidence !== "likely" && one.replicas !== 0)
              expect(named).toContain(`${one.kind.toLowerCase()}/${one.namespace}/${one.name}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});

it("is quick where one namespace has a thousand Services and hosts", () => {
  const names = Array.from({ length: 1_500 }, (_, index) => `app-${index}`);
  const rules = (host: string, name: string) => [
    { host, http: { paths: [{ backend: { service: { name } } }] } },
  ];
  const seen = reality({
    workloads: names.map((name) => workload("Deployment", "web", name, { ports: [[8080]] })),
    services: names.map((name) => service("web", name, [{ number: 80, name: "http", target: 8080 }])),
    hosts: names.map((name) => {
      const host = `${name}.home.lan`;
      return {
        host,
        route: object("Ingress", "web", name, { content: { spec: { rules: rules(host, name) } } }),
      };
    }),
  });
  const { dashboard } = read(head);
  const before = process.cpuUsage();
  const { added } = discover(dashboard, seen);
  const { user } = process.cpuUsage(before);
  expect(added).toBe(names.length);
  expect(user / 1e6).toBeLessThan(2);
});

interface Identity {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

function isOne(one: Identity, other: Identity): boolean {
  return one.kind === other.kind && one.namespace === other.namespace && one.name === other.name;
}

function lines(text: string): readonly string[] {
  return text.split("\n");
}
