import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { copyOf, createProject, type Project } from "../../cli/testing/command-line.ts";
import { asker } from "../../cli/doctor/ask.ts";
import { run } from "../../io/process.ts";
import type { Ask } from "../../reality/cluster/ask.ts";
import { readCluster } from "../../reality/cluster/read.ts";
import type { Reality } from "../../reality/model.ts";
import { toldOf } from "../cluster-lab.ts";
import { mistakes, right } from "../cluster-mistakes.ts";
import { describeApiServer } from "./available.ts";
import { ApiServer, contextOf, type User } from "./api-server.ts";
import { clusterObjects } from "./objects.ts";

const head = (user: User): string =>
  `version: 1\ncluster: { name: test, contexts: [${contextOf(user)}], domain: example.org }\n`;

/** What the rules say of an inventory where this is the cluster. */
async function ruled(inventory: string, reality: Reality): Promise<readonly string[]> {
  const told = await toldOf(inventory, reality);
  return told.map(({ code, severity, message }) => `${code} ${severity}: ${message}`);
}

describeApiServer("validate --cluster", () => {
  let server: ApiServer;
  let base: Project;
  let project: Project;
  beforeAll(async () => {
    base = await createProject({ "cluster.config.yaml": head("admin") + right });
    server = await ApiServer.start();
    await server.apply(clusterObjects());
  });
  afterAll(async () => {
    await base.end();
    await server.stop();
  });
  beforeEach(async () => {
    for (const [name, value] of Object.entries(server.env)) vi.stubEnv(name, value);
    project = await copyOf(base);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await project.end();
  });

  const ask: Ask = (argv, options) =>
    asker(run, server.root, new AbortController().signal)(argv, { ...options, env: server.env });

  async function read(user: User): Promise<Reality> {
    const namespaces = ["data", "flux-system", "shop"];
    const secrets = [{ namespace: "shop", name: "web-login" }];
    const answer = await readCluster(ask, { context: contextOf(user), namespaces, secrets });
    if ("problem" in answer) throw new Error(answer.problem.message);
    return answer.reality;
  }

  it("has nothing to say where all of it is there", async () => {
    const { code, stderr } = await project.run(["validate", "--cluster"]);
    expect(stderr).toBe("cluster.config.yaml: all rules hold\n");
    expect(code).toBe(0);
  });

  it("tells each mistake, and nothing else", async () => {
    const reality = await read("admin");
    for (const [from, to, message] of mistakes) {
      expect(right).toContain(from);
      expect(await ruled(head("admin") + right.replace(from, to), reality), to).toContain(message);
    }
    expect(await ruled(head("admin") + right, reality)).toEqual([]);
  });

  it("tells a mistake with its place and code 1", async () => {
    await project.put(
      "cluster.config.yaml",
      head("admin") + right.replace("deployment/web", "deployment/wed"),
    );
    const { code, stderr } = await project.run(["validate", "--cluster"]);
    expect(stderr).toMatch(
      /^error\[FT602\]: the cluster has no deployment `wed` in `shop`\n[^]*cluster\.config\.yaml:9:17[^]*did you mean `deployment\/web`\?[^]*1 error\n$/,
    );
    expect(code).toBe(1);
  });

  it("shows what it is doing on a terminal, and nowhere else", async () => {
    const onTerminal = await project.run(["validate", "--cluster"], { columns: 60 });
    expect(onTerminal.stderr).toContain("\r\u001b[2Kasking `admin@test`: ");
    expect(onTerminal.stderr.split("\r\u001b[2K").at(-1)).toMatch(/all rules hold/);
    const inPipe = await project.run(["validate", "--cluster"]);
    expect(inPipe.stderr).not.toContain("asking");
  });

  it("asks both at once, and says so where the repository has no root", async () => {
    const { code, stderr } = await project.run(["validate", "--cluster", "--repo"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("error[FT601]")]);
  });

  it("answers check too, and writes nothing", async () => {
    await project.run(["generate"]);
    expect(await project.run(["check", "--cluster"])).toMatchObject({ code: 0 });
    await project.put("cluster.config.yaml", head("nobody") + right);
    expect(await project.run(["check", "--cluster"])).toMatchObject({ code: 3 });
  });

  it("ends with code 3 where nothing may be listed", async () => {
    await project.put("cluster.config.yaml", head("nobody") + right);
    const { code, stderr } = await project.run(["validate", "--cluster"]);
    expect(stderr).toContain("error[FT905]: `nobody@test` lets you list nothing\n");
    expect(stderr).toMatch(/help: ask for a Role/);
    expect(code).toBe(3);
  });

  it("answers for the namespace that may be seen, and calls nothing else missing", async () => {
    await server.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: guest, namespace: shop }
rules: [{ apiGroups: ["*"], resources: ["*"], verbs: [get, list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: guest, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: guest }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: guest }]
`);
    const reality = await read("guest");
    const told = (from: string, to: string): Promise<readonly string[]> =>
      ruled(head("guest") + right.replace(from, to), reality);
    expect(await told("", "")).toEqual([]);
    // Seen: what is not there is missing. Not seen: nothing is known.
    expect(await told("deployment/web", "deployment/wed")).toEqual([
      "FT602 error: the cluster has no deployment `wed` in `shop`",
    ]);
    expect(await told("statefulset/main", "statefulset/mian")).toEqual([]);
    expect(await told("kustomization: apps }", "kustomization: app }")).toEqual([]);
    await project.put("cluster.config.yaml", head("guest") + right);
    const { stderr } = await project.run(["validate", "--cluster"]);
    expect(stderr).toMatch(/^\d+ parts of the cluster cannot be seen from here: you may not list `/);
  });
});
