import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { describeTilt } from "../tilt/available.ts";
import { attachAnswers } from "../tilt/objects.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { TiltUp, tiltDown } from "../tilt/tilt-up.ts";
import { until } from "../tilt/until.ts";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { readDashboard, writeArtifacts } from "./project.ts";

// The built command: what it writes may be older than what stands here, hence `--force`.
const command = fileURLToPath(new URL("../../../dist/fluxtilt.js", import.meta.url));

const show = `kubectl show "$SHELL_WINS" "$FILE_WINS" "$DEFAULT" "$NONE" "$SCOPE" "$SWITCH" "$APPS"`;
const inventory = `version: 1
cluster: { name: small, contexts: [admin@test] }
tilt:
  regenerate: [node, "${command}", generate, --force]
  args: { scope: { string: all }, switch: { bool: false }, apps: { list: [one] } }
env:
  variables:
    SHELL_WINS: { default: default }
    FILE_WINS: { default: default }
    DEFAULT: { default: default }
    NONE: {}
    TOKEN: { secret: true }
secrets:
  boot: { namespace: ns, createNamespace: true, keys: { token: { env: TOKEN } } }
tasks:
  near: { run: manual, do: { shell: '${show}' } }
groups:
  far:
    tiltfile: far/Tiltfile
    namespace: apps
    prefix: "far:"
    tasks:
      show: { run: manual, do: { shell: '${show}' } }
    workloads:
      web: { target: deployment/web, readiness: ignore, services: ["18377:web:80"] }
`;
const secretValue = "s3cret-value-of-nobody";

describeTilt("a Tilt that runs", () => {
  let sandbox: Sandbox;
  let up: TiltUp;
  beforeAll(async () => {
    sandbox = await Sandbox.create({
      cluster: "answering",
      extensionsCommit: tiltExtensions.ref,
      env: { SHELL_WINS: "shell" },
    });
    sandbox.write("cluster.config.yaml", inventory);
    sandbox.tools.answer(
      { tool: "kubectl", match: "port-forward", stdout: "Forwarding\n", hold: true },
      { tool: "kubectl", match: "get namespace", exit: 1 },
      ...attachAnswers(),
    );
    writeArtifacts(sandbox, await readDashboard(sandbox.project));
    up = await TiltUp.start(sandbox, {
      args: ["--", "--scope", "media", "--switch", "--apps", "a", "--apps", "b c"],
    });
  }, 60_000);
  afterAll(async () => {
    await up.stop();
    await sandbox.dispose();
  }, 60_000);
  beforeEach(() => {
    sandbox.tools.clear();
  });

  /** What the task of the root, or of the included file, is given. */
  const shown = async (name = "near"): Promise<readonly string[] | undefined> => {
    sandbox.tools.clear();
    await up.trigger(name);
    return sandbox.tools
      .calls("kubectl")
      .find(({ argv }) => argv[0] === "show")
      ?.argv.slice(1);
  };
  const given = ["media", "true", "a,b c"];

  it("is silent about an absent .env file, and hands on defaults and arguments, in every file", async () => {
    expect(await up.warnings()).toEqual([]);
    for (const name of ["near", "far:show"])
      expect(await shown(name)).toEqual(["shell", "default", "default", "", ...given]);
  });

  it("fails a bootstrap secret whose variable is not set, and names it", async () => {
    expect((await up.trigger("boot")).error).toBeDefined();
    expect(up.log).toContain("the variable TOKEN is not set");
    expect(sandbox.tools.calls()).toEqual([]);
  });

  it("takes up a .env file when it comes, changes and goes; the shell wins over it", async () => {
    await up.reloaded(
      () =>
        void sandbox.write(
          ".env",
          `SHELL_WINS=file\nFILE_WINS="from file"\nNONE=some\nTOKEN=${secretValue}\n`,
        ),
    );
    for (const name of ["near", "far:show"])
      expect(await shown(name)).toEqual(["shell", "from file", "default", "some", ...given]);
    await up.reloaded(() => void sandbox.write(".env", `FILE_WINS=edited\nTOKEN=${secretValue}\n`));
    expect(await shown()).toEqual(["shell", "edited", "default", "", ...given]);
    await up.reloaded(() => void sandbox.write(".env", `TOKEN=${secretValue}\n`));
    expect(await shown()).toEqual(["shell", "default", "default", "", ...given]);
  });

  it("makes the secret from stdin alone, and never takes it away", async () => {
    expect((await up.trigger("boot")).error).toBeUndefined();
    const calls = sandbox.tools.calls("kubectl");
    expect(calls.map(({ argv }) => argv.slice(2, 4).join(" "))).toEqual([
      "get namespace",
      "create namespace",
      "apply --server-side",
    ]);
    expect(JSON.parse(calls[2]?.stdin ?? "")).toMatchObject({
      metadata: { name: "boot", namespace: "ns" },
      data: { token: Buffer.from(secretValue).toString("base64") },
    });
    const encoded = Buffer.from(secretValue).toString("base64");
    for (const text of [JSON.stringify(calls.map(({ argv }) => argv)), up.log]) {
      expect(text).not.toContain(secretValue);
      expect(text).not.toContain(encoded);
    }
    sandbox.tools.clear();
    await up.disable("boot");
    await up.enable("boot");
    expect((await tiltDown(sandbox)).exit).toBe(0);
    expect(sandbox.tools.calls().filter(({ argv }) => argv.includes("delete"))).toEqual([]);
  });

  it("brings a forward to a Service back when it ends", async () => {
    await up.disable("far:web:forward-18377");
    await up.enable("far:web:forward-18377");
    const forward = [
      "--context",
      "admin@test",
      "port-forward",
      "--namespace",
      "apps",
      "service/web",
      "18377:80",
    ];
    const first = await sandbox.tools.called("kubectl", /port-forward/);
    expect(first.argv).toEqual(forward);
    process.kill(first.pid, "SIGKILL");
    const second = await until("second forward", () =>
      sandbox.tools
        .calls("kubectl")
        .find(({ argv, pid }) => argv.includes("port-forward") && pid !== first.pid),
    );
    expect(second.argv).toEqual(forward);
  });

  it.skipIf(!existsSync(command))("shows a workload that is added to the inventory", async () => {
    const added = inventory.replace(
      "    workloads:\n",
      "    workloads:\n      added: { target: deployment/added }\n",
    );
    const before = Date.now();
    sandbox.write("cluster.config.yaml", added);
    await until("resource of the new workload", () => up.find("uiresource", "far:added"));
    expect(Date.now() - before).toBeLessThan(15_000);
    expect(await up.warnings()).toEqual([]);
  });

  it("ends the forward on Ctrl-C", async () => {
    await up.disable("far:web:forward-18377");
    await up.enable("far:web:forward-18377");
    const { pid } = await sandbox.tools.called("kubectl", /port-forward/);
    await up.stop();
    await until("end of the forward", () => (isAlive(pid) ? undefined : true));
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
