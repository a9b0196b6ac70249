import { describe, expect, it } from "vitest";
import { called, toldInRepository } from "../../testing/repo-in-memory.ts";

const pods = "template: { metadata: { labels: { app: web, tier: front } }, spec: { containers: [] } }";
const web = `${called("apps/v1", "Deployment", "web")}spec: { ${pods} }\n`;
const cron = `${called("batch/v1", "CronJob", "nightly")}spec: { jobTemplate: { spec: { ${pods} } } }\n`;
const service = (selector: string): string =>
  `${called("v1", "Service", "front")}spec: { selector: { ${selector} } }\n`;
const settings = called("v1", "ConfigMap", "settings");

/** A set of the inventory whose manifests are these, as a private copy in `dev` unless told otherwise. */
interface Copy {
  readonly holds: string;
  readonly resources?: string;
  readonly isolate?: string;
}

/** What is told of private copies, called `a`, `b` and so on. */
async function told(...copies: readonly Copy[]): Promise<readonly string[]> {
  const named = copies.map((copy, index) => ({ ...copy, name: "abc".charAt(index) }));
  const sets = named.map(
    ({ name, resources = "", isolate = "dev" }) =>
      `${name}: { files: [sets/${name}.yaml], flux: false, isolate: ${isolate}, resources: { ${resources} } }`,
  );
  const files = named.map(({ name, holds }) => [`sets/${name}.yaml`, holds] as const);
  const inventory = `groups: { g: { namespace: shop, manifests: { ${sets.join(", ")} } } }`;
  return await toldInRepository(inventory, Object.fromEntries(files));
}

describe("what an entry of a copy names (FT640)", () => {
  it("is among the manifests, however its kind is written", async () => {
    const resources = 'w: deploy/web, c: cronjob/nightly, o: { objects: ["settings:ConfigMap"] }';
    expect(await told({ holds: web + cron + settings, resources })).toEqual([]);
  });

  it.each([
    ["w: deployment/wbe", "`deployment/wbe`", "deployment/web"],
    ["w: statefulset/web", "`statefulset/web`", undefined],
    ['o: { objects: ["setting:configmap"] }', "`setting:configmap`", "settings:configmap"],
    ['o: { objects: ["web:deployment"] }', "`web:deployment`", undefined],
    ['o: { objects: ["dev:namespace"] }', "`dev:namespace`", undefined],
  ])("is missed: %s", async (resources, what, near) => {
    const holds = web + settings + called("v1", "Namespace", "dev");
    const [one, ...others] = await told({ holds, resources });
    expect(one).toContain(`: the manifests of \`a\` hold no ${what} that could be copied`);
    expect(/did you mean `(.*)`/.exec(one ?? "")?.[1]).toBe(near);
    expect(others).toEqual([]);
  });

  it("is missed at its own place", async () => {
    const resources = 'w: { target: deployment/wbe }, o: { objects: ["settings:configmap", "b:secret"] }';
    expect(await told({ holds: web + settings, resources })).toEqual([
      "FT640 error at `deployment/wbe`: the manifests of `a` hold no `deployment/wbe` that could be copied; did you mean `deployment/web`?",
      'FT640 error at `"b:secret"`: the manifests of `a` hold no `b:secret` that could be copied',
    ]);
  });

  it("has one place only", async () => {
    const resources = 'o: { objects: ["settings:configmap"] }, p: { objects: ["settings:ConfigMap"] }';
    expect(await told({ holds: settings, resources })).toEqual([
      'FT640 error at `"settings:ConfigMap"`: `settings:configmap` has a place already: Tilt gives each object to one resource; claimed here: `"settings:configmap"`',
    ]);
  });
});

describe("a Service under `objects` (FT640)", () => {
  const shown = 'w: deployment/web, o: { objects: ["front:service"] }';
  const inTilt = [
    'FT640 error at `"front:service"`: Tilt shows the Service `front` with the workload that it selects; take it out of `objects`',
  ];

  it.each([
    ["app: web", inTilt],
    ["app: web, tier: front", inTilt],
    ["app: web, tier: back", []],
    ["app: shop", []],
    ["", []],
  ])("that selects { %s } is with a workload: %j", async (selector, expected) => {
    expect(await told({ holds: web + service(selector), resources: shown })).toEqual(expected);
  });

  it("is with one of several workloads, and with those of a CronJob", async () => {
    const other = web.replaceAll("web", "other");
    const resources = `${shown}, x: deployment/other`;
    expect(await told({ holds: other + web + service("app: web"), resources })).toEqual(inTilt);
    const nightly = { holds: cron + service("app: web"), resources: 'o: { objects: ["front:service"] }' };
    expect(await told({ ...nightly, resources: `c: cronjob/nightly, ${nightly.resources}` })).toEqual(inTilt);
  });

  it("is none where another kind selects so", async () => {
    const policy = `${called("policy/v1", "PodDisruptionBudget", "front")}spec: { selector: { app: web } }\n`;
    const resources = 'w: deployment/web, o: { objects: ["front:poddisruptionbudget"] }';
    expect(await told({ holds: web + policy, resources })).toEqual([]);
  });
});

