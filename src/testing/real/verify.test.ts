import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { describeTilt } from "../tilt/available.ts";
import { extensionsRepository } from "../tilt/extension-clone.ts";
import type { Sandbox } from "../tilt/sandbox.ts";
import { developable, generateProject, richProject } from "./project.ts";
import { runIn } from "./program.ts";

describeTilt("verify", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.dispose());

  it("holds every load of every Tiltfile against the inventory, buttons too, and starts nothing", async () => {
    const generated = await generateProject(richProject);
    ({ sandbox } = generated);
    await runIn(sandbox, ["generate", "--force"]);
    const count = generated.dashboard.tiltfiles
      .map(({ path }, index) => developable(generated.dashboard, index === 0 ? undefined : path).length)
      .reduce((sum, names) => sum + 1 + names + (names > 1 ? 1 : 0), 0);
    const ran = await runIn(sandbox, ["verify"]);
    expect(ran.stderr).toContain(`${count} loads by Tilt are as the inventory says\n`);
    expect(ran.code).toBe(0);
    expect(
      sandbox.tools.calls().filter(({ argv }) => !/^(config view|kustomize)/.test(argv.join(" "))),
    ).toEqual([]);
  }, 120_000);

  it("finds what fluxtilt adds by itself run by itself, also where the inventory makes all else manual", async () => {
    ({ sandbox } = await generateProject(richProject));
    const inventory = sandbox.read("cluster.config.yaml");
    sandbox.write("cluster.config.yaml", inventory.replace("triggerMode: auto", "triggerMode: manual"));
    expect(await runIn(sandbox, ["generate", "--force"])).toMatchObject({ code: 0 });
    expect(sandbox.read("Tiltfile")).toContain("trigger_mode(TRIGGER_MODE_MANUAL)");
    expect(await runIn(sandbox, ["verify"])).toMatchObject({ code: 0 });
  }, 120_000);

  const small = `version: 1
cluster: { name: small, contexts: [admin@test] }
tilt: { regenerate: false }
tiltfiles: [./by-hand.Tiltfile]
buttons: { nodes: { do: { argv: [kubectl, get, nodes] } } }
groups:
  web:
    namespace: web
    workloads:
      shop: { target: deployment/shop, ports: ["8080:80"] }
`;
  const started = async (byHand: string): Promise<void> => {
    ({ sandbox } = await generateProject(richProject, { context: "admin@test" }));
    rmSync(sandbox.project, { recursive: true });
    mkdirSync(sandbox.project);
    sandbox.write("cluster.config.yaml", small);
    sandbox.write("by-hand.Tiltfile", byHand);
    expect(await runIn(sandbox, ["generate"])).toMatchObject({ code: 0 });
  };

  it("tells what Tilt has otherwise, at the entry's place", async () => {
    await started('k8s_resource("shop", port_forwards = ["9090:90"], new_name = "store")\n');
    const { code, stderr } = await runIn(sandbox, ["verify"]);
    expect(stderr).toContain("error[FT822]: Tilt has no resource `shop`");
    expect(stderr).toMatch(/cluster\.config\.yaml:10:7/);
    expect(code).toBe(1);
  });

  it("tells a field that differs, in the format for programs too", async () => {
    await started('k8s_resource("shop", port_forwards = ["9090:90"])\n');
    const { code, stdout } = await runIn(sandbox, ["verify", "--format", "json"]);
    const told = (JSON.parse(stdout) as { diagnostics: { code: string; message: string }[] }).diagnostics;
    expect(told).toMatchObject([
      {
        code: "FT823",
        message:
          '`forwards` of `shop` is `["localhost:8080:80","localhost:9090:90"]` in Tilt, and `["localhost:8080:80"]` by the inventory',
      },
    ]);
    expect(code).toBe(1);
  });

  it("tells Tilt's own words about a file that it does not load, with their place", async () => {
    await started('def wrong():\n    fail("never")\nwrong()\n');
    const { code, stderr } = await runIn(sandbox, ["verify"]);
    expect(stderr).toContain("error[FT821]: Tilt does not load `Tiltfile`: never");
    expect(stderr).toContain("by-hand.Tiltfile:2:9");
    expect(code).toBe(1);
  });

  it("tells a button that the user's extension makes of another", async () => {
    await started("");
    const clone = join(sandbox.env["XDG_DATA_HOME"] ?? "", extensions);
    const file = join(clone, "uibutton/Tiltfile");
    writeFileSync(file, readFileSync(file, "utf8").replace("args = argv", 'args = ["sudo"] + argv'));
    pin(clone);
    const { code, stderr } = await runIn(sandbox, ["verify"]);
    expect(stderr).toContain('error[FT824]: `argv` of `nodes` is `["sudo","kubectl","get","nodes"]` in Tilt');
    expect(code).toBe(1);
    expect(git(clone, "status", "--porcelain")).toBe("");
  });

  it("tells what Tilt says while it loads", async () => {
    await started("");
    sandbox.write("cluster.config.yaml", small.replace("tiltfiles: [./by-hand.Tiltfile]", ""));
    expect(await runIn(sandbox, ["generate"])).toMatchObject({ code: 0 });
    const clone = join(sandbox.env["XDG_DATA_HOME"] ?? "", extensions);
    writeFileSync(join(clone, "k8s_attach/Tiltfile"), 'warn("old")\n', { flag: "a" });
    pin(clone);
    const { code, stderr } = await runIn(sandbox, ["verify"]);
    expect(stderr).toContain("warning[FT825]: Tilt says while it loads: old");
    expect(code).toBe(1);
  });

  it("tells that the files are not current, before anything is loaded", async () => {
    await started("");
    sandbox.write("cluster.config.yaml", small.replace("8080", "8081"));
    const { code, stderr } = await runIn(sandbox, ["verify"]);
    expect(stderr).toContain("error[FT501]: `Tiltfile` is stale");
    expect(code).toBe(1);
  });

  it("ends with 3 where Tilt, the context or the extensions are missing", async () => {
    await started("");
    const without = await runIn(sandbox, ["verify"], { PATH: sandbox.tools.bin });
    expect(without).toMatchObject({ code: 3 });
    expect(without.stderr).toContain(
      "error[FT941]: cannot run `tilt`: the program was not found\n  = help: install Tilt",
    );
    sandbox.tools.answer({
      tool: "kubectl",
      match: "^config view",
      stdout: JSON.stringify({ contexts: [{ name: "admin@tes" }], "current-context": "" }),
    });
    const elsewhere = await runIn(sandbox, ["verify"]);
    expect(elsewhere).toMatchObject({ code: 3 });
    expect(elsewhere.stderr).toContain("kubectl's configuration has no context `admin@test`");
    expect(elsewhere.stderr).toContain("help: did you mean `admin@tes`?");
    sandbox.tools.reset();
    rmSync(join(sandbox.env["XDG_DATA_HOME"] ?? "", "tilt-dev"), { recursive: true });
    const offline = await runIn(sandbox, ["verify"], {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "url.file:///dev/null/.insteadOf",
      GIT_CONFIG_VALUE_0: "https://",
    });
    expect(offline).toMatchObject({ code: 3 });
    expect(offline.stderr).toContain("loading extension repo fluxtilt: download error");
  });
});

const identity = {
  GIT_AUTHOR_NAME: "test",
  GIT_AUTHOR_EMAIL: "test@example.invalid",
  GIT_COMMITTER_NAME: "test",
  GIT_COMMITTER_EMAIL: "test@example.invalid",
};

const extensions = `tilt-dev/tilt_modules/${extensionsRepository}`;

function git(clone: string, ...args: string[]): string {
  const env = { ...process.env, ...identity };
  return execFileSync("git", ["-C", clone, ...args], { encoding: "utf8", env }).trim();
}

/** Lets the clone as it stands be what the pinned commit holds. */
function pin(clone: string): void {
  git(clone, "commit", "--quiet", "--all", "--message=other");
  git(clone, "update-ref", `refs/replace/${tiltExtensions.ref}`, git(clone, "rev-parse", "HEAD"));
}
