import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { config, objects, Machine } from "../testing/machine.ts";

const machine = Machine.forEach();

const kustomization = (name: string, mark: string | undefined, suspend: boolean): object => ({
  metadata: {
    name,
    namespace: "flux-system",
    annotations: mark === undefined ? null : { "fluxtilt.dev/suspended-by": mark },
  },
  spec: { suspend },
});

describe("doctor", () => {
  it("has nothing to mend where all is well, and says so in a line for each check", async () => {
    const ran = await machine.project.run(["doctor"]);
    expect(ran).toMatchObject({ code: 0, stderr: "\nall is well\n" });
    expect(ran.stdout).toBe(`\
ok       files       5 generated files are current
ok       env         \`.env\` is there
ok       env         git ignores \`.env\`
ok       tilt        v0.37.6 is in \`>=0.36.0 <0.40.0\`
ok       extensions  commit a8701c0aa6a7 is in Tilt's clone
ok       kubectl     v1.34.1, for what is in the cluster
ok       kustomize   as \`kubectl kustomize\`, for the manifests of a kustomization
ok       helm        v3.19.0+g3d8990f, for the Helm releases
ok       flux        v2.7.3, for buttons and tasks
ok       python3     3.13.0, for the releases that Tilt deploys
skipped  docker      nothing in the inventory needs it
ok       context     \`admin@homelab\` is the current kube context
ok       suspended   no develop session has left anything suspended
ok       ports       the port is free
`);
  });

  it("needs no program that the inventory does not", async () => {
    await machine.project.put(
      "cluster.config.yaml",
      "version: 1\ncluster: { name: a, contexts: [admin@homelab] }\ntasks: { hello: echo hello }\n",
    );
    await machine.project.run(["generate"]);
    const told = await machine.checks();
    for (const program of ["kubectl", "kustomize", "helm", "flux", "python3", "docker", "env", "ports"])
      expect(told.get(program), program).toMatchObject([{ standing: "skipped" }]);
  });
});

