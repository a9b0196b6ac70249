import { describe, expect, it } from "vitest";
import { said, told, type Parts } from "../testing/told.ts";

const web = (more: object): Parts => ({ groups: { web: { namespace: "web", ...more } } });

describe("a group (FT332, FT336)", () => {
  it("without an entry is told by its name", async () => {
    expect(await said("FT332", web({}))).toEqual([
      "the group `web` has no entries; add a workload, a release, manifests or a task, or take the group out",
    ]);
    expect(await told("FT332", web({ workloads: { a: "deployment/a" } }))).toEqual([]);
    expect(await told("FT332", { tasks: {} })).toEqual([]);
  });

  it.each([
    [{ workloads: { a: { target: "deployment/a", label: "b" } } }, ['"apps"']],
    [{ workloads: { a: { target: "deployment/a", label: "b" }, c: "deployment/c" } }, []],
    [
      {
        manifests: {
          a: { files: ["a.yaml"], flux: "web", resources: { o: { objects: ["o:configmap"], label: "b" } } },
        },
      },
      ['"apps"'],
    ],
    [
      {
        manifests: {
          a: {
            files: ["a.yaml"],
            flux: "web",
            resources: { o: { objects: ["o:configmap"], label: "b" }, p: { objects: ["p:configmap"] } },
          },
        },
      },
      [],
    ],
    [{}, []],
  ])("with a label that no entry takes is told: %j", async (entries, pieces) => {
    const files = { "a.yaml": "" };
    expect(await told("FT336", web({ label: "apps", ...entries }), files)).toEqual(pieces);
  });
});

describe("a button set that nothing uses (FT333)", () => {
  const sets = { buttonSets: { usual: { buttons: { logs: "logs" } }, other: { buttons: { logs: "logs" } } } };
  const using = (...uses: readonly unknown[]): Parts => ({
    ...sets,
    ...web({ workloads: { a: { target: "deployment/a", buttonsFrom: uses } } }),
  });

  it("is told", async () => {
    expect(await told("FT333", using("usual"))).toEqual(['"other"']);
    expect(await told("FT333", using("usual", { set: "other" }))).toEqual([]);
    expect(await told("FT333", { ...sets, ...web({ workloads: { usual: "deployment/a" } }) })).toEqual([
      '"usual"',
      '"other"',
    ]);
  });

  it("is told with the one that may be meant", async () => {
    const near = {
      buttonSets: { usual: { buttons: { logs: "logs" } }, usuals: { buttons: { logs: "logs" } } },
      ...web({ workloads: { a: { target: "deployment/a", buttonsFrom: ["usual"] } } }),
    };
    expect(await said("FT333", near)).toEqual([
      "nothing uses the button set `usuals`; did you mean `usual`?",
    ]);
  });
});

describe("an image that nothing uses (FT334)", () => {
  const images = { "registry.local/a": { context: "./a" } };
  const files = { "a/Dockerfile": "FROM scratch\n", "charts/a/Chart.yaml": "" };

  it("is told", async () => {
    expect(await told("FT334", { images, ...web({ workloads: { a: "deployment/a" } }) }, files)).toEqual([
      '"registry.local/a"',
    ]);
  });

  it.each([
    [{ tilt: { settings: { suppressUnusedImageWarnings: ["*"] } } }],
    [{ tilt: { settings: { suppressUnusedImageWarnings: ["registry.local/a"] } } }],
    [
      web({
        workloads: {
          a: {
            target: "deployment/a",
            liveUpdate: { image: "registry.local/a", steps: [{ sync: ["./a", "/a"] }] },
          },
        },
      }),
    ],
    [
      web({
        helmReleases: { a: { chart: "./charts/a", flux: false, images: { "registry.local/a": "image" } } },
      }),
    ],
  ])("is not told where %j", async (more) => {
    expect(await told("FT334", { images, ...more }, files)).toEqual([]);
  });
});

