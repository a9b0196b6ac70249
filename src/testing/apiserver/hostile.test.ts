import { createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asker } from "../../cli/doctor/ask.ts";
import { readLive } from "../../cli/render/live.ts";
import { run } from "../../io/process.ts";
import { readCluster, type ClusterAnswer } from "../../reality/cluster/read.ts";
import { onPath } from "../tilt/available.ts";
import { answering, discovery, emptyList, pretend, type Pretended } from "./pretended.ts";

let pretended: Pretended;
/** What the server was asked for. */
let asked: IncomingMessage[];
/** What it puts in the place of the text `too deep`: JSON that nothing of JavaScript could write. */
let nested = "";

beforeEach(() => {
  pretended = pretend();
  asked = [];
  vi.stubEnv("KUBECONFIG", join(pretended.folder, "config"));
  vi.stubEnv("HOME", pretended.folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await pretended.end();
});

const signal = new AbortController().signal;

/** A cluster of which everything is empty, but for what `answers` says by path. */
async function start(
  answers: (path: string, request: IncomingMessage) => object | undefined,
  versions?: readonly string[],
): Promise<void> {
  const listener: RequestListener = (request, response) => {
    asked.push(request);
    const [path = ""] = request.url?.split("?") ?? [];
    const answer = answers(path, request) ?? discovery[path] ?? emptyList;
    response.writeHead("code" in answer ? Number(answer.code) : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(answer).replaceAll('"too deep"', nested));
  };
  pretended.configure(await pretended.listen(answering(listener, versions)), { token: "a-token-of-mine" });
}

function refusal(reason: string, code: number): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", reason, code };
}

async function look(heap?: number): Promise<ClusterAnswer> {
  const ask = asker(run, pretended.folder, signal);
  return await readCluster(ask, { context: "admin@test", timeoutMs: 5_000, heap });
}

const deployments = "/apis/apps/v1/deployments";

function madeBy(index: number, kind: string, apiVersion = "v1"): object {
  const ownerReferences = [{ apiVersion, kind, name: "maker", uid: "u", controller: true }];
  return { metadata: { name: `web-${index}`, namespace: "shop", ownerReferences }, spec: {} };
}

const withKubectl = onPath("kubectl") === undefined ? describe.skip : describe;

withKubectl("what somebody wrote into a cluster (needs kubectl)", () => {
  it("sends nobody the login", async () => {
    const strangers: IncomingMessage[] = [];
    const elsewhere = await pretended.listen(
      createServer((request, response) => {
        strangers.push(request);
        response.end("{}");
      }),
    );
    const flag = `--server=${elsewhere}`;
    const source = { kind: "ConfigMap", name: flag };
    await start((path) => {
      if (path === deployments) return { ...emptyList, items: [madeBy(0, flag), madeBy(1, "A", flag)] };
      if (!path.includes("/kustomizations/")) return undefined;
      const spec = { postBuild: { substituteFrom: [source] } };
      return { kind: "Kustomization", apiVersion: "kustomize.toolkit.fluxcd.io/v1", metadata: {}, spec };
    });
    expect(await look()).toMatchObject({ reality: { source: "cluster" } });
    const name = { namespace: "flux-system", name: "site" };
    await expect(readLive(run, "admin@test", name, signal)).rejects.toThrow();
    expect(strangers.map(({ url }) => url)).toEqual([]);
  });

  it("has no value of a Secret read, though a Secret is said to have made something", async () => {
    const kinds = ["Secret", "secrets", "SECRET", "secrets,configmaps", "Secret/a"];
    await start((path) =>
      path === deployments
        ? { ...emptyList, items: kinds.map((kind, index) => madeBy(index, kind)) }
        : undefined,
    );
    expect(await look()).toMatchObject({ reality: { source: "cluster" } });
    const forSecrets = asked.filter(({ url }) => url?.includes("/secrets") === true);
    expect(forSecrets).not.toEqual([]);
    // The server makes a table of names then, and leaves the values out.
    for (const { headers } of forSecrets) expect(headers.accept).toMatch(/^application\/json;as=Table/);
  });
});

