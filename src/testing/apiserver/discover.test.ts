import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { copyOf, createProject, type Project } from "../../cli/testing/command-line.ts";
import { describeApiServer } from "./available.ts";
import { ApiServer, contextOf } from "./api-server.ts";
import { clusterObjects } from "./objects.ts";

const file = "cluster.config.yaml";
const fresh = ["discover", "--cluster", "--context", contextOf("admin")];

describeApiServer("discover --cluster and drift --cluster", () => {
  let server: ApiServer;
  let base: Project;
  let project: Project;
  beforeAll(async () => {
    base = await createProject();
    await base.remove(file);
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
    if ((await project.files()).includes(file)) await project.remove(file);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await project.end();
  });

  it("makes an inventory that the same cluster agrees with, and adds to it once", async () => {
    const made = await project.run([...fresh, "--write"]);
    expect(made.stderr).toContain("wrote cluster.config.yaml\n");
    expect(made.code).toBe(0);
    const text = await project.read(file);
    // Who deploys it is asked of inventories, not of labels that operators copy.
    expect(text).toContain(
      "      api: { target: deployment/api, flux: { helmRelease: shop/api }, buttonsFrom: [flux] }\n",
    );
    expect(text).not.toMatch(/\bother:.*flux/);
    for (const command of ["validate", "drift"])
      expect(await project.run([command, "--cluster"])).toMatchObject({ code: 0, stdout: "" });
    expect((await project.run(["generate"])).code).toBe(0);
    expect(await project.run([...fresh, "--write"])).toMatchObject({ code: 0, stdout: "" });
    expect(await project.read(file)).toBe(text);
  });

  it("tells what was renamed since, and takes up the new name", async () => {
    await project.run([...fresh, "--write"]);
    await rename("web", "web-2");
    try {
      const drift = await project.run(["drift", "--cluster"]);
      expect(drift.code).toBe(1);
      expect(drift.stderr).toContain("error[FT602]");
      expect(drift.stderr).toContain(
        "error[FT811]: the inventory does not name deployment `web-2` in `shop`",
      );
      expect((await project.run(["discover", "--cluster", "--write"])).code).toBe(0);
      expect(await project.read(file)).toMatch(/deployment\/web\b[^]*deployment\/web-2/);
    } finally {
      await rename("web-2", "web");
    }
  });

  /** A Deployment under another name, as Flux leaves it after a rename in git. */
  const rename = async (from: string, to: string): Promise<void> => {
    const at = ["--namespace=shop", "deployment", from];
    const { stdout } = await server.kubectl(["get", "--output=json", ...at]);
    const { apiVersion, kind, metadata, spec } = JSON.parse(stdout) as {
      readonly apiVersion: string;
      readonly kind: string;
      readonly metadata: { readonly namespace: string; readonly labels?: object };
      readonly spec: object;
    };
    const { namespace, labels } = metadata;
    await server.apply(JSON.stringify({ apiVersion, kind, metadata: { name: to, namespace, labels }, spec }));
    await server.kubectl(["delete", ...at]);
  };

  it("makes one inventory of the repository and the cluster, and says where they differ", async () => {
    const documents = clusterObjects().split(/^---$/m);
    const of = (kind: string, name: string): string =>
      documents.find((one) => one.includes(`kind: ${kind}\nmetadata: { name: ${name},`)) ?? "";
    const web = of("Deployment", "web");
    const flux = [of("Kustomization", "flux-system"), of("Kustomization", "apps")];
    await project.put("clusters/home/flux-system/gotk-sync.yaml", flux.join("---\n"));
    await project.put("apps/web.yaml", web.replace("containerPort: 8080", "containerPort: 8081"));
    await project.put("apps/new.yaml", web.replace("name: web,", "name: new,"));
    const both = ["--repo", "--cluster"];
    const run = ["discover", ...both, "--context", contextOf("admin"), "--write"];
    const made = await project.run(run);
    expect(made.code).toBe(0);
    expect(made.stderr).toContain(
      "  Deployment `shop/web` declares port 8081, 9090 in the repository and port 8080, 9090 in the cluster\n",
    );
    expect(made.stderr).toContain("  Deployment `shop/new` is in the repository and not in the cluster\n");
    const text = await project.read(file);
    expect(text).toContain("  flux: { path: clusters/home }\n");
    expect(text).toContain(" web: { target: deployment/web, flux: apps, ports: [8080], links: [shop], ");
    expect(text).toMatch(/# new: .*# not in the cluster: the repository alone has it/);
    for (const command of ["validate", "drift", "check"]) {
      if (command === "check") await project.run(["generate"]);
      expect(await project.run([command, ...both]), command).toMatchObject({ code: 0, stdout: "" });
    }
    expect(await project.run(run)).toMatchObject({ code: 0, stdout: "" });
    expect(await project.read(file)).toBe(text);
  });

  it("makes nothing of a cluster that cannot be asked", async () => {
    const ran = await project.run(["discover", "--cluster", "--context", "nowhere", "--write"]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("error[FT9");
    expect(await project.files()).toEqual([]);
  });
});