describe("a Tiltfile without a resource (FT306)", () => {
  const off = { tilt: { regenerate: false } };
  const button = { buttons: { b: { do: { argv: ["true"] } } } };

  it("is told at the cluster, or at the group that has it alone", async () => {
    expect(await said("FT306", { ...off, ...button })).toEqual([
      "`Tiltfile` would have no resource, and Tilt would not load it; name a workload or a task, or leave `tilt.regenerate` on",
    ]);
    const empty = { ...off, groups: { web: { namespace: "web", tiltfile: "web/Tiltfile" } } };
    expect(await said("FT306", { ...empty, tasks: { t: "true" } })).toEqual([
      "`web/Tiltfile` would have no resource, and Tilt would not load it alone",
    ]);
    expect(await told("FT306", { ...empty, ...button })).toHaveLength(2);
    const full = { namespace: "web", tiltfile: "web/Tiltfile", workloads: { a: "deployment/a" } };
    expect(await told("FT306", { ...off, ...button, groups: { web: full } })).toEqual([]);
  });

  it("is not told where fluxtilt adds one, or one of two groups has one", async () => {
    expect(await told("FT306", button)).toEqual([]);
    const groups = { a: { namespace: "a" }, b: { namespace: "b", workloads: { b: "deployment/b" } } };
    expect(await told("FT306", { ...off, groups })).toEqual([]);
  });
});

describe("a name that Tilt cannot have (FT303)", () => {
  const more = { services: ["8081:shop:http"], buttons: { restart: "restart" } };
  const prefixed = (prefix: string): Parts =>
    web({ prefix, workloads: { a: { target: "deployment/a", ...more } } });

  it("is told once for a resource and all that is named after it", async () => {
    expect(await told("FT303", prefixed("x/y:"))).toEqual(['"a"']);
    expect(await told("FT303", prefixed("x:"))).toEqual([]);
  });

  it("is told of a forward and of a button whose own names are too long", async () => {
    expect(await told("FT303", prefixed("x".repeat(199)))).toEqual(['"8081:shop:http"', '"restart"']);
    const named = { buttons: { b: { name: "own", do: "restart" } } };
    const parts = web({ prefix: "x/y:", workloads: { a: { target: "deployment/a", ...named } } });
    expect(await told("FT303", parts)).toEqual(['"a"']);
  });

  it("is told of a resource that a command line would take for an option, and not of a button", async () => {
    expect(await told("FT303", prefixed("--"))).toEqual(['"a"']);
    const buttons = { "-1": { name: "-1", do: "restart" } };
    expect(await told("FT303", web({ workloads: { a: { target: "deployment/a", buttons } } }))).toEqual([]);
  });
});

describe("a workload that two resources show (FT331)", () => {
  it("is told of the second, where it is in the same namespace", async () => {
    const both = web({ workloads: { a: "deployment/a", b: { target: "deployment/a" } } });
    expect(await told("FT331", both)).toEqual(['"deployment/a"']);
    const apart = web({
      workloads: { a: "deployment/a", b: { target: "deployment/a", namespace: "other" } },
    });
    expect(await told("FT331", apart)).toEqual([]);
    expect(await told("FT331", web({ workloads: { a: "deployment/a", b: "statefulset/a" } }))).toEqual([]);
  });

  it("is told once of sets that meet in two places, and not of one with itself", async () => {
    const files = { "a.yaml": "", "b.yaml": "" };
    const set = (file: string, name: string): object => ({
      files: [file],
      flux: "web",
      isolate: "dev",
      resources: { [name]: "deployment/a" },
    });
    const meeting = web({ manifests: { one: set("a.yaml", "o"), two: set("b.yaml", "p") } });
    expect(await told("FT331", meeting, files)).toHaveLength(1);
    expect(await told("FT331", web({ manifests: { one: set("a.yaml", "o") } }), files)).toEqual([]);
  });
});

