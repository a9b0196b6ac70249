import { existsSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeTilt, onPath } from "./available.ts";
import { attachAnswers, helmAnswers, workloadYaml } from "./objects.ts";
import { Sandbox } from "./sandbox.ts";
import { tiltfileResult } from "./tiltfile-result.ts";
import { TiltUp, tiltDown } from "./tilt-up.ts";
import { until } from "./until.ts";

const commit = "5d1f0ce7b1a94c2f8ee2a3b1c4d5e6f708192a3b";

const head = `
v1alpha1.extension_repo(name = "pinned", url = "https://github.com/tilt-dev/tilt-extensions", ref = "${commit}")
[v1alpha1.extension(name = "our-" + n, repo_name = "pinned", repo_path = n) for n in ["k8s_attach", "uibutton", "helm_resource"]]
load("ext://our-k8s_attach", "k8s_attach")
load("ext://our-uibutton", "cmd_button", "location", "text_input", "bool_input", "choice_input")
load("ext://our-helm_resource", "helm_resource", "helm_repo")
allow_k8s_contexts("admin@test")
`;

const main = `${head}
k8s_attach("web", "deployment/web", namespace = "apps", port_forwards = ["18080:80"], labels = ["apps"])
k8s_attach("db", "statefulset/db", namespace = "apps")
helm_resource("chart", "repo/chart", release_name = "rel", namespace = "apps", flags = ["--version=1.2.3"], uninstall_flags = ["--dry-run"])
helm_repo("repo", "https://charts.example.invalid", resource_name = "helm-repo")
local_resource("once", "kubectl get nodes", auto_init = False, trigger_mode = TRIGGER_MODE_MANUAL)
local_resource("serve", serve_cmd = "trap 'flux resume; exit 0' INT TERM; flux suspend; while :; do sleep 0.1; done")
cmd_button("web:say", resource = "web", argv = ["kubectl", "say", "a b", "$(id)"], env = {"FIXED": "1"}, dir = config.main_dir + "/sub",
  inputs = [text_input("TEXT"), bool_input("BOOL", true_string = "true", false_string = "false"), choice_input("CHOICE", choices = ["one", "two"])])
cmd_button("nav-fail", argv = ["sh", "-c", "exit 7"], location = location.NAV, text = "Fail")
`;

describeTilt("a Tiltfile that is only loaded", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ extensionsCommit: commit });
  });
  afterAll(() => sandbox.dispose());

  it("loads the pinned extensions, offline and without a word", async () => {
    sandbox.write("Tiltfile", main);
    const result = await tiltfileResult(sandbox);
    expect(result.stderr).toContain("Successfully loaded");
    expect(result.warnings).toEqual([]);
    const manifests = result.json?.["Manifests"] as readonly { Name: string }[];
    expect(manifests.map((manifest) => manifest.Name)).toContain("web");
  });

  it("sees warnings of the Tiltfile and of Tilt itself, but no announced print", async () => {
    sandbox.write(
      "Tiltfile",
      `${head}\nprint("banner")\nwarn("mind")\nlocal_resource("a", "true", resource_deps = ["b"])`,
    );
    const result = await tiltfileResult(sandbox, "Tiltfile", { prints: ["banner"] });
    expect(result.warnings).toEqual([
      "mind",
      "resource a specified a dependency on unknown resource b - dependency ignored",
    ]);
  });

  it("tells a Tiltfile that does not load by its exit code, and why", async () => {
    sandbox.write("Tiltfile", `fail("told you")`);
    const result = await tiltfileResult(sandbox);
    expect(result).toMatchObject({ exit: 5, json: undefined });
    expect(result.stderr).toContain("told you");
  });

  it.skipIf(onPath("kubectl") === undefined)("lets a call through to the real command", async () => {
    sandbox.tools.answer({ tool: "kubectl", match: "^kustomize ", real: true });
    sandbox.write("k/kustomization.yaml", "namePrefix: pre-\nresources: [object.yaml]\n");
    sandbox.write("k/object.yaml", workloadYaml("Deployment", "web", "apps"));
    sandbox.write("Tiltfile", `allow_k8s_contexts("admin@test")\nk8s_yaml(kustomize("k"))`);
    const result = await tiltfileResult(sandbox);
    expect(result.json?.["Manifests"], result.stderr).toMatchObject([{ Name: "pre-web" }]);
    expect(sandbox.tools.calls("kubectl")).toHaveLength(1);
  });

  it("hands the arguments over", async () => {
    sandbox.write("Tiltfile", `config.define_string("x")\nlocal_resource(config.parse()["x"], "true")`);
    const result = await tiltfileResult(sandbox, "Tiltfile", { args: ["--x", "named"] });
    expect(result.json?.["Manifests"]).toMatchObject([{ Name: "named" }]);
  });

  it("rejects a start with Tilt's own words", async () => {
    sandbox.write("Tiltfile", `fail("no start")`);
    await expect(TiltUp.start(sandbox)).rejects.toThrow("no start");
  });
});

