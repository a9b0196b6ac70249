import { afterAll, beforeAll, expect, it } from "vitest";
import { asker } from "../../cli/doctor/ask.ts";
import { run } from "../../io/process.ts";
import type { Ask } from "../../reality/cluster/ask.ts";
import { readCluster, type ClusterQuestion } from "../../reality/cluster/read.ts";
import type { Owner, Reality } from "../../reality/model.ts";
import { findData, findHost, findService, findWorkload, servedPorts } from "../../reality/query.ts";
import { joinRealities } from "../../reality/join.ts";
import { resolveRepository } from "../../reality/resolve.ts";
import { memoryView } from "../flux/archive.ts";
import { describeApiServer } from "./available.ts";
import { ApiServer, contextOf } from "./api-server.ts";
import { clusterObjects } from "./objects.ts";

/** Asks through the real kubectl; every command line is kept. */
function asking(server: ApiServer, commands: string[][] = []): Ask {
  const ask = asker(run, server.root, new AbortController().signal);
  return (argv, options) => {
    commands.push([...argv]);
    return ask(argv, { ...options, env: server.env });
  };
}

async function read(ask: Ask, question: ClusterQuestion): Promise<Reality> {
  const answer = await readCluster(ask, question);
  if ("problem" in answer) throw new Error(answer.problem.message);
  return answer.reality;
}

const called = (owner: Owner | undefined): string =>
  owner === undefined ? "nobody" : `${owner.kind} ${owner.namespace}/${owner.name}`;

