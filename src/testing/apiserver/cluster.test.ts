import { afterAll, beforeAll, expect, it } from "vitest";
import { asker } from "../../cli/doctor/ask.ts";
import { run } from "../../io/process.ts";
import type { Ask } from "../../reality/cluster/ask.ts";
import { readCluster, type ClusterQuestion } from "../../reality/cluster/read.ts";
import type { Owner, Reality } from "../../reality/model.ts";
import { findData, findHost, findService, findWorkload, servedPorts } from "../../reality/query.ts";
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
});