withKubectl("a list of a cluster (needs kubectl)", () => {
  it("may have many objects in one page", async () => {
    const items = Array.from({ length: 200_000 }, (_, index) => ({ metadata: { name: `a${index}` } }));
    await start((path) => (path === deployments ? { ...emptyList, items } : undefined));
    const answer = await look();
    expect("reality" in answer ? answer.reality.objects.length : answer).toBe(items.length);
  });

  it("is not read for ever where it says that there is always more", async () => {
    await start((path) =>
      path === deployments ? { ...emptyList, metadata: { continue: "more" } } : undefined,
    );
    expect(await look()).toMatchObject({ problem: { code: "FT907" } });
  });

  it("is not begun for ever where it is always too old", async () => {
    await start((path, { url }) => {
      if (path !== deployments) return undefined;
      return url?.includes("continue=") === true
        ? refusal("Expired", 410)
        : { ...emptyList, metadata: { continue: "more" } };
    });
    const answer = await look();
    expect("reality" in answer ? answer.reality.unresolved : answer).toContainEqual(
      expect.objectContaining({ message: "the list of `deployments.apps` is too old again and again" }),
    );
    expect(asked.filter(({ url }) => url?.startsWith(deployments))).toHaveLength(4);
  });

  it("is refused where its values stand too deep in one another to be read", async () => {
    const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    nested = deep(900);
    await start((path) => {
      if (path !== deployments) return undefined;
      const container = { name: "web", image: "web", env: ["too deep"] };
      const metadata = { name: "web", namespace: "shop", labels: { text: '[{"'.repeat(5_000) } };
      const template = { metadata: {}, spec: { containers: [container] } };
      return { ...emptyList, items: [{ metadata, spec: { template } }] };
    });
    expect(await look()).toMatchObject({ reality: { source: "cluster" } });
    nested = deep(5_000);
    const answer = await look();
    expect(answer).toMatchObject({ problem: { code: "FT907" } });
    expect("problem" in answer && answer.problem.message).toMatch(
      /with something that is not Kubernetes' JSON$/,
    );
  });

  it("ends the chain of what made an object where that is too deep", async () => {
    nested = "[".repeat(5_000) + "]".repeat(5_000);
    await start((path) => {
      if (path === deployments) return { ...emptyList, items: [madeBy(0, "ConfigMap")] };
      if (path !== "/api/v1/configmaps") return undefined;
      const metadata = { name: "maker", namespace: "shop", annotations: "too deep" };
      return { ...emptyList, items: [{ kind: "ConfigMap", apiVersion: "v1", metadata }] };
    });
    expect(await look()).toMatchObject({ reality: { source: "cluster" } });
  });

  it("is held against the memory that there is", async () => {
    const items = Array.from({ length: 20_000 }, () => ({ metadata: {}, spec: [[], [], [], {}] }));
    await start((path) => (path === deployments ? { ...emptyList, items } : undefined));
    const megabyte = 1024 * 1024;
    expect(await look(64 * megabyte)).toMatchObject({ reality: { source: "cluster" } });
    expect(await look(8 * megabyte)).toMatchObject({
      problem: {
        code: "FT909",
        message: "what `admin@test` holds takes more memory than the 8 MB that Node has",
      },
    });
  });

  it("is asked for in few of many versions", async () => {
    const versions = Array.from({ length: 500 }, (_, index) => `v${index}`);
    await start((path) => (path.startsWith("/apis/apps/") ? refusal("NotFound", 404) : undefined), versions);
    expect(await look()).toMatchObject({ reality: { source: "cluster" } });
    expect(asked.filter(({ url }) => url?.includes("/deployments") === true)).toHaveLength(8);
  });
});
