import { existsSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { tiltExtensions } from "../../inventory/schema/extensions.ts";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { onPath } from "../on-path.ts";
import { onTerminal } from "./on-terminal.ts";
import { runIn, type Ran } from "./program.ts";

/** As a person writes it: in an order, with comments, in brackets and not. */
const inventory = `# Ours.
version: 1
cluster: { name: lab, contexts: [admin@lab], domain: lab.example } # the only one
env:
  variables:
    NODE: { default: 10.0.0.1 }

groups:
  web:
    tiltfile: parts/Tiltfile
    namespace: web
    prefix: "web:"
    label: front # by hand
    workloads:
      shop: { target: deployment/shop, links: [shop] }

      # The one that fails.
      api: deployment/api
tasks: { nodes: "kubectl get nodes" }
`;

const tiltfile = `allow_k8s_contexts("admin@lab")
load("ext://uibutton", "cmd_button", "location")
load("ext://k8s_attach", "k8s_attach")
k8s_attach("web:shop", "deployment/shop", namespace = "web", port_forwards = ["8080:80"], labels = ["front"])
k8s_attach("web:api", "deployment/api", namespace = "web", labels = ["front"])
k8s_attach("web:new", "deployment/new", namespace = "web", labels = ["back"])
k8s_attach("db", "statefulset/db", namespace = "data", labels = ["data"], resource_deps = ["web:new"])
local_resource("nodes", "kubectl get nodes", labels = ["tasks"], auto_init = False, trigger_mode = TRIGGER_MODE_MANUAL)
local_resource("say", "echo " + os.getenv("GREETING", "hello"), labels = ["tasks"])
cmd_button("web:shop:restart", argv = ["kubectl", "rollout", "restart", "deployment/shop", "-n", "web"], resource = "web:shop", icon_name = "refresh", text = "Restart")
cmd_button("web:api:logs", argv = ["echo", "logs"], resource = "web:api", text = "Logs")
cmd_button("sync", argv = ["echo", "sync"], location = location.NAV, text = "Sync")
`;

const merged = inventory
  .replace("NODE: { default: 10.0.0.1 }\n", "$&    GREETING: { default: hello }\n")
  .replace(
    "links: [shop] }",
    "links: [shop], buttons: { restart: { text: Restart, icon: refresh, do: restart, confirm: false } } }",
  )
  .replace(
    "      api: deployment/api\n",
    `$&
      new: { target: deployment/new, label: back }

  data:
    namespace: data
    label: data
    workloads:
      db: { target: statefulset/db, dependsOn: [web:new] }
`,
  )
  .replace(
    'nodes: "kubectl get nodes" }',
    'nodes: "kubectl get nodes", say: { do: { shell: "echo ${GREETING}" } } }\nbuttons:\n  sync: { text: Sync, do: { argv: [echo, sync] } }',
  );

describeTilt("import into an inventory", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.dispose());

  const begin = async (hand: string, written = inventory): Promise<void> => {
    sandbox = await Sandbox.create({ context: "admin@lab", extensionsCommit: tiltExtensions.ref });
    sandbox.tools.answer({ tool: "kubectl", match: "^config view", real: true });
    sandbox.write("cluster.config.yaml", written);
    sandbox.write("hand.Tiltfile", hand);
  };
  const run = (...more: readonly string[]): Promise<Ran> =>
    runIn(sandbox, ["import", "hand.Tiltfile", ...more], { NO_COLOR: "1" });

  it("adds what is not there, and keeps all else byte for byte", async () => {
    await begin(tiltfile);
    const { code, stdout, stderr } = await run("--write");
    expect(code, stderr).toBe(0);
    expect(sandbox.read("cluster.config.yaml")).toBe(merged);
    expect(stdout).toContain(" label: front # by hand\n");
    expect(stdout).toContain("\n+      new: { target: deployment/new, label: back }\n");
    expect(stderr).toContain("\nwrote cluster.config.yaml\n");
    expect(await runIn(sandbox, ["generate"])).toMatchObject({ code: 0 });
  });

  it("leaves what is there as it is, tells where it differs, and what cannot be added", async () => {
    await begin(tiltfile);
    const { code, stderr } = await run();
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(
      'What is there already stays as it is, and is not what the Tiltfile has:\n  `links` of `web:shop` was `[]`, and is `["http://shop.lab.example"]`\n',
    );
    expect(stderr).toContain('`forwards` of `web:shop` was `["localhost:8080:80"]`, and is `[]`');
    expect(stderr).toContain(
      "hand.Tiltfile:11: `web:api:logs`: it is left out, since `web:api` is written in its short form there",
    );
    expect(stderr).not.toContain("not the same:");
    expect(stderr).toContain("nothing was written: `--write` writes it");
    expect(sandbox.read("cluster.config.yaml")).toBe(inventory);
  });

  it("adds nothing the second time, from any Tiltfile that is the same", async () => {
    await begin(tiltfile);
    expect((await run("--write")).code).toBe(0);
    const again = await run("--write");
    expect(again).toMatchObject({ code: 0, stdout: "" });
    expect(again.stderr).toContain("nothing to add: the inventory has all that can be added");
    expect(sandbox.read("cluster.config.yaml")).toBe(merged);
    // What is generated of it holds nothing new either.
    expect((await runIn(sandbox, ["generate"])).code).toBe(0);
    const own = await runIn(sandbox, ["import", "Tiltfile", "--run-local"]);
    expect(own).toMatchObject({ code: 0, stdout: "" });
  });

  it("runs nothing of the inventory's hand-written files unasked", async () => {
    await begin(tiltfile, `${inventory}tiltfiles: [mine.Tiltfile]\n`);
    sandbox.write("mine.Tiltfile", 'local("touch ran", dir = config.main_dir)\n');
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain('  mine.Tiltfile:1: local("touch ran", dir = config.main_dir)\n');
    expect(existsSync(sandbox.path("ran"))).toBe(false);
  });

  it.each([
    ["y", merged],
    ["n", inventory],
  ])("asks on a terminal: %j", async (answer, wanted) => {
    await begin(tiltfile);
    const ran = await runIn(sandbox, ["import", "hand.Tiltfile"], { NO_COLOR: "1" }, answer);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("write it? [y/N] ");
    expect(sandbox.read("cluster.config.yaml")).toBe(wanted);
  });

  it.skipIf(onPath("script") === undefined)("writes nothing on Ctrl-C, and ends with 130", async () => {
    await begin(tiltfile);
    const typed = { after: "write it? [y/N] ", keys: "\u0003" };
    const { code, screen } = await onTerminal(sandbox, ["import", "hand.Tiltfile"], typed);
    expect(screen).toContain("write it?");
    expect(code).toBe(130);
    expect(sandbox.read("cluster.config.yaml")).toBe(inventory);
  });

  it("touches no generated file, and takes the Tiltfile that the inventory includes by itself", async () => {
    await begin(tiltfile, `${inventory}tiltfiles: [hand.Tiltfile]\n`);
    sandbox.write("parts/Tiltfile", "# mine\n");
    const { code, stderr } = await run("--write");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("`hand.Tiltfile` stands under `tiltfiles`: take it out there");
    expect(sandbox.read("cluster.config.yaml")).toContain("      new: { target: deployment/new");
    expect(sandbox.read("parts/Tiltfile")).toBe("# mine\n");
  });

  it("keeps the settings of the inventory, and tells those of the Tiltfile", async () => {
    const constraint = 'version_settings(constraint = ">=0.30.0")\n';
    const limits = "update_settings(max_parallel_updates = 7, k8s_upsert_timeout_secs = 99)\n";
    await begin(
      `allow_k8s_contexts(["admin@lab", "other"])\n${constraint}${limits}`,
      `${inventory}tilt: { constraint: ">=0.36.0", settings: { maxParallelUpdates: 2 } }\n`,
    );
    const { code, stdout, stderr } = await run();
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("settings: { maxParallelUpdates: 2, k8sUpsertTimeoutSecs: 99 }");
    expect(stderr).toContain(
      '`tilt.constraint` of the inventory stays `">=0.36.0"`: the Tiltfile has `">=0.30.0"`',
    );
    expect(stderr).toContain(
      "`tilt.settings.maxParallelUpdates` of the inventory stays `2`: the Tiltfile has `7`",
    );
    expect(stderr).toContain("the Tiltfile allows `other` too");
  });

  it("writes nothing where what is there would not hold any more", async () => {
    const port = 'k8s_attach("web:two", "deployment/two", namespace = "web", port_forwards = ["9000:80"])\n';
    const start = tiltfile.split("\n").slice(0, 3).join("\n");
    await begin(
      `${start}\n${port}`,
      inventory.replace(
        "tasks:",
        '  late: { namespace: late, workloads: { one: { target: deployment/one, ports: ["9000:80"] } } }\ntasks:',
      ),
    );
    const { code, stdout, stderr } = await run("--write");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[FT305]");
    expect(stderr).toContain("nothing was written: the inventory would not hold");
    expect(sandbox.read("cluster.config.yaml")).not.toContain("web:two");
  });

  it("begins nothing with an inventory that is broken", async () => {
    await begin(tiltfile, "version: 1\ncluster: x\n");
    const { code, stdout, stderr } = await run("--write");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("error[FT1");
  });

  it("takes the short and the long form of a setting for the same", async () => {
    const tilt = (registry: string): string =>
      `tilt: { defaultRegistry: ${registry}, watchFiles: [conf/a.yaml] }\n`;
    for (const registry of ["localhost:5000", "{ host: localhost:5000 }"]) {
      await begin(
        `${tiltfile}default_registry("localhost:5000")\nwatch_file("conf/a.yaml")\n`,
        inventory + tilt(registry),
      );
      sandbox.write("conf/a.yaml", "");
      const { stderr } = await run();
      expect(stderr).not.toMatch(/defaultRegistry|watchFiles/);
      await sandbox.dispose();
    }
    await begin(`${tiltfile}default_registry("localhost:5001")\n`, inventory + tilt("localhost:5000"));
    sandbox.write("conf/a.yaml", "");
    expect((await run()).stderr).toContain(
      '`tilt.defaultRegistry` of the inventory stays `"localhost:5000"`: the Tiltfile has `"localhost:5001"`',
    );
  });

  it("adds nothing that the language refuses, and tells it", async () => {
    await begin(
      `${tiltfile}k8s_attach("web:odd", "deployment/odd", namespace = "web", labels = ["front"], port_forwards = [port_forward(99999, 80), port_forward(9000, 80)])\nk8s_attach("far", "deployment/far", namespace = "Far")\n`,
    );
    const { code, stdout, stderr } = await run();
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('odd: { target: deployment/odd, ports: ["9000:80"] }');
    expect(stdout).not.toMatch(/99999|[Ff]ar\b/);
    expect(stderr).toContain(
      '`web:odd`: `"99999:80"` of `ports` is left out: a port is a number from 1 to 65535',
    );
    expect(stderr).toContain("`far`: it is left out: no namespace is said here, nor by the group");
  });
});