describeApiServer("a real cluster", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await ApiServer.start();
    await server.apply(clusterObjects());
  });
  afterAll(async () => {
    await server.stop();
  });

  it("knows who deploys each workload", async () => {
    const reality = await read(asking(server), { context: contextOf("admin") });
    const owners = reality.workloads.map(
      (one) => `${one.kind} ${one.namespace}/${one.name}: ${called(one.owner)}`,
    );
    expect(owners.sort()).toEqual([
      "CronJob shop/clean: Kustomization flux-system/apps",
      "DaemonSet shop/api-agent: HelmRelease shop/api",
      "Deployment shop/api: HelmRelease shop/api",
      "Deployment shop/by-hand: nobody",
      "Deployment shop/left-over: nobody",
      "Deployment shop/web: Kustomization flux-system/apps",
      "Job shop/clean-1: Kustomization flux-system/apps",
      "StatefulSet data/main: Kustomization flux-system/apps",
      "StatefulSet data/other: nobody",
    ]);
    const answer = findWorkload(reality, "sts", "data", "main");
    expect(answer).toMatchObject({
      state: "found",
      item: {
        confidence: "live",
        madeBy: [{ kind: "Postgres", group: "database.example.org", namespace: "data", name: "main" }],
        provenance: { chain: [{ name: "flux-system" }, { name: "apps" }] },
      },
    });
  });

  it("reads pods, Services, hosts and Flux's objects", async () => {
    const reality = await read(asking(server), { context: contextOf("admin") });
    const web = findWorkload(reality, "deployment", "shop", "web");
    if (web.state !== "found") throw new Error(web.state);
    expect(web.item.containers).toMatchObject([
      { name: "web", init: false, ports: [{ number: 8080, name: "http" }, { number: 9090 }] },
      { name: "prepare", init: true },
    ]);
    expect(servedPorts(reality, web.item)).toMatchObject([{ number: 80, podPort: 8080 }]);
    expect(findWorkload(reality, "cj", "shop", "clean")).toMatchObject({ item: { suspended: true } });
    for (const host of ["shop.example.org", "api.example.org", "gate.example.org"])
      expect(findHost(reality, host).state).toBe("found");
    expect(reality.kustomizations).toMatchObject([
      { name: "apps", folder: "apps", state: "built" },
      { name: "far", suspended: true, state: "remote" },
      { name: "flux-system", folder: "clusters/home" },
    ]);
    expect(reality.releases).toMatchObject([
      { name: "api", releaseName: "api", chart: { name: "api", version: "1.4.2" }, workloads: "live" },
    ]);
    // What is not there is gone, whatever a repository could hide.
    expect(findWorkload(reality, "deployment", "shop", "wed")).toEqual({ state: "gone", nearest: "web" });
    expect(findService(reality, "data", "web")).toMatchObject({ state: "moved" });
    expect(findWorkload(reality, "pod", "shop", "web-0")).toMatchObject({ state: "unknown" });
  });

  it("reads the names of Secrets, the keys of those that matter, and no value", async () => {
    const commands: string[][] = [];
    const question = {
      context: contextOf("admin"),
      secrets: [
        { namespace: "shop", name: "web-login" },
        { namespace: "shop", name: "none" },
      ],
    };
    const reality = await read(asking(server, commands), question);
    expect(findData(reality, "Secret", "shop", "web-login")).toMatchObject({
      item: { keys: ["password", "user"], owner: { name: "apps" } },
    });
    expect(findData(reality, "Secret", "shop", "none").state).toBe("gone");
    expect(findData(reality, "ConfigMap", "shop", "settings")).toMatchObject({ item: { keys: undefined } });
    expect(reality.data.filter(({ name }) => name.startsWith("sh.helm"))).toEqual([]);

    const value = Buffer.from("correct-horse-battery").toString("base64");
    const about = commands.filter((words) => words.includes("secrets"));
    expect(about).toHaveLength(2);
    // With -v=10 kubectl also tells what it was sent.
    const [ofAll, ofOne] = await Promise.all(
      about.map((argv) => run([...argv, "-v=10"], { env: server.env })),
    );
    expect(ofAll?.stdout).toMatch(/shop +web-login/);
    expect(`${ofAll?.stdout} ${ofAll?.stderr}`).not.toContain(value);
    expect(ofOne?.stdout).toBe("web-login\tpassword\tuser\n");
  });

  it("knows one object of the repository and of the cluster as the same", async () => {
    const documents = clusterObjects().split(/^---$/m);
    const of = (kind: string, name: string): string =>
      documents.find((one) => one.includes(`kind: ${kind}\nmetadata: { name: ${name},`)) ?? "";
    const view = memoryView({
      "clusters/home/flux.yaml": [of("Kustomization", "flux-system"), of("Kustomization", "apps")].join(
        "---\n",
      ),
      "apps/web.yaml": [of("Deployment", "web"), of("Service", "web"), of("HelmRelease", "api")].join(
        "---\n",
      ),
      "apps/new.yaml": of("Deployment", "web").replace("name: web,", "name: new,"),
    });
    const repository = await resolveRepository(view, { path: "clusters/home" });
    const cluster = await read(asking(server), { context: contextOf("admin") });
    const { workloads, services } = joinRealities(repository, cluster);
    const states = workloads.map(({ item, state }) => `${item.kind} ${item.name}: ${state}`);
    expect(states.sort()).toEqual([
      "CronJob clean: live only",
      "DaemonSet api-agent: live only",
      "Deployment api: live only",
      "Deployment by-hand: live only",
      "Deployment left-over: live only",
      "Deployment new: git only",
      "Deployment web: confirmed",
      "Job clean-1: live only",
      "StatefulSet main: live only",
      "StatefulSet other: live only",
    ]);
    const web = workloads.find(({ state }) => state === "confirmed");
    expect(web?.item).toEqual({
      ...web?.live,
      provenance: { chain: web?.git?.provenance.chain, file: "apps/web.yaml", line: 3 },
    });
    for (const fact of [
      "kind",
      "group",
      "owner",
      "replicas",
      "suspended",
      "containers",
      "podLabels",
    ] as const)
      expect(web?.live?.[fact], fact).toEqual(web?.git?.[fact]);
    expect(services).toMatchObject([
      { state: "confirmed", item: { name: "web", confidence: "live" } },
      { state: "live only" },
    ]);
    // What the chart makes is not in git: nobody can say that it is not meant to be there.
    expect(workloads.find(({ item }) => item.name === "api")?.hiddenBy).toMatchObject([{ kind: "chart" }]);
    expect(workloads.find(({ item }) => item.name === "new")?.hiddenBy).toEqual([]);
  });
});

describeApiServer("a real cluster without Flux", () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await ApiServer.start({ crds: false });
  });
  afterAll(async () => {
    await server.stop();
  });

  it("asks for no kind that is not there, and reads more objects than a page holds", async () => {
    const names = Array.from({ length: 1_100 }, (_, index) => `settings-${index}`);
    const items = names.map((name) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace: "default" },
      spec: { ports: [{ port: 80 }] },
    }));
    const created = await server.kubectl(
      ["create", "--validate=false", "--filename=-"],
      "admin",
      JSON.stringify({ apiVersion: "v1", kind: "List", items }),
    );
    expect(created.stderr).toBe("");
    const commands: string[][] = [];
    const answer = await readCluster(asking(server, commands), { context: contextOf("admin") });
    if ("problem" in answer) throw new Error(answer.problem.message);
    const { reality, requests } = answer;
    // The server has one of its own.
    expect(reality.services).toHaveLength(names.length + 1);
    expect(reality.unresolved.map(({ kind }) => kind)).toEqual(["unlisted"]);
    expect(commands.filter((words) => words.some((word) => word.includes("fluxcd")))).toEqual([]);
    expect(commands.filter((words) => words.some((word) => word.includes("/services?")))).toHaveLength(3);
    // Groups, ten kinds, two pages more, and the names of ConfigMaps and Secrets.
    expect(requests).toBe(commands.length);
    expect(requests).toBeLessThanOrEqual(16);
  });
});