describe("a private copy without a namespace of its own (FT337)", () => {
  const copy = (isolate: string): object => ({
    manifests: { m: { files: ["a.yaml"], isolate, resources: { s: "deployment/s" } } },
  });
  const group = (isolate: string, parts: object = {}): object => ({
    flux: "web",
    ...copy(isolate),
    ...parts,
  });
  const files = { "a.yaml": "" };

  it.each([
    ["the set itself", group("web")],
    ["a workload", group("shop", { workloads: { a: { target: "deployment/a", namespace: "shop" } } })],
    [
      "a release of Flux's",
      group("shop", {
        helmReleases: { r: { chart: "./c", flux: "shop/r", namespace: "shop", observe: ["deployment/r"] } },
      }),
    ],
    ["Flux", group("flux-system")],
    ["every cluster's own", group("kube-system")],
  ])("is told beside %s", async (_what, parts) => {
    expect(await told("FT337", web(parts), files)).toHaveLength(1);
  });

  it.each([
    ["nothing", group("dev")],
    [
      "another copy",
      {
        manifests: Object.fromEntries(
          ["one", "two"].map((key) => [
            key,
            { files: ["a.yaml"], flux: false, isolate: "dev", resources: { [key]: `deployment/${key}` } },
          ]),
        ),
      },
    ],
    [
      "a release of Tilt's own",
      group("dev", { helmReleases: { r: { chart: "./c", flux: false, namespace: "dev" } } }),
    ],
    [
      "the namespace that the group gives to nothing else",
      {
        namespace: "dev",
        manifests: {
          m: { files: ["a.yaml"], flux: false, isolate: "dev", resources: { s: "deployment/s" } },
        },
      },
    ],
  ])("is not told beside %s", async (_what, parts) => {
    expect(await told("FT337", web(parts), files)).toEqual([]);
  });

  it("is told beside what stands outside of groups", async () => {
    const parts = web(group("own"));
    expect(await told("FT337", parts, files)).toEqual([]);
    const secrets = { boot: { namespace: "own", keys: { a: { file: "./a.yaml" } } } };
    expect(await told("FT337", { ...parts, secrets }, files)).toEqual(['"own"']);
    const access = { namespace: "own", path: "access", fluxFile: "clusters/access.yaml" };
    expect(await told("FT337", { ...parts, access }, files)).toEqual(['"own"']);
  });
});

describe("a name of a button (FT302)", () => {
  const buttons = (...names: readonly string[]): Parts => ({
    ...web({ workloads: { site: "deployment/a" } }),
    buttons: Object.fromEntries(names.map((name) => [name, { do: { argv: ["echo"] } }])),
  });

  it("is told where Tilt has it for a button of its own", async () => {
    expect(await told("FT302", buttons("toggle-site-disable", "site-stopbuild"))).toEqual([
      '"toggle-site-disable"',
      '"site-stopbuild"',
    ]);
    const others = [
      "toggle-site",
      "site-disable",
      "toggle-nobody-disable",
      "nobody-stopbuild",
      "xxxxxxxsitexxxxxxxx",
    ];
    expect(await told("FT302", buttons(...others))).toEqual([]);
  });
});

describe("a workload that a command names (FT330)", () => {
  const files = { "m.yaml": "" };
  const inSet = (more: object, namespace: string): Parts => ({
    ...web({ manifests: { m: { files: ["m.yaml"], resources: { r: "deployment/r" }, ...more } } }),
    buttons: { b: { do: { argv: ["kubectl", "-n", namespace, "get", "deployment/r"] } } },
  });

  it("is there, or as a private copy, or both", async () => {
    expect(await told("FT330", inSet({ flux: "web" }, "web"), files)).toEqual([]);
    const both = { flux: "web", isolate: "dev" };
    for (const place of ["web", "dev"])
      expect(await told("FT330", inSet(both, place), files), place).toEqual([]);
  });
});

describe("resources that wait for each other (FT304)", () => {
  const tasks = (edges: Readonly<Record<string, readonly string[]>>): Parts => ({
    tasks: Object.fromEntries(
      Object.entries(edges).map(([name, dependsOn]) => [name, { do: { argv: ["true"] }, dependsOn }]),
    ),
  });

  it("are told with the way round, without the way to it", async () => {
    expect(await said("FT304", tasks({ in: ["a"], a: ["b"], b: ["c"], c: ["a"] }))).toEqual([
      "resources wait for each other: `a` → `b` → `c` → `a`; take one of the dependencies away",
    ]);
    expect(await said("FT304", tasks({ a: ["a"] }))).toEqual([
      "`a` depends on itself; take one of the dependencies away",
    ]);
    expect(await said("FT304", tasks({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }))).toEqual([]);
    expect(await said("FT304", tasks({ a: ["b", "c"], b: ["a"], c: ["a"] }))).toHaveLength(2);
  });

  it.each([
    [8, "`t0` → `t1` → `t2` → `t3` → `t4` → `t5` → `t6` → `t7` → `t0`"],
    [9, "`t0` → `t1` → `t2` → `t3` → `t4` → `t5` → `t6` → 2 more → `t0`"],
    [20, "`t0` → `t1` → `t2` → `t3` → `t4` → `t5` → `t6` → 13 more → `t0`"],
  ])("are not all named in a ring of %j", async (size, way) => {
    const ring = Array.from({ length: size }, (_, index) => [`t${index}`, [`t${(index + 1) % size}`]]);
    const edges = Object.fromEntries(ring) as Record<string, readonly string[]>;
    expect((await said("FT304", tasks(edges)))[0]).toBe(
      `resources wait for each other: ${way}; take one of the dependencies away`,
    );
  });

  it("wait for a set through its resources", async () => {
    const parts = web({
      manifests: {
        m: {
          files: ["m.yaml"],
          flux: false,
          isolate: "dev",
          dependsOn: ["t", "u"],
          resources: { r: "deployment/r" },
        },
      },
      tasks: { t: { do: { argv: ["true"] }, dependsOn: ["r"] }, u: { do: { argv: ["true"] } } },
    });
    expect(await told("FT304", parts, { "m.yaml": "" })).toHaveLength(1);
  });
});