describeTilt("a running Tilt", () => {
  let sandbox: Sandbox;
  let up: TiltUp;

  beforeAll(async () => {
    sandbox = await Sandbox.create({ extensionsCommit: commit, cluster: "answering" });
    sandbox.write("Tiltfile", main);
    sandbox.write("sub/.keep", "");
    sandbox.tools.answer(...attachAnswers(), ...helmAnswers("rel", "apps"));
    up = await TiltUp.start(sandbox);
    for (const name of ["web", "db", "chart", "helm-repo"]) await up.built(name);
  }, 60_000);

  afterAll(async () => {
    await up.stop();
    await sandbox.dispose();
  }, 60_000);

  beforeEach(() => {
    sandbox.tools.clear();
  });

  it("loaded without a warning and shows its objects", async () => {
    expect(await up.warnings()).toEqual([]);
    const names = (await up.get("uiresource")).map((object) => object.metadata.name);
    expect(names.toSorted()).toEqual(["(Tiltfile)", "chart", "db", "helm-repo", "once", "serve", "web"]);
    expect((await up.find("uibutton", "nav-fail"))?.spec).toMatchObject({
      text: "Fail",
      location: { componentID: "nav" },
    });
    for (const kind of ["cmd", "filewatch", "liveupdate", "kubernetesapply", "portforward", "configmap"]) {
      expect(Array.isArray(await up.get(kind))).toBe(true);
    }
    await expect(up.get("nonsense")).rejects.toThrow("no kind `nonsense`");
  });

  it("presses a button with hostile inputs, which arrive as they are", async () => {
    const text = `a "quoted" 'text' $(touch owned) \`id\` $HOME; |\nsecond line \\ é 🚀`;
    const pressed = await up.press("web:say", { TEXT: text, BOOL: true, CHOICE: "two" });
    expect(pressed.exitCode).toBe(0);
    const [call] = sandbox.tools.calls("kubectl");
    expect(call?.argv).toEqual(["say", "a b", "$(id)"]);
    expect(call?.cwd).toBe(sandbox.path("sub"));
    expect(call?.env).toMatchObject({ TEXT: text, BOOL: "true", CHOICE: "two", FIXED: "1" });
    expect(existsSync(sandbox.path("sub/owned"))).toBe(false);
  });

  it("presses it again with the defaults", async () => {
    await up.press("web:say");
    expect(sandbox.tools.calls("kubectl")[0]?.env).toMatchObject({ TEXT: "", BOOL: "false", CHOICE: "one" });
  });

  it("tells how a button's command ended, and which buttons there are not", async () => {
    expect(await up.press("nav-fail")).toMatchObject({ exitCode: 7 });
    await expect(up.press("missing")).rejects.toThrow("no button `missing`");
    await expect(up.press("web:say", { NOPE: "1" })).rejects.toThrow("no input `NOPE`");
  });

  it("runs a task by hand", async () => {
    const build = await up.trigger("once");
    expect(build.error).toBeUndefined();
    expect(sandbox.tools.calls("kubectl").map((call) => call.argv)).toEqual([["get", "nodes"]]);
  });

  it("shows a failing task's error", async () => {
    sandbox.tools.answer({ tool: "kubectl", match: "^get nodes$", exit: 3 });
    expect((await up.trigger("once")).error).toContain("exit status 3");
  });

  it("records the apply of an attach, and runs its delete when it is disabled", async () => {
    const built = await up.trigger("web");
    expect(sandbox.tools.calls("kubectl")[0]?.argv).toEqual([
      "get",
      "-o=yaml",
      "deployment/web",
      "-n",
      "apps",
    ]);
    const before = up.log.length;
    await up.disable("web");
    await until("word of the delete", () => (up.log.includes("Skipping delete", before) ? true : undefined));
    await up.enable("web");
    await up.built("web", built.startTime);
  });

  it("removes a deployed release before a trigger installs it again, as Tilt does", async () => {
    await up.trigger("chart");
    expect(sandbox.tools.calls().map((call) => [call.tool, ...call.argv].join(" "))).toEqual([
      "helm status rel --namespace apps",
      "helm uninstall rel --namespace apps --dry-run",
      "helm upgrade --install --version=1.2.3 --namespace apps rel repo/chart",
      "helm get manifest --namespace apps rel",
      "kubectl get -oyaml -f -",
    ]);
    expect(sandbox.tools.calls("kubectl")[0]?.stdin).toContain("namespace: apps");
  });

  it("rehearses the removal of a release that is disabled", async () => {
    await up.disable("chart");
    const uninstall = await sandbox.tools.called("helm", /^uninstall/);
    expect(uninstall.argv).toEqual(["uninstall", "rel", "--namespace", "apps", "--dry-run"]);
  });

  it("loads an edited Tiltfile again, and runs the delete of what left it", async () => {
    await up.built("db");
    const without = main.replace(
      /^k8s_attach\("db".*$/m,
      `warn("edited")\nlocal_resource("added", "flux version")`,
    );
    const load = await up.reloaded(() => void sandbox.write("Tiltfile", without));
    expect(load).toMatchObject({ error: undefined, warnings: ["edited\n"] });
    await sandbox.tools.called("flux", /^version$/);
    expect(await up.find("uiresource", "added")).toBeDefined();
    await until("end of db", async () =>
      (await up.find("uiresource", "db")) === undefined ? true : undefined,
    );
    await until("word of the delete", () => (up.log.includes("statefulset/db") ? true : undefined));
  });

  it("shows the error of a broken edit, and recovers", async () => {
    const broken = await up.reloaded(() => void sandbox.write("Tiltfile", `${main}\nfail("broken edit")`));
    expect(broken.error).toContain("broken edit");
    const mended = await up.reloaded(() => void sandbox.write("Tiltfile", main));
    expect(mended.error).toBeUndefined();
  });
});

describeTilt("the end of Tilt", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await Sandbox.create({ extensionsCommit: commit, cluster: "answering" });
    sandbox.write("Tiltfile", main);
    sandbox.tools.answer(...attachAnswers(), ...helmAnswers("rel", "apps"));
    return () => sandbox.dispose();
  });

  it("runs the trap of a serve_cmd on Ctrl-C, and deletes nothing", async () => {
    const up = await TiltUp.start(sandbox);
    await sandbox.tools.called("flux", /^suspend$/);
    await up.built("chart");
    await up.stop();
    await sandbox.tools.called("flux", /^resume$/);
    expect(sandbox.tools.calls("helm").map((call) => call.argv[0])).not.toContain("uninstall");
  });

  // Tilt signals the group of the process that it started, waits two seconds for that one, then ends without it.
  it("leaves a slow trap to run on after its own end", async () => {
    sandbox.write(
      "serve.sh",
      "trap 'sleep 3; flux resume; exit 0' INT TERM\nflux suspend\nwhile :; do sleep 0.1; done\n",
    );
    sandbox.write("Tiltfile", `local_resource("serve", serve_cmd = ["sh", "serve.sh"])`);
    const up = await TiltUp.start(sandbox);
    await sandbox.tools.called("flux", /^suspend$/);
    expect(await up.stop()).toBe(1);
    expect(sandbox.tools.calls("flux")).toHaveLength(1);
    await sandbox.tools.called("flux", /^resume$/);
  });

  it("runs every delete command on `tilt down`", async () => {
    const down = await tiltDown(sandbox);
    expect(down.stdout + down.stderr).toContain(
      "Skipping delete. Object managed outside of tilt: deployment/web",
    );
    expect(sandbox.tools.calls("helm").map((call) => call.argv)).toEqual([
      ["status", "rel", "--namespace", "apps"],
      ["uninstall", "rel", "--namespace", "apps", "--dry-run"],
    ]);
    expect(down.exit).toBe(0);
  });

  it("does not remove a release that Helm does not know", async () => {
    sandbox.tools.answer({ tool: "helm", match: "^status", exit: 1 });
    await tiltDown(sandbox);
    expect(sandbox.tools.calls("helm").map((call) => call.argv[0])).toEqual(["status"]);
  });

  it("holds a forward open until a signal ends it", async () => {
    sandbox.write(
      "Tiltfile",
      `local_resource("forward", serve_cmd = ["kubectl", "port-forward", "svc/x", "1:2"])`,
    );
    sandbox.tools.answer({ tool: "kubectl", match: "^port-forward", stdout: "Forwarding\n", hold: true });
    const up = await TiltUp.start(sandbox);
    const { pid } = await sandbox.tools.called("kubectl", /^port-forward/);
    await up.stop();
    expect(sandbox.tools.ended()).toEqual([expect.objectContaining({ pid, tool: "kubectl" })]);
  });
});
