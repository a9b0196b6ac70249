import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import type { Dashboard } from "../../dashboard/model.ts";
import type { Facts } from "../../evaluated/facts.ts";
import { seenFacts } from "../../evaluated/seen.ts";
import { describeTilt } from "../tilt/available.ts";
import { Sandbox } from "../tilt/sandbox.ts";
import { tiltfileResult } from "../tilt/tiltfile-result.ts";
import { onPath } from "../on-path.ts";
import { onTerminal } from "./on-terminal.ts";
import {
  developable,
  developing,
  generateProject,
  goldenProjects,
  ownProject,
  readDashboard,
  richProject,
  type Generated,
} from "./project.ts";
import { runIn, type Ran } from "./program.ts";

const cases = fileURLToPath(new URL("../../../fixtures/import", import.meta.url));
/** The goldens hold with the real extensions as with the stand-ins (fixtures/extensions/README.md). */
const checkout = process.env["FLUXTILT_REAL_EXTENSIONS"];
const real = checkout === undefined ? {} : { extensions: checkout };
const golden = ["expected.yaml", "expected.txt"];

/** Imports a copy of a case; what its Tiltfile reads of the environment is in `environment.json`. */
async function importCase(name: string, sandbox: Sandbox): Promise<Ran> {
  const folder = join(cases, name);
  for (const part of readdirSync(folder)) if (!golden.includes(part)) sandbox.copyFrom(folder, part);
  const given = join(folder, "environment.json");
  const env = existsSync(given) ? (JSON.parse(readFileSync(given, "utf8")) as Record<string, string>) : {};
  return await runIn(sandbox, ["import", "Tiltfile", "--run-local"], env);
}