describe("a path that leads nowhere (FT401)", () => {
  const script = (path: string): Parts => ({ tasks: { t: { run: "manual", do: { script: [path] } } } });
  const help = async (path: string, files: readonly string[]): Promise<readonly string[]> =>
    await saidOf(script(path), files);

  it.each([
    ["./deploy.sh", ["deploy-stack.sh"], "did you mean `deploy-stack.sh`?"],
    ["./deploy-stack.sh", ["deploy.sh"], "did you mean `deploy.sh`?"],
    ["./deploy.sh", ["deployment.sh"], undefined],
    ["./deploy.sh", ["deploy-stack.py"], undefined],
    ["./deploy.sh", ["deploy-one.sh", "deploy-two.sh"], undefined],
    ["./script/deploy.sh", ["scripts/deploy.sh"], "did you mean `scripts/…`?"],
    ["./elsewhere/deploy.sh", ["scripts/deploy.sh"], "there is no folder `elsewhere`"],
  ])("is told of %j beside %j", async (path, files, expected) => {
    const message = `the script \`${path.slice(2)}\` is not there`;
    expect(await help(path, files)).toEqual([expected === undefined ? message : `${message}; ${expected}`]);
  });

  it("is told once for a build context and its Dockerfile, and for each image that has it", async () => {
    const images = { "registry.local/a": { context: "./a" }, "registry.local/b": { context: "./a" } };
    expect(await told("FT401", { images, tasks: { t: "true" } })).toHaveLength(2);
  });
});

async function saidOf(parts: Parts, files: readonly string[]): Promise<readonly string[]> {
  return await said("FT401", parts, Object.fromEntries(files.map((file) => [file, ""])));
}

describe("a namespace that a command names (FT330)", () => {
  const buttons = { b: { do: { argv: ["kubectl", "-n", "there", "get", "pods"] } } };
  const files = { "m.yaml": "", "c/Chart.yaml": "" };
  const set = (more: object): Parts =>
    web({ manifests: { m: { files: ["m.yaml"], resources: {}, ...more } } });
  const shown = { r: { target: "deployment/r", namespace: "there" } };

  it.each([
    ["the group", { groups: { g: { namespace: "there", workloads: { a: "deployment/a" } } } }],
    ["a workload", web({ workloads: { a: { target: "deployment/a", namespace: "there" } } })],
    [
      "a Service",
      web({
        workloads: {
          a: {
            target: "deployment/a",
            services: [{ local: 8081, service: "shop", port: "http", namespace: "there" }],
          },
        },
      }),
    ],
    ["its owner", web({ workloads: { a: { target: "deployment/a", flux: { helmRelease: "there/a" } } } })],
    ["a release", web({ helmReleases: { a: { chart: "./c", flux: false, namespace: "there" } } })],
    ["a copy", set({ flux: false, isolate: "there" })],
    ["a resource of a set", set({ flux: "web", resources: shown })],
    ["a secret", { secrets: { s: { namespace: "there", keys: { k: { file: "m.yaml" } } } } }],
  ])("is known from %s", async (_, parts) => {
    expect(await told("FT330", { ...parts, buttons }, files)).toEqual([]);
  });

  it("is not known otherwise", async () => {
    const parts = web({ workloads: { there: "deployment/there" }, tasks: { there: "true" } });
    expect(await told("FT330", { ...parts, buttons })).toEqual(['"there"']);
  });
});
