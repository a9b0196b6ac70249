import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProject, type Project } from "../../cli/testing/command-line.ts";
import { asker } from "../../cli/doctor/ask.ts";
import { run } from "../../io/process.ts";
import { readCluster } from "../../reality/cluster/read.ts";
import { onPath } from "../tilt/available.ts";
import { answering, discovery, emptyList, pretend, type Pretended } from "./pretended.ts";

const inventory = `version: 1
cluster: { name: test, contexts: [admin@test] }
groups: { g: { namespace: shop, workloads: { web: deployment/web } } }
`;

let pretended: Pretended;
let project: Project;

beforeEach(async () => {
  pretended = pretend();
  project = await createProject({ "cluster.config.yaml": inventory });
  vi.stubEnv("KUBECONFIG", join(pretended.folder, "config"));
  vi.stubEnv("HOME", pretended.folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await pretended.end();
  await project.end();
});

const withKubectl = onPath("kubectl") === undefined ? describe.skip : describe;

withKubectl("a cluster that cannot be asked (needs kubectl)", () => {
  async function fails(): Promise<string> {
    const { code, stderr, stdout } = await project.run(["validate", "--cluster"]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(/\nhelp: |\n *= help: |help: /);
    expect(stderr).not.toMatch(/all rules hold|FT602|\n {4}at /);
    return stderr;
  }

  it("says that kubectl is missing", async () => {
    vi.stubEnv("PATH", pretended.folder);
    expect(await fails()).toContain("error[FT901]: kubectl is not there");
  });

  it("says that the kubeconfig has no context of the inventory's", async () => {
    expect(await fails()).toContain(
      "error[FT902]: the kubeconfig has none of the inventory's contexts: `admin@test`",
    );
    writeFileSync(join(pretended.folder, "config"), "contexts: [");
    expect(await fails()).toContain("error[FT902]: kubectl says: ");
  });

  it("says that nothing listens", async () => {
    pretended.configure("http://127.0.0.1:1");
    expect(await fails()).toContain("error[FT903]: `admin@test` cannot be reached: ");
  });

  it("says that the login is refused, or that its plugin fails", async () => {
    const refuse = createHttpServer((_, response) => {
      response.writeHead(401, { "Content-Type": "application/json" });
      response.end(
        JSON.stringify({
          kind: "Status",
          apiVersion: "v1",
          status: "Failure",
          reason: "Unauthorized",
          code: 401,
        }),
      );
    });
    pretended.configure(await pretended.listen(refuse));
    expect(await fails()).toContain("error[FT904]: `admin@test` refuses the login: ");
    const plugin = join(pretended.folder, "login");
    writeFileSync(plugin, "#!/bin/sh\nexit 3\n");
    chmodSync(plugin, 0o755);
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: plugin,
      interactiveMode: "Never",
    };
    pretended.configure("https://127.0.0.1:1", { exec });
    expect(await fails()).toContain("error[FT904]");
  });

  it("says that something else answers", async () => {
    pretended.configure(
      await pretended.listen(
        createHttpServer((_, response) => {
          response.end("<html>Please log in</html>");
        }),
      ),
    );
    expect(await fails()).toContain(
      "error[FT907]: `admin@test` answers `/apis` with something that is not Kubernetes' JSON",
    );
  });

  it("gives up on a server that takes connections and says nothing", async () => {
    pretended.configure(await pretended.listen(createServer()));
    const ask = asker(run, pretended.folder, new AbortController().signal);
    const began = Date.now();
    const answer = await readCluster(ask, { context: "admin@test", timeoutMs: 1_000 });
    expect(answer).toMatchObject({ problem: { code: "FT906", severity: "error" } });
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it("says that the server answers with errors only", async () => {
    const failing = createHttpServer((_, response) => {
      response.writeHead(503, { "Content-Type": "application/json" });
      const reason = "ServiceUnavailable";
      response.end(
        JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", reason, code: 503 }),
      );
    });
    pretended.configure(await pretended.listen(failing));
    expect(await fails()).toContain("error[FT903]: `admin@test` answers with errors only: ");
  });

  it("uses no half of an answer", async () => {
    const half = answering((_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
      response.write('{"kind":"DeploymentList","items":[{"metadata":{"name":"we');
      setTimeout(() => response.destroy(), 50);
    });
    pretended.configure(await pretended.listen(half));
    expect(await fails()).toContain("error[FT907]: the answer of `admin@test` broke off: ");
  });

  it("uses nothing of a server that stops half way", async () => {
    let count = 0;
    const stopping = answering((_, response) => {
      count += 1;
      response.setHeader("Content-Type", "application/json");
      if (count === 3) {
        stopping.close();
        pretended.hangUp();
      } else response.end(JSON.stringify(emptyList));
    });
    pretended.configure(await pretended.listen(stopping));
    expect(await fails()).toMatch(/error\[FT90[37]\]: /);
  });

  it("goes on without one kind that the server fails on", async () => {
    const failing = answering((request, response) => {
      response.setHeader("Content-Type", "application/json");
      if (request.url?.includes("/statefulsets") === true) {
        response.statusCode = 500;
        response.end(
          JSON.stringify({
            kind: "Status",
            apiVersion: "v1",
            status: "Failure",
            reason: "InternalError",
            message: "no webhook",
            code: 500,
          }),
        );
      } else response.end(JSON.stringify(discovery[request.url?.split("?")[0] ?? ""] ?? emptyList));
    });
    pretended.configure(await pretended.listen(failing));
    const ask = asker(run, pretended.folder, new AbortController().signal);
    const answer = await readCluster(ask, { context: "admin@test", timeoutMs: 5_000 });
    const reality = "reality" in answer ? answer.reality : undefined;
    expect(reality?.unresolved).toContainEqual(
      expect.objectContaining({ kind: "unread", kinds: ["StatefulSet"], hides: "anywhere" }),
    );
  });
});