describeTilt("import", () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.dispose());

  it.each(readdirSync(cases))("makes an inventory of %s that Tilt takes for the same", async (name) => {
    sandbox = await Sandbox.create({ context: "admin@catalyst-cluster", ...real });
    sandbox.tools.answer({ tool: "kubectl", match: "^(kustomize|config view)", real: true });
    const { code, stdout, stderr } = await importCase(name, sandbox);
    const said = `exit ${code}\n${stderr}`;
    if (process.env["UPDATE_GOLDENS"] === "1") {
      writeFileSync(join(cases, name, "expected.yaml"), stdout);
      writeFileSync(join(cases, name, "expected.txt"), said);
    }
    expect(stdout).toBe(readFileSync(join(cases, name, "expected.yaml"), "utf8"));
    expect(said).toBe(readFileSync(join(cases, name, "expected.txt"), "utf8"));
    expect(code, said).toBe(0);
    expect(stdout + stderr).not.toMatch(/fluxtilt0env|hunter2/);
  });

  const write = async (tiltfile: string): Promise<void> => {
    sandbox = await Sandbox.create({ context: "admin@catalyst-cluster" });
    sandbox.tools.answer({ tool: "kubectl", match: "^config view", real: true });
    sandbox.write("Tiltfile", `allow_k8s_contexts("admin@catalyst-cluster")\n${tiltfile}`);
  };

  it("shows the commands that run at load, and runs none of them unasked", async () => {
    await write('local("touch ran")\nlocal_resource("a", "true")\n');
    const ran = await runIn(sandbox, ["import", "Tiltfile"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain('  Tiltfile:2: local("touch ran")\n');
    expect(existsSync(sandbox.path("ran"))).toBe(false);
    expect(await runIn(sandbox, ["import", "Tiltfile", "--run-local"])).toMatchObject({ code: 0 });
    expect(existsSync(sandbox.path("ran"))).toBe(true);
  });

  it.each([
    ["another name for local", 'sh = local\nsh("touch ran")\n'],
    ["brackets around local", '(local)("touch ran")\n'],
    ["local behind a lone CR", '# nothing\rlocal("touch ran")\n'],
    ["a program for kustomize", 'kustomize("k", kustomize_bin="./evil.sh")\n'],
    ["a path that is put together", 'include("./" + "other.tilt")\n'],
    ["a path in escapes", 'include("./\\x6fther.tilt")\n'],
  ])("lets no program run unasked by %s", async (_, tiltfile) => {
    await write(`${tiltfile}local_resource("a", "true")\n`);
    sandbox.write("other.tilt", 'local("touch ran")\n');
    sandbox.write("k/kustomization.yaml", "resources: []\n");
    sandbox.write("evil.sh", "#!/bin/sh\ntouch ran\n");
    chmodSync(sandbox.path("evil.sh"), 0o755);
    expect(await runIn(sandbox, ["import", "Tiltfile"])).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(sandbox.path("ran"))).toBe(false);
    expect(await runIn(sandbox, ["import", "Tiltfile", "--run-local"])).toMatchObject({ code: 0 });
    expect(existsSync(sandbox.path("ran"))).toBe(true);
  });

  it.each([
    ["y", true],
    ["", false],
  ])("asks on a terminal whether they may run: %j", async (answer, mayRun) => {
    await write('local("touch ran")\nlocal_resource("a", "true")\n');
    const ran = await runIn(sandbox, ["import", "Tiltfile"], { NO_COLOR: "1" }, answer);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/ {2}Tiltfile:2: local\("touch ran"\)\nrun them\? \[y\/N\] /);
    expect(existsSync(sandbox.path("ran"))).toBe(mayRun);
    expect(ran.stdout.includes("tasks:")).toBe(mayRun);
    expect(ran.stderr.includes("nothing was loaded")).toBe(!mayRun);
  });

  it.skipIf(onPath("script") === undefined)(
    "ends with 130 on Ctrl-C in a question, and runs nothing",
    async () => {
      await write('local("touch ran")\nlocal_resource("a", "true")\n');
      const { code, screen } = await onTerminal(sandbox, ["import", "Tiltfile"], {
        after: "run them? [y/N] ",
        keys: "\u0003",
      });
      expect(screen).toContain('local("touch ran")');
      expect(code).toBe(130);
      expect(existsSync(sandbox.path("ran"))).toBe(false);
    },
  );

  it("writes the inventory beside the Tiltfile", async () => {
    await write('local_resource("a", "true", labels = ["tasks"])\n');
    const ran = await runIn(sandbox, ["import", "Tiltfile", "--write"]);
    expect(ran).toMatchObject({ code: 0, stdout: "" });
    expect(sandbox.read("cluster.config.yaml")).toContain('a: { do: { shell: "true" } }');
    expect(sandbox.read("Tiltfile")).toContain('local_resource("a"');
  });

  it("tells Tilt's own words about a Tiltfile that does not load, and of one that is not there", async () => {
    await write('local_resource("a", "true")\nlocal_resource("a", "true")\n');
    const ran = await runIn(sandbox, ["import", "Tiltfile"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/Tilt does not load `Tiltfile` at Tiltfile:3: .*already exists/);
    const gone = await runIn(sandbox, ["import", "else/Tiltfile"]);
    expect(gone).toMatchObject({ code: 2, stdout: "" });
    expect(gone.stderr).toContain("there is no Tiltfile `else/Tiltfile`");
  });

  it("tells what Tilt wants where the Tiltfile allows no context", async () => {
    await write("");
    sandbox.write("Tiltfile", 'local_resource("a", "true")\nk8s_yaml("a.yaml")\n');
    sandbox.write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
    const ran = await runIn(sandbox, ["import", "Tiltfile"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain("Stop! admin@catalyst-cluster might be production.\n");
    expect(ran.stderr).toContain("allow_k8s_contexts('admin@catalyst-cluster')\n");
  });

  it("names the schema that is there, and what to do next", async () => {
    await write('local_resource("a", "true")\n');
    sandbox.write("schemas/cluster.config.schema.json", "{}");
    const ran = await runIn(sandbox, ["import", "Tiltfile", "--write"]);
    expect(sandbox.read("cluster.config.yaml")).toMatch(
      /^# yaml-language-server: \$schema=\.\/schemas\/cluster\.config\.schema\.json\n\nversion: 1\n/,
    );
    expect(ran.stderr).toMatch(/\nnext: move `Tiltfile` away, then `fluxtilt generate`\n$/);
  });

  it("tries the arguments of a Tiltfile, and tells what each brings about", async () => {
    await write(
      'config.define_bool("more")\nconfig.define_string("who")\nconfig.define_bool("none")\nconfig.define_bool("bad")\nsettings = config.parse()\nlocal_resource("a", "echo " + settings.get("who", "me"))\nif settings.get("more"):\n    local_resource("b", "true")\nif settings.get("bad"):\n    fail("not so")\n',
    );
    const { stderr } = await runIn(sandbox, ["import", "Tiltfile"]);
    expect(stderr).toContain(
      "Tiltfile:2: with `-- --more`, which the inventory does not have, there is `b`\n",
    );
    expect(stderr).toContain(
      "Tiltfile:3: with `-- --who TEXT`, which the inventory does not have, another is `a`",
    );
    expect(stderr).toContain(
      "Tiltfile:4: with `-- --none`, which the inventory does not have, all is the same in Tilt",
    );
    expect(stderr).toMatch(/Tiltfile:5: with `-- --bad`, .*, Tilt does not load it: .*not so/);
  });

  it("takes the first of two buttons of a name, which Tilt does not load together", async () => {
    await write(
      'load("ext://uibutton", "cmd_button")\nlocal_resource("a", "true")\nlocal_resource("b", "true")\ncmd_button("again", resource = "a", argv = ["true"])\ncmd_button("again", resource = "b", argv = ["false"])\n',
    );
    const { code, stdout, stderr } = await runIn(sandbox, ["import", "Tiltfile"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("Tiltfile:6: `again`: Tilt takes no second button of a name: it is left out\n");
    expect(stdout).toMatch(/again: \{.* argv: \[ "true"/);
    expect(stdout).not.toContain("false");
  });

  it("takes no value of a variable whose name is put together", async () => {
    await write('local_resource("a", "echo x" + os.getenv("SE" + "CRET", ""))\n');
    const ran = await runIn(sandbox, ["import", "Tiltfile"], { SECRET: "hunter2" });
    expect(ran.stdout).toContain("echo x");
    expect(ran.stdout + ran.stderr).not.toContain("hunter2");
  });

  it("pins the extensions that the Tiltfile declares to the commit that Tilt took", async () => {
    sandbox = await Sandbox.create({
      context: "admin@catalyst-cluster",
      extensionsRepository: "git.example.org/extensions.git",
    });
    sandbox.tools.answer({ tool: "kubectl", match: "^config view", real: true });
    const url = "https://git.example.org/extensions.git";
    const declared = `v1alpha1.extension_repo(name = "default", url = "${url}"`;
    const attach =
      'load("ext://k8s_attach", "k8s_attach")\nk8s_attach("a", "deployment/a", namespace = "b")\n';
    sandbox.write("Tiltfile", `allow_k8s_contexts("admin@catalyst-cluster")\n${declared})\n${attach}`);
    const ran = await runIn(sandbox, ["import", "Tiltfile", "--run-local"]);
    expect(ran.code, ran.stderr).toBe(0);
    const [, commit = ""] = /ref: ([0-9a-f]{40})/.exec(ran.stdout) ?? [];
    expect(ran.stdout).toContain(`    url: ${url}\n    ref: ${commit}\n`);
    expect(ran.stderr).toContain(
      `  Tiltfile:2: extensions of \`${url}\` are not pinned: written with the commit that Tilt took, \`${commit}\``,
    );
    // Pinned already, it stays so without a word.
    sandbox.write(
      "Tiltfile",
      `allow_k8s_contexts("admin@catalyst-cluster")\n${declared}, ref = "${commit}")\n${attach}`,
    );
    const pinned = await runIn(sandbox, ["import", "Tiltfile", "--run-local"]);
    expect(pinned).toMatchObject({ code: 0, stdout: ran.stdout });
    expect(pinned.stderr).not.toContain("extensions of");
  });

  it("writes an image without its tag, since Tilt goes by its name, and one that begins with `-`", async () => {
    sandbox = await Sandbox.create({ context: "admin@catalyst-cluster", docker: "answering" });
    sandbox.tools.answer({ tool: "kubectl", match: "^(kustomize|config view)", real: true });
    const pod =
      'metadata: { labels: { app: a } }, spec: { containers: [{ name: a, image: "Reg.io:5000/a:1" }] }';
    sandbox.write("app/Dockerfile", "FROM scratch\n");
    sandbox.write(
      "a.yaml",
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: own }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, namespace: own }\nspec: { selector: { matchLabels: { app: a } }, template: { ${pod} } }\n`,
    );
    sandbox.write(
      "Tiltfile",
      'allow_k8s_contexts("admin@catalyst-cluster")\nk8s_yaml("a.yaml")\ndocker_build("Reg.io:5000/a:1", "app")\nk8s_resource("a", new_name = "-a")\n',
    );
    const { code, stdout, stderr } = await runIn(sandbox, ["import", "Tiltfile"]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("images: { Reg.io:5000/a: { context: ./app } }\n");
    expect(stdout).toContain("images: [ Reg.io:5000/a ]\n");
    expect(stdout).toContain("- rule: FT303\n");
  });

  it("tells what only the values of this environment bring about", async () => {
    await write(
      'local_resource(os.getenv("NAME", "b"), "true")\nif os.getenv("EXTRA") == "hunter2":\n    local_resource("extra", "true")\nlocal_resource("a", "true")\n',
    );
    const ran = await runIn(sandbox, ["import", "Tiltfile"], { EXTRA: "hunter2", NAME: "hunter2-name" });
    expect(ran.stderr).toContain(
      "`extra` is there with the values of this environment only, and is left out",
    );
    expect(ran.stderr).toContain("what has its name from the environment is left out: 1");
    expect(ran.stdout + ran.stderr).not.toContain("hunter2");
  });
});

/** The resources that import cannot take over of a generated Tiltfile: each is told. */
const listed: Readonly<Record<string, readonly string[]>> = {
  "this repository": [
    "monitoring:grafana:forward-3001",
    "registry:docker-registry:forward-5001",
    "media:jellyfin:forward-8096",
  ],
  real: ["set:viewer:forward-14467", "set:web:forward-14481"],
};

/** Settings that come back as another, and why. */
const otherSettings: Readonly<Record<string, readonly string[]>> = {
  // A call of the extension uibutton is a button.
  "near-misses": ["use"],
  // Extensions that no file uses are declared in none; what is only printed, and no resource, shows nowhere.
  "tilt-quiet": ["extensions", "banner", "regenerate"],
};

/**
 * What an inventory says of Tilt itself, wherever it stands, but what is Tilt's default and what hand-written
 * files say too: that is compared as Tilt has it.
 */
function settingsOf({ tilt }: Dashboard, name: string): unknown {
  const unseen = ["origin", "description", "ci", "watchIgnore", ...(otherSettings[name] ?? [])];
  return JSON.parse(
    JSON.stringify(tilt, (key, value: unknown) =>
      unseen.includes(key) ? undefined : value instanceof Map ? [...value] : value,
    ),
  );
}

/** Watches the inventory, which is another one now. */
const support = "fluxtilt:generate";

for (const folder of [ownProject, richProject, ...goldenProjects()]) {
  const name = folder === ownProject ? "this repository" : basename(folder);
  describeTilt(`the Tiltfile of ${name}`, () => {
    it("comes back as an inventory whose Tiltfile is the same in Tilt", async () => {
      const { sandbox, dashboard }: Generated = await generateProject(folder);
      // Else it would be added to, and lacks nothing.
      for (const file of dashboard.inventoryFiles) rmSync(sandbox.path(file));
      sandbox.tools.answer({ tool: "kubectl", match: "^config view", real: true });
      const names = developable(dashboard).map((one) => one.name);
      const loads = [[], ...names.map((one) => developing([one]))];
      const inTilt: unknown[] = [];
      const load = async (): Promise<Map<string, Facts>[]> => {
        const all: Map<string, Facts>[] = [];
        for (const args of loads) {
          const { json = {}, stderr } = await tiltfileResult(sandbox, "Tiltfile", { args });
          expect(json, stderr).not.toEqual({});
          all.push(new Map(seenFacts(json, sandbox.project)));
          inTilt.push([
            json["CISettings"],
            json["WatchSettings"],
            json["DefaultRegistry"],
            json["UpdateSettings"],
          ]);
        }
        return all;
      };
      const before = await load();
      const settings = inTilt.splice(0);
      const ran = await runIn(sandbox, ["import", "Tiltfile", "--run-local"]);
      expect(ran.stdout, ran.stderr).not.toBe("");
      expect(ran.stderr).not.toContain("not the same:");
      // What is decided there an inventory has words for.
      expect(ran.stderr).not.toMatch(/a condition|an argument of the Tiltfile|what it read/);
      sandbox.write("cluster.config.yaml", ran.stdout);
      const generated = await runIn(sandbox, ["generate", "--force"]);
      expect(generated.code, generated.stderr + ran.stderr).toBe(0);
      expect(settingsOf(await readDashboard(sandbox.project), name)).toEqual(settingsOf(dashboard, name));
      const after = await load();
      expect(inTilt).toEqual(settings);
      // Values files are named from the Tiltfile, which was another one.
      for (const [index, { name: one, tiltfile }] of developable(dashboard).entries()) {
        const facts = before[index + 1]?.get(one);
        const from = (word: string): string =>
          word.replace(
            /^--values=(.*)/,
            (_, path: string) => `--values=./${posix.join(dirname(tiltfile), path)}`,
          );
        if (facts?.apply !== undefined)
          before[index + 1]?.set(one, { ...facts, apply: facts.apply.map(from) });
      }
      for (const [index, args] of loads.entries()) {
        const [old, made] = [before[index], after[index]].map((one) =>
          [...(one ?? [])].filter(([name]) => name !== support).sort(([a], [b]) => (a < b ? -1 : 1)),
        );
        const written = new Set(made?.map(([one]) => one));
        const left = (old ?? []).map(([one]) => one).filter((one) => !written.has(one));
        const told = new Set([...left, ...(listed[name] ?? [])]);
        for (const one of told) expect(ran.stderr).toContain(`\`${one}\`: `);
        const rest = [made, old].map((all) => all?.filter(([one]) => !told.has(one)));
        expect(rest[0], args.join(" ")).toEqual(rest[1]);
      }
      await sandbox.dispose();
    });
  });
}