describe("what two copies hold (FT640)", () => {
  const both = (first: Copy, second: Copy): Promise<readonly string[]> => told(first, second);
  const twice = (object: string): string =>
    `FT640 error at \`dev\`: ${object} would be copied into \`dev\` by \`a\` too; give each copy a namespace of its own; the other copy: \`dev\``;

  it("is told of the first object alone, and of none where each has a namespace of its own", async () => {
    const holds = settings + called("v1", "ConfigMap", "more");
    expect(await both({ holds }, { holds })).toEqual([twice("ConfigMap `settings`")]);
    expect(await both({ holds }, { holds, isolate: "other" })).toEqual([]);
  });

  it.each([
    ["of another kind", called("v1", "Secret", "settings")],
    ["of another name", called("v1", "ConfigMap", "others")],
    ["of another group", called("example.org/v1", "ConfigMap", "settings")],
  ])("is another object where it is %s", async (_, other) => {
    expect(await both({ holds: settings }, { holds: other })).toEqual([]);
  });

  it("is the same object in another version of its group", async () => {
    const route = (version: string): string => called(`example.org/${version}`, "Route", "r");
    expect(await both({ holds: route("v1") }, { holds: route("v1beta1") })).toEqual([twice("Route `r`")]);
  });

  it("may be a Namespace, of which a copy has none", async () => {
    const holds = called("v1", "Namespace", "shop");
    expect(await both({ holds }, { holds })).toEqual([]);
  });

  it("is told by another rule where both show the workload, and by this one where one does", async () => {
    const shown = { holds: web, resources: "w: deployment/web" };
    expect((await both(shown, { ...shown, resources: "v: deployment/web" })).join()).not.toContain("FT640");
    expect(await both(shown, { holds: web })).toEqual([twice("Deployment `web`")]);
    expect(await both({ holds: web }, shown)).toEqual([twice("Deployment `web`")]);
  });

  it("may be in one copy twice", async () => {
    expect(await told({ holds: settings + settings })).toEqual([
      "FT640 error at `dev`: the manifests of `a` hold ConfigMap `settings` twice",
    ]);
  });
});

describe("a workload of a copy that no entry shows (FT640)", () => {
  it("is a resource of its own, whose name may be taken", async () => {
    const taken = (holds: string, task: string, resources = ""): Promise<readonly string[]> =>
      toldInRepository(
        `tasks: { "${task}": "date" }\ngroups: { g: { namespace: shop, manifests: { a: { files: [a.yaml], flux: false, isolate: dev, resources: { ${resources} } } } } }`,
        { "a.yaml": holds },
      );
    const said = (kind: string, name: string): string =>
      `FT640 error at \`a\`: the copy of ${kind} \`web\` would be called \`${name}\`, which is taken; ` +
      `give the copy an entry under \`resources\`: \`${kind.toLowerCase()}/web\`; declared here: \`"${name}"\``;
    expect(await taken(web, "a:web")).toEqual([said("Deployment", "a:web")]);
    expect(await taken(web, "a:web", "w: deployment/web")).toEqual([]);
    const other = web.replaceAll("web", "other");
    expect(await taken(web + other, "a:web", "o: deployment/other")).toEqual([said("Deployment", "a:web")]);
    expect(await taken(web, "a:other")).toEqual([]);
    expect(await taken(settings, "a:settings")).toEqual([]);
    // Two of one name are told apart by their kinds.
    const two = web + called("apps/v1", "StatefulSet", "web");
    expect(await taken(two, "a:web")).toEqual([]);
    expect(await taken(two, "a:statefulset:web")).toEqual([said("StatefulSet", "a:statefulset:web")]);
  });
});

it("a copy that cannot be, is told with the object that stands in its way (FT640)", async () => {
  const refused = await told({ holds: settings + called("storage.k8s.io/v1", "StorageClass", "fast") });
  expect(refused).toEqual([
    "FT640 error at `dev`: there can be no private copy of `a`: StorageClass `fast` lives outside of namespaces",
  ]);
});