describe("what is suspended", () => {
  it("tells what a session left behind, with the call that resumes it", async () => {
    machine.tools.answer({
      tool: "kubectl",
      match: "--context=admin@homelab get kustomizations",
      stdout: objects(
        kustomization("left", "fluxtilt", true),
        kustomization("marked", "fluxtilt", false),
        kustomization("by-hand", undefined, true),
      ),
    });
    const { code, stdout } = await machine.project.run(["doctor"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "problem  suspended   kustomization `flux-system/left` is suspended by a develop session\n" +
        "                     unless somebody develops it right now: `kubectl --context admin@homelab patch" +
        " kustomizations.kustomize.toolkit.fluxcd.io left --namespace flux-system --type=merge" +
        " --field-manager=flux-client-side-apply --patch" +
        ` '{"spec":{"suspend":false},"metadata":{"annotations":{"fluxtilt.dev/suspended-by":null}}}'\`\n` +
        "warning  suspended   kustomization `flux-system/marked` runs",
    );
    expect(stdout).not.toContain("by-hand");
  });

  it("only warns while Tilt runs on this machine", async () => {
    vi.stubEnv("TILT_PORT", String(machine.taken));
    machine.tools.answer({
      tool: "kubectl",
      match: " get kust",
      stdout: objects(kustomization("a", "fluxtilt", true)),
    });
    expect((await machine.checks()).get("suspended")).toMatchObject([{ standing: "warning" }]);
  });

  it("looks in each of the inventory's contexts that the kubeconfig has, and in no other", async () => {
    machine.tools.answer({
      tool: "kubectl",
      match: "^config view",
      stdout: config("admin@spare", "admin@homelab", "admin@spare", "else"),
    });
    expect((await machine.checks()).get("suspended")).toMatchObject([{ standing: "ok" }]);
    const asked = machine.tools
      .calls("kubectl")
      .flatMap((call) => call.argv.find((word) => word.startsWith("--context")) ?? []);
    expect(asked.sort()).toEqual(
      ["homelab", "homelab", "spare", "spare"].map((name) => `--context=admin@${name}`),
    );
  });

  it("has nothing to tell of a cluster without Flux", async () => {
    const stderr = `error: the server doesn't have a resource type "kustomizations"\n`;
    machine.tools.answer({ tool: "kubectl", match: " get ", stderr, exit: 1 });
    expect((await machine.checks()).get("suspended")).toMatchObject([{ standing: "ok" }]);
  });

  it("ends with 3 where the cluster does not answer, and says it once", async () => {
    const stderr = "Unable to connect to the server: dial tcp: i/o timeout\n";
    machine.tools.answer({ tool: "kubectl", match: " get ", stderr, exit: 1 });
    const ran = await machine.project.run(["doctor"]);
    expect(ran.code).toBe(3);
    expect(ran.stdout.match(/^unknown.*i\/o timeout$/gm)).toHaveLength(1);
  });
});

describe("kubectl", () => {
  it("is told when it is missing, and nothing that needs it is guessed", async () => {
    await rm(join(machine.tools.bin, "kubectl"));
    const told = await machine.checks(1);
    expect(told.get("kubectl")).toMatchObject([
      { standing: "problem", message: expect.stringContaining("not there") as string },
    ]);
    expect(told.get("kustomize")).toMatchObject([{ standing: "problem" }]);
    for (const check of ["context", "suspended"])
      expect(told.get(check)).toMatchObject([{ standing: "skipped", message: "kubectl is not there" }]);
  });

  it("is waited for a few seconds when it never answers", async () => {
    machine.tools.answer({ tool: "kubectl", match: "", hold: true });
    const from = performance.now();
    const told = await machine.checks(3);
    expect(performance.now() - from).toBeLessThan(15_000);
    for (const check of ["kubectl", "context"])
      expect(told.get(check), check).toMatchObject([
        { standing: "unknown", message: "kubectl did not answer within 5 s" },
      ]);
    expect(told.get("suspended")).toMatchObject([{ standing: "skipped" }]);
  });

  it.each([
    [
      "another",
      config("else", "admin@homelab", "else"),
      /is `else`, and the Tiltfiles refuse/,
      /use-context admin@homelab/,
    ],
    [
      "no",
      config("", "admin@homelab"),
      /no kube context is the current one/,
      /tilt up --context admin@homelab/,
    ],
    [
      "an unknown",
      config("else", "else"),
      /none of the contexts.*`admin@homelab`, `admin@spare`/,
      /it has `else`/,
    ],
    ["an empty", '{"contexts":null}', /none of the contexts/, /KUBECONFIG/],
  ])("with %s context is a problem", async (_, stdout, message, help) => {
    machine.tools.answer({ tool: "kubectl", match: "^config view", stdout });
    expect((await machine.checks(1)).get("context")).toMatchObject([
      {
        standing: "problem",
        message: expect.stringMatching(message) as string,
        help: expect.stringMatching(help) as string,
      },
    ]);
  });

  it.each([
    ["nonsense", { stdout: "[" }],
    ["an error", { stderr: "error: yaml: line 2\n", exit: 1 }],
  ])("that answers with %s makes the context unknown", async (_, answer) => {
    machine.tools.answer({ tool: "kubectl", match: "^config view", ...answer });
    expect((await machine.checks(3)).get("context")).toMatchObject([
      { standing: "unknown", help: expect.stringContaining("KUBECONFIG") as unknown },
    ]);
  });
});

describe("files", () => {
  it("tells generated files that are not current", async () => {
    await rm(join(machine.project.root, "Tiltfile"));
    await rm(join(machine.project.root, ".env.example"));
    expect((await machine.checks(1)).get("files")).toMatchObject([
      { standing: "problem", message: "`.env.example` is missing, and 1 more" },
    ]);
  });

  it("tells that a rule does not hold, and looks at the rest", async () => {
    await machine.project.put("cluster.config.yaml", machine.inventory().replace("./chart", "./gone"));
    const told = await machine.checks(1);
    expect(told.get("files")).toMatchObject([
      { standing: "problem", message: expect.stringContaining("an error") as string },
    ]);
    expect(told.get("tilt")).toMatchObject([{ standing: "ok" }]);
  });

  it.each([
    ["no inventory", undefined, "FT001"],
    ["an inventory that cannot be read", "groups: [", "FT004"],
  ])("ends with 2 for %s", async (_, text, code) => {
    if (text === undefined) await machine.project.remove("cluster.config.yaml");
    else await machine.project.put("cluster.config.yaml", text);
    const ran = await machine.project.run(["doctor"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(code);
  });

  it("tells a file of variables that is missing where a secret needs it, and one that git would take", async () => {
    await rm(join(machine.project.root, ".env"));
    await machine.command("git", `case "$*" in *check-ignore*) exit 1;; esac`);
    expect((await machine.checks(1)).get("env")).toMatchObject([
      { standing: "warning", message: expect.stringContaining("`PASSWORD`") as string },
      { standing: "problem", help: expect.stringContaining(".gitignore") as string },
    ]);
    vi.stubEnv("PASSWORD", "told");
    await machine.command("git", `case "$*" in *check-ignore*) exit 128;; esac`);
    expect((await machine.checks()).get("env")).toMatchObject([{ standing: "ok" }, { standing: "skipped" }]);
  });
});

it.each(["github", "sarif"])("has no %s of a machine", async (format) => {
  const ran = await machine.project.run(["doctor", "--format", format]);
  expect(ran).toMatchObject({ code: 2, stdout: "" });
});
